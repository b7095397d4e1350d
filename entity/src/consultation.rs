//! An opinion that the Standing Body asks of another agency on a nomination (hiệp y).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, nomination, unit};

/// The name of the table.
pub const TABLE: &str = "consultation";

/// An opinion that the Standing Body asks of another agency on a nomination (hiệp y).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consultation")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The nomination.
    pub nomination_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The agency that is asked.
    pub unit_id: Uuid,
    /// Whom and what it is about, in a line: the agency does not see the nomination itself.
    #[sea_orm(column_type = "Text")]
    pub about: String,
    /// The achievement report, as it was when the opinion was asked.
    #[sea_orm(column_type = "Text")]
    pub achievement: String,
    /// What is asked.
    #[sea_orm(column_type = "Text")]
    pub question: String,
    /// The day by which an answer is due.
    pub due_on: Date,
    /// Where it is in its life.
    pub state: ConsultationState,
    /// The opinion, once given.
    pub opinion: Option<Opinion>,
    /// The answer in words.
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    /// Why it was withdrawn.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// The subject who asked.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// The subject who answered.
    #[sea_orm(column_type = "Text")]
    pub answered_by: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `nomination_id`.
    #[sea_orm(belongs_to, from = "nomination_id", to = "id")]
    pub nomination: BelongsTo<nomination::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a consultation is in its life (trạng thái hiệp y).
    pub enum ConsultationState {
        /// Asked, and not answered yet (đã gửi).
        Asked = "ASKED",
        /// Answered (đã trả lời).
        Answered = "ANSWERED",
        /// Not asked any more (đã rút).
        Withdrawn = "WITHDRAWN",
    }
}

crate::codes! {
    /// What an agency says of a nomination (ý kiến hiệp y).
    pub enum Opinion {
        /// It agrees (đồng ý).
        Agree = "AGREE",
        /// It disagrees, and says why (không đồng ý).
        Disagree = "DISAGREE",
        /// It has no opinion (không có ý kiến).
        NoOpinion = "NO_OPINION",
    }
}

/// Which rows a scope may see: the agency that is asked, and who appraises and decides. Not the unit that proposes.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => Rows::among("unit_id", scope.units.clone()),
        Sight::Council | Sight::Chair => Rows::through("nomination_id", nomination::TABLE, nomination::visible(scope)),
        Sight::StandingBody | Sight::Auditor => Rows::All,
    }
}
