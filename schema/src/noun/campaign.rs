//! Campaigns with their phases, field groups, legal bases and guidance (đợt thi đua).

use entity::{
    campaign::{self, CampaignState},
    campaign_basis, field_group,
    guidance::{self, GuidanceState},
    guidance_report, phase,
    report::ReportKind,
};

use sea_orm::Set;

use super::life::{Living, state, transitions};
use super::record::history;
use crate::{
    declare::{
        Field, Filter, Group, Need, Noun, Scalar, Sort, boolean, code, date, fact, instant, int, key, many, one, parts,
        text,
    },
    plan::Cell,
    workflow::{self},
};

pub fn nouns() -> Vec<Noun> {
    vec![campaign_noun(), basis(), group(), phase_noun(), guidance_noun(), due_report()]
}

fn campaign_noun() -> Noun {
    Noun::new(
        "Campaign",
        "campaign",
        campaign::visible,
        "An emulation campaign (đợt, phong trào thi đua) with its goals, period, phases and field groups.",
    )
    .label("title")
    .root("campaigns")
    .fields([
        text("title", "The title (tên đợt thi đua)."),
        text("goals", "Purpose and goals (mục đích, yêu cầu)."),
        code::<CampaignState>("state", "Where it is in its life (trạng thái)."),
        date("startsOn", "The first day (ngày bắt đầu)."),
        date("endsOn", "The last day (ngày kết thúc)."),
        one("unit", "Unit", "The unit that launches it (đơn vị phát động)."),
        boolean("isByUnit", "Whether the unit made it for itself under another one (đơn vị tự lập); then the unit launches and closes it, else the Chairman."),
        one("parent", "Campaign", "The campaign it is part of (đợt thi đua cấp trên).").optional(),
        one("launchDocument", "OfficialDocument", "The document that launches it (văn bản phát động, H1).").optional(),
        parts("bases", "LegalBasis", "campaign_id", "position", "What it rests on (căn cứ, H2)."),
        parts(
            "fieldGroups",
            "FieldGroup",
            "campaign_id",
            "position",
            "The fields of work it covers (nhóm lĩnh vực, II.1).",
        ),
        parts("phases", "Phase", "campaign_id", "position", "Its phases (các đợt, II.2)."),
        figure(
            "projectsAccepted",
            ACCEPTED,
            "How many registered projects have been accepted, for anybody to read (đăng ký đã được chấp nhận).",
        ),
        figure(
            "projectsVerified",
            "(select count(*) from project x where x.campaign_id = {t}.id and x.state = 'VERIFIED')",
            "How many of them are verified as complete (đã xác nhận hoàn thành).",
        ),
        figure(
            "unitsRegistered",
            UNITS,
            "How many units have an accepted project (số đơn vị có đăng ký được chấp nhận).",
        ),
        figure(
            "reportsOwed",
            "(select count(*) from report_obligation x where x.campaign_id = {t}.id and x.state <> 'WAIVED')",
            "How many reports units owe or owed (số báo cáo phải nộp).",
        ),
        figure(
            "reportsMet",
            "(select count(*) from report_obligation x where x.campaign_id = {t}.id and x.state = 'MET')",
            "How many of them are met (số báo cáo đã nộp, được chấp nhận).",
        ),
        many("projects", "Project", "campaign_id", "What units register in it (công trình, dự án, việc làm)."),
        many("reports", "Report", "campaign_id", "Reports on it (báo cáo)."),
        many("obligations", "ReportObligation", "campaign_id", "Reports owed (nghĩa vụ báo cáo)."),
        many("nominations", "Nomination", "campaign_id", "Nominations in it (đề nghị khen thưởng)."),
        many("exemplars", "Exemplar", "campaign_id", "Exemplars in it (điển hình tiên tiến)."),
        many("publications", "Publication", "campaign_id", "Where media made it known (tin, bài tuyên truyền)."),
        many("awards", "Award", "campaign_id", "Awards in it (khen thưởng)."),
        history(),
        many("children", "Campaign", "parent_id", "Campaigns of units under it (đợt thi đua của đơn vị)."),
        many("unitPlans", "UnitPlan", "campaign_id", "Plans of units for it (kế hoạch của đơn vị)."),
        int("version", "Grows by one with each change; for `expectedVersion`."),
        instant("createdAt", "When it was recorded."),
        instant("updatedAt", "When it was last changed."),
        transitions::<workflow::campaign::Campaign>(),
    ])
    .filters([
        Filter::codes::<CampaignState>("state", "In one of these states."),
        Filter::ids("unit", "Unit", "Launched by one of these units."),
        Filter::ids("parent", "Campaign", "Part of one of these campaigns."),
        Filter::range("startsOn", Scalar::Date, "Starting in this time."),
        Filter::search(),
    ])
    .sorts([
        Sort::by("STARTS_ON", "starts_on", Scalar::Date, "By the first day.").descending(),
        Sort::by("TITLE", "title_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
    ])
    .groups([
        Group::by("STATE", "state", Scalar::Text, "By state."),
        Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By the unit that launches it."),
    ])
}

/// Projects that were accepted, whatever became of them.
const ACCEPTED: &str = "(select count(*) from project x where x.campaign_id = {t}.id and x.state in ('ACCEPTED', 'IN_PROGRESS', 'COMPLETION_CLAIMED', 'VERIFIED', 'NOT_ACHIEVED'))";

/// The units that have one.
const UNITS: &str = "(select count(distinct x.unit_id) from project x where x.campaign_id = {t}.id and x.state in ('ACCEPTED', 'IN_PROGRESS', 'COMPLETION_CLAIMED', 'VERIFIED', 'NOT_ACHIEVED'))";

/// A published figure: whoever sees the campaign reads how many there are, and of the rows what they may see.
fn figure(name: &'static str, sql: &'static str, about: &'static str) -> Field {
    fact(name, Scalar::Int, sql, about)
}

impl Living for workflow::campaign::Campaign {
    type Row = campaign::Entity;

    fn put(row: &mut campaign::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.ends_on", Scalar::Date),
            key("{t}.launch_document_id", Scalar::Id("OfficialDocument")),
            key("(select count(*) from phase x where x.campaign_id = {t}.id)", Scalar::Long),
            key("(select count(*) from field_group x where x.campaign_id = {t}.id)", Scalar::Long),
            key("{t}.is_by_unit", Scalar::Bool),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::campaign::Facts {
            state: state(&cells[0], CampaignState::Closed),
            unit: cells[1].uuid().unwrap_or_default(),
            ends_on: cells[2].date().unwrap_or_default(),
            has_launch_document: cells[3].uuid().is_some(),
            phases: cells[4].int().unwrap_or_default(),
            field_groups: cells[5].int().unwrap_or_default(),
            is_by_unit: cells[6].is_true(),
        }
    }
}

fn basis() -> Noun {
    Noun::new("LegalBasis", "campaign_basis", campaign_basis::visible, "A document that a campaign rests on (căn cứ).")
        .fields([
            int("position", "Its place in the list, from 1."),
            one("document", "OfficialDocument", "The document, for whoever may see it.").optional(),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn group() -> Noun {
    Noun::new(
        "FieldGroup",
        "field_group",
        field_group::visible,
        "A group of fields of work that a campaign covers (nhóm lĩnh vực công tác).",
    )
    .label("name")
    .fields([
        int("position", "Its place in the list, from 1."),
        text("name", "The name (tên nhóm lĩnh vực)."),
        one("campaign", "Campaign", "The campaign."),
        many("projects", "Project", "field_group_id", "Projects in this group."),
    ])
    .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn phase_noun() -> Noun {
    Noun::new(
        "Phase",
        "phase",
        phase::visible,
        "A dated part of a campaign (đợt 01, đợt 02). Phases lie inside the campaign and do not overlap.",
    )
    .root("phases")
    .label("name")
    .fields([
        int("position", "Its place in the campaign, from 1."),
        text("name", "The name (tên đợt)."),
        date("startsOn", "The first day."),
        date("endsOn", "The last day."),
        one("campaign", "Campaign", "The campaign."),
        many("guidances", "Guidance", "phase_id", "The editions of its guidance (hướng dẫn)."),
        many("obligations", "ReportObligation", "phase_id", "Reports owed in it."),
        many("awards", "Award", "phase_id", "Awards in it."),
        history(),
        int("version", "Grows by one with each change."),
    ])
    .filters([Filter::ids("campaign", "Campaign", "Of one of these campaigns.")])
    .sorts([
        Sort::by("STARTS_ON", "starts_on", Scalar::Date, "By the first day."),
        Sort::by("POSITION", "position", Scalar::Int, "By its place in the campaign."),
    ])
}

fn guidance_noun() -> Noun {
    Noun::new("Guidance", "guidance", guidance::visible, "What the Standing Body publishes for a phase (hướng dẫn): registration window, reports and when they are due, quota, form. Versioned by edition.")
        .fields([
            int("edition", "The edition, from 1; a new one supersedes the former when it is published."),
            code::<GuidanceState>("state", "Draft, published or superseded."),
            date("registrationFrom", "The first day of the registration window (thời gian đăng ký)."),
            date("registrationTo", "The last day of the registration window; later submissions are marked late."),
            int("nominationQuota", "How many nominations a unit may send in this phase; null for no limit (chỉ tiêu đề nghị).").optional(),
            text("form", "Forms and how to fill them (biểu mẫu)."),
            instant("publishedAt", "When it was published.").optional(),
            one("phase", "Phase", "The phase it guides."),
            one("campaign", "Campaign", "The campaign."),
            one("document", "OfficialDocument", "The document it was issued as.").optional(),
            parts("reports", "GuidanceReport", "guidance_id", "due_on", "The reports it asks for."),
            history(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            transitions::<workflow::guidance::Guidance>(),
        ])
        .filters([Filter::codes::<GuidanceState>("state", "In one of these states.")])
        .sorts([Sort::by("EDITION", "edition", Scalar::Int, "By edition.").descending()])
}

impl Living for workflow::guidance::Guidance {
    type Row = guidance::Entity;

    fn put(row: &mut guidance::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("(select c.unit_id from campaign c where c.id = {t}.campaign_id)", Scalar::Id("Unit")),
            key("(select c.state from campaign c where c.id = {t}.campaign_id)", Scalar::Text),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::guidance::Facts {
            state: state(&cells[0], GuidanceState::Superseded),
            unit: cells[1].uuid().unwrap_or_default(),
            is_campaign_running: cells[2].text() == Some(CampaignState::Launched.code()),
        }
    }
}

fn due_report() -> Noun {
    Noun::new(
        "GuidanceReport",
        "guidance_report",
        guidance_report::visible,
        "A report that a guidance asks every participating unit for.",
    )
    .fields([
        code::<ReportKind>("kind", "The kind of report."),
        text("period", "The period it covers, `Q3/2021`."),
        date("dueOn", "The day it is due."),
    ])
    .sorts([Sort::by("DUE_ON", "due_on", Scalar::Date, "By the day it is due.")])
}
