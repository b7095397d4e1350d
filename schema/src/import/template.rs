//! Templates of imports: the headers and a row as it could be; as a workbook, a second sheet that says what each column is.

use csv::{Terminator, WriterBuilder};
use entity::import::ImportKind;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    column::{Column, Holds},
    kinds,
};
use crate::{
    error::{Error, Result},
    export::guarded,
    viewer::Language,
};

/// By it Excel knows UTF-8.
const MARK: &str = "\u{feff}";
/// Rows of the workbook whose cells are texts where the column is one.
const ROWS: u32 = 2_000;

/// How a template is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateFormat {
    /// CSV.
    Csv,
    /// A workbook.
    Xlsx,
}

/// The template that a name such as `UNITS.csv` means, in the reader's language; none where it means none.
pub fn template(name: &str, language: Language) -> Option<(TemplateFormat, Result<Vec<u8>>)> {
    let (kind, ending) = name.rsplit_once('.')?;
    let kind = ImportKind::from_code(kind)?;
    match ending {
        "csv" => Some((TemplateFormat::Csv, lines(kind, language))),
        "xlsx" => Some((TemplateFormat::Xlsx, workbook(kind, language).map_err(|error| unwritable(&error)))),
        _ => None,
    }
}

impl Column {
    fn header(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.name,
            Language::Vi => self.vietnamese,
        }
    }

    fn meaning(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Vi => self.vi,
        }
    }

    /// How wide it is shown.
    const fn width(&self) -> u16 {
        match self.holds {
            Holds::Text | Holds::Project | Holds::FieldGroup => 40,
            Holds::Day | Holds::Decimal | Holds::Amount | Holds::YesOrNo | Holds::Code(_) | Holds::Unit => 20,
        }
    }
}

fn lines(kind: ImportKind, language: Language) -> Result<Vec<u8>> {
    let columns = &kinds::of(kind).columns;
    let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    let broken = |error: csv::Error| unwritable(&error);
    out.write_record(columns.iter().map(|column| column.header(language))).map_err(broken)?;
    out.write_record(columns.iter().map(|column| guarded(column.example))).map_err(broken)?;
    out.into_inner().map_err(|error| unwritable(&error))
}

fn workbook(kind: ImportKind, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same bytes whenever it is asked for.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_timestamp(0)?));
    rows(book.add_worksheet(), kind, language)?;
    meanings(book.add_worksheet(), kind, language)?;
    book.save_to_buffer()
}

fn rows(sheet: &mut Worksheet, kind: ImportKind, language: Language) -> Result<(), XlsxError> {
    let (head, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    sheet.set_name(kind.code())?.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&kinds::of(kind).columns) {
        sheet.set_column_width(at, column.width())?;
        sheet.write_string_with_format(0, at, column.header(language), &head)?;
        sheet.write_string_with_format(1, at, column.example, &text)?;
        // What is typed stays what was typed: no identifier becomes a number, and no title a date.
        if !matches!(column.holds, Holds::Day | Holds::Decimal | Holds::Amount) {
            for row in 2..ROWS {
                sheet.write_blank(row, at, &text)?;
            }
        }
    }
    Ok(())
}

fn meanings(sheet: &mut Worksheet, kind: ImportKind, language: Language) -> Result<(), XlsxError> {
    let (head, text) = (Format::new().set_bold(), Format::new().set_num_format("@").set_text_wrap());
    let heads = match language {
        Language::En => ["Column", "Needed", "What it is", "How it is written", "Example"],
        Language::Vi => ["Cột", "Bắt buộc", "Nội dung", "Cách viết", "Ví dụ"],
    };
    sheet.set_name(if language == Language::En { "Columns" } else { "Hướng dẫn" })?;
    for (at, (name, width)) in (0..).zip(heads.into_iter().zip([30, 10, 60, 60, 30])) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, name, &head)?;
    }
    for (row, column) in (1..).zip(&kinds::of(kind).columns) {
        let needed = match (column.is_required, language) {
            (false, _) => "",
            (true, Language::En) => "yes",
            (true, Language::Vi) => "có",
        };
        let cells =
            [column.header(language), needed, column.meaning(language), &way(column.holds, language), column.example];
        for (at, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, at, cell, &text)?;
        }
    }
    Ok(())
}

/// How the cells of a column are written.
pub fn way(holds: Holds, language: Language) -> String {
    let (en, vi) = match holds {
        Holds::Text => ("A text.", "Văn bản."),
        Holds::Day => {
            ("06/08/2021, 2021-08-06, or a date of the spreadsheet.", "06/08/2021, 2021-08-06 hoặc ô ngày tháng.")
        }
        Holds::Decimal => ("1234.5 or 1234,5; at most four decimals.", "1234,5 hoặc 1234.5; tối đa bốn số thập phân."),
        Holds::Amount => ("12500000000 or 12.500.000.000.", "12500000000 hoặc 12.500.000.000."),
        Holds::YesOrNo => ("yes or no.", "có hoặc không."),
        Holds::Unit => (
            "The abbreviation, the identifier, the name or the ID of a unit.",
            "Tên viết tắt, mã định danh, tên hoặc ID của đơn vị.",
        ),
        Holds::FieldGroup => ("The name or the ID of a field group.", "Tên hoặc ID của nhóm lĩnh vực."),
        Holds::Project => ("The title or the ID of a project.", "Tên hoặc ID của công trình."),
        Holds::Code(list) => {
            let code = |(code, about): &(&str, &str)| {
                let term =
                    about.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(term, _)| term);
                if term.is_empty() { (*code).to_owned() } else { format!("{code} ({term})") }
            };
            return list.values.iter().map(code).collect::<Vec<_>>().join("; ");
        }
    };
    match language {
        Language::En => en.into(),
        Language::Vi => vi.into(),
    }
}

fn unwritable(error: &dyn std::fmt::Display) -> Error {
    tracing::error!(%error, "a template could not be written");
    Error::internal()
}
