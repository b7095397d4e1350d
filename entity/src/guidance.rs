//! What the Standing Body publishes for a phase (hướng dẫn): registration window, due dates, forms, quota; in editions.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, guidance_report, official_document, phase};

/// The name of the table.
pub const TABLE: &str = "guidance";

/// What the Standing Body publishes for a phase (hướng dẫn): registration window, due dates, forms, quota; in editions.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guidance")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The phase it guides.
    pub phase_id: Uuid,
    /// The campaign of the phase.
    pub campaign_id: Uuid,
    /// The edition within the phase, from 1.
    pub edition: i32,
    /// Where it is in its life; a phase has at most one published edition.
    pub state: GuidanceState,
    /// The first day of registration (thời gian đăng ký).
    pub registration_from: Date,
    /// The last day of registration, never before the first.
    pub registration_to: Date,
    /// How many nominations a unit may make (chỉ tiêu); none for no limit.
    pub nomination_quota: Option<i32>,
    /// The form to use and how (biểu mẫu).
    #[sea_orm(column_type = "Text")]
    pub form: String,
    /// The document that publishes it.
    pub document_id: Option<Uuid>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `phase_id`.
    #[sea_orm(belongs_to, from = "phase_id", to = "id")]
    pub phase: BelongsTo<phase::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `document_id`.
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<Option<official_document::Entity>>,
    /// The reports it asks for.
    #[sea_orm(has_many)]
    pub reports: HasMany<guidance_report::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where an edition of guidance is in its life.
    pub enum GuidanceState {
        /// Being written (dự thảo); only the Standing Body and the auditor see it.
        Draft = "DRAFT",
        /// In force (đã ban hành).
        Published = "PUBLISHED",
        /// Replaced by a later edition (đã thay thế).
        Superseded = "SUPERSEDED",
    }
}

/// What is published.
const PUBLISHED: &[&str] = &[GuidanceState::Published.code(), GuidanceState::Superseded.code()];

/// Which rows a scope may see. Drafts are seen by the Standing Body and the auditor.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Unit | Sight::Council | Sight::Chair | Sight::Admin => Rows::IsAny("state", PUBLISHED),
        Sight::StandingBody | Sight::Auditor => Rows::All,
    }
}
