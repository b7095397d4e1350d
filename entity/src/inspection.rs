//! An inspection of a unit by the Standing Body (kiểm tra) with its findings.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, official_document, unit};

/// The name of the table.
pub const TABLE: &str = "inspection";

/// An inspection of a unit by the Standing Body (kiểm tra) with its findings.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspection")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The unit that is inspected.
    pub unit_id: Uuid,
    /// The day it is planned for.
    pub planned_on: Date,
    /// What is looked at (nội dung kiểm tra).
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// Where it is in its life.
    pub state: InspectionState,
    /// What was found (kết quả kiểm tra).
    #[sea_orm(column_type = "Text")]
    pub findings: String,
    /// What the unit is to do (kiến nghị).
    #[sea_orm(column_type = "Text")]
    pub recommendations: String,
    /// The document with the conclusion.
    pub document_id: Option<Uuid>,
    /// What the unit has done about it (báo cáo khắc phục).
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    /// Why it was cancelled.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// The subject who planned it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
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
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where an inspection is in its life (trạng thái cuộc kiểm tra).
    pub enum InspectionState {
        /// Announced for a day (đã lên kế hoạch).
        Planned = "PLANNED",
        /// Its findings are recorded (đã có kết luận).
        Reported = "REPORTED",
        /// The unit has answered them (đơn vị đã báo cáo khắc phục).
        Answered = "ANSWERED",
        /// It does not take place (hủy).
        Cancelled = "CANCELLED",
    }
}

/// Which rows a scope may see: a unit its own, the Standing Body, the Chairman and the auditor all.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Council | Sight::Admin => Rows::None,
        Sight::Unit => Rows::among("unit_id", scope.units.clone()),
        Sight::StandingBody | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
