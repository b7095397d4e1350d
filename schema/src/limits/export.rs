//! What exports may take: how many, how wide, how long, and for how long they are kept.

use super::Limit;

/// The limits of exports.
#[derive(Clone, Copy, Debug)]
pub struct ExportLimits {
    /// Exports that are written at once, for all together.
    pub running: usize,
    /// Exports of one person that wait or are being written.
    pub of_one: usize,
    /// Columns.
    pub columns: usize,
    /// Rows read at once.
    pub page_rows: usize,
    /// Rows of a file.
    pub rows: usize,
    /// Bytes of a file.
    pub bytes: usize,
    /// Seconds a file is kept.
    pub life_seconds: usize,
}

impl Default for ExportLimits {
    fn default() -> Self {
        Self {
            running: 2,
            of_one: 2,
            columns: 60,
            page_rows: 500,
            rows: 5_000_000,
            bytes: 2 * 1024 * 1024 * 1024,
            life_seconds: 24 * 60 * 60,
        }
    }
}

impl ExportLimits {
    /// As they are published.
    pub(super) fn published(&self) -> Vec<Limit> {
        let limit =
            |name, value, unit, about, key, threat| Limit::new(name, value, unit, about).at("export", key, threat);
        vec![
            limit(
                "exportsRunning",
                self.running,
                "exports",
                "Exports that are written at once; more wait.",
                "exports.running",
                "exports that take what requests need",
            ),
            limit(
                "exportsOfOne",
                self.of_one,
                "exports",
                "Exports of one person that wait or are being written; more are refused.",
                "exports.of_one",
                "one that holds every place",
            ),
            limit("exportColumns", self.columns, "columns", "An export.", "exports.columns", "rows without end"),
            limit(
                "exportPageRows",
                self.page_rows,
                "rows",
                "Rows of an export read by one statement.",
                "exports.page_rows",
                "memory",
            ),
            limit("exportRows", self.rows, "rows", "An export; then it fails.", "exports.rows", "files without end"),
            limit("exportBytes", self.bytes, "bytes", "The file of an export.", "exports.bytes", "disks that fill"),
            limit(
                "exportSeconds",
                self.life_seconds,
                "seconds",
                "How long the file of an export is kept.",
                "exports.life_seconds",
                "files that nobody fetches",
            ),
        ]
    }
}
