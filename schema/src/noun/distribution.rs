//! To whom documents go, and who has acknowledged them (nơi nhận, gửi và tiếp nhận văn bản; N1).

use entity::{
    delivery_reminder, distribution_group, distribution_list,
    document_delivery::{self, DeliveryState},
};
use serde_json::{Value as Json, json};

use super::{
    by_unit::{cluster_filter, cluster_group, unit_kind_filter, unit_kind_group},
    record::history,
};
use crate::{
    declare::{Filter, Group, Noun, Scalar, Sort, code, computed, date, instant, int, key, one, parts, text},
    plan::Cell,
    viewer::Viewer,
};

pub fn nouns() -> Vec<Noun> {
    vec![list(), group(), delivery(), reminder()]
}

fn list() -> Noun {
    let about = "A list of recipients (danh sách nơi nhận): groups of units, named as a document prints them, from a day to a day.";
    Noun::new("DistributionList", "distribution_list", distribution_list::visible, about)
        .root("distributionLists")
        .fields([
            text("name", "Its name."),
            one("unit", "Unit", "The unit that keeps it."),
            date("validFrom", "The first day on which documents may go out by it."),
            date("validTo", "The last such day; null while it goes on.").optional(),
            parts("groups", "DistributionGroup", "list_id", "position", "Its groups, in the order of the document."),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was made."),
        ])
        .filters([Filter::ids("unit", "Unit", "Kept by one of these units.")])
        .sorts([
            Sort::by("VALID_FROM", "valid_from", Scalar::Date, "By the first day.").descending(),
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was made."),
        ])
}

fn group() -> Noun {
    let about = "A group of a list of recipients. On the day a document is sent it stands for every unit in force of one of its kinds, of one of its systems and in its cluster, as far as these are given; for its one unit; or, where nothing is given, for somebody outside by name.";
    Noun::new("DistributionGroup", "distribution_group", distribution_group::visible, about)
        .fields([
            text("name", "The group as printed: `UBND các huyện, TX, TP` (nơi nhận)."),
            int("position", "Its place in the list, from 1."),
            computed(
                "kinds",
                "[UnitKind!]!",
                vec![key("{t}.kinds", Scalar::Text)],
                codes,
                "Units of these kinds; empty for any (loại đơn vị).",
            ),
            computed(
                "systems",
                "[UnitSystem!]!",
                vec![key("{t}.systems", Scalar::Text)],
                codes,
                "Units of these systems; empty for any (hệ).",
            ),
            one("cluster", "Cluster", "Units in this cluster (cụm, khối).").optional(),
            one("unit", "Unit", "This unit alone.").column("only_unit_id").optional(),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn codes(_: &Viewer, cells: &[Cell<'_>]) -> Json {
    json!(cells[0].text().unwrap_or_default().split(',').filter(|code| !code.is_empty()).collect::<Vec<_>>())
}

fn delivery() -> Noun {
    let about = "That a document was sent to somebody (văn bản gửi): a unit as it was on that day, which acknowledges it, or somebody outside. A unit sees what was sent to it, and to whom its own documents were sent.";
    Noun::new("DocumentDelivery", "document_delivery", document_delivery::visible, about)
        .root("deliveries")
        .fields([
            one("document", "OfficialDocument", "The document (văn bản)."),
            one("unit", "Unit", "The unit it was sent to; null for somebody outside (đơn vị nhận).").optional(),
            text(
                "recipient",
                "The recipient in words: the unit's name on that day, or the one outside as printed (nơi nhận).",
            ),
            text("group", "The group of the list, as printed; empty where sent to by name.").column("group_name"),
            one("list", "DistributionList", "The list it went out by, if by one.").optional(),
            date("sentOn", "The day it was sent, as of which the recipients were taken (ngày gửi)."),
            text("sentBy", "Who sent it."),
            code::<DeliveryState>("state", "Whether it was acknowledged (tình trạng tiếp nhận)."),
            instant("acknowledgedAt", "When the unit acknowledged it; null until then (tiếp nhận lúc).").optional(),
            text("acknowledgedBy", "Who of the unit did (người tiếp nhận).").optional(),
            instant("remindedAt", "When the unit was last reminded of it (nhắc gần nhất).").optional(),
            parts("reminders", "DeliveryReminder", "delivery_id", "created_at", "Reminders of it (nhắc tiếp nhận)."),
            history(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was recorded."),
        ])
        .filters([
            Filter::codes::<DeliveryState>("state", "Acknowledged, not yet, or outside."),
            Filter::ids("document", "OfficialDocument", "Of one of these documents."),
            Filter::ids("unit", "Unit", "To one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("list", "DistributionList", "By one of these lists."),
            Filter::texts("group", "In one of these groups, as printed.").column("group_name"),
            Filter::range("sentOn", Scalar::Date, "Sent in this time."),
            cluster_filter(),
            unit_kind_filter(),
        ])
        .sorts([
            Sort::by("SENT_ON", "sent_on", Scalar::Date, "By the day it was sent.").descending(),
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was recorded."),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By whether it was acknowledged."),
            Group::by("GROUP", "group_name", Scalar::Text, "By the group, as printed."),
            Group::by("DOCUMENT", "document_id", Scalar::Id("OfficialDocument"), "By document."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
            cluster_group(),
            unit_kind_group(),
        ])
}

fn reminder() -> Noun {
    let about = "A reminder of a document that was not acknowledged yet (nhắc tiếp nhận văn bản).";
    Noun::new("DeliveryReminder", "delivery_reminder", delivery_reminder::visible, about)
        .fields([
            text("subject", "The subject line (tiêu đề)."),
            text("body", "The text (nội dung)."),
            one("delivery", "DocumentDelivery", "What it is a reminder of."),
            instant("createdAt", "When it was sent."),
        ])
        .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was sent.")])
}
