//! Which rows of a table: a small algebra of conditions that is plain data.
//!
//! It is data and not a query so that one condition can be rendered into a compiled read, turned into a
//! sea-orm filter for a write, printed for a reader, and evaluated by a test without a database.

use std::sync::Arc;

use sea_orm::DynIden;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoIden, Query, SelectStatement};
use uuid::Uuid;

/// A condition on the rows of one table. Columns and tables are named as in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Every row.
    All,
    /// No row.
    None,
    /// `column` equals the code.
    Is(&'static str, &'static str),
    /// `column` is one of the codes.
    IsAny(&'static str, &'static [&'static str]),
    /// `column` is none of the codes.
    IsNone(&'static str, &'static [&'static str]),
    /// The text `column` equals the value (a subject, for example).
    Text(&'static str, Arc<str>),
    /// The UUID `column` is one of the values.
    Among(&'static str, Arc<[Uuid]>),
    /// The row that foreign key `column` points at, in `table`, meets the condition. In a `visible` this is always that the
    /// row there is visible: a list below such a row takes it as given and does not ask again.
    Through {
        /// The foreign key column of this table.
        column: &'static str,
        /// The table it points at (by `id`).
        table: &'static str,
        /// What must hold there.
        rows: Box<Rows>,
    },
    /// Some row of `table`, whose `column` points back at this one, meets the condition.
    Exists {
        /// The table that points here.
        table: &'static str,
        /// Its foreign key column (to this table's `id`).
        column: &'static str,
        /// What must hold there.
        rows: Box<Rows>,
    },
    /// Both hold.
    And(Box<Rows>, Box<Rows>),
    /// At least one holds.
    Or(Box<Rows>, Box<Rows>),
}

impl Rows {
    /// This condition and the other, simplified where one of them is trivial.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, x) | (x, Self::All) => x,
            (Self::None, _) | (_, Self::None) => Self::None,
            (a, b) => Self::And(Box::new(a), Box::new(b)),
        }
    }

    /// This condition or the other, simplified where one of them is trivial.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, x) | (x, Self::None) => x,
            (Self::All, _) | (_, Self::All) => Self::All,
            (a, b) => Self::Or(Box::new(a), Box::new(b)),
        }
    }

    /// The UUID `column` is one of the values; nothing is one of none.
    #[must_use]
    pub fn among(column: &'static str, values: Arc<[Uuid]>) -> Self {
        if values.is_empty() { Self::None } else { Self::Among(column, values) }
    }

    /// The row that `column` points at in `table` meets the condition; trivial conditions stay trivial.
    #[must_use]
    pub fn through(column: &'static str, table: &'static str, rows: Self) -> Self {
        match rows {
            Self::All => Self::All,
            Self::None => Self::None,
            rows => Self::Through { column, table, rows: Box::new(rows) },
        }
    }

    /// Some row of `table` that points back here by `column` meets the condition.
    #[must_use]
    pub fn exists(table: &'static str, column: &'static str, rows: Self) -> Self {
        match rows {
            Self::None => Self::None,
            rows => Self::Exists { table, column, rows: Box::new(rows) },
        }
    }

    /// The one value that the UUID `column` can have, where this leaves one.
    #[must_use]
    pub fn pinned(&self, column: &str) -> Option<Uuid> {
        match self {
            Self::Among(name, ids) if *name == column && ids.len() == 1 => ids.first().copied(),
            Self::And(a, b) => a.pinned(column).or_else(|| b.pinned(column)),
            _ => None,
        }
    }

    /// The same condition as a sea-orm filter on `table`, for what a write fetches.
    #[must_use]
    pub fn condition(&self, table: &'static str) -> Condition {
        Condition::all().add(self.expr(&table.into_iden()))
    }

    fn expr(&self, table: &DynIden) -> Expr {
        let column = |name: &'static str| Expr::col((table.clone(), name.into_iden()));
        match self {
            Self::All => Expr::val(1).eq(1),
            Self::None => Expr::val(1).eq(0),
            Self::Is(name, code) => column(name).eq(*code),
            Self::IsAny(name, codes) => column(name).is_in(codes.iter().copied()),
            Self::IsNone(name, codes) => column(name).is_not_in(codes.iter().copied()),
            Self::Text(name, value) => column(name).eq(value.as_ref()),
            Self::Among(name, ids) => column(name).is_in(ids.iter().copied()),
            Self::Through { column: key, table: to, rows } => {
                let to: DynIden = to.into_iden();
                let mut select = one_of(&to);
                select
                    .and_where(Expr::col((to.clone(), "id".into_iden())).equals((table.clone(), key.into_iden())))
                    .and_where(rows.expr(&to));
                Expr::exists(select)
            }
            Self::Exists { table: from, column: key, rows } => {
                let from: DynIden = from.into_iden();
                let mut select = one_of(&from);
                select
                    .and_where(Expr::col((from.clone(), key.into_iden())).equals((table.clone(), "id".into_iden())))
                    .and_where(rows.expr(&from));
                Expr::exists(select)
            }
            Self::And(a, b) => a.expr(table).and(b.expr(table)),
            Self::Or(a, b) => a.expr(table).or(b.expr(table)),
        }
    }
}

/// In words, for whoever asks why they see what they see. Keys are counted, not told.
impl std::fmt::Display for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::All => write!(f, "all"),
            Self::None => write!(f, "none"),
            Self::Is(column, code) => write!(f, "{column} is {code}"),
            Self::IsAny(column, codes) => write!(f, "{column} in ({})", codes.join(", ")),
            Self::IsNone(column, codes) => write!(f, "{column} not in ({})", codes.join(", ")),
            Self::Text(column, _) => write!(f, "{column} is the subject"),
            Self::Among(column, ids) => write!(f, "{column} among {} of one's own", ids.len()),
            Self::Through { column, table, rows } => write!(f, "{table} of {column}: {rows}"),
            Self::Exists { table, rows, .. } => write!(f, "some {table}: {rows}"),
            Self::And(a, b) => write!(f, "({a} and {b})"),
            Self::Or(a, b) => write!(f, "({a} or {b})"),
        }
    }
}

fn one_of(table: &DynIden) -> SelectStatement {
    Query::select().expr(Expr::val(1)).from(table.clone()).to_owned()
}
