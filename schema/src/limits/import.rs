//! What an import may take: how large its file is, packed and unpacked, how many rows it has, and how long a cell is.

use super::Limit;

/// The limits of imports.
#[derive(Clone, Copy, Debug)]
pub struct ImportLimits {
    /// Bytes of a file.
    pub bytes: usize,
    /// Bytes of what a workbook unpacks to, and of all its texts together.
    pub unpacked_bytes: usize,
    /// Rows of a file, without its headers.
    pub rows: usize,
    /// Characters of a cell.
    pub cell_characters: usize,
}

impl Default for ImportLimits {
    fn default() -> Self {
        Self { bytes: 5 * 1024 * 1024, unpacked_bytes: 16 * 1024 * 1024, rows: 1_000, cell_characters: 32_767 }
    }
}

impl ImportLimits {
    /// As they are published.
    pub(super) fn published(&self) -> [Limit; 4] {
        let limit =
            |name, value, unit, about, key, threat| Limit::new(name, value, unit, about).at("import", key, threat);
        [
            limit("importBytes", self.bytes, "bytes", "The file of an import.", "imports.bytes", "memory"),
            limit(
                "importUnpackedBytes",
                self.unpacked_bytes,
                "bytes",
                "What a workbook unpacks to; and all texts of its cells together.",
                "imports.unpacked_bytes",
                "a small file that unpacks without end",
            ),
            limit(
                "importRows",
                self.rows,
                "rows",
                "An import, without its headers and empty rows.",
                "imports.rows",
                "one write that holds all others up",
            ),
            limit(
                "importCellCharacters",
                self.cell_characters,
                "characters",
                "A cell of an import.",
                "imports.cell_characters",
                "memory",
            ),
        ]
    }
}
