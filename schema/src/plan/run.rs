//! A plan at work: its one statement, and the answer written from the rows.

use async_graphql::Value;
use entity::Rows;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::{
    args::{items, text_of},
    cell::{Cell, Fetched as _, Type},
    condition::{Comparison, Condition, weigh_all},
    guard::{forbidden, may_ask},
    render::Renderer,
    select::{Column, Counted, Expr},
    shape::{Shape, Writer},
    source::Source,
    sql::Sql,
    trace::Stages,
    words::Words,
};
use crate::{
    Database, Plans,
    declare::{Filter, FilterKind, Need, Noun, Scalar},
    error::{Error, Result},
    limits::{Limits, Price},
    noun::Nouns,
    scalar::{self, id},
    viewer::Viewer,
};

/// The compiled read of one root field.
#[derive(Debug)]
pub struct Plan {
    pub(super) columns: Vec<Column>,
    /// Rows that are counted in several ways.
    pub(super) counted: Vec<Counted>,
    pub(super) shape: Shape,
    /// Which rows of each table the viewer's scope lets in.
    pub(super) rules: Vec<(&'static str, String)>,
    /// Whether texts are searched: then the statement wants a plan of its own (see `Database::search`).
    pub(super) searches: bool,
    /// What it costs.
    pub price: Price,
}

impl Plan {
    /// Asks the connections that fit it, and writes the answer.
    pub async fn read(&self, database: &Database, viewer: &Viewer) -> Result<Vec<u8>> {
        match &database.plans {
            Plans::Pool(pool) => self.answer(pool, viewer).await,
            Plans::Local { read, search } => self.answer(if self.searches { search } else { read }, viewer).await,
            Plans::Direct { read, search } => self.answer(if self.searches { search } else { read }, viewer).await,
        }
    }

