//! What imports may take, as configured.

use std::num::NonZeroUsize;

use serde::Deserialize;

/// What imports may take. Every number is a maximum and is explained in `default.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imports {
    /// Bytes of a file.
    pub bytes: NonZeroUsize,
    /// Bytes of what a workbook unpacks to.
    pub unpacked_bytes: NonZeroUsize,
    /// Rows of a file.
    pub rows: NonZeroUsize,
    /// Characters of a cell.
    pub cell_characters: NonZeroUsize,
}

impl Imports {
    /// The limits as the schema takes them.
    #[must_use]
    pub fn to_schema(&self) -> schema::ImportLimits {
        schema::ImportLimits {
            bytes: self.bytes.get(),
            unpacked_bytes: self.unpacked_bytes.get(),
            rows: self.rows.get(),
            cell_characters: self.cell_characters.get(),
        }
    }
}
