//! Difficulties of units: sent, received, put before who can decide, answered, closed.

use async_graphql::InputObject;
use entity::{
    campaign,
    feedback::{self, FeedbackState},
    official_document,
    text::sort_key,
    unit,
};
use sea_orm::Set;

use super::{FeedbackInput, check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::id::Id,
    workflow,
    write::{Done, Write},
};

type Life = workflow::feedback::Feedback;

/// A difficulty.
#[derive(InputObject)]
pub struct SendFeedbackInput {
    /// What it is about, in one line.
    pub subject: String,
    /// What is difficult.
    pub body: String,
    /// What the unit proposes.
    pub proposal: Option<String>,
    /// The campaign it is about.
    pub campaign: Option<Id<campaign::Entity>>,
    /// The unit that asks; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
}

/// A difficulty goes to who can decide.
#[derive(InputObject)]
pub struct EscalateFeedbackInput {
    /// The difficulty.
    pub id: Id<feedback::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The authority that can decide; another unit than the one that asks.
    pub authority: Id<unit::Entity>,
}

/// The answer to a difficulty.
#[derive(InputObject)]
pub struct AnswerFeedbackInput {
    /// The difficulty.
    pub id: Id<feedback::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The answer.
    pub answer: String,
    /// The document that resolves it; needed where it was put before an authority, and then issued by that.
    pub document: Option<Id<official_document::Entity>>,
}

pub async fn send(w: &mut Write, input: SendFeedbackInput) -> Result<Done> {
    let unit = input.unit.map_or_else(|| w.unit(), |unit| Ok(unit.0))?;
    w.permit(Some(unit))?;
    if let Some(campaign) = input.campaign {
        w.see::<campaign::Entity>(campaign.0).await?;
    }
    let subject = check::line("subject", &input.subject)?;
    let row = feedback::ActiveModel {
        unit_id: Set(unit),
        campaign_id: Set(input.campaign.map(|campaign| campaign.0)),
        subject_key: Set(sort_key(&subject)),
        subject: Set(subject),
        body: Set(check::filled("body", &input.body)?),
        proposal: Set(check::body("proposal", input.proposal.as_deref().unwrap_or_default())?),
        state: Set(FeedbackState::Sent),
        author: Set(w.subject()),
        ..Default::default()
    };
    done::<feedback::Entity>(w.insert::<feedback::Entity>(row).await?.id)
}

pub async fn receive(w: &mut Write, input: FeedbackInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    step.row.received_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn escalate(w: &mut Write, input: EscalateFeedbackInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    let authority = w.see::<unit::Entity>(input.authority.0).await?;
    if authority.id == step.before.unit_id {
        return Err(Error::input(
            "authority",
            "must be another unit than the one that asks",
            "phải khác đơn vị phản ánh",
        ));
    }
    step.row.authority_id = Set(Some(authority.id));
    step.row.escalated_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn answer(w: &mut Write, input: AnswerFeedbackInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    let document = match input.document {
        Some(document) => Some(w.see::<official_document::Entity>(document.0).await?),
        None => None,
    };
    if let Some(authority) = step.before.authority_id
        && document.as_ref().is_none_or(|document| document.issuer_id != Some(authority))
    {
        return Err(Error::new(
            Code::ResolutionRequired,
            "What was put before an authority is answered with that authority's document.",
            "Nội dung đã chuyển cấp có thẩm quyền phải kèm văn bản giải quyết của cơ quan đó.",
        ));
    }
    step.row.answer = Set(Some(check::filled("answer", &input.answer)?));
    step.row.document_id = Set(document.map(|document| document.id));
    step.row.answered_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn close(w: &mut Write, input: FeedbackInput) -> Result<Done> {
    let mut step = w.step::<Life>(input.id, input.expected_version).await?;
    step.row.closed_at = Set(Some(w.viewer.now));
    w.take(step).await
}
