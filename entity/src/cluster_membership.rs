//! That a unit belongs to a cluster (thành viên cụm, khối) for some time, and in which role.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, cluster, unit};

/// The name of the table.
pub const TABLE: &str = "cluster_membership";

/// That a unit belongs to a cluster (thành viên cụm, khối) for some time, and in which role.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster_membership")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The cluster.
    pub cluster_id: Uuid,
    /// The member unit.
    pub unit_id: Uuid,
    /// The unit's role in the cluster.
    pub role: ClusterRole,
    /// The first day of the membership.
    pub valid_from: Date,
    /// The last day of the membership; none while it goes on.
    pub valid_to: Option<Date>,
    /// When it was made.
    pub created_at: Instant,
    /// The row behind `cluster_id`.
    #[sea_orm(belongs_to, from = "cluster_id", to = "id")]
    pub cluster: BelongsTo<cluster::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// A unit's role in its cluster.
    pub enum ClusterRole {
        /// Leads the cluster (cụm trưởng, khối trưởng).
        Leader = "LEADER",
        /// Deputises for the leader (cụm phó, khối phó).
        Deputy = "DEPUTY",
        /// A member (thành viên).
        Member = "MEMBER",
    }
}

/// Which rows a scope may see. All of it is public.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public
        | Sight::Unit
        | Sight::StandingBody
        | Sight::Council
        | Sight::Chair
        | Sight::Auditor
        | Sight::Admin => Rows::All,
    }
}
