//! Reminders and inspections: how the Standing Body urges, and what units answer.

use std::collections::{BTreeSet, HashMap};

use async_graphql::InputObject;
use chrono::NaiveDate;
use entity::{
    campaign, consultation,
    consultation::ConsultationState,
    inspection,
    inspection::InspectionState,
    official_document, reminder, reminder_round,
    report_obligation::{self, ObligationState},
    unit,
};
use sea_orm::{ColumnTrait, ExprTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{check, done, template};
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, Enumerated, id::Id},
    workflow::{self, reason},
    write::{Done, Write},
};

/// The most reminders of one round.
const MOST: usize = 2_000;

entity::codes! {
    /// Whom a round of reminders is for (đối tượng đôn đốc).
    pub enum ReminderAudience {
        /// Whoever owes a report whose day has passed: a reminder for each (đơn vị quá hạn).
        Overdue = "OVERDUE",
        /// Whoever owes a report, due or overdue: a reminder for each (đơn vị chưa nộp).
        Owing = "OWING",
        /// Whoever owes an opinion whose day has passed: a reminder for each (đơn vị chậm trả lời hiệp y).
        OverdueConsultations = "OVERDUE_CONSULTATIONS",
        /// Each of the units named, whatever it owes (đơn vị được chọn).
        Units = "UNITS",
    }
}

/// A round of reminders.
#[derive(InputObject)]
pub struct SendRemindersInput {
    /// The campaign.
    pub campaign: Id<campaign::Entity>,
    /// Whom they are for.
    pub audience: Enumerated<ReminderAudience>,
    /// Only these units; those to remind, where the audience is UNITS.
    #[graphql(default)]
    pub units: Vec<Id<unit::Entity>>,
    /// The subject line.
    pub subject: String,
    /// The text. `{unit}`, `{period}`, `{dueOn}` and `{daysOverdue}` stand for what they name; for an opinion, the period is what it is about; about nothing that is owed, the last three are empty.
    pub template: String,
}

/// A reminder to acknowledge.
#[derive(InputObject)]
pub struct AcknowledgeReminderInput {
    /// The reminder.
    pub id: Id<reminder::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
}

/// An inspection to come.
#[derive(InputObject)]
pub struct PlanInspectionInput {
    /// The campaign.
    pub campaign: Id<campaign::Entity>,
    /// The unit to inspect.
    pub unit: Id<unit::Entity>,
    /// The day.
    pub planned_on: Date,
    /// What is looked at.
    pub content: String,
}

/// What an inspection found.
#[derive(InputObject)]
pub struct RecordFindingsInput {
    /// The inspection.
    pub id: Id<inspection::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// What was found.
    pub findings: String,
    /// What the unit is to do.
    pub recommendations: Option<String>,
    /// The document with the conclusion.
    pub document: Option<Id<official_document::Entity>>,
}

/// What a unit has done about the findings.
#[derive(InputObject)]
pub struct AnswerFindingsInput {
    /// The inspection.
    pub id: Id<inspection::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// What was done.
    pub answer: String,
}

/// An inspection that does not take place.
#[derive(InputObject)]
pub struct CancelInspectionInput {
    /// The inspection.
    pub id: Id<inspection::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// Why; it is kept and shown (lý do).
    pub reason: String,
}

pub async fn send(w: &mut Write, input: SendRemindersInput) -> Result<Done> {
    let campaign = w.see::<campaign::Entity>(input.campaign.0).await?;
    check::list("units", &input.units, 0, 500)?;
    let named: Vec<Uuid> = input.units.iter().map(|unit| unit.0).collect::<BTreeSet<_>>().into_iter().collect();
    let (subject, template) = (check::line("subject", &input.subject)?, template::checked(&input.template)?);
    let whom: Vec<(Uuid, Option<Owed>)> = match input.audience.0 {
        ReminderAudience::Units => named.iter().map(|unit| (*unit, None)).collect(),
        ReminderAudience::Overdue | ReminderAudience::Owing => owed(w, &campaign, input.audience.0, &named).await?,
        ReminderAudience::OverdueConsultations => opinions(w, &campaign, &named).await?,
    };
    check::list("units", &whom, 0, MOST)?;
    if whom.is_empty() {
        return Err(Error::new(
            Code::NobodyToRemind,
            "Nobody is to be reminded: no report or opinion is owed as the audience says, or no unit is named.",
            "Không có đơn vị nào cần đôn đốc: không còn báo cáo, ý kiến hiệp y chưa gửi theo điều kiện, hoặc chưa chọn đơn vị.",
        ));
    }
    let units = w.every::<unit::Entity>(unit::Column::Id.is_in(whom.iter().map(|(unit, _)| *unit))).await?;
    let titles: HashMap<Uuid, String> = units.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let round = reminder_round::ActiveModel {
        campaign_id: Set(campaign.id),
        subject: Set(subject.clone()),
        template: Set(template.clone()),
        author: Set(w.subject()),
        reminded: Set(i32::try_from(whom.len()).unwrap_or(i32::MAX)),
        ..Default::default()
    };
    let round = w.insert::<reminder_round::Entity>(round).await?;
    for (unit, owed) in whom {
        let name = titles.get(&unit).ok_or_else(Error::not_found)?;
        let row = reminder::ActiveModel {
            round_id: Set(round.id),
            campaign_id: Set(campaign.id),
            unit_id: Set(unit),
            obligation_id: Set(owed.as_ref().and_then(|owed| owed.obligation)),
            consultation_id: Set(owed.as_ref().and_then(|owed| owed.consultation)),
            subject: Set(subject.clone()),
            body: Set(filled_in(w, &template, name, owed.as_ref())),
            ..Default::default()
        };
        w.insert::<reminder::Entity>(row).await?;
    }
    done::<reminder_round::Entity>(round.id)
}

