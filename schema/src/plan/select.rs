//! A plan as plain data: which noun, which columns, which joins, which nested lists, in which order.

use entity::Rows;
use sea_orm::Value;
use uuid::Uuid;

use super::{cell::Type, condition::Condition, search::Rank};
use crate::declare::{Need, Noun};

/// A value that a statement reads.
#[derive(Debug)]
pub enum Expr {
    /// A column of an alias.
    Column(usize, &'static str),
    /// A computed value of an alias.
    Fact(usize, Need),
    /// A column that is null unless the row's unit is among the viewer's own.
    Owned(usize, &'static str),
    /// How well the searched text of an alias meets what is searched for.
    Rank(usize, Rank),
    /// How many characters a text of an alias has.
    Length(usize, &'static str),
    /// Rows below this one.
    Rows(Box<Select>),
    /// How many rows below this one.
    Count(Box<Select>),
    /// How many rows below this one, by a key.
    Groups(Box<Select>, Grouping),
    /// How many rows were counted together.
    Total(usize),
    /// How many of them, by the key of that place.
    Regroup(usize, usize, Option<Label>),
}

/// Rows that are counted in several ways: read once, by all their keys.
#[derive(Debug)]
pub struct Counted {
    /// Which rows.
    pub select: Select,
    /// The keys, in SQL of declarations.
    pub keys: Vec<&'static str>,
}

/// Where a key that points at a row has its label: the table under an alias, its column, and who may see it.
pub type Label = (&'static str, usize, &'static str, Condition);

/// What rows are counted by.
#[derive(Debug)]
pub struct Grouping {
    /// The key in SQL of a declaration.
    pub key: &'static str,
    /// The values it takes.
    pub values: Vec<Value>,
    /// Where a key that points at a row has its label.
    pub label: Option<Label>,
}

/// A column of a statement, with its type.
#[derive(Debug)]
pub struct Column {
    /// What is read.
    pub expr: Expr,
    /// How it comes back.
    pub ty: Type,
}

/// A row joined by a key, if it is there and visible.
#[derive(Debug)]
pub struct Join {
    /// The alias it gets.
    pub alias: usize,
    /// The table.
    pub table: &'static str,
    /// The alias that holds the key.
    pub from: usize,
    /// The key.
    pub key: &'static str,
    /// Which rows of the table may be seen.
    pub visible: Condition,
}

/// One key of an order.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// The column.
    pub column: &'static str,
    /// Whether it descends.
    pub descending: bool,
    /// Whether nulls must be put last.
    pub nullable: bool,
    /// Whether the whole order is read backwards (nulls then come first).
    pub reversed: bool,
}

/// The row that others hang below.
#[derive(Clone, Debug)]
pub enum Below {
    /// By their key, which is the `id` of that alias; it is one of these rows of its table.
    Key(usize, &'static str, Rows),
    /// By their key, which is the `id` of that alias, known beforehand: then what hangs below is the same for every row, and
    /// read once.
    Pinned(usize, &'static str, Uuid, Rows),
    /// By a relation to that alias in SQL of a declaration, and the values it takes.
    On(usize, &'static str, Vec<Value>),
}

impl Below {
    /// The alias of the row.
    pub fn alias(&self) -> usize {
        match self {
            Self::Key(alias, ..) | Self::Pinned(alias, ..) | Self::On(alias, ..) => *alias,
        }
    }

    /// The key, if it is one.
    pub fn key(&self) -> Option<&'static str> {
        match self {
            Self::Key(_, key, _) | Self::Pinned(_, key, ..) => Some(key),
            Self::On(..) => None,
        }
    }

    /// The key, and what is known of the row that it points at.
    pub fn known(&self) -> Option<Known<'_>> {
        match self {
            Self::Key(_, key, rows) => Some(Known { key, rows, id: None }),
            Self::Pinned(_, key, id, rows) => Some(Known { key, rows, id: Some(*id) }),
            Self::On(..) => None,
        }
    }
}

/// What is known of a row before it is looked at, since it hangs below another.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The key by which it hangs there.
    pub key: &'static str,
    /// Which rows the other one is among.
    pub rows: &'a Rows,
    /// The value of the key, where it is known beforehand.
    pub id: Option<Uuid>,
}

impl Known<'_> {
    /// Whether the row that the column points at is known to meet the condition.
    pub fn meets(&self, column: &str, rows: &Rows) -> bool {
        self.key == column && self.rows == rows
    }

    /// Whether the column is known to be one of the values.
    pub fn is_among(&self, column: &str, values: &[Uuid]) -> bool {
        self.key == column && self.id.is_some_and(|id| values.contains(&id))
    }
}

/// Rows of one noun.
#[derive(Debug)]
pub struct Select {
    /// The table.
    pub table: &'static str,
    /// Its alias.
    pub alias: usize,
    /// What it hangs below.
    pub parent: Option<Below>,
    /// What is read of each row.
    pub columns: Vec<Column>,
    /// What is joined to each row.
    pub joins: Vec<Join>,
    /// Which rows.
    pub conditions: Vec<Condition>,
    /// In which order.
    pub order: Vec<Order>,
    /// Whether the first two columns order the rows, the best rank and the shortest text first, and not `order`.
    pub ranked: bool,
    /// How many at most.
    pub limit: Option<usize>,
}

impl Select {
    /// Rows of a noun that the condition allows, without columns yet.
    pub fn new(noun: &Noun, alias: usize, visible: Condition) -> Self {
        Self {
            table: noun.table,
            alias,
            parent: None,
            columns: Vec::new(),
            joins: Vec::new(),
            conditions: vec![visible],
            order: Vec::new(),
            ranked: false,
            limit: None,
        }
    }

    /// The place of a column in the row; asked for twice, it is read once.
    pub fn column(&mut self, alias: usize, name: &'static str, ty: Type) -> usize {
        let same = |column: &Column| matches!(column.expr, Expr::Column(a, n) if a == alias && n == name);
        match self.columns.iter().position(same) {
            Some(place) => place,
            None => self.push(Expr::Column(alias, name), ty),
        }
    }

    /// Adds a value to the row and says its place.
    pub fn push(&mut self, expr: Expr, ty: Type) -> usize {
        self.columns.push(Column { expr, ty });
        self.columns.len() - 1
    }
}
