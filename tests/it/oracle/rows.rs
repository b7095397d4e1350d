//! Rows as the oracle keeps them, and as the two databases are told of them.

use std::{cmp::Ordering, collections::BTreeMap};

use chrono::NaiveDate;
use uuid::Uuid;

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    Bool(bool),
    Int(i64),
    Text(String),
    Day(NaiveDate),
    Key(Uuid),
    Null,
}

impl Cell {
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub fn of<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, make)
    }

    /// In this direction, with nulls last in either.
    pub fn order(&self, other: &Self, descending: bool) -> Ordering {
        match (self, other) {
            (Self::Null, _) | (_, Self::Null) => self.cmp(other),
            _ if descending => other.cmp(self),
            _ => self.cmp(other),
        }
    }

    fn literal(&self, is_sqlite: bool) -> String {
        match self {
            Self::Bool(is) => is.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Self::Day(day) => format!("'{day}'"),
            Self::Key(id) if is_sqlite => format!("x'{}'", id.simple()),
            Self::Key(id) => format!("'{id}'"),
            Self::Null => "null".into(),
        }
    }
}

/// A row: a value for each column.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: Uuid,
    cells: BTreeMap<&'static str, Cell>,
}

impl Row {
    pub fn new(id: Uuid, cells: impl IntoIterator<Item = (&'static str, Cell)>) -> Self {
        let cells = cells.into_iter().chain([("id", Cell::Key(id))]).collect();
        Self { id, cells }
    }

    /// The same with what every row has that can change.
    pub fn living(mut self, created_at: i64) -> Self {
        let at = Cell::Int(created_at);
        self.cells.extend([("version", Cell::Int(1)), ("created_at", at.clone()), ("updated_at", at)]);
        self
    }

    pub fn cell(&self, column: &str) -> &Cell {
        &self.cells[column]
    }

    pub fn key(&self, column: &str) -> Option<Uuid> {
        if let Cell::Key(id) = self.cell(column) { Some(*id) } else { None }
    }
}

/// The statement that writes these rows, which all have the same columns.
pub fn insert(table: &str, rows: &[Row], is_sqlite: bool) -> String {
    let columns: Vec<_> = rows[0].cells.keys().copied().collect();
    let values = rows.iter().map(|row| {
        let cells: Vec<_> = row.cells.values().map(|cell| cell.literal(is_sqlite)).collect();
        format!("({})", cells.join(", "))
    });
    format!("insert into {table} ({}) values {};", columns.join(", "), values.collect::<Vec<_>>().join(",\n"))
}
