//! Conditions of a read: the rows a scope may see, the caller's filters, and the place of a page.

use entity::Rows;
use sea_orm::Value;
use uuid::Uuid;

use super::{select::Known, sql::Sql, words::Words};

/// A comparison of two ordered values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Equal.
    Equal,
    /// At least.
    AtLeast,
    /// At most.
    AtMost,
}

/// One key of an order, with the value of the row that a cursor names.
#[derive(Clone, Debug)]
pub struct Place {
    /// The column.
    pub column: &'static str,
    /// Whether the order descends.
    pub descending: bool,
    /// Whether the column can be null.
    pub nullable: bool,
    /// Whether nulls come last; first when the order is read backwards.
    pub nulls_last: bool,
    /// The value at the cursor; `None` is null.
    pub value: Option<Value>,
}

/// A condition on the rows of one alias.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Always.
    True,
    /// Never.
    False,
    /// A condition of the entity room: what a scope sees.
    Rows(Rows),
    /// A column compared with a value.
    Compare(&'static str, Comparison, Value),
    /// A UUID column among values.
    Among(&'static str, Vec<Uuid>),
    /// A row of a table, whatever row is looked at: the one of this key, if it meets the condition.
    There(&'static str, Uuid, Rows),
    /// A text column among values.
    OneOf(&'static str, Vec<String>),
    /// A folded text, by its table and column, with each word.
    Words(&'static str, &'static str, Words),
    /// A unit's key at or below a unit.
    Subtree(&'static str, Uuid),
    /// The rows behind a place in an order.
    Behind(Vec<Place>),
    /// SQL of a declaration; `{t}` is the row, `{}` takes the next value.
    Sql(&'static str, Vec<Value>),
    /// SQL of a declaration, as for `Sql`, that comes out null.
    Missing(&'static str, Vec<Value>),
    /// All hold.
    All(Vec<Self>),
    /// At least one holds.
    Any(Vec<Self>),
    /// It does not hold (null counts as not).
    Not(Box<Self>),
}

impl Condition {
    /// Whether it looks for words in a text.
    pub fn searches(&self) -> bool {
        match self {
            Self::Words(..) => true,
            Self::All(list) | Self::Any(list) => list.iter().any(Self::searches),
            Self::Not(inner) => inner.searches(),
            _ => false,
        }
    }

    /// How many texts it looks for, and of how many conditions on a row it is made.
    pub fn weigh(&self) -> (usize, usize) {
        match self {
            Self::Words(..) => (1, 1),
            Self::All(list) | Self::Any(list) => weigh_all(list),
            Self::Not(inner) => inner.weigh(),
            _ => (0, 1),
        }
    }

    /// The one value that a UUID column can have, where this leaves one.
    pub fn pinned(&self, column: &str) -> Option<Uuid> {
        match self {
            Self::Rows(rows) => rows.pinned(column),
            Self::Among(name, ids) if *name == column && ids.len() == 1 => ids.first().copied(),
            Self::All(list) => list.iter().find_map(|condition| condition.pinned(column)),
            _ => None,
        }
    }

    /// Appends the condition on `alias`. `parent` is the key through which this row hangs below another, and what is known of
    /// that one already, so that just this need not be asked again.
    pub fn render(&self, sql: &mut Sql, alias: usize, parent: Option<Known<'_>>, next: &mut usize) {
        match self {
            Self::True => drop(sql.push("true")),
            Self::False => drop(sql.push("false")),
            Self::Rows(rows) => render_rows(rows, sql, alias, parent, next),
            Self::Compare(column, comparison, value) => {
                let operator = match comparison {
                    Comparison::Equal => " = ",
                    Comparison::AtLeast => " >= ",
                    Comparison::AtMost => " <= ",
                };
                sql.column(alias, column).push(operator).bind(value.clone());
            }
            Self::Among(column, ids) => drop(sql.column(alias, column).any_uuid(ids)),
            Self::There(table, id, rows) => {
                let inner = take(next);
                sql.push("exists (select 1 from ").table(table, inner).push(" where ").column(inner, "id");
                sql.push(" = ").bind(*id).push(" and ");
                render_rows(rows, sql, inner, None, next);
                sql.push(")");
            }
            Self::OneOf(column, texts) => drop(sql.column(alias, column).any_text(texts)),
            Self::Words(table, column, words) => words.render(sql, alias, table, column),
            Self::Subtree(column, unit) => {
                sql.column(alias, column)
                    .push(" in (with recursive below(id) as (select id from unit where id = ")
                    .bind(*unit);
                sql.push(
                    " union all select u.id from unit u join below b on u.parent_id = b.id) select id from below)",
                );
            }
            Self::Behind(places) => render_behind(places, sql, alias),
            Self::Sql(text, values) => drop(sql.with_values(text, alias, values)),
            Self::Missing(text, values) => drop(sql.push("(").with_values(text, alias, values).push(") is null")),
            Self::All(list) => render_list(list, " and ", "true", sql, alias, parent, next),
            Self::Any(list) => render_list(list, " or ", "false", sql, alias, parent, next),
            Self::Not(inner) => {
                sql.push("not coalesce(");
                inner.render(sql, alias, parent, next);
                sql.push(", false)");
            }
        }
    }
}

/// The same of several.
pub fn weigh_all(conditions: &[Condition]) -> (usize, usize) {
    conditions.iter().map(Condition::weigh).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

/// Conditions side by side at most; more are halved, so that no database meets an expression as deep as a filter is long.
const SIDE_BY_SIDE: usize = 8;

fn render_list(
    list: &[Condition],
    word: &str,
    empty: &str,
    sql: &mut Sql,
    alias: usize,
    parent: Option<Known<'_>>,
    next: &mut usize,
) {
    if list.is_empty() {
        sql.push(empty);
        return;
    }
    if list.len() > SIDE_BY_SIDE {
        let (one, other) = list.split_at(list.len() / 2);
        sql.push("(");
        render_list(one, word, empty, sql, alias, parent, next);
        sql.push(word);
        render_list(other, word, empty, sql, alias, parent, next);
        sql.push(")");
        return;
    }
    for (i, condition) in list.iter().enumerate() {
        sql.push(if i > 0 { word } else { "(" });
        condition.render(sql, alias, parent, next);
    }
    sql.push(")");
}

fn render_rows(rows: &Rows, sql: &mut Sql, alias: usize, parent: Option<Known<'_>>, next: &mut usize) {
    match rows {
        Rows::All => drop(sql.push("true")),
        Rows::None => drop(sql.push("false")),
        Rows::Is(column, code) => drop(sql.column(alias, column).push(" = '").push(code).push("'")),
        Rows::IsAny(column, codes) => render_codes(sql, alias, column, " in ('", codes),
        Rows::IsNone(column, codes) => render_codes(sql, alias, column, " not in ('", codes),
        Rows::Text(column, value) => drop(sql.column(alias, column).push(" = ").bind(value.to_string())),
        Rows::Among(column, ids) if parent.is_some_and(|known| known.is_among(column, ids)) => drop(sql.push("true")),
        Rows::Among(column, ids) => drop(sql.column(alias, column).any_uuid(ids)),
        Rows::Through { column, rows, .. } if parent.is_some_and(|known| known.meets(column, rows)) => {
            sql.push("true");
        }
        // For every row: PostgreSQL makes one table of the keys that are seen. For a page it looks each of them up.
        Rows::Through { column, table, rows } if sql.is_whole => {
            let inner = take(next);
            sql.column(alias, column).push(" in (select ").column(inner, "id").push(" from ").table(table, inner);
            sql.push(" where ");
            render_rows(rows, sql, inner, None, next);
            sql.push(")");
        }
        Rows::Through { column, table, rows } => {
            let inner = take(next);
            sql.push("exists (select 1 from ")
                .table(table, inner)
                .push(" where ")
                .column(inner, "id")
                .push(" = ")
                .column(alias, column);
            sql.push(" and ");
            render_rows(rows, sql, inner, None, next);
            sql.push(")");
        }
        Rows::Exists { table, column, rows } => {
            let inner = take(next);
            sql.push("exists (select 1 from ")
                .table(table, inner)
                .push(" where ")
                .column(inner, column)
                .push(" = ")
                .column(alias, "id");
            sql.push(" and ");
            render_rows(rows, sql, inner, None, next);
            sql.push(")");
        }
        Rows::And(a, b) | Rows::Or(a, b) => {
            sql.push("(");
            render_rows(a, sql, alias, parent, next);
            sql.push(if matches!(rows, Rows::And(..)) { " and " } else { " or " });
            render_rows(b, sql, alias, parent, next);
            sql.push(")");
        }
    }
}

fn render_codes(sql: &mut Sql, alias: usize, column: &str, operator: &str, codes: &[&str]) {
    sql.column(alias, column).push(operator).push(&codes.join("','")).push("')");
}

fn take(next: &mut usize) -> usize {
    *next += 1;
    *next - 1
}

/// The rows behind the cursor: a row comparison where every key runs the same way and none is null, which an
/// index answers at any depth; else the same spelled out key by key.
fn render_behind(places: &[Place], sql: &mut Sql, alias: usize) {
    let uniform = places.iter().all(|p| p.descending == places[0].descending && !p.nullable);
    if uniform {
        sql.push("(");
        for (i, place) in places.iter().enumerate() {
            sql.push(if i > 0 { ", " } else { "" }).column(alias, place.column);
        }
        sql.push(if places[0].descending { ") < (" } else { ") > (" });
        for (i, place) in places.iter().enumerate() {
            sql.push(if i > 0 { ", " } else { "" });
            if let Some(value) = &place.value {
                sql.bind(value.clone());
            }
        }
        sql.push(")");
        return;
    }
    for (i, place) in places.iter().enumerate() {
        sql.push(if i > 0 { " or (" } else { "((" });
        for equal in &places[..i] {
            match &equal.value {
                Some(value) => sql.column(alias, equal.column).push(" = ").bind(value.clone()).push(" and "),
                None => sql.column(alias, equal.column).push(" is null and "),
            };
        }
        render_beyond(place, sql, alias);
        sql.push(")");
    }
    sql.push(")");
}

/// One key strictly behind its place.
fn render_beyond(place: &Place, sql: &mut Sql, alias: usize) {
    let operator = if place.descending { " < " } else { " > " };
    match &place.value {
        Some(value) if place.nullable && place.nulls_last => {
            sql.push("(").column(alias, place.column).push(operator).bind(value.clone());
            sql.push(" or ").column(alias, place.column).push(" is null)");
        }
        Some(value) => drop(sql.column(alias, place.column).push(operator).bind(value.clone())),
        None if place.nulls_last => drop(sql.push("false")),
        None => drop(sql.column(alias, place.column).push(" is not null")),
    }
}
