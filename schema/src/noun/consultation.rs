//! Consultations (hiệp y): opinions that the Standing Body asks of other agencies on nominations.

use async_graphql::Value as Json;
use entity::consultation::{self, ConsultationState, Opinion};
use sea_orm::Set;

use super::{
    life::{Living, state, transitions},
    record::history,
};
use crate::{
    declare::{Filter, Group, Need, Noun, Scalar, Sort, code, computed, date, instant, int, key, one, text},
    error::Result,
    plan::{Cell, Condition},
    viewer::Viewer,
    workflow,
};

pub fn nouns() -> Vec<Noun> {
    vec![noun()]
}

fn noun() -> Noun {
    Noun::new("Consultation", "consultation", consultation::visible, "An opinion that the Standing Body asks of another agency on a nomination (hiệp y), with a due day in working days. The agency reads whom and what it is about, and not the nomination itself.")
        .root("consultations")
        .fields([
            text("about", "Whom and what it is about (nội dung xin ý kiến)."),
            text("achievement", "The achievement report, as it was when the opinion was asked (báo cáo thành tích)."),
            text("question", "What is asked (câu hỏi)."),
            date("dueOn", "The day by which an answer is due (hạn trả lời)."),
            code::<ConsultationState>("state", "Asked, answered or withdrawn."),
            computed("isOverdue", "Boolean!", vec![key("{t}.state", Scalar::Text), key("{t}.due_on", Scalar::Date)], is_overdue, "Whether it is not answered and its day has passed (quá hạn)."),
            code::<Opinion>("opinion", "The opinion, once given (ý kiến).").optional(),
            text("answer", "The answer in words (nội dung trả lời)."),
            text("reason", "Why it was withdrawn (lý do rút).").optional(),
            instant("answeredAt", "When it was answered.").optional(),
            one("nomination", "Nomination", "The nomination, for whoever may see it.").optional(),
            one("unit", "Unit", "The agency that is asked (cơ quan được xin ý kiến)."),
            one("campaign", "Campaign", "The campaign."),
            history(),
            int("version", "Grows by one with each change; for `expectedVersion`."),
            instant("createdAt", "When it was asked."),
            transitions::<workflow::consultation::Consultation>(),
        ])
        .filters([
            Filter::codes::<ConsultationState>("state", "In one of these states."),
            Filter::codes::<Opinion>("opinion", "With one of these opinions."),
            Filter::ids("unit", "Unit", "Asked of one of these units."),
            Filter::ids("nomination", "Nomination", "On one of these nominations."),
            Filter::ids("campaign", "Campaign", "In one of these campaigns."),
            Filter::range("dueOn", Scalar::Date, "Due in this time."),
            Filter::made("isOverdue", "Boolean", overdue, "Not answered with its day passed, or not (quá hạn)."),
        ])
        .sorts([
            Sort::by("DUE_ON", "due_on", Scalar::Date, "By the day it is due."),
            Sort::by("CREATED_AT", "created_at", Scalar::Instant, "By when it was asked."),
        ])
        .groups([
            Group::by("STATE", "state", Scalar::Text, "By state."),
            Group::by("OPINION", "opinion", Scalar::Text, "By opinion."),
            Group::by("UNIT", "unit_id", Scalar::Id("Unit"), "By the agency that is asked."),
        ])
}

fn is_overdue(viewer: &Viewer, cells: &[Cell<'_>]) -> serde_json::Value {
    let is_asked = cells[0].text() == Some(ConsultationState::Asked.code());
    (is_asked && cells[1].date().is_some_and(|due| due < viewer.now.date_in_vietnam())).into()
}

#[expect(clippy::unnecessary_wraps, reason = "other filters can refuse their argument")]
fn overdue(viewer: &Viewer, value: &Json) -> Result<Condition> {
    let overdue =
        Condition::Sql("({t}.state = 'ASKED' and {t}.due_on < {})", vec![viewer.now.date_in_vietnam().into()]);
    Ok(if *value == Json::Boolean(true) { overdue } else { Condition::Not(Box::new(overdue)) })
}

impl Living for workflow::consultation::Consultation {
    type Row = consultation::Entity;

    fn put(row: &mut consultation::ActiveModel, state: Self::State) {
        row.state = Set(state);
    }

    fn needs() -> Vec<Need> {
        vec![key("{t}.state", Scalar::Text), key("{t}.unit_id", Scalar::Id("Unit"))]
    }

    fn read(cells: &[Cell<'_>]) -> Self::Facts {
        workflow::consultation::Facts {
            state: state(&cells[0], ConsultationState::Withdrawn),
            unit: cells[1].uuid().unwrap_or_default(),
        }
    }
}
