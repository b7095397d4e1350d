//! What a file holds, whatever it is written in: rows of cells, each with its place, counted as a spreadsheet counts.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    error::{Code, Error, Result},
    limits::ImportLimits,
};

/// A cell that is not empty.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text; from CSV every cell is one.
    Text(String),
    /// A number that a spreadsheet holds as such.
    Number(f64),
    /// A day that a spreadsheet holds as such.
    Day(NaiveDate),
    /// A yes or no that a spreadsheet holds as such.
    Truth(bool),
    /// What a spreadsheet could not calculate: `#REF!`.
    Broken,
}

/// The rows that are not empty, by their number from 1; in each the cells that are not empty, by their column from 0.
#[derive(Debug, Default)]
pub struct Grid {
    /// The rows.
    pub rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    /// Bytes of all texts so far.
    text_bytes: usize,
}

impl Grid {
    /// Puts a cell in its place, unless it is empty.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell, limits: &ImportLimits) -> Result<()> {
        if let Cell::Text(text) = &cell {
            if text.trim().is_empty() {
                return Ok(());
            }
            self.weigh(row, column, text, limits)?;
        }
        self.rows.entry(row).or_default().insert(column, cell);
        // The first row has the headers.
        if self.rows.len() > limits.rows + 1 {
            let most = limits.rows;
            let (en, vi) = (format!("An import has at most {most} rows."), format!("Mỗi lần nhập tối đa {most} dòng."));
            return Err(passed(en, vi, most));
        }
        Ok(())
    }

    fn weigh(&mut self, row: u32, column: u32, text: &str, limits: &ImportLimits) -> Result<()> {
        let most = limits.cell_characters;
        if text.len() > most && text.chars().count() > most {
            let cell = name(row, column);
            let (en, vi) = (
                format!("The cell {cell} has more than {most} characters."),
                format!("Ô {cell} có nhiều hơn {most} ký tự."),
            );
            return Err(passed(en, vi, most).with("cell", cell));
        }
        self.text_bytes += text.len();
        if self.text_bytes > limits.unpacked_bytes { Err(unpacks_to_more(limits)) } else { Ok(()) }
    }
}

/// The name of a cell: `C7`.
pub fn name(row: u32, column: u32) -> String {
    format!("{}{row}", letters(column))
}

/// The name of a column: `C`.
pub fn letters(column: u32) -> String {
    let (mut rest, mut name) = (column + 1, String::new());
    while rest > 0 {
        rest -= 1;
        name.insert(0, char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    name
}

/// The file unpacks to more than it may.
pub fn unpacks_to_more(limits: &ImportLimits) -> Error {
    let most = limits.unpacked_bytes;
    let (en, vi) = (
        format!("The file unpacks to more than {most} bytes, or its texts have more."),
        format!("Tệp giải nén hoặc nội dung các ô vượt quá {most} byte."),
    );
    passed(en, vi, most)
}

fn passed(en: String, vi: String, most: usize) -> Error {
    Error::new(Code::LimitExceeded, en, vi).with("limit", most)
}

/// The file is no table of what it is said to hold.
pub fn invalid(en: impl Into<String>, vi: impl Into<String>) -> Error {
    Error::new(Code::ImportInvalid, en, vi)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        for (column, letter) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(letters(column), letter);
        }
        assert_eq!(name(1_048_576, 16_383), "XFD1048576");
    }
}
