//! One export at work: its pages, read as its author would read them now, and its end.

use std::sync::Arc;

use entity::{
    Instant,
    export::{ExportFormat, ExportState, Model},
};
use sea_orm::Set;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Columns, columns, queue};
use crate::{
    Api,
    declare::Noun,
    error::{Code, Error, Result},
    files::Found,
    limits::{ExportLimits, Limits},
    noun::Nouns,
    plan::{Compiler, Document, Reads},
    prepare::Refusal,
    tally::Tally,
    trail::Deed,
    viewer::{Asked, Claims, Class, Duty, Language, Viewer},
};

/// An export that a server has taken.
pub struct ExportRun {
    api: Api,
    row: Model,
    noun: &'static Noun,
    columns: Columns,
    variables: Json,
    after: Option<String>,
    done: i64,
    /// What its pages have told of other organisations' people.
    reads: Reads,
    /// The entries that say so, when it has come to its end.
    told: Vec<Deed>,
}

/// Some rows of an export.
#[derive(Debug)]
pub struct Page {
    /// Each with a value for every column.
    pub rows: Vec<Vec<Json>>,
    /// Whether they are the last.
    pub is_last: bool,
}

impl Api {
    /// Waits until an export is asked for here.
    pub async fn export_asked(&self) {
        self.inner.exports.notified().await;
    }

    /// The limits of exports.
    pub fn export_limits(&self) -> ExportLimits {
        self.inner.limits.exports
    }

    /// Takes the oldest export that waits, to write it.
    pub async fn take_export(&self, now: Instant) -> Result<Option<ExportRun>> {
        let Some(row) = queue::take(&self.inner, now).await? else { return Ok(None) };
        let noun = Nouns::get().at_root(&row.connection).ok_or_else(Error::internal)?;
        let limits = ExportLimits { columns: usize::MAX, ..self.export_limits() };
        let columns = columns(noun, Some(row.columns.split(',').map(Into::into).collect()), &limits)?;
        let variables = serde_json::from_str(&row.variables).map_err(|_| Error::internal())?;
        Ok(Some(ExportRun {
            api: self.clone(),
            row,
            noun,
            columns,
            variables,
            after: None,
            done: 0,
            reads: Reads::default(),
            told: vec![],
        }))
    }

    /// Ends exports whose server was not heard of for a minute; says how many.
    pub async fn bury_exports(&self, now: Instant) -> Result<usize> {
        queue::bury(&self.inner, now).await
    }

    /// Ends the life of exports whose time is over, and says which files they were.
    pub async fn expire_exports(&self, now: Instant) -> Result<Vec<Uuid>> {
        queue::expire(&self.inner.database.write, now).await
    }

    /// Whether a stored file may be sent: one of an export only while it is kept, and while its author still has the role
    /// and the session with which they asked for it.
    pub async fn may_send(&self, file: Uuid, now: Instant) -> Result<bool> {
        let Some(row) = queue::of_file(&self.inner.database.read, file).await? else { return Ok(true) };
        let is_kept = row.state == ExportState::Ready && row.expires_at.is_some_and(|end| now < end);
        Ok(is_kept && self.author(&row, now).await.is_ok())
    }

    /// Whoever asked for an export, as they are now.
    async fn author(&self, row: &Model, now: Instant) -> Result<Viewer> {
        let gone = || Error::new(Code::Unauthenticated, "The role is no more.", "Vai trò không còn tồn tại.");
        let claims = Claims {
            subject: row.author.clone(),
            class: Class::from_code(&row.class).ok_or_else(gone)?,
            duty: Duty::from_code(&row.duty).ok_or_else(gone)?,
            unit: row.unit.clone(),
            client: row.client.clone(),
            session: row.session_id,
            key: None,
            is_read_only: true,
            expires: now,
        };
        let request_id = row.id.hyphenated().to_string();
        let (language, tally) = (Language::Vi, Tally::default());
        let asked = Asked { language, request_id, now, idempotency_key: None, tally };
        self.viewer(Some(&Arc::new(claims)), &asked).await
    }
}

impl ExportRun {
    /// Its key.
    pub fn id(&self) -> Uuid {
        self.row.id
    }

    /// Under which name its bytes are to be stored.
    pub fn file(&self) -> Uuid {
        self.row.file_id
    }

    /// How it is to be written.
    pub fn format(&self) -> ExportFormat {
        self.row.format
    }

