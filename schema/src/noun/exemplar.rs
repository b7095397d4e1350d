//! Exemplars and what media made known of them (điển hình tiên tiến, tuyên truyền; IV.6d, IV.7).

use entity::{
    Sight,
    exemplar::{self, ExemplarKind, ExemplarState},
    publication::{self, PublicationSubject},
};

use sea_orm::Set;

use super::life::{Living, state, transitions};
use crate::{
    declare::{Filter, Group, Need, Noun, PersonalKind, Scalar, Sort, code, date, instant, int, key, many, one, text},
    plan::Cell,
    workflow,
};

/// Who needs to know how consent was given.
const KEEPERS: &[Sight] = &[Sight::StandingBody, Sight::Auditor];

pub fn nouns() -> Vec<Noun> {
    vec![exemplar_noun(), publication_noun()]
}

fn exemplar_noun() -> Noun {
    Noun::new("Exemplar", "exemplar", exemplar::visible, "An exemplary person, collective or model (điển hình tiên tiến). What is published is everybody's, without a token; `/exemplars.atom` is its feed.")
        .root("exemplars")
        .label("name")
        .persons("{t}.kind = 'INDIVIDUAL' and {t}.state <> 'PUBLISHED'")
        .fields([
            code::<ExemplarKind>("kind", "Person, collective or model."),
            text("name", "Who or what it is (tên điển hình).").personal(PersonalKind::FullName),
            text("story", "What is exemplary (nội dung điển hình).").personal(PersonalKind::Deeds),
            code::<ExemplarState>("state", "Where it is in its life (trạng thái)."),
            one("unit", "Unit", "The unit that proposes it (đơn vị giới thiệu)."),
            one("campaign", "Campaign", "The campaign."),
            date("consentedOn", "The day the person consented to publication (ngày đồng ý công bố).").owner_or(KEEPERS),
            text("consentEvidence", "What shows the consent (căn cứ đồng ý).").owner_or(KEEPERS),
            text("reason", "Why it was returned or withdrawn (lý do).").owner_or(KEEPERS),
            instant("publishedAt", "When it was published (ngày công bố).").optional(),
            many("publications", "Publication", "exemplar_id", "Where media covered it (tin, bài tuyên truyền)."),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was proposed."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::exemplar::Exemplar>(),
        ])
        .filters([
            Filter::codes::<ExemplarState>("state", "In one of these states."),
            Filter::codes::<ExemplarKind>("kind", "Of one of these kinds."),
            Filter::ids("unit", "Unit", "Proposed by one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::search(),
        ])
        .sorts([
            Sort::by("PUBLISHED_AT", "published_at", Scalar::Instant, "By when it was published.").nullable().descending(),
            Sort::by("NAME", "name_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was proposed.").descending(),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("KIND", "kind", Scalar::Text, "By kind."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
        ])
}

impl Living for workflow::exemplar::Exemplar {
    type Row = exemplar::Entity;

    fn put(row: &mut exemplar::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.author", Scalar::Text),
            key("{t}.kind", Scalar::Text),
            key("{t}.consented_on", Scalar::Date),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::exemplar::Facts {
            state: state(&cells[0], ExemplarState::Withdrawn),
            unit: cells[1].uuid().unwrap_or_default(),
            author: cells[2].text().unwrap_or_default().to_owned(),
            kind: state(&cells[3], ExemplarKind::Individual),
            has_consent: cells[4].date().is_some(),
        }
    }
}

fn publication_noun() -> Noun {
    Noun::new(
        "Publication",
        "publication",
        publication::visible,
        "That a media unit made the campaign or an exemplar known (tuyên truyền): what, where and when.",
    )
    .root("publications")
    .label("title")
    .fields([
        text("title", "The title (tên tin, bài)."),
        code::<PublicationSubject>("about", "What it is about."),
        one("unit", "Unit", "The media unit (cơ quan báo chí, truyền thông)."),
        one("campaign", "Campaign", "The campaign."),
        one("exemplar", "Exemplar", "The exemplar, for as long as it is published.").optional(),
        date("publishedOn", "The day it appeared."),
        text("link", "Where it can be read, seen or heard.").optional(),
        int("version", "Grows by one with each change."),
    ])
    .filters([
        Filter::codes::<PublicationSubject>("about", "About the campaign, or about exemplars."),
        Filter::ids("unit", "Unit", "Of one of these media units."),
        Filter::ids("campaign", "Campaign", "In one of these campaigns."),
        Filter::ids("exemplar", "Exemplar", "About one of these exemplars."),
        Filter::range("publishedOn", Scalar::Date, "That appeared in this time."),
    ])
    .sorts([
        Sort::by("PUBLISHED_ON", "published_on", Scalar::Date, "By the day it appeared.").descending(),
        Sort::by("TITLE", "title_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
    ])
    .groups([Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By media unit.")])
}
