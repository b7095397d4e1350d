//! Dossiers, nominations, honourees and appraisals (hồ sơ, đề nghị, đối tượng, thẩm định).

use entity::{
    Sight, appraisal,
    dossier::{self, DossierState},
    honouree::{self, HonoureeCategory, HonoureeKind},
    nomination::{self, NominationState, RefusalReason},
};

use sea_orm::Set;

use super::honours::{direct_workers, warnings};
use super::record::history;
use super::{
    by_unit::{
        cluster_filter, cluster_group, honouree_category_filter, honouree_category_group, honouree_kind_filter,
        honouree_kind_group, unit_kind_filter, unit_kind_group,
    },
    life::{Living, state, transitions},
};
use crate::{
    declare::{
        Filter, Group, Need, Noun, PersonalKind, Scalar, Sort, boolean, code, date, fact, instant, int, key, many, one,
        text,
    },
    plan::Cell,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    vec![dossier_noun(), nomination_noun(), honouree_noun(), appraisal_noun()]
}

fn dossier_noun() -> Noun {
    Noun::new("Dossier", "dossier", dossier::visible, "What a unit submits to have people and collectives rewarded (hồ sơ đề nghị khen thưởng): minutes, proposal letter, and nominations with their achievement reports.")
        .root("dossiers")
        .fields([
            text("title", "The title (tên hồ sơ)."),
            code::<DossierState>("state", "Where it is in its life (trạng thái)."),
            one("unit", "Unit", "The unit that proposes (đơn vị đề nghị)."),
            one("campaign", "Campaign", "The campaign."),
            one("phase", "Phase", "The phase."),
            one("minutes", "OfficialDocument", "The minutes of the unit's own council (biên bản họp xét).").optional(),
            one("proposalLetter", "OfficialDocument", "The proposal letter (tờ trình).").optional(),
            text("missing", "What the Standing Body asked to be supplemented (nội dung cần bổ sung).").optional(),
            instant("submittedAt", "When it was last submitted.").optional(),
            instant("receivedAt", "When it was received; the appraisal clock started (ngày tiếp nhận).").optional(),
            instant("pausedAt", "Since when the clock is paused for a supplement.").optional(),
            date("appraisalDueOn", "The day the appraisal is due, without pauses (hạn thẩm định).").optional(),
            many("nominations", "Nomination", "dossier_id", "Its nominations (các đề nghị khen thưởng)."),
            direct_workers(
                "select x.honouree_id from nomination x where x.dossier_id = {t}.id and x.state <> 'WITHDRAWN'",
                "(select r.direct_worker_basis_points from rule_set r join phase p on p.id = {t}.phase_id where r.valid_from <= p.ends_on and (r.valid_to is null or r.valid_to >= p.ends_on) order by r.valid_from desc, r.id limit 1)",
            ),
            history(),
            super::attachment::attachments("dossier_id"),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was opened."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::dossier::Dossier>(),
        ])
        .filters([
            Filter::codes::<DossierState>("state", "In one of these states."),
            Filter::ids("unit", "Unit", "Of one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::ids("phase", "Phase", "In one of these phases."),
            Filter::range("appraisalDueOn", Scalar::Date, "With the appraisal due in this time."),
        ])
        .sorts([
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was opened.").descending(),
            Sort::by("TITLE", "title_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
            Sort::by("SUBMITTED_AT", "submitted_at", Scalar::Instant, "By when it was submitted.").nullable(),
        ])
        .groups([Group::by("STATE", "state", Scalar::Text, "By state."), Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit.")])
}

impl Living for workflow::dossier::Dossier {
    type Row = dossier::Entity;

    fn put(row: &mut dossier::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.author", Scalar::Text),
            key(
                "(select count(*) from nomination x where x.dossier_id = {t}.id and x.state <> 'WITHDRAWN')",
                Scalar::Long,
            ),
            key(
                "(select count(*) from nomination x where x.dossier_id = {t}.id and x.state <> 'WITHDRAWN' and trim(x.achievement) = '')",
                Scalar::Long,
            ),
            key("{t}.minutes_id", Scalar::Id("OfficialDocument")),
            key(
                "(select g.nomination_quota from guidance g where g.phase_id = {t}.phase_id and g.state = 'PUBLISHED')",
                Scalar::Int,
            ),
            key(
                "(select count(*) from nomination x where x.unit_id = {t}.unit_id and x.phase_id = {t}.phase_id and x.state <> 'WITHDRAWN' and x.award_type_id in (select a.id from award_type a where a.council_required))",
                Scalar::Long,
            ),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::dossier::Facts {
            state: state(&cells[0], DossierState::Received),
            unit: cells[1].uuid().unwrap_or_default(),
            author: cells[2].text().unwrap_or_default().to_owned(),
            nominations: cells[3].int().unwrap_or_default(),
            without_achievement: cells[4].int().unwrap_or_default(),
            has_minutes: cells[5].uuid().is_some(),
            quota: cells[6].int(),
            unit_nominations: cells[7].int().unwrap_or_default(),
        }
    }
}

fn nomination_noun() -> Noun {
    Noun::new("Nomination", "nomination", nomination::visible, "One honouree proposed for one award in one phase (đề nghị khen thưởng).")
        .root("nominations")
        .fields([
            code::<NominationState>("state", "Where it is in its life (trạng thái)."),
            text("achievement", "The achievement report (báo cáo thành tích)."),
            one("honouree", "Honouree", "Who is proposed (đối tượng).").optional(),
            one("awardType", "AwardType", "For what award (hình thức khen thưởng)."),
            one("dossier", "Dossier", "The dossier it is in.").optional(),
            one("unit", "Unit", "The unit that proposes."),
            one("campaign", "Campaign", "The campaign."),
            one("phase", "Phase", "The phase."),
            one("fieldGroup", "FieldGroup", "The field of work (nhóm lĩnh vực).").optional(),
            code::<RefusalReason>("reasonCode", "Why it was found ineligible (lý do không đủ điều kiện).").optional(),
            text("reason", "The reason of the last refusal, hold, withdrawal or revocation (lý do).").optional(),
            one("decision", "Decision", "The decision that awards it (quyết định).").optional(),
            instant("notifiedAt", "When the unit was told of the outcome.").optional(),
            date("conferredOn", "When the award was conferred (ngày trao tặng).").optional(),
            many("appraisals", "Appraisal", "nomination_id", "Findings of the Standing Body (kết luận thẩm định)."),
            fact("otherAwards", Scalar::Int, "(select count(*) from award x where x.honouree_id = {t}.honouree_id and x.state = 'GRANTED' and (x.nomination_id is null or x.nomination_id <> {t}.id))", "How many other awards the honouree has (khen thưởng khác của đối tượng)."),
            warnings(),
            many("consultations", "Consultation", "nomination_id", "Opinions asked of other agencies (hiệp y)."),
            history(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was proposed."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::nomination::Nomination>(),
        ])
        .filters([
            Filter::codes::<NominationState>("state", "In one of these states."),
            Filter::ids("unit", "Unit", "Of one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::ids("phase", "Phase", "In one of these phases."),
            Filter::ids("fieldGroup", "FieldGroup", "In one of these field groups."),
            Filter::ids("awardType", "AwardType", "For one of these awards."),
            Filter::ids("dossier", "Dossier", "In one of these dossiers."),
            Filter::ids("honouree", "Honouree", "Of one of these honourees."),
            cluster_filter(),
            unit_kind_filter(),
            honouree_kind_filter(),
            honouree_category_filter(),
        ])
        .sorts([
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was proposed.").descending(),
            Sort::by("STATE", "state", Scalar::Text, "By state."),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
            Group::by("AWARD_TYPE", "award_type_id", Scalar::Id("AwardType"), "By award."),
            Group::by("FIELD_GROUP", "field_group_id", Scalar::Id("FieldGroup"), "By field group."),
            cluster_group(),
            unit_kind_group(),
            honouree_kind_group(),
            honouree_category_group(),
        ])
}

impl Living for workflow::nomination::Nomination {
    type Row = nomination::Entity;

    fn put(row: &mut nomination::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.held_from", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.author", Scalar::Text),
            key("(select d.state from dossier d where d.id = {t}.dossier_id)", Scalar::Text),
            key("(select a.council_required from award_type a where a.id = {t}.award_type_id)", Scalar::Bool),
            key("{t}.decision_id", Scalar::Id("Decision")),
            key(
                "(select max(c.due_on) from consultation c where c.nomination_id = {t}.id and c.state = 'ASKED')",
                Scalar::Date,
            ),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::nomination::Facts {
            state: state(&cells[0], NominationState::Withdrawn),
            held_from: cells[1].text().and_then(NominationState::from_code),
            unit: cells[2].uuid().unwrap_or_default(),
            author: cells[3].text().unwrap_or_default().to_owned(),
            dossier: state(&cells[4], DossierState::Draft),
            council_required: cells[5].is_true(),
            was_awarded: cells[6].uuid().is_some(),
            consulted_until: cells[7].date(),
        }
    }
}

/// Who needs to know of a person more than the name.
pub const APPRAISERS: &[Sight] = &[Sight::StandingBody, Sight::Auditor];

fn honouree_noun() -> Noun {
    Noun::new("Honouree", "honouree", honouree::visible, "A person, collective or household proposed for or given an award (đối tượng khen thưởng). Personal data is minimal.")
        .fields([
            code::<HonoureeKind>("kind", "Person, collective or household."),
            code::<HonoureeCategory>("category", "Leader, civil servant, direct worker, farmer and so on (nhóm đối tượng)."),
            text("name", "The name (họ tên, tên tập thể).").personal(PersonalKind::FullName),
            text("position", "Title or job (chức vụ, nghề nghiệp).").optional().personal(PersonalKind::Occupation),
            int("birthYear", "The year of birth (năm sinh); null for whoever does not need it.").owner_or(APPRAISERS).personal(PersonalKind::Birth),
            text("citizenIdTail", "The last three digits of the citizen id (CCCD), of which no more is kept; null for whoever does not need it.").owner_or(APPRAISERS).personal(PersonalKind::CitizenId),
            one("unit", "Unit", "The unit they belong to."),
            many("nominations", "Nomination", "honouree_id", "Their nominations."),
            many("awards", "Award", "honouree_id", "Their awards (lịch sử khen thưởng)."),
            history(),
            int("version", "Grows by one with each change."),
        ])
        .filters([Filter::search()])
        .sorts([Sort::by("NAME", "name_key", Scalar::Text, "In the order of the Vietnamese alphabet.")])
        .label("name")
        .persons("{t}.kind <> 'COLLECTIVE'")
}

fn appraisal_noun() -> Noun {
    Noun::new(
        "Appraisal",
        "appraisal",
        appraisal::visible,
        "A finding of the Standing Body on a nomination (kết luận thẩm định).",
    )
    .fields([
        boolean("isEligible", "Whether it was found eligible (đủ điều kiện)."),
        code::<RefusalReason>("reasonCode", "Why not.").optional(),
        text("opinion", "The opinion (ý kiến thẩm định)."),
        instant("createdAt", "When it was given."),
        one("nomination", "Nomination", "The nomination.").optional(),
    ])
    .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was given.").descending()])
}
