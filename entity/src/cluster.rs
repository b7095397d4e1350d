//! Units that compete with each other: a cụm of localities or a khối of agencies or enterprises.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, cluster_membership};

/// The name of the table.
pub const TABLE: &str = "cluster";

/// Units that compete with each other: a cụm of localities or a khối of agencies or enterprises.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cluster")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whether it groups localities or organisations.
    pub kind: ClusterKind,
    /// The name (tên cụm, khối).
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The Vietnamese sort key of the name.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// The first day of the cluster.
    pub valid_from: Date,
    /// The last day of the cluster; none while it goes on.
    pub valid_to: Option<Date>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The memberships, past and present.
    #[sea_orm(has_many)]
    pub memberships: HasMany<cluster_membership::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// The kind of a cluster.
    pub enum ClusterKind {
        /// Localities that compete with each other (cụm thi đua).
        LocalityCluster = "LOCALITY_CLUSTER",
        /// Agencies or enterprises that compete with each other (khối thi đua).
        Block = "BLOCK",
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
