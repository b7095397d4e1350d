//! What really stands in the database: every row of every table, read past the server.

use std::collections::{BTreeMap, HashMap};

use api::db::is_sqlite;
use serde_json::{Map, Value};
use tests::App;

/// A row: its columns by name, keys as 32 hexadecimal digits.
pub struct Row(Map<String, Value>);

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).and_then(Value::as_str).unwrap_or_default()
    }

    pub fn has(&self, column: &str) -> bool {
        self.0.contains_key(column)
    }

    pub fn cell(&self, column: &str) -> &Value {
        self.0.get(column).unwrap_or(&Value::Null)
    }

    pub fn id(&self) -> &str {
        self.text("id")
    }
}

/// The rows of every table that has been read, their places by key, and by the key of what they belong to.
#[derive(Default)]
pub struct Raw {
    rows: BTreeMap<String, Vec<Row>>,
    places: HashMap<String, HashMap<String, usize>>,
    below: HashMap<(String, String), HashMap<String, Vec<usize>>>,
}

impl Raw {
    /// Reads a table.
    pub async fn read(&mut self, app: &App, table: &str) {
        let names = columns(app, table).await;
        assert!(!names.is_empty(), "there is no table {table}: say in sweep/graph.rs which one it is");
        let sql = if is_sqlite(&app.config().database.url) {
            let pairs = names.iter().map(|name| {
                format!("'{name}', case typeof({name}) when 'blob' then lower(hex({name})) else {name} end")
            });
            format!("select json_object({}) from {table}", pairs.collect::<Vec<_>>().join(", "))
        } else {
            format!("select row_to_json(t)::text from {table} t")
        };
        let rows: Vec<String> = app.column(&sql).await;
        let rows = rows.iter().map(|row| Row(plain(serde_json::from_str(row).unwrap())));
        let rows: Vec<Row> = rows.collect();
        let places = rows.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect();
        self.places.insert(table.into(), places);
        self.rows.insert(table.into(), rows);
    }

    /// Notes which rows of a table belong to which other, by a foreign key.
    pub fn index(&mut self, table: &str, key: &str) {
        let rows = self.rows.get(table).map(Vec::as_slice).unwrap_or_default();
        assert!(rows.iter().all(|row| row.has(key)), "{table}.{key}? Say the key in tests/it/sweep/graph.rs");
        let mut below: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            below.entry(row.text(key).to_owned()).or_default().push(at);
        }
        self.below.insert((table.into(), key.into()), below);
    }

    /// The rows of a table that belong to that one, by an indexed key.
    pub fn below(&self, table: &str, key: &str, id: &str) -> Vec<&Row> {
        let index = self.below.get(&(table.to_owned(), key.to_owned())).unwrap();
        let places = index.get(id).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|at| &self.rows[table][*at]).collect()
    }

    pub fn rows(&self, table: &str) -> &[Row] {
        self.rows.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn find(&self, table: &str, id: &str) -> Option<&Row> {
        self.places.get(table)?.get(id).map(|at| &self.rows[table][*at])
    }
}

/// Keys look the same from both databases: UUIDs lose their hyphens.
fn plain(mut row: Map<String, Value>) -> Map<String, Value> {
    for (name, value) in &mut row {
        if (name == "id" || name.ends_with("_id"))
            && let Value::String(text) = value
        {
            *text = text.replace('-', "").to_lowercase();
        }
    }
    row
}

/// The columns of a table.
pub async fn columns(app: &App, table: &str) -> Vec<String> {
    let sql = if is_sqlite(&app.config().database.url) {
        format!("select name from pragma_table_info('{table}')")
    } else {
        format!("select column_name::text from information_schema.columns where table_name = '{table}'")
    };
    app.column(&sql).await
}