    /// Its columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The next rows: one statement, under the rights that its author has now.
    pub async fn page(&mut self, now: Instant) -> Result<Page> {
        let mut viewer = self.api.author(&self.row, now).await?;
        viewer.reads = self.reads.clone();
        let limits = self.api.export_limits();
        let is_first = self.after.is_none();
        let answer = self.read(&viewer, limits.page_rows, is_first).await?;
        let rows: Vec<_> =
            answer["nodes"].as_array().into_iter().flatten().map(|node| self.columns.row(node)).collect();
        self.done += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if usize::try_from(self.done).unwrap_or(usize::MAX) > limits.rows {
            let (en, vi) = (
                format!("An export has at most {} rows; filter the list.", limits.rows),
                format!("Tệp kết xuất tối đa {} dòng; hãy lọc bớt danh sách.", limits.rows),
            );
            return Err(Error::new(Code::LimitExceeded, en, vi).with("limit", limits.rows));
        }
        self.after = answer["pageInfo"]["endCursor"].as_str().map(Into::into);
        if is_first {
            self.row.rows_total = answer["totalCount"].as_i64();
        }
        let is_last = answer["pageInfo"]["hasNextPage"] != json!(true);
        if is_last {
            self.told = self.reads.take(&viewer)?;
        }
        Ok(Page { rows, is_last })
    }

    async fn read(&self, viewer: &Viewer, rows: usize, counts: bool) -> Result<Json> {
        let inner = &self.api.inner;
        let limits = Limits { page_max: rows, ..Limits::clone(&inner.limits) };
        let prepared = inner.documents.prepare(&self.columns.document(self.noun, &self.row.connection), &limits);
        let prepared = prepared.map_err(refused)?;
        let mut variables = self.variables.clone();
        variables["first"] = json!(rows);
        variables["after"] = json!(self.after);
        variables["counts"] = json!(counts);
        let ready = inner.documents.ready(&prepared, None, variables, &inner.limits).map_err(refused)?;
        let document = Document::new(&prepared.tree, ready.operation, &ready.variables);
        let roots = document.roots();
        let fields = roots.values().next().ok_or_else(Error::internal)?;
        let plan = Compiler::new(document, viewer, &limits).list(self.noun, fields)?;
        let bytes = plan.read(&inner.database, viewer).await?;
        serde_json::from_slice(&bytes).map_err(|error| {
            tracing::error!(%error, "a page of an export is no JSON");
            Error::internal()
        })
    }

    /// Tells how far it is; false where its author has cancelled it.
    pub async fn tell(&self, now: Instant) -> Result<bool> {
        queue::tell(&self.api.inner, self.row.id, self.done, self.row.rows_total, now).await
    }

    /// Puts it back into the queue, for the next server.
    pub async fn put_back(&self) -> Result<()> {
        queue::put_back(&self.api.inner, self.row.id).await
    }

    /// Its file is stored; false where it was cancelled meanwhile.
    pub async fn finish(&self, found: Found, now: Instant) -> Result<bool> {
        let life = i64::try_from(self.api.export_limits().life_seconds).unwrap_or(i64::MAX / 2_000_000);
        queue::end(&self.api.inner, self.row.id, now, self.told.clone(), |row| {
            row.state = Set(ExportState::Ready);
            row.rows_done = Set(self.done);
            row.bytes = Set(Some(found.size));
            row.sha256 = Set(Some(found.sha256));
            row.expires_at = Set(Some(Instant(now.0.saturating_add(life.saturating_mul(1_000_000)))));
        })
        .await
    }

    /// It was stopped by an error.
    pub async fn fail(&self, error: &Error, now: Instant) -> Result<bool> {
        queue::end(&self.api.inner, self.row.id, now, vec![], |row| {
            row.rows_done = Set(self.done);
            queue::fail(row, error);
        })
        .await
    }
}

/// What stands against the document of an export.
pub fn refused(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Ours(error) | Refusal::Scanned(error, _) => error,
        Refusal::Invalid(errors) => {
            let found = errors.first().map_or("", |error| &error.message);
            let (en, vi) = (format!("filter or orderBy: {found}"), format!("filter hoặc orderBy: {found}"));
            Error::new(Code::BadUserInput, en, vi)
        }
    }
}

/// Refuses a list that cannot be read like this, before it is put into the queue.
pub fn check(
    write: &crate::write::Write,
    noun: &'static Noun,
    root: &str,
    columns: &Columns,
    variables: &Json,
) -> Result<()> {
    let limits = Limits { page_max: write.limits.exports.page_rows, ..Limits::clone(&write.limits) };
    let prepared = write.documents.prepare(&columns.document(noun, root), &limits).map_err(refused)?;
    let mut variables = variables.clone();
    (variables["first"], variables["counts"]) = (json!(1), json!(true));
    let ready = write.documents.ready(&prepared, None, variables, &write.limits).map_err(refused)?;
    let document = Document::new(&prepared.tree, ready.operation, &ready.variables);
    let roots = document.roots();
    let fields = roots.values().next().ok_or_else(Error::internal)?;
    Compiler::new(document, &write.viewer, &limits).list(noun, fields).map(drop)
}
