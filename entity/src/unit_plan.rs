//! A plan of a unit for a campaign (kế hoạch của đơn vị): topics, measures, targets and its document.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, official_document, unit, unit_plan_target};

/// The name of the table.
pub const TABLE: &str = "unit_plan";

/// A plan of a unit for a campaign (kế hoạch của đơn vị): topics, measures, targets and its document.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_plan")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign it answers.
    pub campaign_id: Uuid,
    /// The unit that plans.
    pub unit_id: Uuid,
    /// The title (tên kế hoạch).
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The topics of emulation (nội dung, chủ đề thi đua).
    #[sea_orm(column_type = "Text")]
    pub topics: String,
    /// How it is to be reached (biện pháp, giải pháp).
    #[sea_orm(column_type = "Text")]
    pub measures: String,
    /// The document it was issued as.
    pub document_id: Option<Uuid>,
    /// Where it is in its life.
    pub state: PlanState,
    /// The subject who drafted it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// When it was issued.
    pub issued_at: Option<Instant>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `document_id`.
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<Option<official_document::Entity>>,
    /// What it aims at.
    #[sea_orm(has_many)]
    pub targets: HasMany<unit_plan_target::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a plan of a unit is in its life (trạng thái kế hoạch).
    pub enum PlanState {
        /// Being written (dự thảo).
        Draft = "DRAFT",
        /// Issued (đã ban hành).
        Issued = "ISSUED",
    }
}

/// Which rows a scope may see. A unit sees its own, drafts included; the province sees what was issued.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let issued = Rows::Is("state", PlanState::Issued.code());
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => Rows::among("unit_id", scope.units.clone()),
        Sight::StandingBody => issued.or(Rows::among("unit_id", scope.units.clone())),
        Sight::Council | Sight::Chair => issued,
        Sight::Auditor => Rows::All,
    }
}
