//! Imports: files of rows that somebody brought in or tried out (nhập dữ liệu).

use entity::import::{self, ImportKind, ImportMode};
use serde_json::Value as Json;

use super::record::history;
use crate::{
    declare::{Filter, Group, Need, Noun, Scalar, Sort, boolean, code, computed, instant, int, key, text},
    import::published,
    plan::Cell,
    viewer::Viewer,
};

pub fn nouns() -> Vec<Noun> {
    let about = "A file of rows that you have brought in or tried out, and what became of each row (nhập dữ liệu). Only you see it, and the auditor. No value of the file is kept with it.";
    let noun = Noun::new("Import", "import", import::visible, about)
        .root("imports")
        .label("name")
        .fields([
            code::<ImportKind>("kind", "What its rows are (loại dữ liệu)."),
            code::<ImportMode>("mode", "What was to be kept where a row is bad (cách xử lý dòng lỗi)."),
            boolean("isDryRun", "Whether it was only tried out, so that nothing was kept (chạy thử)."),
            text("name", "The name of the file (tên tệp)."),
            text("sha256", "SHA-256 of the file, in hexadecimal."),
            int("rowsTotal", "Rows of the file, without its headers (tổng số dòng)."),
            int("rowsBad", "Rows that something is wrong with (số dòng lỗi)."),
            int("rowsKept", "Rows that were kept: zero of a trial, and where all or nothing was to be kept and a row is bad (số dòng đã nhập)."),
            computed("rows", "[ImportRow!]!", verdicts(), rows, "Every row, in the order of the file (từng dòng)."),
            computed("badRows", "[ImportRow!]!", verdicts(), bad_rows, "The rows that something is wrong with (các dòng lỗi)."),
            history(),
            int("version", "Always 1: an import does not change."),
            instant("createdAt", "When it was brought in or tried out."),
        ])
        .filters([
            Filter::codes::<ImportKind>("kind", "Of one of these kinds."),
            Filter::boolean("isDryRun", "Only tried out, or not."),
        ])
        .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was brought in.").descending()])
        .groups([Group::by("KIND", "kind", Scalar::Text, "By kind.")]);
    vec![noun]
}

fn verdicts() -> Vec<Need> {
    vec![key("{t}.verdicts", Scalar::Text)]
}

fn rows(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    published(cells[0].text().unwrap_or_default(), false, viewer.language)
}

fn bad_rows(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    published(cells[0].text().unwrap_or_default(), true, viewer.language)
}
