//! The vocabulary in which a noun is declared once: its columns, relations, filters, sort keys and visibility.
//!
//! From a declaration come the published type, its filter and order inputs, its connection, and its part of
//! every read. `noun/*` holds the declarations.

mod field;
mod filter;
mod personal;

pub use field::{
    CodeList, Field, Kind, Need, Rule, Scalar, boolean, code, computed, date, decimal, dong, fact, id_of, instant, int,
    key, long, many, one, parts, related, text,
};
pub use filter::{Filter, FilterKind, Group, Made, People, Sort};
pub use personal::PersonalKind;

use entity::{Rows, Scope};

/// A noun of the domain: one table, as it is read and published.
pub struct Noun {
    /// The name of the published type.
    pub name: &'static str,
    /// The field of the query root that lists it, if any.
    pub root: Option<&'static str>,
    /// The description, with the Vietnamese term.
    pub about: &'static str,
    /// The table.
    pub table: &'static str,
    /// The column that names a row to a reader, if there is one.
    pub label: Option<&'static str>,
    /// Which rows a scope may see.
    pub visible: fn(&Scope) -> Rows,
    /// Whose row it is where it tells of a person, null where it does not: SQL in which `{t}` stands for the row.
    pub persons: &'static str,
    /// The published fields; `id` is the first of every noun.
    pub fields: Vec<Field>,
    /// The filters of its connections.
    pub filters: Vec<Filter>,
    /// The sort keys of its connections; the first is the default.
    pub sorts: Vec<Sort>,
    /// What its connections can be counted by.
    pub groups: Vec<Group>,
}

impl Noun {
    /// A noun over a table, of which a scope sees `visible` rows.
    pub fn new(name: &'static str, table: &'static str, visible: fn(&Scope) -> Rows, about: &'static str) -> Self {
        let id = id_of(name);
        Self {
            name,
            root: None,
            about,
            table,
            label: None,
            visible,
            persons: "{t}.unit_id",
            fields: vec![id],
            filters: vec![],
            sorts: vec![],
            groups: vec![],
        }
    }

    /// Lists it at the query root under this name.
    #[must_use]
    pub fn root(mut self, name: &'static str) -> Self {
        self.root = Some(name);
        self
    }

    /// Names a row to a reader by this column.
    #[must_use]
    pub fn label(mut self, column: &'static str) -> Self {
        self.label = Some(column);
        self
    }

    /// Only rows for which this SQL holds tell of a person; `{t}` stands for the row.
    #[must_use]
    pub fn persons(mut self, sql: &str) -> Self {
        self.persons = Box::leak(format!("case when {sql} then {{t}}.unit_id end").into_boxed_str());
        self
    }

    /// Adds fields.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// Adds filters.
    #[must_use]
    pub fn filters(mut self, filters: impl IntoIterator<Item = Filter>) -> Self {
        self.filters.extend(filters);
        self
    }

    /// Adds sort keys; the first of a noun is its default order.
    #[must_use]
    pub fn sorts(mut self, sorts: impl IntoIterator<Item = Sort>) -> Self {
        self.sorts.extend(sorts);
        self
    }

    /// Adds what it can be counted by.
    #[must_use]
    pub fn groups(mut self, groups: impl IntoIterator<Item = Group>) -> Self {
        self.groups.extend(groups);
        self
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// `camelCase` as the database writes it, made once at the start.
fn column_of(name: &str) -> &'static str {
    let mut column = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            column.push('_');
        }
        column.push(c.to_ascii_lowercase());
    }
    Box::leak(column.into_boxed_str())
}
