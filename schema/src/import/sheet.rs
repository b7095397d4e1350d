//! A file as rows of one kind: its headers matched with the columns, and each row in the order of these.

use entity::import::ImportKind;

use super::{
    column::{Column, Declared},
    grid::{Cell, Grid, invalid, letters, name},
    kinds, separated, workbook,
};
use crate::{
    error::{Code, Error, Result},
    files::Found,
    limits::ImportLimits,
};

/// The rows of a file.
#[derive(Debug)]
pub struct Sheet {
    /// The name that the client gave the file.
    pub name: String,
    /// What its bytes are.
    pub found: Found,
    /// Where each column of the kind stands in the file; none where it does not.
    places: Vec<Option<u32>>,
    /// The rows, in their order.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Its number, as the spreadsheet counts.
    pub number: u32,
    /// A cell for each column of the kind.
    pub cells: Vec<Option<Cell>>,
}

impl Sheet {
    /// The name of the cell in which a row has a column, if the file has the column.
    pub fn cell(&self, row: u32, column: usize) -> Option<String> {
        self.places.get(column).copied().flatten().map(|place| name(row, place))
    }
}

/// Reads a file of a kind.
pub fn read(bytes: &[u8], (name, found): (String, Found), kind: ImportKind, limits: &ImportLimits) -> Result<Sheet> {
    let declared = kinds::of(kind);
    let mut grid = cells(bytes, &found.media_type, limits)?;
    let Some((_, heads)) = grid.rows.pop_first() else {
        return Err(invalid("The file has no row of headers.", "Tệp không có dòng tiêu đề."));
    };
    let mut places = vec![None; declared.columns.len()];
    for (place, head) in heads {
        let Cell::Text(head) = head else { return Err(unknown(declared, place)) };
        let at = declared.columns.iter().position(|column| column.is_called(&head));
        let at = at.ok_or_else(|| unknown(declared, place))?;
        if places[at].replace(place).is_some() {
            return Err(doubled(&declared.columns[at]));
        }
    }
    if let Some((column, _)) =
        declared.columns.iter().zip(&places).find(|(column, place)| column.is_required && place.is_none())
    {
        return Err(lacking(column));
    }
    let rows = rows(grid, &places)?;
    if rows.is_empty() {
        return Err(invalid("The file has no row below its headers.", "Tệp không có dòng dữ liệu nào dưới tiêu đề."));
    }
    Ok(Sheet { name, found, places, rows })
}

/// The cells of a file, by what its bytes are and never by its name.
fn cells(bytes: &[u8], media_type: &str, limits: &ImportLimits) -> Result<Grid> {
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(bytes, limits);
    }
    // What is not known to be something else may be CSV, which then has to be UTF-8.
    if ["text/", "application/octet-stream"].iter().any(|known| media_type.starts_with(known)) {
        return separated::read(bytes, limits);
    }
    let (en, vi) = ("An import is a file of CSV or XLSX.", "Chỉ nhập được tệp CSV hoặc XLSX.");
    Err(Error::new(Code::FileTypeRefused, en, vi))
}

/// The rows below the headers; a cell that stands below no header is nobody's.
fn rows(grid: Grid, places: &[Option<u32>]) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(grid.rows.len());
    for (number, mut row) in grid.rows {
        let cells = places.iter().map(|place| row.remove(&(*place)?)).collect();
        if let Some((column, _)) = row.pop_first() {
            let cell = name(number, column);
            let (en, vi) =
                (format!("The cell {cell} has no header above it."), format!("Ô {cell} không có tiêu đề cột."));
            return Err(invalid(en, vi).with("cell", cell));
        }
        rows.push(Row { number, cells });
    }
    Ok(rows)
}

fn unknown(declared: &Declared, place: u32) -> Error {
    let place = letters(place);
    let known = |name: fn(&Column) -> &'static str| declared.columns.iter().map(name).collect::<Vec<_>>().join(", ");
    let (en, vi) = (
        format!("The header of column {place} is none of {}.", known(|column| column.name)),
        format!("Tiêu đề cột {place} không thuộc các cột: {}.", known(|column| column.vietnamese)),
    );
    invalid(en, vi).with("column", place)
}

fn doubled(column: &Column) -> Error {
    let (en, vi) =
        (format!("The column {} is there twice.", column.name), format!("Cột “{}” bị lặp.", column.vietnamese));
    invalid(en, vi).with("column", column.name)
}

fn lacking(column: &Column) -> Error {
    let (en, vi) = (format!("The column {} is missing.", column.name), format!("Thiếu cột “{}”.", column.vietnamese));
    invalid(en, vi).with("column", column.name)
}
