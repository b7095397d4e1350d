//! A consolidated report on paper (báo cáo tổng hợp): as a letter of the Standing Body, and as tables.

use entity::{Instant, consolidated_figure::FigureSubject, consolidated_report::ConsolidatedKind};
use serde_json::Value as Json;

use super::{
    figures::{self, PRINTED},
    layout::{Block, Letter},
    reading::Asked,
    words::{self, short_day, text},
    xlsx::{Book, Sheet},
};

/// What is read for it.
pub const ASKED: Asked = Asked {
    noun: "ConsolidatedReport",
    object: "title kind period edition state narrative difficulties proposals takenAt campaign { title unit { name } }
        unit { name parent { name } } document { number issuerName place issuedOn signerName signerTitle authority recipients }",
    lists: &[
        ("figures", "", "subject dimension key label code codeLabel measure value"),
        ("sources", "", "edition isLate difficulties proposals unit { name }"),
    ],
};

/// What the figures are of, in the order of the letter.
const SUBJECTS: [FigureSubject; 5] = [
    FigureSubject::Projects,
    FigureSubject::Obligations,
    FigureSubject::Indicators,
    FigureSubject::Nominations,
    FigureSubject::Awards,
];

/// The letter: what was achieved, the figures, difficulties, proposals.
pub fn letter(object: &Json) -> Letter {
    let (document, province) = (&object["document"], text(&object["campaign"]["unit"], "name"));
    let mut body = vec![
        Block::Heading("I. KẾT QUẢ THỰC HIỆN".into()),
        Block::Text(text(object, "narrative")),
        Block::Heading("II. SỐ LIỆU TỔNG HỢP".into()),
        Block::Text(taken(object)),
    ];
    for (place, subject) in (1..).zip(SUBJECTS) {
        body.push(Block::Heading(format!("{place}. {}", figures::title(subject))));
        let tables = figures::tables(object, subject, PRINTED);
        if tables.is_empty() {
            body.push(Block::Text("Không có số liệu.".into()));
        }
        body.extend(tables.into_iter().map(Block::Table));
    }
    for (title, field) in [("III. KHÓ KHĂN, VƯỚNG MẮC", "difficulties"), ("IV. ĐỀ XUẤT, KIẾN NGHỊ", "proposals")]
    {
        // Null for whoever does not read what units wrote.
        if object[field].is_string() {
            let text = text(object, field);
            body.push(Block::Heading(title.into()));
            body.push(Block::Text(if text.is_empty() { "Không có.".into() } else { text }));
        }
    }
    let usual =
        ["UBND tỉnh", "Hội đồng Thi đua - Khen thưởng tỉnh", "Các đơn vị tham gia đợt thi đua", "Lưu: VT, TĐKT"];
    Letter {
        kind: "BÁO CÁO",
        subject: text(object, "title"),
        body,
        recipients: words::recipients(document, &usual),
        at: text(object, "takenAt"),
        ..words::letter(document, &object["unit"], &province, "BC-SNV")
    }
}

/// When the figures were taken, and out of how many reports.
fn taken(object: &Json) -> String {
    let sources = object["sources"].as_array().map_or(0, Vec::len);
    format!("Số liệu chốt ngày {}; tổng hợp từ {sources} báo cáo của đơn vị.", short_day(&text(object, "takenAt")))
}

/// The tables, a sheet for each subject.
pub fn sheets(object: &Json) -> Book {
    let kind = object["kind"].as_str().and_then(ConsolidatedKind::from_code);
    let kind = match kind {
        Some(ConsolidatedKind::PreliminaryReview) => "Sơ kết",
        Some(ConsolidatedKind::FinalReview) => "Tổng kết",
        Some(ConsolidatedKind::Quarterly) | None => "Báo cáo quý",
    };
    let mut lines = vec![
        text(object, "title"),
        format!("{kind}, kỳ {}, lần {}", text(object, "period"), object["edition"].as_i64().unwrap_or(1)),
        text(&object["campaign"], "title"),
        taken(object),
        text(object, "narrative"),
    ];
    for (title, field) in [("Khó khăn, vướng mắc:", "difficulties"), ("Đề xuất, kiến nghị:", "proposals")]
    {
        if object[field].is_string() {
            lines.extend([title.into(), text(object, field)]);
        }
    }
    let mut all = vec![Sheet { name: "Tổng hợp", lines, tables: Vec::new() }];
    for subject in SUBJECTS {
        let tables = figures::tables(object, subject, usize::MAX);
        all.push(Sheet { name: figures::title(subject), lines: vec![figures::title(subject).into()], tables });
    }
    let sources = figures::sources(object);
    all.push(Sheet { name: "Báo cáo nguồn", lines: vec!["Báo cáo nguồn".into()], tables: vec![sources] });
    let at = Instant::parse(&text(object, "takenAt")).map_or(0, |at| at.0.div_euclid(1_000_000));
    Book { sheets: all, at }
}
