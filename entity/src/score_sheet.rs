//! What a member of a cluster scores (phiếu chấm): by itself, by the cluster, by the Standing Body.

use sea_orm::entity::prelude::*;

use crate::{Instant, Quantity, Rows, Scope, Sight, campaign, cluster, scoring_scheme, unit};

/// The name of the table.
pub const TABLE: &str = "score_sheet";

/// What a member of a cluster scores (phiếu chấm): by itself, by the cluster, by the Standing Body.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_sheet")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The table of criteria.
    pub scheme_id: Uuid,
    /// The cluster.
    pub cluster_id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The unit that is scored.
    pub unit_id: Uuid,
    /// Where it is in its life.
    pub state: SheetState,
    /// Who wrote it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// Who submitted it.
    #[sea_orm(column_type = "Text")]
    pub submitted_by: Option<String>,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// Who reviewed it for the cluster.
    #[sea_orm(column_type = "Text")]
    pub reviewed_by: Option<String>,
    /// The bonus asked for and then granted, before the cap (điểm thưởng).
    pub bonus: Quantity,
    /// The total by the unit itself, without penalties (tổng điểm tự chấm).
    pub self_total: Option<Quantity>,
    /// The total by the cluster, without penalties (tổng điểm cụm chấm).
    pub cluster_total: Option<Quantity>,
    /// Reports that came late, counted when it was confirmed.
    pub late_reports: Option<i32>,
    /// Overdue reports that had not come, counted when it was confirmed.
    pub missing_reports: Option<i32>,
    /// Taken off for them (điểm trừ).
    pub penalty: Option<Quantity>,
    /// The total by the Standing Body, with bonus and penalties (tổng điểm).
    pub final_total: Option<Quantity>,
    /// The rank in the cluster; equals share one and the next is skipped (xếp hạng).
    pub rank: Option<i32>,
    /// The class that the total earns (xếp loại).
    #[sea_orm(column_type = "Text")]
    pub class_name: Option<String>,
    /// Why it was returned (lý do).
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `scheme_id`.
    #[sea_orm(belongs_to, from = "scheme_id", to = "id")]
    pub scheme: BelongsTo<scoring_scheme::Entity>,
    /// The row behind `cluster_id`.
    #[sea_orm(belongs_to, from = "cluster_id", to = "id")]
    pub cluster: BelongsTo<cluster::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a score sheet is in its life.
    pub enum SheetState {
        /// The unit scores itself (tự chấm).
        Draft = "DRAFT",
        /// Before the leader of the cluster (đã nộp cụm).
        Submitted = "SUBMITTED",
        /// Returned by the leader of the cluster with a reason (trả lại).
        Returned = "RETURNED",
        /// Reviewed by the cluster, before the Standing Body (cụm đã chấm).
        ClusterReviewed = "CLUSTER_REVIEWED",
        /// Confirmed by the Standing Body (đã thẩm định).
        Confirmed = "CONFIRMED",
        /// Published with its rank; it changes no more (đã công bố).
        Published = "PUBLISHED",
    }
}

/// What a member has shown its cluster.
const SHOWN: &[&str] = &[
    SheetState::Submitted.code(),
    SheetState::Returned.code(),
    SheetState::ClusterReviewed.code(),
    SheetState::Confirmed.code(),
    SheetState::Published.code(),
];

/// Which rows a scope may see. A unit sees its own and what is published; the leader of a cluster what members have shown it.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    let published = Rows::Is("state", SheetState::Published.code());
    let led = Rows::among("cluster_id", scope.led_clusters.clone()).and(Rows::IsAny("state", SHOWN));
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => published.or(own).or(led),
        Sight::StandingBody => Rows::IsAny("state", SHOWN).or(own),
        Sight::Council | Sight::Chair => published,
        Sight::Auditor => Rows::All,
    }
}
