//! A session of the Emulation and Commendation Council (phiên họp Hội đồng).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, agenda_item, campaign, official_document, phase, rule_set};

/// The name of the table.
pub const TABLE: &str = "council_session";

/// A session of the Emulation and Commendation Council (phiên họp Hội đồng).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council_session")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The phase.
    pub phase_id: Uuid,
    /// The rules it votes by.
    pub rule_set_id: Uuid,
    /// The title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The day it is held.
    pub held_on: Date,
    /// Where it is in its life.
    pub state: SessionState,
    /// The share of all members that ayes must exceed, in basis points, copied from the rules.
    pub threshold_basis_points: i32,
    /// The share of members that must take part, in basis points, copied from the rules.
    pub quorum_basis_points: i32,
    /// How many members the Council had at the opening.
    pub member_count: Option<i32>,
    /// How many of them voted; known only after the close.
    pub voted_count: Option<i32>,
    /// The minutes (biên bản phiên họp).
    pub minutes_id: Option<Uuid>,
    /// When the ballot was opened.
    pub opened_at: Option<Instant>,
    /// When the ballot was closed.
    pub closed_at: Option<Instant>,
    /// Why it was cancelled (lý do hủy).
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
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
    /// The row behind `rule_set_id`.
    #[sea_orm(belongs_to, from = "rule_set_id", to = "id")]
    pub rule_set: BelongsTo<rule_set::Entity>,
    /// The row behind `minutes_id`.
    #[sea_orm(belongs_to, from = "minutes_id", to = "id")]
    pub minutes: BelongsTo<Option<official_document::Entity>>,
    /// The agenda.
    #[sea_orm(has_many)]
    pub agenda: HasMany<agenda_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a session is in its life.
    pub enum SessionState {
        /// Being prepared (chuẩn bị).
        Draft = "DRAFT",
        /// The ballot is open (đang bỏ phiếu); nobody sees a tally.
        Open = "OPEN",
        /// The ballot is closed (đã kiểm phiếu).
        Closed = "CLOSED",
        /// Given up before a count (đã hủy); its nominations are eligible again.
        Cancelled = "CANCELLED",
    }
}

/// Which rows a scope may see. The Council and those who work with it see it; units and the public do not.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Unit | Sight::Admin => Rows::None,
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
