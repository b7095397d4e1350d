//! Decisions and awards (quyết định, khen thưởng): what is published of them.

use entity::{
    Sight,
    award::{self, AwardState},
    decision,
};

use super::by_unit::{
    cluster_filter, cluster_group, honouree_category_filter, honouree_category_group, honouree_kind_filter,
    honouree_kind_group, unit_kind_filter, unit_kind_group,
};
use super::{dossier::APPRAISERS, record::history};
use crate::declare::{Filter, Group, Noun, PersonalKind, Scalar, Sort, code, date, instant, int, many, one, text};

/// Who reads of an award more than the name and the unit.
const REGISTRARS: &[Sight] = &[Sight::StandingBody, Sight::Council, Sight::Chair, Sight::Auditor];

pub fn nouns() -> Vec<Noun> {
    vec![decision_noun(), award_noun()]
}

fn decision_noun() -> Noun {
    Noun::new(
        "Decision",
        "decision",
        decision::visible,
        "A decision that gives awards (quyết định khen thưởng): an official document with its list.",
    )
    .root("decisions")
    .fields([
        date("decidedOn", "The day of the decision."),
        one("document", "OfficialDocument", "The document (văn bản quyết định)."),
        one("unit", "Unit", "Who decided (cơ quan quyết định)."),
        one("campaign", "Campaign", "The campaign."),
        one("phase", "Phase", "The phase.").optional(),
        one("awardType", "AwardType", "The award it gives."),
        many("awards", "Award", "decision_id", "The awards (danh sách khen thưởng)."),
        super::paper::papers(
            "Decision",
            "'AWARD_DECISION'",
            "(select d.number_text from official_document d where d.id = {t}.document_id)",
        ),
        history(),
        int("version", "Grows by one with each change."),
    ])
    .filters([
        Filter::ids("campaign", "Campaign", "In one of these campaigns."),
        Filter::ids("phase", "Phase", "In one of these phases."),
        Filter::ids("unit", "Unit", "By one of these units."),
        Filter::ids("awardType", "AwardType", "Giving one of these awards."),
        Filter::range("decidedOn", Scalar::Date, "Decided in this time."),
    ])
    .sorts([Sort::by("DECIDED_ON", "decided_on", Scalar::Date, "By the day.").descending()])
    .groups([
        Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By who decided."),
        Group::by("AWARD_TYPE", "award_type_id", Scalar::Id("AwardType"), "By award."),
    ])
}

fn award_noun() -> Noun {
    Noun::new(
        "Award",
        "award",
        award::visible,
        "An award in the registry (khen thưởng): published with name and unit only, never deleted, only revoked.",
    )
    .root("awards")
    .label("published_name")
    .fields([
        text("name", "To whom, as published (tên được công bố).")
            .column("published_name")
            .personal(PersonalKind::Published),
        text("citation", "For what (thành tích); null for whoever reads the registry as the public does.")
            .owner_or(REGISTRARS),
        code::<AwardState>("state", "Granted or revoked."),
        text("reason", "Why it was revoked; null for whoever reads the registry as the public does.")
            .owner_or(REGISTRARS),
        one("revokedBy", "OfficialDocument", "The document that revoked it.").optional(),
        one("unit", "Unit", "The unit of the honouree."),
        one("awardType", "AwardType", "The award."),
        one("decision", "Decision", "The decision."),
        one("campaign", "Campaign", "The campaign."),
        one("phase", "Phase", "The phase.").optional(),
        one("honouree", "Honouree", "The honouree, for whoever may see them.").optional(),
        one("nomination", "Nomination", "The nomination, for whoever may see it.").optional(),
        history(),
        int("version", "Grows by one with each change; for `expectedVersion`."),
        instant("createdAt", "When it was recorded."),
    ])
    .filters([
        Filter::codes::<AwardState>("state", "In one of these states."),
        Filter::ids("unit", "Unit", "To honourees of one of these units."),
        Filter::subtree("unit_id"),
        Filter::ids("campaign", "Campaign", "In one of these campaigns."),
        Filter::ids("phase", "Phase", "In one of these phases."),
        Filter::ids("awardType", "AwardType", "Of one of these kinds."),
        Filter::ids("decision", "Decision", "Given by one of these decisions."),
        Filter::range("createdAt", Scalar::Instant, "Recorded in this time."),
        cluster_filter(),
        unit_kind_filter(),
        honouree_kind_filter(),
        honouree_category_filter().only(APPRAISERS),
        Filter::search(),
    ])
    .sorts([
        Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was recorded.").descending(),
        Sort::by("NAME", "name_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
    ])
    .groups([
        Group::by("STATE", "state", Scalar::Text, "By state."),
        Group::by("AWARD_TYPE", "award_type_id", Scalar::Id("AwardType"), "By award."),
        Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
        Group::by("PHASE", "phase_id", Scalar::Id("Phase"), "By phase."),
        cluster_group(),
        unit_kind_group(),
        honouree_kind_group(),
        honouree_category_group().of_people(APPRAISERS, &["COLLECTIVE", "HOUSEHOLD"]),
        Group::week("WEEK", "created_at", "createdAt", "By the week in which it was recorded (theo tuần)."),
    ])
}
