//! Exports: lists written into files (kết xuất).

use entity::export::{self, ExportFormat, ExportState};
use serde_json::{Value as Json, json};

use super::record::history;
use crate::{
    declare::{Filter, Group, Need, Noun, Scalar, Sort, code, computed, instant, int, key, long, text},
    files::{Found, Linked},
    plan::Cell,
    viewer::{Language, Viewer},
};

pub fn nouns() -> Vec<Noun> {
    let about = "A list that you have written into a file (kết xuất). It is written page by page with the rights you have at that time, and kept for a limited time. Only you see it, and the auditor, who does not get the file.";
    let noun = Noun::new("Export", "export", export::visible, about)
        .root("exports")
        .label("name")
        .fields([
            text("connection", "The list: a field of the query root (danh sách)."),
            text("columns", "The columns, separated by commas (các cột)."),
            code::<ExportFormat>("format", "How it is written (định dạng)."),
            code::<ExportState>("state", "Where it is in its life (trạng thái)."),
            text("name", "The name of the file (tên tệp)."),
            int("rowsDone", "Rows written so far (số dòng đã ghi)."),
            int("rowsTotal", "Rows there were when it began (tổng số dòng).").optional(),
            long("bytes", "The size of the file in bytes (dung lượng).").optional(),
            text("sha256", "SHA-256 of the file, in hexadecimal.").optional(),
            computed(
                "url",
                "String",
                linked(),
                download,
                "Where you may download it for some minutes, without a token, as long as it is kept and your rights stand; below the server's address where it begins with a slash. Ask again for a new one (đường dẫn tải xuống).",
            )
            .optional(),
            text("failureCode", "The code of what stopped it (mã lỗi).").optional(),
            computed(
                "failure",
                "String",
                vec![key("{t}.failure_en", Scalar::Text), key("{t}.failure_vi", Scalar::Text)],
                failure,
                "What stopped it, in your language (lý do thất bại).",
            )
            .optional(),
            instant("startedAt", "When it began.").optional(),
            instant("finishedAt", "When it ended.").optional(),
            instant("expiresAt", "Until when the file is kept (hạn tải xuống).").optional(),
            history(),
            int("version", "Grows by one with each step of its life."),
            instant("createdAt", "When it was asked for."),
            instant("updatedAt", "When it last took a step."),
        ])
        .filters([
            Filter::codes::<ExportState>("state", "In one of these states."),
            Filter::codes::<ExportFormat>("format", "Written like this."),
            Filter::texts("connection", "Of one of these lists."),
        ])
        .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was asked for.").descending()])
        .groups([Group::by("STATE", "state", Scalar::Text, "By state.")]);
    vec![noun]
}

/// What a link is made of, and whether there is one.
fn linked() -> Vec<Need> {
    vec![
        key("{t}.file_id", Scalar::Id("Export")),
        key("{t}.name", Scalar::Text),
        key("{t}.bytes", Scalar::Long),
        key("{t}.sha256", Scalar::Text),
        key("{t}.format", Scalar::Text),
        key("{t}.author", Scalar::Text),
        key("{t}.class", Scalar::Text),
        key("{t}.duty", Scalar::Text),
        key("{t}.state", Scalar::Text),
        key("{t}.expires_at", Scalar::Instant),
    ]
}

/// The link, for whoever asked for it and still has the role they had.
fn download(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    let text = |i: usize| cells[i].text().unwrap_or_default();
    let is_theirs = viewer.subject() == text(5)
        && viewer.role().is_some_and(|role| role.class.code() == text(6) && role.duty.code() == text(7));
    let is_there = text(8) == ExportState::Ready.code() && cells[9].int().is_some_and(|end| viewer.now.0 < end);
    if !is_theirs || !is_there {
        return Json::Null;
    }
    let media_type = match ExportFormat::from_code(text(4)) {
        Some(ExportFormat::Xlsx) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some(ExportFormat::JsonLines) => "application/jsonl",
        Some(ExportFormat::Csv) | None => "text/csv; charset=utf-8",
    };
    let found =
        Found { size: cells[2].int().unwrap_or_default(), sha256: text(3).into(), media_type: media_type.into() };
    let file = cells[0].uuid().unwrap_or_default();
    json!(viewer.files.download(Linked { file, name: text(1).into(), found }, viewer))
}

fn failure(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    let sentence = match viewer.language {
        Language::En => cells[0].text(),
        Language::Vi => cells[1].text(),
    };
    json!(sentence)
}
