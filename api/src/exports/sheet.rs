//! XLSX: rows go to a temporary file as they come, and are packed at the end.

use std::fs::File;

use chrono::DateTime;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use schema::{
    CellKind, ExportColumns,
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

/// Seconds by which Việt Nam is ahead of UTC.
const VIETNAM: i64 = 7 * 3600;

/// A workbook that grows row by row. Days and moments are what a spreadsheet takes for such, moments by the clock of Việt Nam.
pub(super) struct Sheet {
    book: Workbook,
    columns: ExportColumns,
    /// The next row of the last sheet.
    next: u32,
    sheets: usize,
    day: Format,
    moment: Format,
}

impl Sheet {
    pub(super) fn new(columns: ExportColumns) -> Result<Self, Error> {
        let looks = |form: &str| Format::new().set_num_format(form);
        let (day, moment) = (looks("dd/mm/yyyy"), looks("dd/mm/yyyy hh:mm:ss"));
        let mut sheet = Self { book: Workbook::new(), columns, next: 0, sheets: 0, day, moment };
        sheet.begin().map_err(|error| broken(&error))?;
        Ok(sheet)
    }

    /// A new sheet with its heads.
    fn begin(&mut self) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        self.sheets += 1;
        sheet.set_name(format!("{}", self.sheets))?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for ((column, path), kind) in (0..).zip(&self.columns.paths).zip(&self.columns.kinds) {
            sheet.write_string_with_format(0, column, path, &bold)?;
            // As wide as a day or a moment: what does not fit is shown as ###.
            let width = match kind {
                CellKind::Day => 11,
                CellKind::Moment => 19,
                CellKind::Text | CellKind::Number => continue,
            };
            sheet.set_column_width(column, width)?;
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
        for ((column, value), kind) in (0..).zip(row).zip(&self.columns.kinds) {
            let text = text(value);
            let written = match (value, typed(&text, *kind)) {
                (Value::Null, _) => continue,
                (Value::Bool(is), _) => sheet.write_boolean(self.next, column, *is),
                (_, Some(Typed::Number(number))) => sheet.write_number(self.next, column, number),
                (_, Some(Typed::Dated(at))) => {
                    let form = if *kind == CellKind::Day { &self.day } else { &self.moment };
                    sheet.write_datetime_with_format(self.next, column, &at, form)
                }
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

/// A value that is more than a text to a spreadsheet.
enum Typed {
    Number(f64),
    Dated(ExcelDateTime),
}

/// What the text of a value is by the kind of its column; none where a cell cannot hold it as such: numbers of more than 15
/// digits, days before 1900.
fn typed(text: &str, kind: CellKind) -> Option<Typed> {
    match kind {
        CellKind::Text => None,
        CellKind::Number => text.parse::<f64>().ok().filter(|n| n.abs() < EXACT).map(Typed::Number),
        CellKind::Day => ExcelDateTime::parse_from_str(text).ok().map(Typed::Dated),
        CellKind::Moment => {
            let second = DateTime::parse_from_rfc3339(text).ok()?.timestamp().checked_add(VIETNAM)?;
            ExcelDateTime::from_timestamp(second).ok().map(Typed::Dated)
        }
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
