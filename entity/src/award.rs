//! An award that was made (khen thưởng): never deleted, at most revoked.

use sea_orm::entity::prelude::*;

use crate::{
    Instant, Rows, Scope, Sight, award_type, campaign, decision, honouree, nomination, official_document, phase, unit,
};

/// The name of the table.
pub const TABLE: &str = "award";

/// An award that was made (khen thưởng): never deleted, at most revoked.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The decision that makes it.
    pub decision_id: Uuid,
    /// The nomination it follows; none where a unit head decides alone.
    pub nomination_id: Option<Uuid>,
    /// Who is commended.
    pub honouree_id: Uuid,
    /// The honouree's unit.
    pub unit_id: Uuid,
    /// The form of commendation.
    pub award_type_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The phase, if it rewards one.
    pub phase_id: Option<Uuid>,
    /// The name as the decision publishes it.
    #[sea_orm(column_type = "Text")]
    pub published_name: String,
    /// The Vietnamese sort key of that name.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// What for (thành tích).
    #[sea_orm(column_type = "Text")]
    pub citation: String,
    /// Whether it stands.
    pub state: AwardState,
    /// The document that revokes it (quyết định hủy bỏ).
    pub revoked_by_id: Option<Uuid>,
    /// Why it was revoked (lý do).
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// The folded text that a search looks in.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `decision_id`.
    #[sea_orm(belongs_to, from = "decision_id", to = "id")]
    pub decision: BelongsTo<decision::Entity>,
    /// The row behind `nomination_id`.
    #[sea_orm(belongs_to, from = "nomination_id", to = "id")]
    pub nomination: BelongsTo<Option<nomination::Entity>>,
    /// The row behind `honouree_id`.
    #[sea_orm(belongs_to, from = "honouree_id", to = "id")]
    pub honouree: BelongsTo<honouree::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `award_type_id`.
    #[sea_orm(belongs_to, from = "award_type_id", to = "id")]
    pub award_type: BelongsTo<award_type::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `phase_id`.
    #[sea_orm(belongs_to, from = "phase_id", to = "id")]
    pub phase: BelongsTo<Option<phase::Entity>>,
    /// The row behind `revoked_by_id`.
    #[sea_orm(belongs_to, from = "revoked_by_id", to = "id")]
    pub revoked_by: BelongsTo<Option<official_document::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Whether an award stands.
    pub enum AwardState {
        /// It stands (đã khen thưởng).
        Granted = "GRANTED",
        /// Revoked (đã hủy bỏ).
        Revoked = "REVOKED",
    }
}

/// Which rows a scope may see. All of it is public.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public
        | Sight::Unit
        | Sight::StandingBody
        | Sight::Council
        | Sight::Chair
        | Sight::Auditor
        | Sight::Admin => Rows::All,
    }
}
