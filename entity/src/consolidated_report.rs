//! What the Standing Body puts together for the province out of units' reports (báo cáo tổng hợp).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, consolidated_figure, consolidated_source, official_document, unit};

/// The name of the table.
pub const TABLE: &str = "consolidated_report";

/// What the Standing Body puts together for the province out of units' reports (báo cáo tổng hợp).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consolidated_report")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The unit that holds the Standing Body.
    pub unit_id: Uuid,
    /// Quarterly, preliminary or final.
    pub kind: ConsolidatedKind,
    /// The period it covers (kỳ báo cáo), for example Q3/2021.
    #[sea_orm(column_type = "Text")]
    pub period: String,
    /// The edition for campaign, kind and period, from 1.
    pub edition: i32,
    /// The edition it takes the place of.
    pub replaces_id: Option<Uuid>,
    /// The title (tên báo cáo).
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// What was achieved (kết quả thực hiện).
    #[sea_orm(column_type = "Text")]
    pub narrative: String,
    /// Difficulties, gathered from the reports behind it.
    #[sea_orm(column_type = "Text")]
    pub difficulties: String,
    /// Proposals, gathered from the reports behind it.
    #[sea_orm(column_type = "Text")]
    pub proposals: String,
    /// Where it is in its life.
    pub state: ConsolidatedState,
    /// The document it was issued as.
    pub document_id: Option<Uuid>,
    /// When its figures were taken; they have stayed since.
    pub taken_at: Instant,
    /// The subject who drafted it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// The subject who issued it.
    #[sea_orm(column_type = "Text")]
    pub issued_by: Option<String>,
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
    /// The row behind `replaces_id`.
    #[sea_orm(self_ref, relation_enum = "Replaces", from = "replaces_id", to = "id")]
    pub replaces: BelongsTo<Option<Entity>>,
    /// The reports behind it.
    #[sea_orm(has_many)]
    pub sources: HasMany<consolidated_source::Entity>,
    /// Its figures.
    #[sea_orm(has_many)]
    pub figures: HasMany<consolidated_figure::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// The kind of a consolidated report (loại báo cáo tổng hợp).
    pub enum ConsolidatedKind {
        /// For a quarter (báo cáo quý).
        Quarterly = "QUARTERLY",
        /// A preliminary review (báo cáo sơ kết).
        PreliminaryReview = "PRELIMINARY_REVIEW",
        /// The final review (báo cáo tổng kết).
        FinalReview = "FINAL_REVIEW",
    }
}

crate::codes! {
    /// Where a consolidated report is in its life (trạng thái báo cáo tổng hợp).
    pub enum ConsolidatedState {
        /// Being put together (dự thảo).
        Draft = "DRAFT",
        /// Issued with its document (đã ban hành); nothing of it changes any more.
        Issued = "ISSUED",
        /// Replaced by a later edition (đã thay thế).
        Superseded = "SUPERSEDED",
    }
}

/// What has been issued, and what follows from it.
const ISSUED: &[&str] = &[ConsolidatedState::Issued.code(), ConsolidatedState::Superseded.code()];

/// Which rows a scope may see. Not public; drafts only for the Standing Body and the auditor, and once issued for everybody
/// who takes part: units read what the province has achieved together (IV.5 of the plan).
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit | Sight::Council | Sight::Chair => Rows::IsAny("state", ISSUED),
        Sight::StandingBody | Sight::Auditor => Rows::All,
    }
}
