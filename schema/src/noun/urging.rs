//! How the Standing Body follows, urges and inspects (theo dõi, đôn đốc, kiểm tra, IV.6b).

use entity::{
    inspection::{self, InspectionState},
    reminder, reminder_round,
};
use sea_orm::Set;

use super::life::{Living, state, transitions};
use crate::{
    declare::{Filter, Group, Need, Noun, Scalar, Sort, code, date, instant, int, key, many, one, text},
    plan::Cell,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    vec![round(), reminder_noun(), inspection_noun()]
}

fn round() -> Noun {
    Noun::new(
        "ReminderRound",
        "reminder_round",
        reminder_round::visible,
        "Reminders that the Standing Body sent at once, from one template (đợt đôn đốc).",
    )
    .root("reminderRounds")
    .fields([
        text("subject", "The subject line (tiêu đề)."),
        text(
            "template",
            "The text with its placeholders `{unit}`, `{period}`, `{dueOn}`, `{daysOverdue}` (mẫu nội dung).",
        ),
        int("reminded", "How many reminders were sent."),
        one("campaign", "Campaign", "The campaign."),
        many("reminders", "Reminder", "round_id", "The reminders."),
        int("version", "Grows by one with each change."),
        instant("createdAt", "When they were sent."),
    ])
    .filters([Filter::ids("campaign", "Campaign", "In one of these campaigns.")])
    .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when they were sent.").descending()])
}

fn reminder_noun() -> Noun {
    Noun::new(
        "Reminder",
        "reminder",
        reminder::visible,
        "A reminder to a unit (văn bản đôn đốc): of a report or an opinion that it owes, or of something else.",
    )
    .root("reminders")
    .fields([
        text("subject", "The subject line (tiêu đề)."),
        text("body", "The text (nội dung)."),
        one("unit", "Unit", "The unit that is reminded."),
        one("obligation", "ReportObligation", "The report that it owes, if it is about one.").optional(),
        one("consultation", "Consultation", "The opinion that it owes, if it is about one (hiệp y).").optional(),
        one("campaign", "Campaign", "The campaign."),
        instant("acknowledgedAt", "When the unit acknowledged it; null until then (đã tiếp nhận lúc).").optional(),
        int("version", "Grows by one with each change; for `expectedVersion`."),
        instant("createdAt", "When it was sent."),
    ])
    .filters([
        Filter::ids("unit", "Unit", "To one of these units."),
        Filter::subtree("unit_id"),
        Filter::ids("campaign", "Campaign", "In one of these campaigns."),
        Filter::ids("round", "ReminderRound", "Of one of these rounds."),
        Filter::ids("obligation", "ReportObligation", "About one of these."),
        Filter::ids("consultation", "Consultation", "About one of these opinions."),
    ])
    .sorts([Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was sent.").descending()])
    .groups([Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit.")])
}

fn inspection_noun() -> Noun {
    Noun::new("Inspection", "inspection", inspection::visible, "An inspection of a unit by the Standing Body (kiểm tra): planned, its findings recorded, answered by the unit.")
        .root("inspections")
        .fields([
            date("plannedOn", "The day it is planned for (ngày kiểm tra)."),
            text("content", "What is looked at (nội dung kiểm tra)."),
            code::<InspectionState>("state", "Where it is in its life (trạng thái)."),
            text("findings", "What was found (kết quả kiểm tra)."),
            text("recommendations", "What the unit is to do (kiến nghị)."),
            text("answer", "What the unit has done about it (báo cáo khắc phục)."),
            text("reason", "Why it was cancelled (lý do hủy).").optional(),
            one("unit", "Unit", "The unit that is inspected."),
            one("campaign", "Campaign", "The campaign."),
            one("document", "OfficialDocument", "The document with the conclusion (văn bản kết luận).").optional(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was planned."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::inspection::Inspection>(),
        ])
        .filters([
            Filter::codes::<InspectionState>("state", "In one of these states."),
            Filter::ids("unit", "Unit", "Of one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::range("plannedOn", Scalar::Date, "Planned for this time."),
        ])
        .sorts([
            Sort::by("PLANNED_ON", "planned_on", Scalar::Date, "By the day.").descending(),
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was planned."),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
        ])
}

impl Living for workflow::inspection::Inspection {
    type Row = inspection::Entity;

    fn put(row: &mut inspection::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![key("{t}.state", Scalar::Text), key("{t}.unit_id", Scalar::Id("Unit"))]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::inspection::Facts {
            state: state(&cells[0], InspectionState::Cancelled),
            unit: cells[1].uuid().unwrap_or_default(),
        }
    }
}
