//! Tables as XLSX: a sheet each, numbers as numbers, texts as texts whatever they look like.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{
    layout::{Table, Value},
    unwritable,
};
use crate::error::Result;

/// Characters of a cell at most.
const LONGEST: usize = 32_000;

/// A sheet: its name, and what stands on it one below the other.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The name, at most 31 characters without `[]:*?/\`.
    pub name: &'static str,
    /// Lines above the tables.
    pub lines: Vec<String>,
    /// The tables.
    pub tables: Vec<Table>,
}

/// Sheets and the second since 1970 in which they say what they say.
#[derive(Debug, Default)]
pub struct Book {
    /// The sheets.
    pub sheets: Vec<Sheet>,
    /// The second.
    pub at: i64,
}

/// The bytes of the file.
pub fn write(book: &Book) -> Result<Vec<u8>> {
    written(book).map_err(|error| unwritable(&error))
}

struct Look {
    title: Format,
    line: Format,
    head: Format,
    text: Format,
    number: Format,
}

fn written(book: &Book) -> std::result::Result<Vec<u8>, XlsxError> {
    let plain = || Format::new().set_font_name("Times New Roman").set_font_size(12);
    let boxed = || plain().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let look = Look {
        title: plain().set_bold(),
        line: plain().set_text_wrap().set_align(FormatAlign::Top),
        head: boxed().set_bold().set_align(FormatAlign::Center),
        text: boxed(),
        number: boxed().set_num_format("#,##0.####"),
    };
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_timestamp(book.at)?));
    for sheet in &book.sheets {
        let page = workbook.add_worksheet();
        page.set_name(sheet.name)?.set_paper_size(9).set_print_fit_to_pages(1, 0);
        let mut row = 0;
        for line in &sheet.lines {
            for part in parts(line) {
                page.write_string_with_format(row, 0, part, if row == 0 { &look.title } else { &look.line })?;
                row += 1;
            }
        }
        page.set_column_width(0, if sheet.tables.is_empty() { 110 } else { 44 })?;
        for table in &sheet.tables {
            row = add(page, table, row + 1, &look)?;
        }
    }
    workbook.save_to_buffer()
}

/// Writes a table from a row on; the row after it.
fn add(page: &mut Worksheet, table: &Table, mut row: u32, look: &Look) -> std::result::Result<u32, XlsxError> {
    if !table.title.is_empty() {
        page.write_string_with_format(row, 0, &table.title, &look.title)?;
        row += 1;
    }
    for (column, (name, _)) in (0..).zip(&table.columns) {
        page.write_string_with_format(row, column, name, &look.head)?;
        if column > 0 {
            page.set_column_width(column, 18)?;
        }
    }
    for values in &table.rows {
        row += 1;
        for (column, value) in (0..).zip(values) {
            match value {
                Value::None => page.write_blank(row, column, &look.text)?,
                Value::Text(text) => page.write_string_with_format(row, column, short(text), &look.text)?,
                Value::Number(number) => page.write_number_with_format(row, column, decimal(number.0), &look.number)?,
            };
        }
    }
    Ok(row + 2)
}

/// The number that a spreadsheet calculates with: it holds 15 digits.
#[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other numbers")]
fn decimal(parts: i64) -> f64 {
    parts as f64 / 10_000.0
}

/// A text by its lines, none too long for a cell.
fn parts(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .flat_map(|line| {
            line.chars().collect::<Vec<_>>().chunks(LONGEST).map(|some| some.iter().collect()).collect::<Vec<_>>()
        })
        .collect()
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
