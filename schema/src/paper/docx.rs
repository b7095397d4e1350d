//! A letter as DOCX: A4, the margins, fonts and places that Nghị định 30/2020/NĐ-CP asks for.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, BreakType, Docx, Header, LineSpacing, PageMargin, PageNum, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType, Table as Grid, TableAlignmentType,
    TableBorders, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::{
    layout::{Annex, Block, Letter, Signer, Table, Value},
    unwritable,
};
use crate::error::Result;

/// Twentieths of a point in a millimetre.
const MM: f64 = 56.692_913;
/// A4, margins of 20, 20, 30 and 20 mm: what is left for the text, in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const WIDTH: usize = 9_071;
/// Half points: 13 pt for the text, 12 for what the decree has smaller, 11 for lists.
const TEXT: usize = 26;
const SMALL: usize = 24;
const LIST: usize = 22;

/// The bytes of the file.
pub fn write(letter: &Letter) -> Result<Vec<u8>> {
    let font = RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman")
        .east_asia("Times New Roman")
        .cs("Times New Roman");
    let mut docx = Docx::new()
        .created_at(&letter.at)
        .updated_at(&letter.at)
        .page_size(PAGE.0, PAGE.1)
        .page_margin(PageMargin {
            top: mm(20),
            left: mm(30),
            bottom: mm(20),
            right: mm(20),
            header: mm(10),
            footer: mm(10),
            gutter: 0,
        })
        .default_fonts(font)
        .default_size(TEXT)
        // The number of the page stands above every page but the first.
        .header(Header::new().add_paragraph(Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new())))
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .title_pg();
    docx = docx.add_table(head(letter)).add_paragraph(gap());
    for (text, is_last) in [(letter.kind, false), (letter.subject.as_str(), true)] {
        docx = docx.add_paragraph(centred(text, TEXT + 2, true));
        if is_last {
            docx = docx.add_paragraph(rule(WIDTH, 3));
        }
    }
    if let Some(addressee) = &letter.addressee {
        docx = docx
            .add_paragraph(gap())
            .add_paragraph(centred(&format!("Kính gửi: {addressee}"), TEXT, false))
            .add_paragraph(gap());
    }
    for block in &letter.body {
        docx = match block {
            Block::Heading(text) => docx.add_paragraph(paragraph(text, true).keep_next(true)),
            Block::Text(text) => text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .fold(docx, |docx, line| docx.add_paragraph(paragraph(line.trim(), false))),
            Block::Centred(text) => docx.add_paragraph(centred(text, TEXT, true).line_spacing(around())),
            Block::Table(table) => add_table(docx, table),
        };
    }
    docx = docx.add_paragraph(gap()).add_table(foot(letter));
    for annex in &letter.annexes {
        docx = add_annex(docx, annex);
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|error| unwritable(&error))?;
    Ok(bytes.into_inner())
}

#[expect(clippy::cast_possible_truncation, reason = "some millimetres")]
fn mm(length: u32) -> i32 {
    (f64::from(length) * MM).round() as i32
}

fn around() -> LineSpacing {
    LineSpacing::new().before(60).after(60)
}

fn gap() -> Paragraph {
    Paragraph::new().size(12)
}

fn run(text: &str, size: usize, is_bold: bool) -> Run {
    let run = Run::new().add_text(text).size(size);
    if is_bold { run.bold() } else { run }
}

fn centred(text: &str, size: usize, is_bold: bool) -> Paragraph {
    Paragraph::new().align(AlignmentType::Center).add_run(run(text, size, is_bold))
}

/// A paragraph of the text: justified, its first line set in by 10 mm.
fn paragraph(text: &str, is_bold: bool) -> Paragraph {
    Paragraph::new()
        .align(AlignmentType::Both)
        .indent(None, Some(SpecialIndentType::FirstLine(mm(10))), None, None)
        .line_spacing(LineSpacing::new().before(60).after(60).line(276))
        .add_run(run(text, TEXT, is_bold))
}

/// A line of a part of the width, in the middle.
fn rule(width: usize, part: usize) -> Paragraph {
    let side = i32::try_from((width - width / part) / 2).unwrap_or_default();
    let line = ParagraphBorder::new(ParagraphBorderPosition::Top).val(BorderType::Single).size(4).space(1);
    Paragraph::new()
        .size(8)
        .indent(Some(side), None, Some(side), None)
        .set_borders(ParagraphBorders::with_empty().set(line))
}

fn grid(rows: Vec<TableRow>, widths: Vec<usize>) -> Grid {
    let width = widths.iter().sum();
    Grid::new(rows)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .width(width, WidthType::Dxa)
        .align(TableAlignmentType::Center)
}