    /// Asks the database once and writes the answer.
    pub async fn answer(&self, source: &impl Source, viewer: &Viewer) -> Result<Vec<u8>> {
        let mut stages = Stages::begin(viewer.traces.as_ref());
        let mut writer = Writer { out: Vec::with_capacity(1024), viewer };
        if self.columns.is_empty() {
            writer.shape(&self.shape, &[]);
            return Ok(writer.out);
        }
        let mut renderer = Renderer { sql: source.sql(), scope: &viewer.scope, next: 10_000 };
        // A list alone needs no array around it: its rows are the statement's.
        let list = match &self.columns[..] {
            [Column { expr: Expr::Rows(select), ty: Type::Rows(types) }] => Some((select, types)),
            _ => None,
        };
        match list {
            Some((select, _)) => renderer.flat(select),
            None => renderer.single(&self.columns, &self.counted),
        }
        let (statement, values) = renderer.sql.parts();
        let text = viewer.traces.is_some().then(|| statement.clone());
        stages.end("plan");
        let rows = source.rows(statement, values).await?;
        stages.end("database");
        if let Some((_, types)) = list {
            let cells = rows.iter().map(|row| row.cells(types)).collect::<Result<_>>()?;
            writer.shape(&self.shape, &[Cell::Rows(cells)]);
        } else {
            let types: Vec<Type> = self.columns.iter().map(|column| column.ty.clone()).collect();
            writer.shape(&self.shape, &rows.first().ok_or_else(none)?.cells(&types)?);
        }
        stages.end("answer");
        stages.tell(text.as_deref().unwrap_or_default(), rows.len(), &self.rules);
        Ok(writer.out)
    }
}

fn none() -> Error {
    tracing::error!("a statement that always has one row had none");
    Error::internal()
}

/// The values that a decision needs of one row, whoever asks: the same that its `availableTransitions` are made from.
pub async fn facts<T>(
    connection: &impl ConnectionTrait,
    table: &'static str,
    needs: &[Need],
    id: Uuid,
    read: impl FnOnce(&[Cell<'_>]) -> T,
) -> Result<T> {
    let mut sql = Sql::new(connection.get_database_backend().into());
    sql.push("select ");
    for (i, need) in needs.iter().enumerate() {
        sql.push(if i > 0 { ", " } else { "" }).fragment(need.sql, 0);
    }
    sql.push(" from ").table(table, 0).push(" where ").column(0, "id").push(" = ").bind(id);
    let types: Vec<Type> = needs.iter().map(|need| Type::Scalar(need.scalar)).collect();
    let (text, values) = sql.parts();
    let rows = connection.rows(text, values).await?;
    let row = rows.first().ok_or_else(Error::not_found)?;
    Ok(read(&row.cells(&types)?))
}

/// The rows of a statement of ours, each read in turn.
pub async fn rows<T>(
    connection: &impl ConnectionTrait,
    statement: Statement,
    scalars: &[Scalar],
    mut read: impl FnMut(&[Cell<'_>]) -> T,
) -> Result<Vec<T>> {
    let types: Vec<Type> = scalars.iter().map(|scalar| Type::Scalar(*scalar)).collect();
    let found = connection.query_all_raw(statement).await?;
    found.iter().map(|row| Ok(read(&row.cells(&types)?))).collect()
}

/// The conditions of a filter argument, if it is not too large.
pub fn filter(viewer: &Viewer, noun: &Noun, written: Option<&Value>, limits: &Limits) -> Result<Vec<Condition>> {
    let values = written.map_or(0, weigh);
    if values > limits.filter_values {
        return Err(Error::beyond(
            format!("A filter has at most {} values; this has {values}.", limits.filter_values),
            format!("Bộ lọc tối đa {} giá trị; yêu cầu {values}.", limits.filter_values),
            limits.filter_values,
            values,
        ));
    }
    let all = conditions(viewer, noun, written)?;
    let (texts, _) = weigh_all(&all);
    if texts > limits.filter_texts {
        return Err(Error::beyond(
            format!("A filter looks for at most {} texts; this looks for {texts}.", limits.filter_texts),
            format!("Bộ lọc tìm tối đa {} chuỗi; yêu cầu {texts}.", limits.filter_texts),
            limits.filter_texts,
            texts,
        ));
    }
    Ok(all)
}

/// How many values a filter is made of.
fn weigh(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.values().map(weigh).sum::<usize>().max(1),
        Value::List(items) => items.iter().map(weigh).sum::<usize>().max(1),
        _ => 1,
    }
}

fn conditions(viewer: &Viewer, noun: &Noun, written: Option<&Value>) -> Result<Vec<Condition>> {
    let Some(Value::Object(map)) = written else { return Ok(Vec::new()) };
    let mut all = Vec::with_capacity(map.len());
    for (name, value) in map {
        if *value == Value::Null {
            continue;
        }
        all.push(match name.as_str() {
            "and" => Condition::All(each(viewer, noun, value)?),
            "or" => Condition::Any(each(viewer, noun, value)?),
            "not" => Condition::Not(Box::new(Condition::All(conditions(viewer, noun, Some(value))?))),
            "missing" => super::counted::missing(viewer, noun, items(value))?,
            name => {
                let filter = noun.filters.iter().find(|filter| filter.name == name);
                condition(
                    viewer,
                    noun,
                    filter.ok_or_else(|| Error::input(name, "is not a filter", "không phải bộ lọc"))?,
                    value,
                )?
            }
        });
    }
    Ok(all)
}

fn each(viewer: &Viewer, noun: &Noun, value: &Value) -> Result<Vec<Condition>> {
    items(value).iter().map(|item| Ok(Condition::All(conditions(viewer, noun, Some(item))?))).collect()
}

fn condition(viewer: &Viewer, noun: &Noun, filter: &Filter, value: &Value) -> Result<Condition> {
    may_ask(viewer.scope.sight, noun, filter.column, filter.name)?;
    if filter.only.is_some_and(|sights| !sights.contains(&viewer.scope.sight)) {
        return Err(forbidden(filter.name));
    }
    let texts = || items(value).iter().map(|item| text_of(filter.name, item)).collect::<Result<Vec<String>>>();
    Ok(match &filter.kind {
        FilterKind::Codes(_) | FilterKind::Texts => Condition::OneOf(filter.column, clean(filter.name, texts()?)?),
        FilterKind::Ids(noun) => {
            let ids = texts()?.iter().map(|text| id::parse_as(text, noun)).collect::<Result<_>>()?;
            seen(viewer, noun, ids, filter.column)
        }
        FilterKind::Bool => {
            Condition::Compare(filter.column, Comparison::Equal, (*value == Value::Boolean(true)).into())
        }
        FilterKind::Range(scalar) => range(filter, *scalar, value)?,
        FilterKind::Search => {
            let words = Words::of(&text_of(filter.name, value)?)?.listed();
            Condition::Words(noun.table, filter.column, words)
        }
        FilterKind::Subtree => Condition::Subtree(filter.column, id::parse_as(&text_of(filter.name, value)?, "Unit")?),
        FilterKind::Made(_, make) | FilterKind::MadeCodes(_, make) => make(viewer, value)?,
    })
}

/// Only among objects that the viewer sees: the ID of another finds what an ID of nothing finds.
fn seen(viewer: &Viewer, noun: &str, ids: Vec<Uuid>, column: &'static str) -> Condition {
    let noun = Nouns::get().noun(noun);
    let is_seen = match ((noun.visible)(&viewer.scope), &ids[..]) {
        (Rows::All, _) => return Condition::Among(column, ids),
        (Rows::None, _) => Condition::False,
        (rows, [id]) => Condition::There(noun.table, *id, rows),
        (rows, _) => Condition::Rows(Rows::through(column, noun.table, rows)),
    };
    Condition::All(vec![Condition::Among(column, ids), is_seen])
}

/// PostgreSQL refuses NUL in text, so it is refused here, in words.
fn clean(name: &str, texts: Vec<String>) -> Result<Vec<String>> {
    if texts.iter().any(|text| text.contains('\0')) {
        return Err(Error::input(name, "holds a NUL character", "chứa ký tự NUL"));
    }
    Ok(texts)
}

fn range(filter: &Filter, scalar: Scalar, value: &Value) -> Result<Condition> {
    let Value::Object(map) = value else {
        return Err(Error::input(filter.name, "must be {from, to}", "phải có dạng {from, to}"));
    };
    let mut all = Vec::new();
    for (end, comparison) in [("from", Comparison::AtLeast), ("to", Comparison::AtMost)] {
        if let Some(bound) = map.get(end).filter(|bound| **bound != Value::Null) {
            all.push(Condition::Compare(filter.column, comparison, scalar::bound(filter.name, scalar, bound)?));
        }
    }
    Ok(Condition::All(all))
}
