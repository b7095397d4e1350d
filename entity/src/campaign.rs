//! An emulation campaign (đợt, phong trào thi đua) of a unit, perhaps under a parent campaign.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, field_group, official_document, phase, unit};

/// The name of the table.
pub const TABLE: &str = "campaign";

/// An emulation campaign (đợt, phong trào thi đua) of a unit, perhaps under a parent campaign.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit that launches it (đơn vị phát động).
    pub unit_id: Uuid,
    /// The campaign it answers, when a unit launches its own under another.
    pub parent_id: Option<Uuid>,
    /// The title (tên phong trào).
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The Vietnamese sort key of the title.
    #[sea_orm(column_type = "Text")]
    pub title_key: String,
    /// The goals (mục tiêu).
    #[sea_orm(column_type = "Text")]
    pub goals: String,
    /// The first day.
    pub starts_on: Date,
    /// The last day, never before the first.
    pub ends_on: Date,
    /// The document that launches it (văn bản phát động).
    pub launch_document_id: Option<Uuid>,
    /// Where it is in its life.
    pub state: CampaignState,
    /// The folded text that a search looks in.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// Whether the unit made it for itself under another one; then it is the unit that launches and closes it.
    pub is_by_unit: bool,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `parent_id`.
    #[sea_orm(self_ref, relation_enum = "Parent", from = "parent_id", to = "id")]
    pub parent: BelongsTo<Option<Entity>>,
    /// The row behind `launch_document_id`.
    #[sea_orm(belongs_to, from = "launch_document_id", to = "id")]
    pub launch_document: BelongsTo<Option<official_document::Entity>>,
    /// The groups of fields of work.
    #[sea_orm(has_many)]
    pub field_groups: HasMany<field_group::Entity>,
    /// The phases.
    #[sea_orm(has_many)]
    pub phases: HasMany<phase::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a campaign is in its life.
    pub enum CampaignState {
        /// Being written (dự thảo); not public.
        Draft = "DRAFT",
        /// Launched (đã phát động) and public.
        Launched = "LAUNCHED",
        /// Closed (đã kết thúc).
        Closed = "CLOSED",
    }
}

/// What is published.
const PUBLISHED: &[&str] = &[CampaignState::Launched.code(), CampaignState::Closed.code()];

/// Which rows a scope may see. Drafts are seen by their own unit, the Standing Body, the Chairman and the auditor.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    match scope.sight {
        Sight::Public | Sight::Council | Sight::Admin => Rows::IsAny("state", PUBLISHED),
        Sight::Unit => Rows::IsAny("state", PUBLISHED).or(own),
        Sight::StandingBody | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
