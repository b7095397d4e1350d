//! Report obligations and reports (nghĩa vụ báo cáo, báo cáo).

use async_graphql::Value as Json;
use entity::{
    report::{self, ReportKind, ReportState},
    report_indicator,
    report_obligation::{self, ObligationState},
};

use sea_orm::Set;

use super::record::history;
use super::{
    by_unit::{cluster_filter, cluster_group, unit_kind_filter, unit_kind_group},
    life::{Living, state, transitions},
};
use crate::{
    declare::{
        Filter, Group, Need, Noun, Scalar, Sort, boolean, code, computed, date, decimal, instant, int, key, many, one,
        parts, text,
    },
    error::Result,
    plan::{Cell, Condition, items, text_of},
    viewer::Viewer,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    vec![obligation(), report_noun(), indicator()]
}

fn obligation() -> Noun {
    Noun::new("ReportObligation", "report_obligation", report_obligation::visible, "That a unit owes a report by a day (nghĩa vụ báo cáo). It exists before the report, so that overdue ones can be listed and reminded of.")
        .root("obligations")
        .fields([
            code::<ReportKind>("kind", "The kind of report."),
            text("period", "The period the report covers, `Q3/2021` (kỳ báo cáo)."),
            date("dueOn", "The day it is due (hạn nộp)."),
            code::<ObligationState>("state", "Due, met or waived."),
            computed("isOverdue", "Boolean!", vec![key("{t}.state", Scalar::Text), key("{t}.due_on", Scalar::Date)], is_overdue, "Whether it is due and its day has passed (quá hạn)."),
            text("reason", "Why it was waived (lý do miễn).").optional(),
            one("unit", "Unit", "The unit that owes it."),
            one("campaign", "Campaign", "The campaign."),
            one("phase", "Phase", "The phase."),
            one("guidance", "Guidance", "The guidance that asks for it."),
            many("reports", "Report", "obligation_id", "The editions of the report."),
            history(),
            many("reminders", "Reminder", "obligation_id", "Reminders of it (đôn đốc)."),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            transitions::<workflow::obligation::Obligation>(),
        ])
        .filters([
            Filter::codes::<ObligationState>("state", "In one of these states."),
            Filter::codes::<ReportKind>("kind", "Of one of these kinds."),
            Filter::texts("period", "For one of these periods."),
            Filter::ids("unit", "Unit", "Owed by one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::ids("phase", "Phase", "In one of these phases."),
            Filter::range("dueOn", Scalar::Date, "Due in this time."),
            Filter::made_codes::<Timeliness>("timeliness", timely, "On time, late, open, overdue or waived (tình trạng nộp)."),
            cluster_filter(),
            unit_kind_filter(),
            Filter::made("isOverdue", "Boolean", overdue, "Due with its day passed, or not (quá hạn)."),
        ])
        .sorts([
            Sort::by("DUE_ON", "due_on", Scalar::Date, "By the day it is due."),
            Sort::by("PERIOD", "period", Scalar::Text, "By period."),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("KIND", "kind", Scalar::Text, "By kind."),
            Group::by("PERIOD", "period", Scalar::Text, "By period."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
            cluster_group(),
            unit_kind_group(),
            Group::made("TIMELINESS", TIMELINESS, Scalar::Text, "By whether it was met in time (tình trạng nộp)."),
        ])
}

entity::codes! {
    /// Whether an obligation was met in time (tình trạng nộp báo cáo).
    pub enum Timeliness {
        /// Met by a report that was submitted by the due day (đúng hạn).
        OnTime = "ON_TIME",
        /// Met by a report that was submitted after the due day (trễ hạn).
        Late = "LATE",
        /// Not met yet, and the day has not passed (chưa đến hạn).
        Open = "OPEN",
        /// Not met, and the day has passed (quá hạn).
        Overdue = "OVERDUE",
        /// Waived (được miễn).
        Waived = "WAIVED",
    }
}

/// The code of an obligation's timeliness: that of its first edition, once it is met.
pub const TIMELINESS: &str = "case {t}.state when 'WAIVED' then 'WAIVED' when 'MET' then case when exists (select 1 from report x where x.obligation_id = {t}.id and x.edition = 1 and x.is_late) then 'LATE' else 'ON_TIME' end else case when {t}.due_on < {} then 'OVERDUE' else 'OPEN' end end";

fn timely(viewer: &Viewer, value: &Json) -> Result<Condition> {
    let today = viewer.now.date_in_vietnam();
    let one = |code: &Json| {
        Ok(match Timeliness::from_code(&text_of("timeliness", code)?) {
            Some(Timeliness::Waived) => Condition::Sql("{t}.state = 'WAIVED'", vec![]),
            Some(Timeliness::Overdue) => Condition::Sql("({t}.state = 'DUE' and {t}.due_on < {})", vec![today.into()]),
            Some(Timeliness::Open) => Condition::Sql("({t}.state = 'DUE' and {t}.due_on >= {})", vec![today.into()]),
            Some(Timeliness::Late) => Condition::Sql(
                "({t}.state = 'MET' and exists (select 1 from report x where x.obligation_id = {t}.id and x.edition = 1 and x.is_late))",
                vec![],
            ),
            Some(Timeliness::OnTime) => Condition::Sql(
                "({t}.state = 'MET' and not exists (select 1 from report x where x.obligation_id = {t}.id and x.edition = 1 and x.is_late))",
                vec![],
            ),
            None => Condition::False,
        })
    };
    Ok(Condition::Any(items(value).iter().map(one).collect::<Result<_>>()?))
}

fn is_overdue(viewer: &Viewer, cells: &[Cell<'_>]) -> serde_json::Value {
    let is_due = cells[0].text() == Some(ObligationState::Due.code());
    let has_passed = cells[1].date().is_some_and(|due| due < viewer.now.date_in_vietnam());
    (is_due && has_passed).into()
}

#[expect(clippy::unnecessary_wraps, reason = "other filters can refuse their argument")]
fn overdue(viewer: &Viewer, value: &Json) -> Result<Condition> {
    let overdue = Condition::Sql("({t}.state = 'DUE' and {t}.due_on < {})", vec![viewer.now.date_in_vietnam().into()]);
    Ok(if *value == Json::Boolean(true) { overdue } else { Condition::Not(Box::new(overdue)) })
}

impl Living for workflow::obligation::Obligation {
    type Row = report_obligation::Entity;

    fn put(row: &mut report_obligation::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![key("{t}.state", Scalar::Text), key("{t}.unit_id", Scalar::Id("Unit"))]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::obligation::Facts {
            state: state(&cells[0], ObligationState::Waived),
            unit: cells[1].uuid().unwrap_or_default(),
        }
    }
}

fn report_noun() -> Noun {
    Noun::new("Report", "report", report::visible, "A report of a unit (báo cáo): quarterly, preliminary or final review, or ad hoc. After acceptance it changes only by a new edition.")
        .root("reports")
        .fields([
            code::<ReportKind>("kind", "The kind of report."),
            text("period", "The period it covers, `Q3/2021` (kỳ báo cáo)."),
            int("edition", "The edition, from 1; later ones are supplements (báo cáo bổ sung)."),
            code::<ReportState>("state", "Where it is in its life (trạng thái)."),
            text("narrative", "What was done (kết quả thực hiện)."),
            text("difficulties", "Difficulties met (khó khăn, vướng mắc)."),
            text("proposals", "What it proposes (đề xuất, kiến nghị)."),
            date("dueOn", "The day it was due.").optional(),
            boolean("isLate", "Whether it was submitted after that day (nộp trễ)."),
            text("reason", "The reason of the last return (lý do trả lại).").optional(),
            instant("submittedAt", "When it was last submitted.").optional(),
            instant("acceptedAt", "When it was accepted.").optional(),
            one("unit", "Unit", "The unit that reports."),
            one("campaign", "Campaign", "The campaign."),
            one("phase", "Phase", "The phase."),
            one("obligation", "ReportObligation", "The obligation it meets.").optional(),
            one("replaces", "Report", "The edition before it.").optional(),
            parts("indicators", "ReportIndicator", "report_id", "position", "Its figures (số liệu)."),
            history(),
            super::attachment::attachments("report_id"),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was drafted."),
            instant("updatedAt", "When it was last changed."),
            transitions::<workflow::report::Report>(),
        ])
        .filters([
            Filter::codes::<ReportState>("state", "In one of these states."),
            Filter::codes::<ReportKind>("kind", "Of one of these kinds."),
            Filter::texts("period", "For one of these periods."),
            Filter::ids("unit", "Unit", "Of one of these units."),
            Filter::subtree("unit_id"),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::ids("phase", "Phase", "In one of these phases."),
            Filter::boolean("isLate", "Submitted late, or not."),
            Filter::range("dueOn", Scalar::Date, "Due in this time."),
            Filter::range("submittedAt", Scalar::Instant, "Last submitted in this time."),
            cluster_filter(),
            unit_kind_filter(),
            Filter::search(),
        ])
        .sorts([
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was drafted.").descending(),
            Sort::by("DUE_ON", "due_on", Scalar::Date, "By the day it was due.").nullable(),
            Sort::by("SUBMITTED_AT", "submitted_at", Scalar::Instant, "By when it was submitted.").nullable(),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("KIND", "kind", Scalar::Text, "By kind."),
            Group::by("PERIOD", "period", Scalar::Text, "By period."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By unit."),
            cluster_group(),
            unit_kind_group(),
            Group::week("WEEK", "submitted_at", "submittedAt", "By the week in which it was last submitted (theo tuần)."),
        ])
}

impl Living for workflow::report::Report {
    type Row = report::Entity;

    fn put(row: &mut report::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![
            key("{t}.state", Scalar::Text),
            key("{t}.unit_id", Scalar::Id("Unit")),
            key("{t}.author", Scalar::Text),
            key("coalesce({t}.submitted_by, '')", Scalar::Text),
            key("{t}.narrative", Scalar::Text),
            key("{t}.due_on", Scalar::Date),
        ]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        let text = |i: usize| cells[i].text().unwrap_or_default().to_owned();
        workflow::report::Facts {
            state: state(&cells[0], ReportState::Locked),
            unit: cells[1].uuid().unwrap_or_default(),
            author: text(2),
            submitter: text(3),
            has_narrative: !text(4).trim().is_empty(),
            due_on: cells[5].date(),
        }
    }
}

fn indicator() -> Noun {
    Noun::new("ReportIndicator", "report_indicator", report_indicator::visible, "A figure in a report (số liệu).")
        .fields([
            int("position", "Its place in the list, from 1."),
            text("name", "What it tells (chỉ tiêu)."),
            text("measure", "The unit of measure (đơn vị tính)."),
            decimal("value", "The value (giá trị)."),
        ])
        .sorts([Sort::by("POSITION", "position", Scalar::Int, "By its place.")])
}
