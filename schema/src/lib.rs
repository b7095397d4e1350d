//! What the system means: the published schema, who may do what, which state follows which, and every read.

mod account;
mod agency;
pub mod declare;
mod direct;
mod directory;
pub mod error;
mod export;
pub mod files;
pub mod import;
mod law;
pub mod limits;
mod local;
mod named;
mod noun;
mod operation;
pub mod paper;
mod personal;
mod plan;
pub mod policy;
mod prepare;
mod principal;
mod refusals;
mod root;
mod scalar;
mod service;
pub mod tally;
pub mod trail;
pub mod viewer;
pub mod workflow;
mod write;
mod writers;

use std::sync::Arc;

use async_graphql::{Request, Schema, ValidationMode, parser::types::OperationType};
use chrono::NaiveDate;
use entity::Instant;
use sea_orm::DatabaseConnection;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

pub use account::{Grant, NewPassword, SESSION_DAYS, SESSIONS_OF_ONE, SignIn};
pub use agency::Agency;
pub use direct::{Direct, Watch};
pub use export::{CellKind, Columns as ExportColumns, ExportRun, Page as ExportPage, guarded, unmistakable};
pub use limits::{Budget, ExportLimits, ImportLimits, Limit, Limits, exhausted};
pub use local::Local;
pub use named::{DocumentName, NamedDeps, TrustedDocument};
pub use operation::{Answer, Operation, Outcome, Started};
pub use personal::CitizenKey;
pub use prepare::Documents;
pub use refusals::{AUTHENTICATE, REQUEST};
pub use root::{Events, Now};
pub use service::OPEN_SLOTS;
pub use trail::sha256;
pub use writers::Writers;

use account::Sessions;
use directory::Directory;
use error::{Code, Error, Result};
use files::{Files, Nowhere};
use limits::{Cost, Price};
use named::Named;
use plan::{Document, Reads, Traces};
use policy::Action;
use prepare::{Prepared, Ready, Refusal};
use root::{MutationRoot, QueryRoot, SubscriptionRoot};
use trail::{Floods, Head, Signer, Strangers};
use viewer::{Class, Viewer};

/// The databases: on PostgreSQL one pool for writes and what belongs to them, on SQLite one writer and readers apart; and the
/// way by which plans are read.
#[derive(Clone, Debug)]
pub struct Database {
    /// For reads.
    pub read: DatabaseConnection,
    /// For writes.
    pub write: DatabaseConnection,
    /// For writes of requests.
    pub writers: Writers,
    /// For plans.
    pub plans: Plans,
}

/// Where plans are read.
#[derive(Clone, Debug)]
pub enum Plans {
    /// From a pool: an SQLite database in memory has no other way.
    Pool(DatabaseConnection),
    /// From an SQLite file.
    Local {
        /// Plans that search no texts: on the thread that asks, where that takes a moment.
        read: Local,
        /// Plans that search texts: on threads apart.
        search: Local,
    },
    /// From PostgreSQL.
    Direct {
        /// Plans that search no texts.
        read: Direct,
        /// Plans that search texts. Each of these is planned for its own words: a rare word wants the index of the text, a
        /// common one that of the order, and one plan for all words is wrong for most.
        search: Direct,
    },
}

/// How long the answer to an `Idempotency-Key` is kept: a day.
const KEPT_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// What the schema is built on.
pub struct Deps {
    /// The databases.
    pub database: Database,
    /// The limits.
    pub limits: Limits,
    /// The abbreviation of the unit that holds the Standing Body; nobody of another unit has that class.
    pub standing_body: String,
    /// Whether those without a token may ask for the schema itself.
    pub public_introspection: bool,
    /// The key that entries and heads of the trail are signed with.
    pub signer: Arc<dyn Signer>,
    /// A password that everybody knows, with which nobody is let in.
    pub refused_password: Option<&'static str>,
    /// The key that citizen ids are hashed with; without one none are taken.
    pub citizen_key: Option<CitizenKey>,
}

pub(crate) struct Inner {
    database: Database,
    standing_body: String,
    public_introspection: bool,
    signer: Arc<dyn Signer>,
    refused_password: Option<&'static str>,
    citizen_key: Option<CitizenKey>,
    strangers: Strangers,
    floods: Floods,
    limits: Arc<Limits>,
    directory: Directory,
    documents: Arc<Documents>,
    sessions: Sessions,
    /// How many writes but ballots were committed since the start, told to whoever follows.
    changes: watch::Sender<i32>,
    /// Told when an export waits.
    exports: Notify,
}

/// Every noun as it is declared: which rows are visible and who reads which field, as the engine itself has it.
pub fn declared() -> impl Iterator<Item = &'static declare::Noun> {
    noun::Nouns::get().all()
}

type Published = Schema<QueryRoot, MutationRoot, SubscriptionRoot>;

/// The whole public surface: who asks, and what is answered. Cheap to clone.
#[derive(Clone)]
pub struct Api {
    schema: Published,
    inner: Arc<Inner>,
    named: Arc<Named>,
    files: Arc<dyn Files>,
}

