//! Decisions: the Chairman's on nominations, and those of units' own heads on commendations.

use async_graphql::InputObject;
use entity::{
    award::{self, AwardState},
    award_type, campaign, decision, honouree,
    nomination::{self, NominationState},
    official_document::{self, DocumentKind},
    phase,
    text::{search_text, sort_key},
    unit,
};
use sea_orm::Set;
use uuid::Uuid;

use super::{
    check, done,
    nomination::{HonoureeFields, honouree, lead},
};
use crate::{
    error::{Code, Error, Result},
    scalar::id::Id,
    workflow,
    write::{Done, Write},
};

/// A decision with its list.
#[derive(InputObject)]
pub struct IssueDecisionInput {
    /// The decision document, issued by the deciding unit.
    pub document: Id<official_document::Entity>,
    /// The phase.
    pub phase: Id<phase::Entity>,
    /// The award.
    pub award_type: Id<award_type::Entity>,
    /// The nominations it awards: submitted for decision, and for this award.
    pub nominations: Vec<Id<nomination::Entity>>,
}

/// Somebody commended by the own unit's head.
#[derive(InputObject)]
pub struct CommendationInput {
    /// The honouree on record.
    pub honouree: Option<Id<honouree::Entity>>,
    /// The honouree, if not on record yet.
    pub new_honouree: Option<HonoureeFields>,
    /// For what.
    pub citation: String,
}

/// Commendations (Giấy khen) that a unit's own head decided.
#[derive(InputObject)]
pub struct RecordCommendationInput {
    /// The decision document, issued by the own unit.
    pub document: Id<official_document::Entity>,
    /// The phase.
    pub phase: Id<phase::Entity>,
    /// The award; the kind of the unit must have the authority to issue it.
    pub award_type: Id<award_type::Entity>,
    /// Who was commended.
    pub honourees: Vec<CommendationInput>,
}

pub async fn issue(w: &mut Write, input: IssueDecisionInput) -> Result<Done> {
    check::list("nominations", &input.nominations, 1, 100)?;
    let decision = decide(w, input.document.0, input.phase.0, input.award_type.0).await?;
    for id in &input.nominations {
        let nomination = w.fetch::<nomination::Entity>(id.0).await?;
        if nomination.award_type_id != decision.award_type_id || nomination.phase_id != input.phase.0 {
            return Err(Error::input(
                "nominations",
                "one is for another award or phase",
                "có đề nghị thuộc hình thức hoặc đợt khác",
            ));
        }
        let (next, _) = w.decide::<workflow::nomination::Nomination>(nomination.id).await?;
        debug_assert_eq!(next, NominationState::Awarded);
        lead(w, nomination.id, next, Some(decision.id), None).await?;
        let honouree = w.see::<honouree::Entity>(nomination.honouree_id).await?;
        grant(w, &decision, &honouree, Some(nomination.id), &nomination.achievement).await?;
    }
    done::<decision::Entity>(decision.id)
}

pub async fn record_commendation(w: &mut Write, input: RecordCommendationInput) -> Result<Done> {
    check::list("honourees", &input.honourees, 1, 100)?;
    w.permit(Some(w.unit()?))?;
    let decision = decide(w, input.document.0, input.phase.0, input.award_type.0).await?;
    for commended in &input.honourees {
        let honouree = honouree(w, commended.honouree, commended.new_honouree.as_ref()).await?;
        let citation = check::filled("citation", &commended.citation)?;
        grant(w, &decision, &honouree, None, &citation).await?;
    }
    done::<decision::Entity>(decision.id)
}

/// A decision of the own unit, if it has the authority for this award.
async fn decide(w: &Write, document: Uuid, phase: Uuid, award: Uuid) -> Result<decision::Model> {
    let unit = w.see::<unit::Entity>(w.unit()?).await?;
    let award = w.see::<award_type::Entity>(award).await?;
    if !award.issuer_kinds.split(',').any(|kind| kind == unit.kind.code()) {
        return Err(Error::new(
            Code::WrongAwardAuthority,
            format!("A unit of kind {} may not issue {}.", unit.kind.code(), award.name),
            format!("Đơn vị loại {} không có thẩm quyền tặng {}.", unit.kind.code(), award.name),
        ));
    }
    let document = w.see::<official_document::Entity>(document).await?;
    if document.kind != DocumentKind::Decision || document.issuer_id != Some(unit.id) {
        return Err(Error::new(
            Code::DecisionRequired,
            "The document is not a decision issued by your unit.",
            "Văn bản không phải quyết định do đơn vị ban hành.",
        ));
    }
    let phase = w.see::<phase::Entity>(phase).await?;
    let campaign = w.see::<campaign::Entity>(phase.campaign_id).await?;
    let row = decision::ActiveModel {
        document_id: Set(document.id),
        unit_id: Set(unit.id),
        campaign_id: Set(campaign.id),
        phase_id: Set(Some(phase.id)),
        award_type_id: Set(award.id),
        decided_on: Set(document.issued_on),
        ..Default::default()
    };
    w.insert::<decision::Entity>(row).await
}

async fn grant(
    w: &Write,
    decision: &decision::Model,
    honouree: &honouree::Model,
    nomination: Option<Uuid>,
    citation: &str,
) -> Result<()> {
    let row = award::ActiveModel {
        decision_id: Set(decision.id),
        nomination_id: Set(nomination),
        honouree_id: Set(honouree.id),
        unit_id: Set(honouree.unit_id),
        award_type_id: Set(decision.award_type_id),
        campaign_id: Set(decision.campaign_id),
        phase_id: Set(decision.phase_id),
        published_name: Set(honouree.name.clone()),
        name_key: Set(sort_key(&honouree.name)),
        // What not everybody may read, nobody searches.
        search: Set(search_text(&[&honouree.name])),
        citation: Set(citation.to_owned()),
        state: Set(AwardState::Granted),
        ..Default::default()
    };
    w.insert::<award::Entity>(row).await?;
    Ok(())
}