/// What a reminder is about: a report, or an opinion.
struct Owed {
    obligation: Option<Uuid>,
    consultation: Option<Uuid>,
    period: String,
    due_on: NaiveDate,
}

/// Opinions that are owed, each with the agency that owes it.
async fn opinions(w: &Write, campaign: &campaign::Model, named: &[Uuid]) -> Result<Vec<(Uuid, Option<Owed>)>> {
    use consultation::Column as C;
    let today = w.viewer.now.date_in_vietnam();
    let mut which = C::CampaignId.eq(campaign.id).and(C::State.eq(ConsultationState::Asked)).and(C::DueOn.lt(today));
    if !named.is_empty() {
        which = which.and(C::UnitId.is_in(named.iter().copied()));
    }
    let found = w.every::<consultation::Entity>(which).await?;
    let owed = |asked: consultation::Model| Owed {
        obligation: None,
        consultation: Some(asked.id),
        period: asked.about,
        due_on: asked.due_on,
    };
    Ok(found.into_iter().map(|asked| (asked.unit_id, Some(owed(asked)))).collect())
}

/// Reports that are owed, each with the unit that owes it.
async fn owed(
    w: &Write,
    campaign: &campaign::Model,
    audience: ReminderAudience,
    named: &[Uuid],
) -> Result<Vec<(Uuid, Option<Owed>)>> {
    use report_obligation::Column as C;
    let mut which = C::CampaignId.eq(campaign.id).and(C::State.eq(ObligationState::Due));
    match audience {
        ReminderAudience::Units | ReminderAudience::OverdueConsultations => return Ok(Vec::new()),
        ReminderAudience::Overdue => which = which.and(C::DueOn.lt(w.viewer.now.date_in_vietnam())),
        ReminderAudience::Owing => {}
    }
    if !named.is_empty() {
        which = which.and(C::UnitId.is_in(named.iter().copied()));
    }
    let found = w.every::<report_obligation::Entity>(which).await?;
    let owed = |owed: report_obligation::Model| {
        let (period, due_on) = (owed.period, owed.due_on);
        (owed.unit_id, Some(Owed { obligation: Some(owed.id), consultation: None, period, due_on }))
    };
    Ok(found.into_iter().map(owed).collect())
}

fn filled_in(w: &Write, template: &str, unit: &str, owed: Option<&Owed>) -> String {
    let today = w.viewer.now.date_in_vietnam();
    let days = |owed: &Owed| Ord::max((today - owed.due_on).num_days(), 0).to_string();
    let values = [
        ("unit", unit.to_owned()),
        ("period", owed.map(|owed| owed.period.clone()).unwrap_or_default()),
        ("dueOn", owed.map(|owed| owed.due_on.format("%d/%m/%Y").to_string()).unwrap_or_default()),
        ("daysOverdue", owed.map(days).unwrap_or_default()),
    ];
    template::fill(template, &values)
}

pub async fn acknowledge(w: &mut Write, input: AcknowledgeReminderInput) -> Result<Done> {
    let before = w.fetch_at::<reminder::Entity>(input.id.0, input.expected_version).await?;
    w.permit(Some(before.unit_id))?;
    if before.acknowledged_at.is_none() {
        let mut row = before.clone().into_active_model();
        row.acknowledged_at = Set(Some(w.viewer.now));
        row.acknowledged_by = Set(Some(w.subject()));
        w.update::<reminder::Entity>(&before, row).await?;
    }
    done::<reminder::Entity>(before.id)
}

pub async fn plan(w: &mut Write, input: PlanInspectionInput) -> Result<Done> {
    let campaign = w.see::<campaign::Entity>(input.campaign.0).await?;
    let unit = w.see::<unit::Entity>(input.unit.0).await?;
    let row = inspection::ActiveModel {
        campaign_id: Set(campaign.id),
        unit_id: Set(unit.id),
        planned_on: Set(input.planned_on.0),
        content: Set(check::filled("content", &input.content)?),
        state: Set(InspectionState::Planned),
        findings: Set(String::new()),
        recommendations: Set(String::new()),
        answer: Set(String::new()),
        author: Set(w.subject()),
        ..Default::default()
    };
    done::<inspection::Entity>(w.insert::<inspection::Entity>(row).await?.id)
}

pub async fn record_findings(w: &mut Write, input: RecordFindingsInput) -> Result<Done> {
    let mut step = w.step::<workflow::inspection::Inspection>(input.id, input.expected_version).await?;
    step.row.findings = Set(check::filled("findings", &input.findings)?);
    step.row.recommendations =
        Set(check::body("recommendations", input.recommendations.as_deref().unwrap_or_default())?);
    if let Some(document) = input.document {
        step.row.document_id = Set(Some(w.see::<official_document::Entity>(document.0).await?.id));
    }
    w.take(step).await
}

pub async fn answer(w: &mut Write, input: AnswerFindingsInput) -> Result<Done> {
    let mut step = w.step::<workflow::inspection::Inspection>(input.id, input.expected_version).await?;
    step.row.answer = Set(check::filled("answer", &input.answer)?);
    w.take(step).await
}

pub async fn cancel(w: &mut Write, input: CancelInspectionInput) -> Result<Done> {
    let mut step = w.step::<workflow::inspection::Inspection>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.take(step).await
}
