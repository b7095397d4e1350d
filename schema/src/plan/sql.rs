//! The text of a statement and its bound values, grown together.

use std::fmt::Write as _;

use sea_orm::{DbBackend, Value, sea_query::ArrayType};
use uuid::Uuid;

#[cfg(doc)]
use crate::local::GATHER;

/// Which of the two databases a statement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL 15 and later.
    Postgres,
    /// The embedded SQLite.
    Sqlite,
}

impl From<DbBackend> for Dialect {
    fn from(backend: DbBackend) -> Self {
        if backend == DbBackend::Sqlite { Self::Sqlite } else { Self::Postgres }
    }
}

/// A statement in the making. Names come from declarations, values are always bound.
pub struct Sql {
    /// The database.
    pub dialect: Dialect,
    /// Whether what is being written looks at every row there is, as a count does, and not at a page of them.
    pub is_whole: bool,
    /// Whether rows below a row are gathered by [`GATHER`], where SQLite has it, and not as JSON.
    pub gathers: bool,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub fn new(dialect: Dialect) -> Self {
        Self { dialect, is_whole: false, gathers: false, text: String::with_capacity(512), values: Vec::new() }
    }

    /// One for an SQLite connection that gathers rows below a row by [`GATHER`].
    pub fn gathering() -> Self {
        Self { gathers: true, ..Self::new(Dialect::Sqlite) }
    }

    /// Appends text of ours.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a column of an alias.
    pub fn column(&mut self, alias: usize, column: &str) -> &mut Self {
        let _ = write!(self.text, "t{alias}.{column}");
        self
    }

    /// Appends a table under an alias.
    pub fn table(&mut self, table: &str, alias: usize) -> &mut Self {
        let _ = write!(self.text, "{table} t{alias}");
        self
    }

    /// Appends a number of ours.
    pub fn number(&mut self, n: usize) -> &mut Self {
        let _ = write!(self.text, "{n}");
        self
    }

    /// Appends SQL of a declaration in which `{t}` stands for the row.
    pub fn fragment(&mut self, sql: &str, alias: usize) -> &mut Self {
        for (i, part) in sql.split("{t}").enumerate() {
            if i > 0 {
                let _ = write!(self.text, "t{alias}");
            }
            self.text.push_str(part);
        }
        self
    }

    /// Appends SQL of a declaration in which `{t}` stands for the row and each `{}` takes the next value.
    pub fn with_values(&mut self, sql: &str, alias: usize, values: &[Value]) -> &mut Self {
        let mut values = values.iter();
        for (i, part) in sql.split("{}").enumerate() {
            if i > 0
                && let Some(value) = values.next()
            {
                self.bind(value.clone());
            }
            self.fragment(part, alias);
        }
        self
    }

    /// Binds a value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        let _ = write!(self.text, "${}", self.values.len());
        self
    }

    /// Compares what stands before with a list of UUIDs, as one bound value.
    pub fn any_uuid(&mut self, ids: &[Uuid]) -> &mut Self {
        // One value alone is compared as such: an index then still gives the order of what follows it.
        if let [id] = ids {
            return self.push(" = ").bind(*id);
        }
        match self.dialect {
            Dialect::Postgres => {
                let ids = ids.iter().map(|id| Value::Uuid(Some(*id))).collect();
                self.push(" = any(").bind(Value::Array(ArrayType::Uuid, Some(Box::new(ids)))).push(")")
            }
            Dialect::Sqlite => {
                let ids: Vec<String> = ids.iter().map(|id| format!("\"{}\"", id.simple())).collect();
                self.push(" in (select unhex(value) from json_each(").bind(format!("[{}]", ids.join(","))).push("))")
            }
        }
    }

    /// Compares what stands before with a list of texts, as one bound value.
    pub fn any_text(&mut self, texts: &[String]) -> &mut Self {
        if let [text] = texts {
            return self.push(" = ").bind(text.clone());
        }
        match self.dialect {
            Dialect::Postgres => {
                let texts = texts.iter().map(|text| Value::String(Some(text.clone()))).collect();
                self.push(" = any(").bind(Value::Array(ArrayType::String, Some(Box::new(texts)))).push(")")
            }
            Dialect::Sqlite => {
                let list = serde_json::Value::from(texts.to_vec()).to_string();
                self.push(" in (select value from json_each(").bind(list).push("))")
            }
        }
    }

    /// The finished statement, with its values.
    pub fn parts(self) -> (String, Vec<Value>) {
        (self.text, self.values)
    }
}