impl Api {
    /// The API over a migrated database.
    pub async fn new(deps: Deps) -> Result<Self> {
        let inner = Arc::new(Inner {
            database: deps.database,
            standing_body: deps.standing_body,
            public_introspection: deps.public_introspection,
            signer: deps.signer,
            refused_password: deps.refused_password,
            citizen_key: deps.citizen_key,
            strangers: Strangers::default(),
            floods: Floods::default(),
            limits: Arc::new(deps.limits),
            directory: Directory::default(),
            sessions: Sessions::default(),
            documents: Arc::new(Documents::new(&Self::sdl())?),
            exports: Notify::new(),
            changes: watch::Sender::new(0),
        });
        // Which day it is, the first request says; this finds a database without its tables.
        inner.directory.reload(&inner.database.read, NaiveDate::default()).await?;
        let named = Arc::new(Named::new(NamedDeps::default()));
        Ok(Self { schema: schema(Arc::clone(&inner)), inner, named, files: Arc::new(Nowhere) })
    }

    /// The same API with somebody who keeps files.
    #[must_use]
    pub fn with_files(self, files: Arc<dyn Files>) -> Self {
        Self { files, ..self }
    }

    /// Those of these stored files that an attachment or an open slot holds.
    pub async fn held_files(&self, files: &[Uuid]) -> Result<Vec<Uuid>> {
        write::held_files(&self.inner.database.read, files).await
    }

    /// Forgets the slots that ended before now, and says which files they were for.
    pub async fn end_slots(&self, now: Instant) -> Result<Vec<Uuid>> {
        write::end_slots(&self.inner.database.write, now).await
    }

    /// The same API with documents by name: the trusted ones pass the same wall as any other, now.
    pub fn with_named(self, deps: NamedDeps) -> Result<Self> {
        for TrustedDocument { client, text, .. } in &deps.trusted {
            self.inner.documents.prepare(text, &self.inner.limits).map_err(|refusal| {
                let whose = client.as_deref().unwrap_or("everybody");
                let why = format!("a trusted document of {whose} cannot run: {refusal}\n{text}");
                Error::new(Code::GraphqlInvalid, &why, &why)
            })?;
        }
        Ok(Self { named: Arc::new(Named::new(deps)), ..self })
    }

    /// The published schema, as text.
    pub fn sdl() -> String {
        let builder = Schema::build(QueryRoot, MutationRoot, SubscriptionRoot);
        builder.finish().sdl_with_options(
            async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items(),
        )
    }

    /// The id of the request that made the first entry of the record, if there is one: by it a database tells how it began.
    pub async fn first_request(&self) -> Result<Option<String>> {
        write::first_request(&self.inner.database.read).await
    }

    /// The key of the first entry of the record, if there is one: by it one database is told from another.
    pub async fn first_entry(&self) -> Result<Option<Uuid>> {
        write::first_entry(&self.inner.database.read).await
    }

    /// Forgets answers that were kept for an `Idempotency-Key` longer than a day ago, and sessions that have ended by
    /// themselves; says how many.
    pub async fn forget(&self, now: Instant) -> Result<u64> {
        let kept = write::forget(&self.inner.database.write, Instant(now.0 - KEPT_MICROS)).await?;
        Ok(kept + account::forget(&self.inner.database.write, now).await?)
    }

    /// Signs and publishes a head of the trail, if today has none yet.
    pub async fn publish_head(&self, now: Instant) -> Result<Option<Head>> {
        trail::publish_daily(&self.inner.database.write, self.inner.signer.as_ref(), now).await
    }

    /// The same without regard to the day; none if nothing has happened since the last head.
    pub async fn publish_head_now(&self, now: Instant) -> Result<Option<Head>> {
        trail::publish(&self.inner.database.write, self.inner.signer.as_ref(), now).await
    }

    /// The published heads after a sequence, in their order: a page; none at the end.
    pub async fn heads(&self, after: i64) -> Result<Vec<Head>> {
        trail::heads(&self.inner.database.read, after).await
    }

    /// Runs a request that is answered once; a subscription is refused.
    pub async fn execute(&self, operation: Operation, viewer: Viewer) -> Answer {
        match self.run(operation, viewer, None).await {
            Started::Answered(answer) => answer,
            // Without a clock nothing is followed.
            Started::Following(_) => {
                Answer { body: Error::internal().body(viewer::Language::En, ""), outcome: Outcome::RequestError }
            }
        }
    }

    /// Runs a request by a way on which answers can follow each other; `now` is the time while they do.
    pub async fn start(&self, operation: Operation, viewer: Viewer, now: Now) -> Started {
        self.run(operation, viewer, Some(now)).await
    }

