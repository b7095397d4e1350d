//! What a unit finds difficult (khó khăn, vướng mắc), and what became of it.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, official_document, unit};

/// The name of the table.
pub const TABLE: &str = "feedback";

/// What a unit finds difficult (khó khăn, vướng mắc), and what became of it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feedback")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit that asks.
    pub unit_id: Uuid,
    /// The campaign it is about.
    pub campaign_id: Option<Uuid>,
    /// What it is about, in one line (tiêu đề).
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// The Vietnamese sort key of the subject.
    #[sea_orm(column_type = "Text")]
    pub subject_key: String,
    /// What is difficult (nội dung).
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// What the unit proposes (kiến nghị).
    #[sea_orm(column_type = "Text")]
    pub proposal: String,
    /// Where it is in its life.
    pub state: FeedbackState,
    /// Who sent it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// When the Standing Body received it.
    pub received_at: Option<Instant>,
    /// The authority it was put before (cơ quan có thẩm quyền).
    pub authority_id: Option<Uuid>,
    /// When it was put before the authority.
    pub escalated_at: Option<Instant>,
    /// The answer (trả lời).
    #[sea_orm(column_type = "Text")]
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// The document that resolves it (văn bản giải quyết).
    pub document_id: Option<Uuid>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, relation_enum = "Unit", from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<Option<campaign::Entity>>,
    /// The row behind `authority_id`.
    #[sea_orm(belongs_to, relation_enum = "Authority", from = "authority_id", to = "id")]
    pub authority: BelongsTo<Option<unit::Entity>>,
    /// The row behind `document_id`.
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<Option<official_document::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a difficulty is in its life.
    pub enum FeedbackState {
        /// Sent by the unit (đã gửi).
        Sent = "SENT",
        /// Received by the Standing Body (đã tiếp nhận).
        Received = "RECEIVED",
        /// Put before the authority that can decide (đã chuyển cấp có thẩm quyền).
        Escalated = "ESCALATED",
        /// Answered (đã trả lời).
        Answered = "ANSWERED",
        /// Closed (đã đóng).
        Closed = "CLOSED",
    }
}

/// Which rows a scope may see. A unit sees its own and what was put before it; so does the Chairman.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    match scope.sight {
        Sight::Public | Sight::Council | Sight::Admin => Rows::None,
        Sight::Unit | Sight::Chair => own.or(Rows::among("authority_id", scope.units.clone())),
        Sight::StandingBody | Sight::Auditor => Rows::All,
    }
}
