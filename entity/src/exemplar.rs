//! An exemplary collective, individual or model (điển hình tiên tiến) that others are to know of.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, unit};

/// The name of the table.
pub const TABLE: &str = "exemplar";

/// An exemplary collective, individual or model (điển hình tiên tiến) that others are to know of.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exemplar")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The unit that proposes it.
    pub unit_id: Uuid,
    /// Person, collective or model.
    pub kind: ExemplarKind,
    /// Who or what it is (tên điển hình).
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The Vietnamese sort key of the name.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// What is exemplary (nội dung điển hình).
    #[sea_orm(column_type = "Text")]
    pub story: String,
    /// Where it is in its life.
    pub state: ExemplarState,
    /// Who wrote it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// The day the person consented to publication (ngày đồng ý).
    pub consented_on: Option<Date>,
    /// What shows the consent (căn cứ đồng ý).
    #[sea_orm(column_type = "Text")]
    pub consent_evidence: Option<String>,
    /// Why it was returned, or consent withdrawn (lý do).
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// The folded text that a search looks in.
    #[sea_orm(column_type = "Text")]
    pub search: String,
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
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// What an exemplar is.
    pub enum ExemplarKind {
        /// A person (cá nhân).
        Individual = "INDIVIDUAL",
        /// A collective (tập thể).
        Collective = "COLLECTIVE",
        /// A way of working (mô hình).
        Model = "MODEL",
    }
}

crate::codes! {
    /// Where an exemplar is in its life.
    pub enum ExemplarState {
        /// Proposed by the unit (đề xuất).
        Proposed = "PROPOSED",
        /// Returned with a reason (trả lại).
        Returned = "RETURNED",
        /// Approved by the Standing Body (đã duyệt).
        Approved = "APPROVED",
        /// Published; everybody reads it (đã công bố).
        Published = "PUBLISHED",
        /// Consent was withdrawn, or the unit took it back; not published any more (đã rút).
        Withdrawn = "WITHDRAWN",
    }
}

/// Which rows a scope may see. What is published is everybody's.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let published = Rows::Is("state", ExemplarState::Published.code());
    match scope.sight {
        Sight::Public | Sight::Council | Sight::Chair | Sight::Admin => published,
        Sight::Unit => published.or(Rows::among("unit_id", scope.units.clone())),
        Sight::StandingBody | Sight::Auditor => Rows::All,
    }
}
