//! What the Standing Body has had written into files (kết xuất): they wait in the queue until the server writes them.

use serde_json::json;

use super::{
    people::{standing_head, standing_officer},
    story::{Timeline, day},
};

/// The list of awards for Excel, and the projects for whoever works on with them.
pub(super) fn tell(timeline: &mut Timeline) {
    let awards = json!({
        "connection": "awards", "format": "XLSX", "columns": ["name", "unit.name", "awardType.name", "state", "createdAt"],
        "filter": { "campaign": ["@campaign"] },
    });
    timeline.story().act(day("2022-07-07"), standing_head(), "startExport", awards);
    let projects = json!({
        "connection": "projects", "format": "CSV",
        "columns": ["title", "kind", "unit.name", "fieldGroup.name", "startsOn", "endsOn", "budget", "state"],
        "filter": { "campaign": ["@campaign"] },
    });
    timeline.story().act(day("2022-07-07"), standing_officer(), "startExport", projects);
}
