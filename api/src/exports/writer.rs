//! A file as it is written: rows in, bytes out.

use std::{
    fs::File,
    io::{Read as _, Seek as _},
};

use entity::export::ExportFormat;
use schema::{ExportColumns, error::Error};
use serde_json::Value;

use super::{lines, sheet::Sheet};

/// Bytes of a packed workbook read at once.
const CHUNK: usize = 64 * 1024;

/// A file that is being written.
pub(super) enum Writer {
    Csv(ExportColumns, bool),
    JsonLines(ExportColumns, bool),
    Xlsx(Box<Sheet>),
}

/// What is left to be stored when the last row is written.
pub(super) enum Rest {
    Nothing,
    Bytes(Vec<u8>),
    File(File),
}

impl Writer {
    pub(super) fn new(format: ExportFormat, columns: ExportColumns) -> Result<Self, Error> {
        Ok(match format {
            ExportFormat::Csv => Self::Csv(columns, true),
            ExportFormat::JsonLines => Self::JsonLines(columns, true),
            ExportFormat::Xlsx => Self::Xlsx(Box::new(Sheet::new(columns)?)),
        })
    }

    /// Takes rows, and gives the bytes that can be stored by now.
    pub(super) fn rows(&mut self, rows: &[Vec<Value>]) -> Result<Vec<u8>, Error> {
        match self {
            Self::Csv(columns, is_first) => lines::csv(columns, rows, std::mem::take(is_first)),
            Self::JsonLines(columns, is_empty) => {
                *is_empty &= rows.is_empty();
                Ok(lines::json(columns, rows))
            }
            Self::Xlsx(sheet) => sheet.rows(rows).map(|()| Vec::new()),
        }
    }

    /// What is left after the last row. A list of nothing in JSON Lines is one empty line, since no file is empty.
    pub(super) fn finish(self) -> Result<Rest, Error> {
        Ok(match self {
            Self::JsonLines(_, true) => Rest::Bytes(b"\n".to_vec()),
            Self::Csv(..) | Self::JsonLines(..) => Rest::Nothing,
            Self::Xlsx(sheet) => {
                let mut file = sheet.finish()?;
                file.rewind().map_err(|error| unreadable(&error))?;
                Rest::File(file)
            }
        })
    }
}

impl Rest {
    /// The next bytes; none at the end.
    pub(super) fn chunk(&mut self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Nothing => Ok(Vec::new()),
            Self::Bytes(bytes) => Ok(std::mem::take(bytes)),
            Self::File(file) => {
                let mut bytes = vec![0; CHUNK];
                let count = file.read(&mut bytes).map_err(|error| unreadable(&error))?;
                bytes.truncate(count);
                Ok(bytes)
            }
        }
    }
}

fn unreadable(error: &std::io::Error) -> Error {
    tracing::error!(%error, "a packed workbook could not be read");
    Error::internal()
}
