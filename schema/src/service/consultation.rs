//! Consultations: asked of an agency, answered by its head, withdrawn.

use async_graphql::InputObject;
use entity::{
    award_type,
    consultation::{self, ConsultationState, Opinion},
    honouree, nomination,
    nomination::NominationState as N,
    unit,
};
use sea_orm::Set;

use super::{ConsultationReasonInput, calendar::Calendar, check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::{Enumerated, id::Id},
    workflow::{self, reason},
    write::{Done, Write},
};

/// An opinion to ask of an agency.
#[derive(InputObject)]
pub struct RequestConsultationInput {
    /// The nomination: proposed or under appraisal.
    pub nomination: Id<nomination::Entity>,
    /// The agency; not the unit that proposes.
    pub unit: Id<unit::Entity>,
    /// What is asked.
    pub question: String,
    /// In how many working days an answer is due, from 1 to 60.
    pub working_days: i32,
}

/// The opinion of an agency.
#[derive(InputObject)]
pub struct AnswerConsultationInput {
    /// The consultation.
    pub id: Id<consultation::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The opinion.
    pub opinion: Enumerated<Opinion>,
    /// The answer in words; needed where the agency disagrees.
    pub answer: Option<String>,
}

pub async fn request(w: &mut Write, input: RequestConsultationInput) -> Result<Done> {
    let nomination = w.fetch::<nomination::Entity>(input.nomination.0).await?;
    w.permit(Some(nomination.unit_id))?;
    if !matches!(nomination.state, N::Proposed | N::UnderAppraisal) {
        return Err(Error::new(
            Code::InvalidTransition,
            "An opinion is asked before the appraisal ends.",
            "Chỉ xin ý kiến hiệp y trước khi kết thúc thẩm định.",
        )
        .with("state", nomination.state.code()));
    }
    let unit = w.see::<unit::Entity>(input.unit.0).await?;
    if unit.id == nomination.unit_id {
        return Err(Error::input("unit", "is the unit that proposes", "là đơn vị đề nghị"));
    }
    if !(1..=60).contains(&input.working_days) {
        return Err(Error::input("workingDays", "lies between 1 and 60", "từ 1 đến 60 ngày làm việc"));
    }
    let today = w.viewer.now.date_in_vietnam();
    let row = consultation::ActiveModel {
        nomination_id: Set(nomination.id),
        campaign_id: Set(nomination.campaign_id),
        unit_id: Set(unit.id),
        about: Set(about(w, &nomination).await?),
        achievement: Set(nomination.achievement),
        question: Set(check::filled("question", &input.question)?),
        due_on: Set(Calendar::from(w, today).await?.after(today, input.working_days)),
        state: Set(ConsultationState::Asked),
        answer: Set(String::new()),
        author: Set(w.subject()),
        ..Default::default()
    };
    done::<consultation::Entity>(w.insert::<consultation::Entity>(row).await?.id)
}

/// Name, unit and award: as much as an opinion needs.
async fn about(w: &Write, nomination: &nomination::Model) -> Result<String> {
    let honouree = w.see::<honouree::Entity>(nomination.honouree_id).await?;
    let unit = w.see::<unit::Entity>(honouree.unit_id).await?;
    let award = w.see::<award_type::Entity>(nomination.award_type_id).await?;
    Ok(format!("{} ({}): {}", honouree.name, unit.name, award.name))
}

pub async fn answer(w: &mut Write, input: AnswerConsultationInput) -> Result<Done> {
    let mut step = w.step::<workflow::consultation::Consultation>(input.id, input.expected_version).await?;
    let told = check::body("answer", input.answer.as_deref().unwrap_or_default())?;
    step.row.answer = Set(if input.opinion.0 == Opinion::Disagree { reason(&told)? } else { told });
    step.row.opinion = Set(Some(input.opinion.0));
    step.row.answered_by = Set(Some(w.subject()));
    step.row.answered_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn withdraw(w: &mut Write, input: ConsultationReasonInput) -> Result<Done> {
    let mut step = w.step::<workflow::consultation::Consultation>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.take(step).await
}
