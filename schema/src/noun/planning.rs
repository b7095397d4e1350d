//! What units plan for themselves, and the calendar that deadlines count on (kế hoạch của đơn vị, lịch làm việc).

use entity::{
    special_day::{self, DayKind},
    unit_plan::{self, PlanState},
    unit_plan_target,
};
use sea_orm::Set;

use super::{
    by_unit::{cluster_filter, cluster_group, unit_kind_filter, unit_kind_group},
    life::{Living, state, transitions},
};
use crate::{
    declare::{Filter, Group, Need, Noun, Scalar, Sort, code, date, decimal, instant, int, key, one, parts, text},
    plan::Cell,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    vec![plan(), target(), special_day_noun()]
}

fn plan() -> Noun {
    Noun::new("UnitPlan", "unit_plan", unit_plan::visible, "A unit's own plan for a campaign (kế hoạch của đơn vị, IV.1a): topics, measures, measurable targets, and the document it was issued as.")
        .root("unitPlans")
        .label("title")
        .fields([
            text("title", "The title (tên kế hoạch)."),
            text("topics", "The topics of emulation (nội dung, chủ đề thi đua)."),
            text("measures", "How it is to be reached (biện pháp, giải pháp)."),
            code::<PlanState>("state", "Where it is in its life (trạng thái)."),
            instant("issuedAt", "When it was issued.").optional(),
            one("unit", "Unit", "The unit that plans (đơn vị)."),
            one("campaign", "Campaign", "The campaign it answers."),
            one("document", "OfficialDocument", "The document it was issued as (văn bản ban hành).").optional(),
            parts("targets", "UnitPlanTarget", "plan_id", "position", "What it aims at (chỉ tiêu)."),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was drafted."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::unit_plan::UnitPlan>(),
        ])
        .filters([
            Filter::codes::<PlanState>("state", "In one of these states."),
            Filter::ids("unit", "Unit", "Of one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "For one of these campaigns."),
            cluster_filter(),
            unit_kind_filter(),
        ])
        .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was drafted.").descending()])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
            cluster_group(),
            unit_kind_group(),
        ])
}

impl Living for workflow::unit_plan::UnitPlan {
    type Row = unit_plan::Entity;

    fn put(row: &mut unit_plan::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.topics", Scalar::Text),
            key("(select count(*) from unit_plan_target x where x.plan_id = {t}.id)", Scalar::Long),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::unit_plan::Facts {
            state: state(&cells[0], PlanState::Issued),
            unit: cells[1].uuid().unwrap_or_default(),
            has_topics: cells[2].text().is_some_and(|text| !text.trim().is_empty()),
            targets: cells[3].int().unwrap_or_default(),
        }
    }
}

fn target() -> Noun {
    let about = "A measurable target of a unit's plan (chỉ tiêu của kế hoạch).";
    Noun::new("UnitPlanTarget", "unit_plan_target", unit_plan_target::visible, about)
        .fields([
            int("position", "Its place in the list, from 1."),
            text("indicator", "What is measured (chỉ số)."),
            text("measure", "The unit of measure (đơn vị tính)."),
            decimal("planned", "The value aimed at (kế hoạch)."),
            one("plan", "UnitPlan", "The plan."),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}

fn special_day_noun() -> Noun {
    Noun::new("SpecialDay", "special_day", special_day::visible, "Days that are not what their weekday says (ngày nghỉ lễ, tết, ngày làm bù). Deadlines in working days count on them, in Asia/Ho_Chi_Minh.")
        .root("specialDays")
        .fields([
            code::<DayKind>("kind", "A day off, or a working day."),
            date("startsOn", "The first day."),
            date("endsOn", "The last day."),
            text("name", "What they are for (tên ngày lễ)."),
            int("version", "Grows by one with each change."),
            instant("createdAt", "When it was recorded."),
        ])
        .filters([
            Filter::codes::<DayKind>("kind", "Of one of these kinds."),
            Filter::range("startsOn", Scalar::Date, "Starting in this time."),
        ])
        .sorts([Sort::by("STARTS_ON", "starts_on", Scalar::Date, "By the first day.")])
}
