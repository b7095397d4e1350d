//! A group of a list of recipients, as a document prints it: the units of some kinds and systems, of a cluster, one unit,
//! or somebody outside who is told by name alone.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, cluster, distribution_list, unit};

/// The name of the table.
pub const TABLE: &str = "distribution_group";

/// A group of a list of recipients, as a document prints it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "distribution_group")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The list.
    pub list_id: Uuid,
    /// Its place in the list, from 1.
    pub position: i32,
    /// The group as printed (nơi nhận).
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The kinds of its units, codes with commas; empty for any.
    #[sea_orm(column_type = "Text")]
    pub kinds: String,
    /// The systems of its units, codes with commas; empty for any.
    #[sea_orm(column_type = "Text")]
    pub systems: String,
    /// The cluster that its units are in.
    pub cluster_id: Option<Uuid>,
    /// The one unit that it is.
    pub only_unit_id: Option<Uuid>,
    /// When it was made.
    pub created_at: Instant,
    /// The row behind `list_id`.
    #[sea_orm(belongs_to, from = "list_id", to = "id")]
    pub list: BelongsTo<distribution_list::Entity>,
    /// The row behind `cluster_id`.
    #[sea_orm(belongs_to, from = "cluster_id", to = "id")]
    pub cluster: BelongsTo<Option<cluster::Entity>>,
    /// The row behind `only_unit_id`.
    #[sea_orm(belongs_to, from = "only_unit_id", to = "id")]
    pub only_unit: BelongsTo<Option<unit::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its list.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("list_id", distribution_list::TABLE, distribution_list::visible(scope))
}
