//! CSV: UTF-8 with or without a byte order mark, cells separated by commas, semicolons or tabs, quoted as in RFC 4180.

use csv::{ReaderBuilder, StringRecord};

use super::grid::{Cell, Grid, invalid};
use crate::{error::Result, export::unguarded, limits::ImportLimits};

/// What cells can be separated by; where a line has as many of two, the first of these.
const SEPARATORS: [u8; 3] = *b",;\t";

/// The cells of a file.
pub fn read(bytes: &[u8], limits: &ImportLimits) -> Result<Grid> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        invalid(
            "The file is neither a workbook (XLSX) nor CSV in UTF-8; in the spreadsheet, choose “CSV UTF-8”.",
            "Tệp không phải XLSX cũng không phải CSV mã UTF-8; trong bảng tính, hãy chọn lưu dạng “CSV UTF-8”.",
        )
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator(text)).from_reader(text.as_bytes());
    let (mut grid, mut record, mut row, mut place) = (Grid::default(), StringRecord::new(), 0, 0);
    while reader.read_record(&mut record).map_err(|error| unreadable(&error))? {
        row += 1 + empty_lines(text.as_bytes(), place);
        place = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        for (column, cell) in (0..).zip(&record) {
            grid.put(row, column, Cell::Text(unguarded(cell).to_owned()), limits)?;
        }
    }
    Ok(grid)
}

/// What separates the cells: what there is most of, outside of quotes, in the first line that says anything.
fn separator(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in line.bytes() {
        is_quoted ^= byte == b'"';
        if let Some(nth) = SEPARATORS.iter().position(|separator| *separator == byte && !is_quoted) {
            counts[nth] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b',', |nth| SEPARATORS[nth])
}

/// Lines without anything between the end of a record and the next, which the reader passes over and a spreadsheet counts.
fn empty_lines(bytes: &[u8], from: usize) -> u32 {
    let mut rest = bytes.get(from..).unwrap_or_default();
    // The record ended with the first half of CRLF.
    if from > 0 && bytes.get(from - 1) == Some(&b'\r') && rest.first() == Some(&b'\n') {
        rest = &rest[1..];
    }
    let mut lines = 0;
    while let [b'\r' | b'\n', ..] = rest {
        rest = if rest.starts_with(b"\r\n") { &rest[2..] } else { &rest[1..] };
        lines += 1;
    }
    lines
}

fn unreadable(error: &csv::Error) -> crate::error::Error {
    let (en, vi) = (format!("The file cannot be read as CSV: {error}"), "Không đọc được tệp CSV.");
    invalid(en, vi)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<(u32, String)>)> {
        let grid = read(text.as_bytes(), &ImportLimits::default()).unwrap();
        let text = |cell: Cell| if let Cell::Text(text) = cell { text } else { String::new() };
        let cells = |cells: std::collections::BTreeMap<u32, Cell>| {
            cells.into_iter().map(|(column, cell)| (column, text(cell))).collect()
        };
        grid.rows.into_iter().map(|(row, all)| (row, cells(all))).collect()
    }

    fn first(text: &str) -> Vec<String> {
        rows(text).remove(0).1.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn three_separators_are_known() {
        for text in ["a,b\r\nc,d", "a;b\nc;d\n", "a\tb\r\nc\td\r\n", "\u{feff}a;b\n1,5;2\n", "\"a\";\"b,,,\"\n"] {
            assert_eq!(first(text).len(), 2, "{text:?}");
        }
        assert_eq!(first("a"), ["a"]);
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "a,b", "", "", "\"c", "c\",d", ",", " , ", "e,f", ""].join(end);
            let numbers: Vec<_> = rows(&text).into_iter().map(|(row, _)| row).collect();
            assert_eq!(numbers, [2, 5, 8], "{end:?}");
        }
    }

    #[test]
    fn quotes_and_guards_are_taken_off() {
        assert_eq!(first("\"a \"\"b\"\", c\",'=1+1,'a"), ["a \"b\", c", "=1+1", "'a"]);
        assert!(read(b"\xff\xfea\0", &ImportLimits::default()).is_err());
    }
}
