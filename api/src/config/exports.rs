//! What exports may take, as configured.

use std::num::NonZeroUsize;

use serde::Deserialize;

/// What exports may take. Every number is a maximum and is explained in `default.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exports {
    /// Exports written at once.
    pub running: NonZeroUsize,
    /// Exports of one person that wait or are being written.
    pub of_one: NonZeroUsize,
    /// Columns.
    pub columns: NonZeroUsize,
    /// Rows read by one statement.
    pub page_rows: NonZeroUsize,
    /// Rows of a file.
    pub rows: NonZeroUsize,
    /// Bytes of a file.
    pub bytes: NonZeroUsize,
    /// Seconds a file is kept.
    pub life_seconds: NonZeroUsize,
}

impl Exports {
    /// The limits as the schema takes them.
    #[must_use]
    pub fn to_schema(&self) -> schema::ExportLimits {
        schema::ExportLimits {
            running: self.running.get(),
            of_one: self.of_one.get(),
            columns: self.columns.get(),
            page_rows: self.page_rows.get(),
            rows: self.rows.get(),
            bytes: self.bytes.get(),
            life_seconds: self.life_seconds.get(),
        }
    }
}
