//! XLSX: rows go to a temporary file as they come, and are packed at the end.

use std::fs::File;

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use schema::{
    ExportColumns,
    error::{Code, Error},
};
use serde_json::Value;

use super::cells::text;

/// Rows of a sheet, its heads among them.
const ROWS: u32 = 1_048_576;
/// Characters of a cell.
const CHARS: usize = 32_767;
/// Whole numbers that a cell holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A workbook that grows row by row.
pub(super) struct Sheet {
    book: Workbook,
    columns: ExportColumns,
    /// The next row of the last sheet.
    next: u32,
    sheets: usize,
}

impl Sheet {
    pub(super) fn new(columns: ExportColumns) -> Result<Self, Error> {
        let mut sheet = Self { book: Workbook::new(), columns, next: 0, sheets: 0 };
        sheet.begin().map_err(|error| broken(&error))?;
        Ok(sheet)
    }

    /// A new sheet with its heads.
    fn begin(&mut self) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        self.sheets += 1;
        sheet.set_name(format!("{}", self.sheets))?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, path) in (0..).zip(&self.columns.paths) {
            sheet.write_string_with_format(0, column, path, &bold)?;
        }
        self.next = 1;
        Ok(())
    }

    pub(super) fn rows(&mut self, rows: &[Vec<Value>]) -> Result<(), Error> {
        for row in rows {
            if self.next == ROWS {
                self.begin().map_err(|error| broken(&error))?;
            }
            self.row(row)?;
        }
        Ok(())
    }

    fn row(&mut self, row: &[Value]) -> Result<(), Error> {
        let sheet = self.book.worksheet_from_index(self.sheets - 1).map_err(|error| broken(&error))?;
        for ((column, value), is_number) in (0..).zip(row).zip(&self.columns.numbers) {
            let text = text(value);
            let number = text.parse::<f64>().ok().filter(|n| *is_number && n.abs() < EXACT);
            let written = match (value, number) {
                (Value::Null, _) => continue,
                (Value::Bool(is), _) => sheet.write_boolean(self.next, column, *is),
                (_, Some(number)) => sheet.write_number(self.next, column, number),
                // A text is written as one, whatever it begins with.
                _ if text.chars().count() > CHARS => return Err(too_long()),
                _ => sheet.write_string(self.next, column, text),
            };
            written.map_err(|error| broken(&error))?;
        }
        self.next += 1;
        Ok(())
    }

    /// Packs it into a file without a name.
    pub(super) fn finish(mut self) -> Result<File, Error> {
        let file = tempfile::tempfile().map_err(|error| broken(&error.into()))?;
        let copy = file.try_clone().map_err(|error| broken(&error.into()))?;
        self.book.save_to_writer(copy).map_err(|error| broken(&error))?;
        Ok(file)
    }
}

fn too_long() -> Error {
    Error::new(
        Code::LimitExceeded,
        format!("A text has more than {CHARS} characters, which a cell of XLSX cannot hold; take CSV or JSON_LINES."),
        format!("Có nội dung dài quá {CHARS} ký tự, ô XLSX không chứa được; hãy chọn CSV hoặc JSON_LINES."),
    )
    .with("limit", CHARS)
}

fn broken(error: &XlsxError) -> Error {
    tracing::error!(%error, "a workbook could not be written");
    Error::internal()
}
