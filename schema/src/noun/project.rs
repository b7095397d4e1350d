//! Projects with their targets and progress (công trình, dự án, việc làm đăng ký).

use entity::{
    campaign::CampaignState,
    progress_entry,
    project::{self, ProjectKind, ProjectState},
    target::{self, TargetState},
};

use sea_orm::Set;

use super::record::history;
use super::{
    attachment::attachments,
    by_unit::{cluster_filter, cluster_group, unit_kind_filter, unit_kind_group},
    life::{Living, state, transitions},
};
use crate::{
    declare::{
        Filter, Group, Need, Noun, Scalar, Sort, boolean, code, date, decimal, dong, fact, instant, int, key, many,
        one, parts, text,
    },
    plan::Cell,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    vec![project_noun(), target_noun(), progress()]
}

fn project_noun() -> Noun {
    Noun::new("Project", "project", project::visible, "What a unit registers in a campaign (công trình, dự án, việc làm, phong trào, nhiệm vụ chính trị), with measurable targets and dates.")
        .root("projects")
        .label("title")
        .fields([
            text("title", "The title (tên công trình, việc làm)."),
            code::<ProjectKind>("kind", "The kind of work (loại đăng ký)."),
            code::<ProjectState>("state", "Where it is in its life (trạng thái)."),
            text("objective", "What it is for (mục tiêu)."),
            date("startsOn", "The first day (ngày bắt đầu).").optional(),
            date("endsOn", "The last day (ngày hoàn thành).").optional(),
            dong("budget", "The budget in whole đồng (kinh phí).").optional(),
            boolean("isLate", "Whether it was submitted after the registration window (nộp trễ)."),
            boolean("statesNoKeyProject", "Whether it states that the unit has no key project, as a political task must (I.5)."),
            text("evidence", "The evidence of completion (minh chứng hoàn thành).").optional(),
            text("reason", "The reason of the last return, rejection or withdrawal (lý do).").optional(),
            instant("submittedAt", "When it was last submitted.").optional(),
            instant("acceptedAt", "When it was accepted.").optional(),
            fact("progressPercent", Scalar::Int, "(select x.percent from progress_entry x where x.project_id = {t}.id order by x.on_date desc, x.id desc limit 1)", "The percentage of the latest progress entry (tiến độ).").optional(),
            one("unit", "Unit", "The unit that registers it (đơn vị đăng ký)."),
            one("campaign", "Campaign", "The campaign."),
            one("fieldGroup", "FieldGroup", "The field of work (nhóm lĩnh vực).").optional(),
            parts("targets", "Target", "project_id", "position", "What it aims at, in all versions (chỉ tiêu)."),
            many("progress", "ProgressEntry", "project_id", "What has been done, entry by entry (tiến độ thực hiện)."),
            history(),
            attachments("project_id"),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was drafted."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::project::Project>(),
        ])
        .filters([
            Filter::codes::<ProjectState>("state", "In one of these states."),
            Filter::codes::<ProjectKind>("kind", "Of one of these kinds."),
            Filter::ids("unit", "Unit", "Of one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::ids("fieldGroup", "FieldGroup", "In one of these field groups."),
            Filter::boolean("isLate", "Submitted late, or not."),
            Filter::range("startsOn", Scalar::Date, "Starting in this time."),
            Filter::range("endsOn", Scalar::Date, "Ending in this time."),
            Filter::range("budget", Scalar::Dong, "With a budget in this range."),
            Filter::range("submittedAt", Scalar::Instant, "Last submitted in this time."),
            cluster_filter(),
            unit_kind_filter(),
            Filter::search(),
        ])
        .sorts([
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was drafted.").descending(),
            Sort::by("TITLE", "title_key", Scalar::Text, "In the order of the Vietnamese alphabet."),
            Sort::by("ENDS_ON", "ends_on", Scalar::Date, "By the last day.").nullable(),
            Sort::by("BUDGET", "budget", Scalar::Dong, "By budget.").nullable(),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("KIND", "kind", Scalar::Text, "By kind."),
            Group::by("FIELD_GROUP", "field_group_id", Scalar::Id("FieldGroup"), "By field group."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
            cluster_group(),
            unit_kind_group(),
            Group::week("WEEK", "submitted_at", "submittedAt", "By the week in which it was last submitted (theo tuần)."),
        ])
}

impl Living for workflow::project::Project {
    type Row = project::Entity;

    fn put(row: &mut project::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.author", Scalar::Text),
            key("coalesce({t}.submitted_by, '')", Scalar::Text),
            key("{t}.kind", Scalar::Text),
            key("{t}.objective", Scalar::Text),
            key(
                "(select count(*) from target x where x.project_id = {t}.id and x.state = 'CURRENT' and x.indicator <> '' and x.planned is not null)",
                Scalar::Long,
            ),
            key("{t}.starts_on", Scalar::Date),
            key("{t}.ends_on", Scalar::Date),
            key("(select c.starts_on from campaign c where c.id = {t}.campaign_id)", Scalar::Date),
            key("(select c.ends_on from campaign c where c.id = {t}.campaign_id)", Scalar::Date),
            key("(select c.state from campaign c where c.id = {t}.campaign_id)", Scalar::Text),
            key("{t}.field_group_id", Scalar::Id("FieldGroup")),
            key("{t}.states_no_key_project", Scalar::Bool),
            // The window of the campaign's latest phase for which guidance is in force.
            key(
                "(select g.registration_to from guidance g join phase f on f.id = g.phase_id where g.campaign_id = {t}.campaign_id and g.state = 'PUBLISHED' order by f.position desc limit 1)",
                Scalar::Date,
            ),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        let text = |i: usize| cells[i].text().unwrap_or_default().to_owned();
        workflow::project::Facts {
            state: state(&cells[0], ProjectState::Withdrawn),
            unit: cells[1].uuid().unwrap_or_default(),
            author: text(2),
            submitter: text(3),
            kind: state(&cells[4], ProjectKind::PoliticalTask),
            has_objective: !text(5).trim().is_empty(),
            measurable_targets: cells[6].int().unwrap_or_default(),
            dates: cells[7].date().zip(cells[8].date()),
            campaign: (cells[9].date().unwrap_or_default(), cells[10].date().unwrap_or_default()),
            is_campaign_running: cells[11].text() == Some(CampaignState::Launched.code()),
            has_field_group: cells[12].uuid().is_some(),
            states_no_key_project: cells[13].is_true(),
            registration_to: cells[14].date(),
        }
    }
}

fn target_noun() -> Noun {
    Noun::new("Target", "target", target::visible, "A measurable target of a project (chỉ tiêu). An accepted one changes only by a new version that the Standing Body approves.").fields([
        int("position", "Its place in the list, from 1."),
        text("indicator", "What is measured (chỉ số)."),
        text("measure", "The unit of measure: `km`, `%`, `hộ` (đơn vị tính)."),
        decimal("baseline", "The value before (hiện trạng).").optional(),
        decimal("planned", "The value aimed at (kế hoạch).").optional(),
        decimal("actual", "The value reached (thực hiện).").optional(),
        code::<TargetState>("state", "Whether this version is in force."),
        one("replaces", "Target", "The version it replaces.").optional(),
        one("project", "Project", "The project."),
        history(),
        int("version", "Grows by one with each change; for `expectedVersion`."),
    ])
    .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn progress() -> Noun {
    Noun::new(
        "ProgressEntry",
        "progress_entry",
        progress_entry::visible,
        "What has been done on a project by a day (cập nhật tiến độ).",
    )
    .fields([
        date("onDate", "The day it tells of."),
        int("percent", "How much is done, 0 to 100."),
        text("note", "What was done (nội dung)."),
        text("evidence", "What shows it (minh chứng).").optional(),
        one("project", "Project", "The project."),
        attachments("progress_entry_id"),
        instant("createdAt", "When it was recorded."),
    ])
    .filters([Filter::range("onDate", Scalar::Date, "Of this time.")])
    .sorts([Sort::by("ON_DATE", "on_date", Scalar::Date, "By the day.").descending()])
}
