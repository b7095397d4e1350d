//! The figures of a consolidated report as tables: a row for each field group, cluster or kind of unit, a column for each state.

use entity::{Quantity, consolidated_figure::FigureSubject};
use serde_json::Value as Json;

use super::{
    layout::{Table, Value},
    words::text,
};

/// How many columns a printed table has beside the first; what is more comes in a table of its own.
pub const PRINTED: usize = 6;

/// The title of a subject.
pub const fn title(subject: FigureSubject) -> &'static str {
    match subject {
        FigureSubject::Projects => "Công trình, dự án, việc làm",
        FigureSubject::Obligations => "Chế độ báo cáo",
        FigureSubject::Indicators => "Chỉ tiêu của các báo cáo",
        FigureSubject::Nominations => "Đề nghị khen thưởng",
        FigureSubject::Awards => "Khen thưởng",
    }
}

const DIMENSIONS: [(&str, &str); 4] = [
    ("TOTAL", "Toàn tỉnh"),
    ("FIELD_GROUP", "Theo nhóm lĩnh vực"),
    ("CLUSTER", "Theo cụm, khối thi đua"),
    ("UNIT_KIND", "Theo loại đơn vị"),
];

/// The tables of a subject, with at most so many columns beside the first.
pub fn tables(object: &Json, subject: FigureSubject, most: usize) -> Vec<Table> {
    let figures: Vec<&Json> =
        list(object, "figures").iter().filter(|figure| figure["subject"] == subject.code()).collect();
    if subject == FigureSubject::Indicators {
        return indicators(&figures).into_iter().collect();
    }
    // States in the order of the figures for the whole, which have every one of them.
    let mut codes: Vec<(&str, String)> = Vec::new();
    for figure in figures.iter().filter(|figure| figure["dimension"] == "TOTAL") {
        codes.push((figure["code"].as_str().unwrap_or_default(), text(figure, "codeLabel")));
    }
    let of = |(code, title): (&str, &str)| {
        let figures: Vec<_> = figures.iter().filter(|figure| figure["dimension"] == code).copied().collect();
        codes.chunks(most).map(|codes| pivot(title, &figures, codes)).collect::<Vec<_>>()
    };
    DIMENSIONS.into_iter().flat_map(of).filter(|table| !table.rows.is_empty()).collect()
}

fn list<'a>(object: &'a Json, name: &str) -> &'a [Json] {
    object[name].as_array().map_or(&[], Vec::as_slice)
}

fn pivot(title: &str, figures: &[&Json], codes: &[(&str, String)]) -> Table {
    let mut rows: Vec<(&Json, String, Vec<Value>)> = Vec::new();
    for figure in figures {
        let label = text(figure, "label");
        let known = rows.iter().position(|(key, known, _)| **key == figure["key"] && *known == label);
        let place = known.unwrap_or(rows.len());
        if known.is_none() {
            rows.push((&figure["key"], label, vec![Value::whole(0); codes.len()]));
        }
        if let Some(column) = codes.iter().position(|(code, _)| figure["code"] == *code) {
            rows[place].2[column] = number(figure);
        }
    }
    let head = std::iter::once((String::from("Nội dung"), 3)).chain(codes.iter().map(|(_, label)| (capital(label), 1)));
    Table {
        title: title.to_owned(),
        columns: head.collect(),
        rows: rows
            .into_iter()
            .map(|(_, label, values)| std::iter::once(Value::Text(label)).chain(values).collect())
            .collect(),
    }
}

fn number(figure: &Json) -> Value {
    figure["value"].as_str().and_then(Quantity::parse).map_or(Value::None, Value::Number)
}

fn indicators(figures: &[&Json]) -> Option<Table> {
    let row = |figure: &&Json| {
        vec![
            Value::Text(text(figure, "label")),
            Value::Text(text(figure, "measure")),
            number(figure),
            Value::Text(text(figure, "codeLabel")),
        ]
    };
    let columns = [("Chỉ tiêu", 4), ("Đơn vị tính", 2), ("Giá trị", 2), ("Cách tính", 2)];
    (!figures.is_empty()).then(|| Table {
        title: String::new(),
        columns: columns.map(|(name, share)| (name.to_owned(), share)).into(),
        rows: figures.iter().map(row).collect(),
    })
}

/// The first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The reports behind it: unit, edition, whether late.
pub fn sources(object: &Json) -> Table {
    let row = |(index, source): (i64, &Json)| {
        let late = if source["isLate"] == true { "Trễ hạn" } else { "Đúng hạn" };
        vec![
            Value::whole(index),
            Value::Text(text(&source["unit"], "name")),
            Value::whole(source["edition"].as_i64().unwrap_or(1)),
            Value::Text(late.into()),
            Value::Text(text(source, "difficulties")),
            Value::Text(text(source, "proposals")),
        ]
    };
    let columns =
        [("STT", 1), ("Đơn vị", 4), ("Lần", 1), ("Thời hạn", 2), ("Khó khăn, vướng mắc", 4), ("Đề xuất, kiến nghị", 4)];
    Table {
        title: String::new(),
        columns: columns.map(|(name, share)| (name.to_owned(), share)).into(),
        rows: (1..).zip(list(object, "sources")).map(row).collect(),
    }
}
