//! The tree of keys: the defaults say which keys exist, every later layer may only change their values.

use serde::Deserialize;
use toml::{Table, Value};

use super::{Config, DEFAULTS, Error};

/// The values so far. Whatever is put into it is checked at once, so that an error knows where its value came from.
pub(super) struct Tree(Table);

impl Tree {
    /// The defaults.
    pub(super) fn defaults() -> Result<Self, Error> {
        let table = DEFAULTS.parse().map_err(|error| not_toml("default.toml", &error))?;
        Ok(Self(table))
    }

    /// Every key, dotted.
    pub(super) fn keys(&self) -> Vec<String> {
        leaves(&self.0).into_iter().map(|(key, _)| key).collect()
    }

    /// Puts a value in the place of a key's value.
    pub(super) fn put(&mut self, key: &str, value: Value, origin: &str) -> Result<(), Error> {
        let text = value.to_string();
        match self.place(key) {
            Some(place) => *place = value,
            None => return Err(unknown(key, origin, &self.keys())),
        }
        match self.read() {
            Ok(_) => Ok(()),
            Err(error) => Err(Error::BadValue {
                key: key.into(),
                value: text,
                origin: origin.into(),
                reason: one_line(error.message()),
            }),
        }
    }

    /// Puts the text of a variable or a flag, read as the kind of value that stands there.
    pub(super) fn put_text(&mut self, key: &str, text: &str, origin: &str) -> Result<(), Error> {
        let value = match self.place(key) {
            Some(Value::Integer(_)) => text.parse().map_or_else(|_| Value::from(text), Value::Integer),
            Some(Value::Boolean(_)) => text.parse().map_or_else(|_| Value::from(text), Value::Boolean),
            Some(Value::Array(_)) => text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(Value::from)
                .collect::<Vec<_>>()
                .into(),
            _ => Value::from(text),
        };
        self.put(key, value, origin)
    }

    /// The configuration.
    pub(super) fn read(&self) -> Result<Config, toml::de::Error> {
        Config::deserialize(Value::Table(self.0.clone()))
    }

    fn place(&mut self, key: &str) -> Option<&mut Value> {
        let mut parts = key.split('.');
        let mut place = self.0.get_mut(parts.next()?)?;
        for part in parts {
            place = place.as_table_mut()?.get_mut(part)?;
        }
        (!place.is_table()).then_some(place)
    }
}

/// Every value of a table that is not itself a table, with its dotted key.
pub(super) fn leaves(table: &Table) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (name, value) in table {
        match value {
            Value::Table(below) => {
                found.extend(leaves(below).into_iter().map(|(key, value)| (format!("{name}.{key}"), value)));
            }
            other => found.push((name.clone(), other.clone())),
        }
    }
    found
}

/// The error of a key that does not exist.
pub(super) fn unknown(key: &str, origin: &str, known: &[String]) -> Error {
    let nearest = known.iter().min_by_key(|candidate| strsim::damerau_levenshtein(candidate, key));
    Error::UnknownKey { key: key.into(), origin: origin.into(), nearest: nearest.cloned().unwrap_or_default() }
}

/// The error of a text that is not TOML.
pub(super) fn not_toml(file: &str, error: &toml::de::Error) -> Error {
    Error::NotToml { file: file.into(), reason: one_line(&error.to_string()) }
}

fn one_line(text: &str) -> String {
    text.lines()
        .map(|line| line.trim_matches([' ', '|', '^']))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
