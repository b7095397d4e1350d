//! Imports: each row said as the mutation that it is, in one transaction, with a verdict for each.

mod names;

use async_graphql::{InputObject, Value};
use entity::{
    campaign, cluster,
    import::{self, ImportKind, ImportMode},
    report, unit,
};
use futures_util::future::BoxFuture;
use sea_orm::Set;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::done;
use crate::{
    error::{Code, Error, Result},
    files::Uploaded,
    import::{
        Bad, Declared, Fields, Problem, Row, Sheet, Verdict, Within, kept as kept_as_text, kind, read as sheet,
        unreadable, value,
    },
    policy::{may_bring, row_action},
    scalar::{
        Enumerated,
        id::{self, Id, Named as _},
        upload::Upload,
    },
    write::{Before, Done, Early, Mutation, Write},
};

use names::Names;

/// A file of rows, and how it is to be brought in.
#[derive(InputObject)]
pub struct ImportRowsInput {
    /// What its rows are.
    pub kind: Enumerated<ImportKind>,
    /// The file: CSV in UTF-8, or the first sheet of an XLSX. The first row has the headers, in English or Vietnamese; `/import-templates/KIND.csv` and `.xlsx` have them.
    pub file: Upload,
    /// What is kept where a row is bad.
    pub mode: Enumerated<ImportMode>,
    /// Only tries it out: every row is said and judged, and nothing of it stays.
    #[graphql(default)]
    pub dry_run: bool,
    /// The campaign that projects, and projects of targets, are in.
    pub campaign: Option<Id<campaign::Entity>>,
    /// The cluster that units become members of.
    pub cluster: Option<Id<cluster::Entity>>,
    /// The report that figures are added to.
    pub report: Option<Id<report::Entity>>,
}

/// Reads the file, which may take a while, before anybody waits for the transaction.
pub fn read(before: Before, input: ImportRowsInput) -> BoxFuture<'static, Result<Early>> {
    Box::pin(async move {
        let kind = input.kind.0;
        may_bring(&before.viewer, kind)?;
        let sent = before.viewer.uploads.iter().find(|sent| sent.token == input.file.0).cloned();
        let Some(Uploaded { file, name, found, .. }) = sent else { return Ok(Early::Nothing) };
        let limits = before.limits.imports;
        if usize::try_from(found.size).unwrap_or(usize::MAX) > limits.bytes {
            let most = limits.bytes;
            let (en, vi) =
                (format!("The file of an import has at most {most} bytes."), format!("Tệp nhập tối đa {most} byte."));
            return Err(Error::beyond(en, vi, most, found.size));
        }
        let bytes = before.viewer.files.bytes(file).await?;
        let name = before.viewer.files.clean(&name);
        let read = spawn_blocking(move || sheet(&bytes, (name, found), kind, &limits)).await;
        // What stops the reader of workbooks is a damaged file; the panic itself was logged where it happened.
        let sheet = read.map_err(|_panic| unreadable())?;
        Ok(Early::Rows(Box::new(sheet?)))
    })
}

/// Says each row, and keeps what is to be kept.
pub async fn bring(w: &mut Write, input: ImportRowsInput) -> Result<Done> {
    let declared = kind(input.kind.0);
    may_bring(&w.viewer, declared.kind)?;
    let into = into(w, declared, &input).await?;
    let sheet = w.early.rows().ok_or_else(|| {
        let (en, vi) =
            ("must be sent as a part of a multipart request", "phải gửi dưới dạng phần của yêu cầu multipart");
        Error::input("file", en, vi)
    })?;
    let whole = w.mark().await?;
    let mut verdicts = say_all(w, declared, &sheet, into).await?;
    let bad = verdicts.iter().filter(|verdict| !verdict.problems.is_empty()).count();
    let is_kept = !input.dry_run && (bad == 0 || input.mode.0 == ImportMode::ValidRows);
    if is_kept {
        w.keep(whole).await?;
    } else {
        w.undo(whole).await?;
        for verdict in &mut verdicts {
            verdict.id = None;
        }
    }
    let kept = if is_kept { verdicts.len() - bad } else { 0 };
    record(w, &input, &sheet, &verdicts, [verdicts.len(), bad, kept]).await
}

/// Writes down that it was brought in or tried out, with the verdicts and how many rows there are, are bad and were kept.
async fn record(
    w: &Write,
    input: &ImportRowsInput,
    sheet: &Sheet,
    verdicts: &[Verdict],
    counts: [usize; 3],
) -> Result<Done> {
    let [total, bad, kept] = counts.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    let unit = w.unit()?;
    let row = import::ActiveModel {
        unit_id: Set((!unit.is_nil()).then_some(unit)),
        author: Set(w.subject()),
        kind: Set(input.kind.0),
        mode: Set(input.mode.0),
        is_dry_run: Set(input.dry_run),
        name: Set(sheet.name.clone()),
        sha256: Set(sheet.found.sha256.clone()),
        rows_total: Set(total),
        rows_bad: Set(bad),
        rows_kept: Set(kept),
        verdicts: Set(kept_as_text(verdicts)),
        ..Default::default()
    };
    done::<import::Entity>(w.insert::<import::Entity>(row).await?.id)
}

