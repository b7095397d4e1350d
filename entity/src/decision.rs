//! A decision to commend (quyết định khen thưởng): an official document with many awards.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, award, award_type, campaign, official_document, phase, unit};

/// The name of the table.
pub const TABLE: &str = "decision";

/// A decision to commend (quyết định khen thưởng): an official document with many awards.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The decision as a document; one document is one decision.
    pub document_id: Uuid,
    /// The unit that issues it.
    pub unit_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The phase, if it rewards one.
    pub phase_id: Option<Uuid>,
    /// The form of commendation.
    pub award_type_id: Uuid,
    /// The day of the decision.
    pub decided_on: Date,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `document_id`.
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<official_document::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `phase_id`.
    #[sea_orm(belongs_to, from = "phase_id", to = "id")]
    pub phase: BelongsTo<Option<phase::Entity>>,
    /// The row behind `award_type_id`.
    #[sea_orm(belongs_to, from = "award_type_id", to = "id")]
    pub award_type: BelongsTo<award_type::Entity>,
    /// The awards it makes.
    #[sea_orm(has_many)]
    pub awards: HasMany<award::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

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
