//! A proposal to give one honouree one award in one phase (đề nghị khen thưởng), inside a dossier.

use sea_orm::entity::prelude::*;

use crate::{
    Instant, Rows, Scope, Sight, appraisal, award_type, campaign, decision, dossier, field_group, honouree, phase, unit,
};

/// The name of the table.
pub const TABLE: &str = "nomination";

/// A proposal to give one honouree one award in one phase (đề nghị khen thưởng), inside a dossier.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nomination")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The dossier it is part of.
    pub dossier_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The phase.
    pub phase_id: Uuid,
    /// The unit that proposes.
    pub unit_id: Uuid,
    /// Who is proposed.
    pub honouree_id: Uuid,
    /// For which form of commendation.
    pub award_type_id: Uuid,
    /// The group of fields of work of the achievement.
    pub field_group_id: Option<Uuid>,
    /// The report of achievements (báo cáo thành tích).
    #[sea_orm(column_type = "Text")]
    pub achievement: String,
    /// Where it is in its life.
    pub state: NominationState,
    /// The state to go back to, while it is on hold.
    pub held_from: Option<NominationState>,
    /// Why it is ineligible or was not awarded, as a code.
    pub reason_code: Option<RefusalReason>,
    /// The reason in words (lý do).
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// The subject who appraises it (người thẩm định), never its author.
    #[sea_orm(column_type = "Text")]
    pub appraiser: Option<String>,
    /// The decision that awards it.
    pub decision_id: Option<Uuid>,
    /// When the unit and the honouree were told.
    pub notified_at: Option<Instant>,
    /// The day the award was handed over (ngày trao).
    pub conferred_on: Option<Date>,
    /// The subject who drafted it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// What tells another nomination with the same achievement; none where it is empty.
    #[sea_orm(column_type = "Text")]
    pub achievement_key: Option<String>,
    /// The row behind `dossier_id`.
    #[sea_orm(belongs_to, from = "dossier_id", to = "id")]
    pub dossier: BelongsTo<dossier::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `phase_id`.
    #[sea_orm(belongs_to, from = "phase_id", to = "id")]
    pub phase: BelongsTo<phase::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `honouree_id`.
    #[sea_orm(belongs_to, from = "honouree_id", to = "id")]
    pub honouree: BelongsTo<honouree::Entity>,
    /// The row behind `award_type_id`.
    #[sea_orm(belongs_to, from = "award_type_id", to = "id")]
    pub award_type: BelongsTo<award_type::Entity>,
    /// The row behind `field_group_id`.
    #[sea_orm(belongs_to, from = "field_group_id", to = "id")]
    pub field_group: BelongsTo<Option<field_group::Entity>>,
    /// The row behind `decision_id`.
    #[sea_orm(belongs_to, from = "decision_id", to = "id")]
    pub decision: BelongsTo<Option<decision::Entity>>,
    /// The findings about it.
    #[sea_orm(has_many)]
    pub appraisals: HasMany<appraisal::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a nomination is in its life.
    pub enum NominationState {
        /// Proposed by the unit (đề nghị).
        Proposed = "PROPOSED",
        /// Being appraised (đang thẩm định).
        UnderAppraisal = "UNDER_APPRAISAL",
        /// Found eligible (đủ điều kiện).
        Eligible = "ELIGIBLE",
        /// Found ineligible (không đủ điều kiện).
        Ineligible = "INELIGIBLE",
        /// On a session's agenda (đưa vào phiên họp).
        OnAgenda = "ON_AGENDA",
        /// Passed by the Council (Hội đồng thông qua).
        CouncilPassed = "COUNCIL_PASSED",
        /// Not passed by the Council (Hội đồng không thông qua).
        CouncilFailed = "COUNCIL_FAILED",
        /// Put before the Chairman (trình Chủ tịch).
        SubmittedForDecision = "SUBMITTED_FOR_DECISION",
        /// Awarded (được khen thưởng).
        Awarded = "AWARDED",
        /// Not awarded (không khen thưởng).
        NotAwarded = "NOT_AWARDED",
        /// Those concerned have been told (đã thông báo).
        Notified = "NOTIFIED",
        /// Handed over (đã trao).
        Conferred = "CONFERRED",
        /// On hold (tạm dừng) while discipline, inspection or a complaint is pending.
        OnHold = "ON_HOLD",
        /// Withdrawn before a decision (đã rút).
        Withdrawn = "WITHDRAWN",
        /// Revoked after a decision (hủy bỏ).
        Revoked = "REVOKED",
    }
}

crate::codes! {
    /// Why a nomination is refused.
    pub enum RefusalReason {
        /// Not the subject that the award is for (sai đối tượng).
        WrongSubject = "WRONG_SUBJECT",
        /// The criteria are not met (không đạt tiêu chuẩn).
        CriteriaUnmet = "CRITERIA_UNMET",
        /// The dossier is incomplete (hồ sơ không đầy đủ).
        IncompleteDossier = "INCOMPLETE_DOSSIER",
        /// A violation of the law (vi phạm pháp luật).
        LawViolation = "LAW_VIOLATION",
    }
}

/// What has come before the Council, and what follows from it.
const BEFORE_COUNCIL: &[&str] = &[
    NominationState::Eligible.code(),
    NominationState::OnAgenda.code(),
    NominationState::CouncilPassed.code(),
    NominationState::CouncilFailed.code(),
    NominationState::SubmittedForDecision.code(),
    NominationState::Awarded.code(),
    NominationState::NotAwarded.code(),
    NominationState::Notified.code(),
    NominationState::Conferred.code(),
    NominationState::Revoked.code(),
];

/// What has come before the Chairman, and what follows from it.
const BEFORE_CHAIR: &[&str] = &[
    NominationState::SubmittedForDecision.code(),
    NominationState::Awarded.code(),
    NominationState::NotAwarded.code(),
    NominationState::Notified.code(),
    NominationState::Conferred.code(),
    NominationState::Revoked.code(),
];

/// Which rows a scope may see. Not public; each sees the own unit's and what the duty needs: dossier, agenda, decision.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => own,
        Sight::StandingBody => Rows::through("dossier_id", dossier::TABLE, dossier::visible(scope)).or(own),
        Sight::Council => Rows::IsAny("state", BEFORE_COUNCIL).or(own),
        Sight::Chair => Rows::IsAny("state", BEFORE_CHAIR).or(own),
        Sight::Auditor => Rows::All,
    }
}
