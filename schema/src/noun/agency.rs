//! Systems of other agencies that may read here (hệ thống của cơ quan khác).

use entity::agency_client;
use serde_json::{Value as Json, json};

use super::record::history;
use crate::{
    declare::{Filter, Group, Noun, Scalar, Sort, computed, date, instant, int, key, one, text},
    plan::Cell,
    viewer::Viewer,
};

pub fn nouns() -> Vec<Noun> {
    let about = "A registered system of another agency (hệ thống của cơ quan khác): whose it is, what it reads for, on which legal basis, and what. Its tokens are of class AGENCY, name it as `client` and its unit as `unit`; outside its time, or without a registration, they are refused (AGENCY_NOT_REGISTERED), and so is what is not in its scopes (SCOPE_MISSING).";
    let noun = Noun::new("AgencyClient", "agency_client", agency_client::visible, about)
        .root("agencyClients")
        .label("title")
        .fields([
            text("name", "What its tokens name as `client`; it never changes (mã hệ thống)."),
            text("title", "What the system is called (tên hệ thống)."),
            one("unit", "Unit", "The unit whose system it is (cơ quan)."),
            text("purpose", "What it reads for; with the legal basis it stands in the trail beside each read of personal data (mục đích)."),
            text("legalBasis", "On which legal basis (căn cứ pháp lý)."),
            computed(
                "scopes",
                "[AgencyScope!]!",
                vec![key("{t}.scopes", Scalar::Text)],
                scopes,
                "What it may read (phạm vi).",
            ),
            date("validFrom", "The first day on which it may read."),
            date("validTo", "The last such day; null while it goes on.").optional(),
            instant("endedAt", "When it was ended before that.").optional(),
            text("reason", "Why it was ended (lý do).").optional(),
            history(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was registered."),
        ])
        .filters([
            Filter::texts("name", "Of one of these names."),
            Filter::ids("unit", "Unit", "Of one of these units."),
        ])
        .sorts([
            Sort::by("NAME", "name", Scalar::Text, "By its name."),
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was registered.").descending(),
        ])
        .groups([Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit.")]);
    vec![noun]
}

fn scopes(_: &Viewer, cells: &[Cell<'_>]) -> Json {
    json!(cells[0].text().unwrap_or_default().split(',').collect::<Vec<_>>())
}