    async fn run(&self, operation: Operation, mut viewer: Viewer, now: Option<Now>) -> Started {
        viewer.traces = operation.explain.then(Traces::default);
        viewer.reads = Reads::default();
        viewer.is_shared = operation.queries_only && viewer.principal.is_none();
        viewer.uploads = operation.uploads.as_slice().into();
        let viewer = Arc::new(viewer);
        let mut verbs = Vec::new();
        match self.attempt(operation, &viewer, now, &mut verbs).await {
            Ok(started) => started,
            Err(refusal) => {
                if viewer.principal.is_some() {
                    self.refuse_all(&viewer, &verbs, refusal.code()).await;
                }
                let body = refusal.body(&viewer, self.inner.limits.errors);
                Started::Answered(Answer { body, outcome: refusal.outcome() })
            }
        }
    }

    /// Runs a request, or says what stands against it; and then which verbs it would have said.
    async fn attempt(
        &self,
        operation: Operation,
        viewer: &Arc<Viewer>,
        now: Option<Now>,
        verbs: &mut Vec<Action>,
    ) -> Result<Started, Refusal> {
        let Operation { query, document, operation_name, variables, is_ours, queries_only, explain, uploads: _ } =
            operation;
        if explain && !viewer.role().is_some_and(|role| matches!(role.class, Class::Admin | Class::Auditor)) {
            let (en, vi) =
                ("explain is for the administrator and the auditor.", "explain chỉ dành cho quản trị và kiểm toán.");
            return Err(Error::new(Code::Forbidden, en, vi).into());
        }
        let query = if is_ours { query } else { self.named.text(query, document.as_ref(), viewer)? };
        let name = operation_name.as_deref();
        let mut told = |refusal: Refusal| {
            // Only what somebody known is refused is told by its verbs.
            if viewer.principal.is_some() {
                verbs.extend(prepare::verbs(&query, name, &self.inner.limits));
            }
            refusal
        };
        let prepared = self.inner.documents.prepare(&query, &self.inner.limits).map_err(&mut told)?;
        self.named.keep(document.as_ref(), &query, viewer);
        let ready = self.inner.documents.ready(&prepared, name, variables, &self.inner.limits).map_err(&mut told)?;
        viewer.tally.is(ready.operation.ty, ready.is_introspection);
        if queries_only && ready.operation.ty == OperationType::Mutation {
            let error = Error::new(
                Code::BadRequest,
                "GET runs queries only; send this with POST.",
                "GET chỉ chạy truy vấn; hãy gửi bằng POST.",
            );
            let body = error.body(viewer.language, &viewer.request_id);
            return Ok(Started::Answered(Answer { body, outcome: Outcome::MethodNotAllowed }));
        }
        let document = Document::new(&prepared.tree, ready.operation, &ready.variables);
        if ready.operation.ty == OperationType::Subscription {
            return Ok(Started::Following(root::follow(&self.inner, viewer, document, now)?));
        }
        if ready.is_introspection && viewer.principal.is_none() && !self.inner.public_introspection {
            let (en, vi) = (
                "Introspection is for whoever has a token; schema.graphql can be downloaded by everybody.",
                "Chỉ người có mã truy cập (token) mới được xem lược đồ bằng introspection; ai cũng tải được schema.graphql.",
            );
            return Err(Error::new(Code::Forbidden, en, vi).into());
        }
        let body = if ready.is_introspection {
            self.introspect(query, operation_name, &prepared, ready, viewer).await?
        } else {
            let document = Document::new(&prepared.tree, ready.operation, &ready.variables);
            root::execute(&self.inner, viewer, document, ready.operation.ty).await?
        };
        // Other organisations' personal data leaves when the trail tells of it, and not before.
        let told = viewer.reads.take(viewer)?;
        if !told.is_empty() {
            trail::record(&self.inner, told).await?;
        }
        Ok(Started::Answered(Answer { body, outcome: Outcome::Executed }))
    }

    /// What asks for the schema itself is answered by async-graphql, which holds it.
    async fn introspect(
        &self,
        query: String,
        name: Option<String>,
        prepared: &Prepared,
        ready: Ready<'_>,
        viewer: &Arc<Viewer>,
    ) -> Result<Vec<u8>, Refusal> {
        let document = Document::new(&prepared.tree, ready.operation, &ready.variables);
        let price = Price::schema() + root::price(&self.inner, viewer, document, ready.operation.ty);
        let cost = Cost::charge(price, &self.inner.limits, viewer.budget.as_deref())?;
        let keys = root::keys(&prepared.tree, ready.operation);
        let mut request = Request::new(query).variables(ready.variables).data(Arc::clone(viewer));
        request.operation_name = name;
        request.set_parsed_query(prepared.tree.clone());
        let response = self.schema.execute(request).await;
        Ok(root::write(&response, &keys, viewer, cost, self.inner.limits.errors))
    }
}

fn schema(inner: Arc<Inner>) -> Published {
    Schema::build(QueryRoot, MutationRoot, SubscriptionRoot)
        .data(inner)
        .disable_suggestions()
        .validation_mode(ValidationMode::Fast)
        .finish()
}
