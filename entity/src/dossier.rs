//! What a unit submits to have its people rewarded (hồ sơ khen thưởng): minutes, proposal letter, nominations.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, nomination, official_document, phase, unit};

/// The name of the table.
pub const TABLE: &str = "dossier";

/// What a unit submits to have its people rewarded (hồ sơ khen thưởng): minutes, proposal letter, nominations.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The phase.
    pub phase_id: Uuid,
    /// The unit that submits it.
    pub unit_id: Uuid,
    /// The title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The Vietnamese sort key of the title.
    #[sea_orm(column_type = "Text")]
    pub title_key: String,
    /// Where it is in its life.
    pub state: DossierState,
    /// The minutes of the unit's own council (biên bản họp).
    pub minutes_id: Option<Uuid>,
    /// The letter of proposal (tờ trình).
    pub proposal_letter_id: Option<Uuid>,
    /// What the Standing Body found missing (thành phần còn thiếu).
    #[sea_orm(column_type = "Text")]
    pub missing: Option<String>,
    /// The subject who drafted it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// The subject who recorded the unit's own review.
    #[sea_orm(column_type = "Text")]
    pub reviewed_by: Option<String>,
    /// The subject who submitted it.
    #[sea_orm(column_type = "Text")]
    pub submitted_by: Option<String>,
    /// When it was last submitted.
    pub submitted_at: Option<Instant>,
    /// When the Standing Body received it and the clock started.
    pub received_at: Option<Instant>,
    /// Since when the clock is paused for a supplement; none while it runs.
    pub paused_at: Option<Instant>,
    /// How long the clock has been paused before, in microseconds.
    pub paused_micros: i64,
    /// The day by which the appraisal is due (hạn thẩm định).
    pub appraisal_due_on: Option<Date>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `phase_id`.
    #[sea_orm(belongs_to, from = "phase_id", to = "id")]
    pub phase: BelongsTo<phase::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `minutes_id`.
    #[sea_orm(belongs_to, relation_enum = "Minutes", from = "minutes_id", to = "id")]
    pub minutes: BelongsTo<Option<official_document::Entity>>,
    /// The row behind `proposal_letter_id`.
    #[sea_orm(belongs_to, relation_enum = "ProposalLetter", from = "proposal_letter_id", to = "id")]
    pub proposal_letter: BelongsTo<Option<official_document::Entity>>,
    /// The nominations inside it.
    #[sea_orm(has_many)]
    pub nominations: HasMany<nomination::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a dossier is in its life.
    pub enum DossierState {
        /// Being put together (dự thảo).
        Draft = "DRAFT",
        /// Reviewed by the unit's own council (đơn vị đã xét).
        UnitReviewed = "UNIT_REVIEWED",
        /// Submitted (đã trình).
        Submitted = "SUBMITTED",
        /// Received by the Standing Body (đã tiếp nhận); the clock runs.
        Received = "RECEIVED",
        /// Something is missing (yêu cầu bổ sung); the clock is paused.
        SupplementRequested = "SUPPLEMENT_REQUESTED",
    }
}

/// What only the own unit sees.
const HIDDEN: &[&str] = &[DossierState::Draft.code(), DossierState::UnitReviewed.code()];

/// Which rows a scope may see. Not public; before it is submitted only for the own unit and the auditor, and for the Council once received.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => own,
        Sight::StandingBody | Sight::Chair => Rows::IsNone("state", HIDDEN).or(own),
        Sight::Council => Rows::Is("state", DossierState::Received.code()).or(own),
        Sight::Auditor => Rows::All,
    }
}
