//! How units become others: changes of the organisation, and where a unit hung on which day (kế thừa tổ chức).

use entity::{
    organisation_change::{self, ChangeKind},
    organisation_change_unit::{self, ChangePart},
    unit_placement,
};

use crate::declare::{Filter, Group, Noun, Scalar, Sort, code, date, instant, int, one, parts, text};

pub fn nouns() -> Vec<Noun> {
    vec![change(), change_unit(), placement()]
}

fn change() -> Noun {
    Noun::new("OrganisationChange", "organisation_change", organisation_change::visible, "A change of the organisation (thay đổi tổ chức): units merge, split, get another name, end, or go on below another one. After `ChangeEvent` of the W3C Organization Ontology. What a unit did stays with that unit; its successors may read it.")
        .root("organisationChanges")
        .fields([
            code::<ChangeKind>("kind", "What happens."),
            date("effectiveOn", "The first day of the new order (ngày có hiệu lực)."),
            one("document", "OfficialDocument", "The legal document (căn cứ pháp lý).").optional(),
            one("parent", "Unit", "The unit that transferred units hang below from then on.").optional(),
            text("note", "What a reader should know of it (ghi chú)."),
            parts("units", "OrganisationChangeUnit", "change_id", "created_at", "The units it changes, and those that come out of it."),
            int("version", "Grows by one with each change."),
            instant("createdAt", "When it was recorded."),
        ])
        .filters([
            Filter::codes::<ChangeKind>("kind", "Of one of these kinds."),
            Filter::range("effectiveOn", Scalar::Date, "Effective in this time."),
        ])
        .sorts([Sort::by("EFFECTIVE_ON", "effective_on", Scalar::Date, "By the day.").descending()])
        .groups([Group::by("KIND", "kind", Scalar::Text, "By kind.")])
}

fn change_unit() -> Noun {
    let about = "A unit in a change of the organisation: one that it changes, or one that it makes.";
    Noun::new("OrganisationChangeUnit", "organisation_change_unit", organisation_change_unit::visible, about)
        .fields([
            one("change", "OrganisationChange", "The change."),
            one("unit", "Unit", "The unit."),
            code::<ChangePart>("part", "Whether it was there before or comes out of it."),
        ])
        .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was recorded.")])
}

fn placement() -> Noun {
    let about = "Where a unit hangs in the tree, from a day to a day (quan hệ trực thuộc).";
    Noun::new("UnitPlacement", "unit_placement", unit_placement::visible, about)
        .fields([
            one("unit", "Unit", "The unit."),
            one("parent", "Unit", "The unit directly above it."),
            date("validFrom", "The first day."),
            date("validTo", "The last day; null while it lasts.").optional(),
        ])
        .sorts([Sort::by("VALID_FROM", "valid_from", Scalar::Date, "By the first day.")])
}
