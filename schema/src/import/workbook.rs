//! XLSX: the cells of the first sheet, one by one, so that a cell far away takes no more memory than any other.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader as _, Xlsx};
use chrono::NaiveDate;

use super::{
    grid::{Cell, Grid, invalid},
    unpack::{self, unreadable},
};
use crate::{error::Result, limits::ImportLimits};

/// Rows and columns of a sheet.
const SHEET: (u32, u32) = (1_048_576, 16_384);

/// The cells of a file.
pub fn read(bytes: &[u8], limits: &ImportLimits) -> Result<Grid> {
    unpack::check(bytes, limits)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let first = book.sheet_names().into_iter().next();
    let first = first.ok_or_else(|| invalid("The workbook has no sheet.", "Bảng tính không có trang nào."))?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| unreadable())?;
    let mut grid = Grid::default();
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        if row >= SHEET.0 || column >= SHEET.1 {
            return Err(unreadable());
        }
        if let Some(value) = value(cell.get_value()) {
            grid.put(row + 1, column, value, limits)?;
        }
    }
    Ok(grid)
}

/// What a cell holds; of a formula, what the spreadsheet last made of it.
fn value(data: &DataRef<'_>) -> Option<Cell> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(is) => Cell::Truth(*is),
        DataRef::DateTime(at) => day(at).map_or(Cell::Number(at.as_f64()), Cell::Day),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
            day.map_or_else(|| Cell::Text(text.clone()), Cell::Day)
        }
        DataRef::Error(_) => Cell::Broken,
    })
}

fn day(at: &ExcelDateTime) -> Option<NaiveDate> {
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    date.filter(|_| at.is_datetime() && at.as_f64() >= 1.0)
}
