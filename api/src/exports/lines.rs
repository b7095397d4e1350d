//! CSV and JSON Lines: bytes as soon as there are rows.

use csv::{Terminator, WriterBuilder};
use schema::{CellKind, ExportColumns, error::Error};
use serde_json::{Map, Value};

use super::cells::guarded;

/// By it Excel knows UTF-8.
const MARK: &str = "\u{feff}";

/// Rows of CSV; before the first the byte order mark and the heads.
pub(super) fn csv(columns: &ExportColumns, rows: &[Vec<Value>], is_first: bool) -> Result<Vec<u8>, Error> {
    let start = if is_first { MARK.as_bytes().to_vec() } else { Vec::new() };
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(start);
    let broken = |error: csv::Error| {
        tracing::error!(%error, "a row of CSV could not be written");
        Error::internal()
    };
    if is_first {
        out.write_record(&columns.paths).map_err(broken)?;
    }
    for row in rows {
        let cells = row.iter().zip(&columns.kinds).map(|(value, kind)| guarded(value, *kind == CellKind::Number));
        out.write_record(cells).map_err(broken)?;
    }
    out.into_inner().map_err(|_| Error::internal())
}

/// Rows of JSON Lines.
pub(super) fn json(columns: &ExportColumns, rows: &[Vec<Value>]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        let object: Map<String, Value> = columns.paths.iter().cloned().zip(row.iter().cloned()).collect();
        out.extend_from_slice(Value::Object(object).to_string().as_bytes());
        out.push(b'\n');
    }
    out
}