/// Who issues it and its number on the left; the name of the state, place and day on the right.
fn head(letter: &Letter) -> Grid {
    let widths = vec![3_600, WIDTH - 3_600];
    let mut issuer = TableCell::new().width(widths[0], WidthType::Dxa);
    if let Some(above) = &letter.above {
        issuer = issuer.add_paragraph(centred(above, SMALL, false));
    }
    issuer = issuer.add_paragraph(centred(&letter.issuer, SMALL, true)).add_paragraph(rule(widths[0], 3));
    let state = TableCell::new()
        .width(widths[1], WidthType::Dxa)
        .add_paragraph(centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", SMALL, true))
        .add_paragraph(centred("Độc lập - Tự do - Hạnh phúc", TEXT, true))
        .add_paragraph(rule(widths[1], 2));
    let number = TableCell::new().width(widths[0], WidthType::Dxa).add_paragraph(centred(&letter.number, TEXT, false));
    let day = Paragraph::new().align(AlignmentType::Center).add_run(run(&letter.place_and_day, TEXT, false).italic());
    let day = TableCell::new().width(widths[1], WidthType::Dxa).add_paragraph(day);
    let rows = vec![TableRow::new(vec![issuer, state]), TableRow::new(vec![number, day])];
    grid(rows, widths).set_borders(TableBorders::with_empty())
}

/// Recipients on the left, who signs on the right; two who sign stand side by side.
fn foot(letter: &Letter) -> Grid {
    let mut recipients = TableCell::new();
    if !letter.recipients.is_empty() {
        let title = Run::new().add_text("Nơi nhận:").size(SMALL).bold().italic();
        recipients = recipients.add_paragraph(Paragraph::new().add_run(title));
        for (index, line) in letter.recipients.iter().enumerate() {
            let end = if index + 1 == letter.recipients.len() { "." } else { ";" };
            let line = line.trim_start_matches(['-', ' ']).trim_end_matches([';', '.']);
            recipients =
                recipients.add_paragraph(Paragraph::new().add_run(run(&format!("- {line}{end}"), LIST, false)));
        }
    }
    let mut cells: Vec<TableCell> = letter.signers.iter().map(signed).collect();
    if cells.len() < 2 {
        cells.insert(0, recipients);
    }
    let width = WIDTH / cells.len();
    let widths = vec![width; cells.len()];
    let cells = cells.into_iter().map(|cell| cell.width(width, WidthType::Dxa)).collect();
    grid(vec![TableRow::new(cells).cant_split()], widths).set_borders(TableBorders::with_empty())
}

fn signed(signer: &Signer) -> TableCell {
    let lines = signer.lines.iter().fold(TableCell::new(), |cell, line| cell.add_paragraph(centred(line, TEXT, true)));
    let room = (0..4).fold(lines, |cell, _| cell.add_paragraph(Paragraph::new().size(TEXT)));
    room.add_paragraph(centred(&signer.name, TEXT, true))
}

fn add_table(docx: Docx, table: &Table) -> Docx {
    let docx = if table.title.is_empty() {
        docx
    } else {
        docx.add_paragraph(centred(&table.title, TEXT, true).line_spacing(around()).keep_next(true))
    };
    if table.rows.is_empty() {
        return docx.add_paragraph(centred("(Không có)", TEXT, false));
    }
    docx.add_table(listed(table)).add_paragraph(gap())
}

fn listed(table: &Table) -> Grid {
    let shares: usize = table.columns.iter().map(|(_, share)| share).sum::<usize>().max(1);
    let widths: Vec<usize> = table.columns.iter().map(|(_, share)| WIDTH * share / shares).collect();
    let cell = |paragraph: Paragraph, column: usize| {
        TableCell::new()
            .width(widths.get(column).copied().unwrap_or_default(), WidthType::Dxa)
            .vertical_align(VAlignType::Center)
            .add_paragraph(paragraph)
    };
    let head = table.columns.iter().enumerate();
    let head = TableRow::new(head.map(|(column, (name, _))| cell(centred(name, LIST, true), column)).collect());
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(column, value)| {
            let alignment = if matches!(value, Value::Text(_)) { AlignmentType::Left } else { AlignmentType::Center };
            cell(Paragraph::new().align(alignment).add_run(run(&value.printed(), LIST, false)), column)
        });
        TableRow::new(cells.collect()).cant_split()
    });
    grid(std::iter::once(head.cant_split()).chain(rows).collect(), widths.clone())
}

fn add_annex(docx: Docx, annex: &Annex) -> Docx {
    let of = Paragraph::new().align(AlignmentType::Center).add_run(run(&annex.of, TEXT, false).italic());
    let docx = docx
        .add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)))
        .add_paragraph(centred(&annex.title, TEXT + 2, true))
        .add_paragraph(of)
        .add_paragraph(rule(WIDTH, 3));
    add_table(docx, &annex.table)
}