/// The object that rows are put into: named where the kind needs it, and only there, and seen by whoever asks.
async fn into(w: &Write, declared: &Declared, input: &ImportRowsInput) -> Result<Option<(String, Uuid)>> {
    let given = [
        ("campaign", campaign::Entity::NOUN, input.campaign.map(|id| id.0)),
        ("cluster", cluster::Entity::NOUN, input.cluster.map(|id| id.0)),
        ("report", report::Entity::NOUN, input.report.map(|id| id.0)),
    ];
    let mut into = None;
    for (field, noun, id) in given {
        match (declared.within.field() == Some(field), id) {
            (true, Some(id)) => into = Some((id::print(noun, id), id)),
            (true, None) => {
                return Err(Error::input(field, "is needed for rows of this kind", "cần có với loại dữ liệu này"));
            }
            (false, Some(_)) => {
                return Err(Error::input(field, "is not for rows of this kind", "không dùng với loại dữ liệu này"));
            }
            (false, None) => {}
        }
    }
    let id = into.as_ref().map(|(_, id)| *id).unwrap_or_default();
    match declared.within {
        Within::Nothing => {}
        Within::Campaign => drop(w.see::<campaign::Entity>(id).await?),
        Within::Cluster => drop(w.see::<cluster::Entity>(id).await?),
        Within::Report => drop(w.see::<report::Entity>(id).await?),
    }
    Ok(into)
}

async fn say_all(
    w: &mut Write,
    declared: &Declared,
    sheet: &Sheet,
    into: Option<(String, Uuid)>,
) -> Result<Vec<Verdict>> {
    let action = row_action(declared.kind);
    let mutation = super::mutation(action).ok_or_else(Error::internal)?;
    let campaign = into.as_ref().filter(|_| declared.within == Within::Campaign).map(|(_, id)| *id);
    let holds = declared.columns.iter().map(|column| column.holds);
    let mut names = Names::load(w, holds, campaign).await?;
    let into = into.map_or_else(String::new, |(id, _)| id);
    let import = std::mem::replace(&mut w.action, action);
    let mut verdicts = Vec::with_capacity(sheet.rows.len());
    for row in &sheet.rows {
        verdicts.push(say(w, Saying { declared, sheet, mutation, into: &into }, row, &mut names).await?);
    }
    w.action = import;
    Ok(verdicts)
}

/// What the rows of a file have in common.
#[derive(Clone, Copy)]
struct Saying<'a> {
    declared: &'a Declared,
    sheet: &'a Sheet,
    mutation: &'static Mutation,
    into: &'a str,
}

/// Says one row. What is refused leaves nothing, and the next row is said.
async fn say(w: &mut Write, saying: Saying<'_>, row: &Row, names: &mut Names) -> Result<Verdict> {
    let verdict = |id, problems| Verdict { row: row.number, id, problems };
    let fields = match fields(w, saying, row, names).await? {
        Ok(fields) => fields,
        Err(problems) => return Ok(verdict(None, problems)),
    };
    let text = |name: &str| if let Some(Value::String(text)) = fields.get(name) { text.clone() } else { String::new() };
    let called = (text("abbreviation"), text("name"));
    let input = (saying.declared.input)(fields, saying.into);
    let point = w.mark().await?;
    match saying.mutation.call(w, Value::Object(input)).await {
        Ok(done) => {
            w.keep(point).await?;
            if done.noun == unit::Entity::NOUN {
                names.add_unit(done.id, &called.0, &called.1);
            }
            Ok(verdict(Some(id::print(done.noun, done.id)), Vec::new()))
        }
        Err(error) if matches!(error.code, Code::Internal | Code::Timeout | Code::Overloaded) => Err(error),
        Err(error) => {
            w.undo(point).await?;
            Ok(verdict(None, vec![blamed(saying, row, &error)]))
        }
    }
}

/// The values of a row, or everything that is wrong with its cells.
async fn fields(w: &Write, saying: Saying<'_>, row: &Row, names: &Names) -> Result<Result<Fields, Vec<Problem>>> {
    let (mut fields, mut problems) = (Fields::new(), Vec::new());
    for (at, (column, cell)) in saying.declared.columns.iter().zip(&row.cells).enumerate() {
        let found = match cell {
            None if column.is_required => Err(Bad::input("must not be empty", "không được để trống")),
            None => continue,
            Some(cell) => match value(cell, column.holds) {
                Ok(value) => names.resolve(w, column.holds, value).await?,
                Err(bad) => Err(bad),
            },
        };
        match found {
            Ok(value) => drop(fields.insert(async_graphql::Name::new(column.name), value)),
            Err(bad) => {
                let cell = saying.sheet.cell(row.number, at);
                problems.push(Problem { column: Some(column.name), cell, bad });
            }
        }
    }
    Ok(if problems.is_empty() { Ok(fields) } else { Err(problems) })
}

/// What a refusal of the mutation says of the row: of the column that fills the field, where it names one.
fn blamed(saying: Saying<'_>, row: &Row, error: &Error) -> Problem {
    let field = error.details.get("field").and_then(|field| field.as_str()).unwrap_or_default();
    let name = field.rsplit('.').next().unwrap_or_default();
    let at = saying.declared.columns.iter().position(|column| column.name == name);
    let bare =
        |text: &str| text.strip_prefix(field).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(text).to_owned();
    Problem {
        column: at.map(|at| saying.declared.columns[at].name),
        cell: at.and_then(|at| saying.sheet.cell(row.number, at)),
        bad: Bad { code: error.code, en: bare(&error.en), vi: bare(&error.vi) },
    }
}
