//! Rows written past the server: copied with other values, or made of what they have to have.

use std::{collections::BTreeMap, fmt::Write as _};

use schema::workflow::Life;

/// When they were all made, in microseconds.
pub const NOW: &str = "1628211723000000";

/// Rows copied with other values here and there.
pub struct Press {
    pub sqlite: bool,
    pub columns: BTreeMap<&'static str, Vec<String>>,
    pub sql: String,
    made: u128,
}

impl Press {
    pub fn new(sqlite: bool) -> Self {
        Self { sqlite, columns: BTreeMap::new(), sql: String::new(), made: 0 }
    }

    /// A new row of these values, given as SQL; its key.
    pub fn make(&mut self, table: &str, values: &[(&str, String)]) -> String {
        let id = self.id();
        let (names, sql): (Vec<_>, Vec<_>) = values.iter().map(|(name, sql)| (*name, sql.as_str())).unzip();
        let key = self.key(&id);
        let _ =
            writeln!(self.sql, "insert into {table} (id, {}) values ({key}, {});", names.join(", "), sql.join(", "));
        id
    }

    /// The same for a table whose rows have a life: version and times besides.
    pub fn live(&mut self, table: &str, values: &[(&str, String)]) -> String {
        let life = [("version", "1".to_owned()), ("created_at", NOW.to_owned()), ("updated_at", NOW.to_owned())];
        self.make(table, &[values, &life].concat())
    }

    pub fn id(&mut self) -> String {
        self.made += 1;
        format!("{:032x}", 0x5eed_0000_0000_4000_8000_0000_0000_0000_u128 + self.made)
    }

    pub fn key(&self, id: &str) -> String {
        if self.sqlite { format!("x'{id}'") } else { format!("'{id}'::uuid") }
    }

    /// One more row like that of `like`, but for some columns, given as SQL; its key.
    pub fn copy(&mut self, table: &'static str, like: &str, other: &[(&str, String)]) -> String {
        let id = self.id();
        let key = self.key(&id);
        let names = &self.columns[table];
        let value = |name: &String| match other.iter().find(|(column, _)| column == name) {
            Some((_, sql)) => sql.clone(),
            None if name == "id" => key.clone(),
            None => name.clone(),
        };
        let values: Vec<_> = names.iter().map(value).collect();
        let (names, values) = (names.join(", "), values.join(", "));
        let like = self.key(like);
        let _ = writeln!(self.sql, "insert into {table} ({names}) select {values} from {table} where id = {like};");
        id
    }
}

pub fn quoted(text: &str) -> String {
    format!("'{text}'")
}

pub fn states<L: Life>() -> Vec<String> {
    use entity::Codes as _;
    L::STATES.iter().map(|state| quoted(state.code())).collect()
}
