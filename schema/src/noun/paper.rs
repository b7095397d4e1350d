//! Papers of an object (văn bản in ra): links to what is printed of it, made for who asks.

use serde_json::{Value as Json, json};

use crate::{
    declare::{Field, Scalar, computed, key},
    files::Printed,
    paper::PaperKind,
    plan::Cell,
    viewer::Viewer,
};

/// `papers` of a noun: SQL of the codes of their kinds, with commas between them, and SQL of what their names end with.
pub fn papers(noun: &'static str, kinds: &'static str, suffix: &'static str) -> Field {
    computed(
        "papers",
        "[Paper!]!",
        vec![key("{t}.id", Scalar::Id(noun)), key(kinds, Scalar::Text), key(suffix, Scalar::Text)],
        links,
        "What can be printed of it, each with a link that is yours for some minutes (văn bản in ra).",
    )
}

fn links(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    let kinds = cells[1].text().unwrap_or_default().split(',').filter_map(PaperKind::from_code);
    let each = kinds.flat_map(|kind| kind.formats().iter().map(move |format| (kind, *format)));
    each.map(|(kind, format)| {
        let suffix = cells[2].text().unwrap_or_default().replace(['/', '\\'], "-");
        let name = format!("{} {suffix}", kind.title());
        let name = viewer.files.clean(&format!("{}.{}", name.trim_end(), format.extension()));
        let printed = Printed { kind, format, object: cells[0].uuid().unwrap_or_default(), name: name.clone() };
        let (url, until) = viewer.files.print(&printed, viewer);
        json!({
            "kind": kind.code(), "format": format.code(), "name": name, "mediaType": format.media_type(), "url": url,
            "expiresAt": until.to_rfc3339(),
        })
    })
    .collect()
}
