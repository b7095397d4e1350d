//! A cluster's table of criteria (bảng tiêu chí chấm điểm) for one campaign.

use sea_orm::entity::prelude::*;

use crate::{Instant, Quantity, Rows, Scope, Sight, campaign, cluster};

/// The name of the table.
pub const TABLE: &str = "scoring_scheme";

/// A cluster's table of criteria (bảng tiêu chí chấm điểm) for one campaign.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scoring_scheme")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The cluster that owns it.
    pub cluster_id: Uuid,
    /// The campaign it is for; a cluster has one scheme for a campaign.
    pub campaign_id: Uuid,
    /// The title (tên bảng tiêu chí).
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The Vietnamese sort key of the title.
    #[sea_orm(column_type = "Text")]
    pub title_key: String,
    /// Where it is in its life.
    pub state: SchemeState,
    /// The sum of what its criteria can give (tổng điểm tối đa).
    pub max_points: Quantity,
    /// The most that a bonus adds (điểm thưởng tối đa).
    pub bonus_cap: Quantity,
    /// Taken off for each report that came late (điểm trừ báo cáo trễ).
    pub late_penalty: Quantity,
    /// Taken off for each report that is overdue and did not come (điểm trừ thiếu báo cáo).
    pub missing_penalty: Quantity,
    /// When its ranking was published.
    pub published_at: Option<Instant>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `cluster_id`.
    #[sea_orm(belongs_to, from = "cluster_id", to = "id")]
    pub cluster: BelongsTo<cluster::Entity>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a table of criteria is in its life.
    pub enum SchemeState {
        /// Being written (dự thảo); the leader of the cluster and the Standing Body see it.
        Draft = "DRAFT",
        /// Members score themselves by it; it can still change (đang chấm).
        Open = "OPEN",
        /// A sheet has been submitted; it changes no more (đã chốt).
        Frozen = "FROZEN",
        /// Its sheets and their ranking are published (đã công bố).
        Published = "PUBLISHED",
    }
}

/// What members do not see.
const UNSEEN: &[&str] = &[SchemeState::Draft.code()];

/// Which rows a scope may see. Drafts are seen by the leader of the cluster, the Standing Body and the auditor.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let shown = Rows::IsNone("state", UNSEEN);
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => shown.or(Rows::among("cluster_id", scope.led_clusters.clone())),
        Sight::Council | Sight::Chair => shown,
        Sight::StandingBody | Sight::Auditor => Rows::All,
    }
}
