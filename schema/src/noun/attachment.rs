//! Attachments and the slots in which they are uploaded (tệp đính kèm).

use entity::{attachment, upload_slot};
use serde_json::{Value as Json, json};

use crate::{
    declare::{Field, Noun, Scalar, Sort, computed, instant, int, key, one, parts, text},
    files::{Found, Linked},
    plan::Cell,
    viewer::Viewer,
};

pub fn nouns() -> Vec<Noun> {
    vec![noun(), slot()]
}

/// `attachments` of a noun whose ID is this column of an attachment.
pub fn attachments(column: &'static str) -> Field {
    parts("attachments", "Attachment", column, "created_at", "Its files, oldest first (tệp đính kèm).")
}

fn noun() -> Noun {
    Noun::new(
        "Attachment",
        "attachment",
        attachment::visible,
        "A file that belongs to a report, project, progress entry, dossier or official document (tệp đính kèm). It is seen by whoever sees its owner.",
    )
    .label("name")
    .fields([
        text("name", "The name of the file (tên tệp)."),
        text("mediaType", "The media type, as its bytes tell it: `application/pdf` (loại tệp)."),
        int("size", "The size in bytes (dung lượng)."),
        text("sha256", "SHA-256 of its bytes, in hexadecimal."),
        computed(
            "url",
            "String!",
            linked(),
            download,
            "Where you may download it for some minutes, without a token; below the server's address where it begins with a slash. Ask again for a new one (đường dẫn tải xuống).",
        ),
        one("report", "Report", "The report it belongs to.").optional(),
        one("project", "Project", "The project it belongs to.").optional(),
        one("progressEntry", "ProgressEntry", "The progress entry it belongs to.").optional(),
        one("dossier", "Dossier", "The dossier it belongs to.").optional(),
        one("document", "OfficialDocument", "The official document it belongs to.").optional(),
        instant("createdAt", "When it was attached."),
    ])
    .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was attached.").descending()])
}

fn slot() -> Noun {
    let mut needs = linked();
    needs[2].sql = "''";
    Noun::new(
        "UploadSlot",
        "upload_slot",
        upload_slot::visible,
        "A place where one announced file may be uploaded for some minutes (chỗ tải tệp lên). After that `completeUpload` makes it an attachment; a slot that is not completed is forgotten.",
    )
    .fields([
        text("name", "The name of the file."),
        int("size", "The size in bytes, as announced."),
        text("sha256", "SHA-256 of its bytes, as announced."),
        computed(
            "url",
            "String!",
            needs,
            upload,
            "Send the bytes here by PUT, as they are, without a token; below the server's address where it begins with a slash.",
        ),
        instant("expiresAt", "Until when."),
    ])
    .sorts([Sort::by("EXPIRES_AT", "expires_at", Scalar::Instant, "By when it ends.")])
}

/// What a link is made of.
fn linked() -> Vec<crate::declare::Need> {
    vec![
        key("{t}.file_id", Scalar::Id("Attachment")),
        key("{t}.name", Scalar::Text),
        key("{t}.media_type", Scalar::Text),
        key("{t}.size", Scalar::Long),
        key("{t}.sha256", Scalar::Text),
    ]
}

fn file(cells: &[Cell<'_>]) -> Linked {
    let text = |i: usize| cells[i].text().unwrap_or_default().to_owned();
    let found = Found { size: cells[3].int().unwrap_or_default(), sha256: text(4), media_type: text(2) };
    Linked { file: cells[0].uuid().unwrap_or_default(), name: text(1), found }
}

fn download(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    json!(viewer.files.download(file(cells), viewer))
}

fn upload(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    json!(viewer.files.upload(file(cells), viewer))
}
