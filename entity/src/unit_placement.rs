//! Where a unit hangs in the tree (đơn vị cấp trên), from a day to a day.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, unit};

/// The name of the table.
pub const TABLE: &str = "unit_placement";

/// Where a unit hangs in the tree (đơn vị cấp trên), from a day to a day.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_placement")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit.
    pub unit_id: Uuid,
    /// The unit directly above it.
    pub parent_id: Uuid,
    /// The first day.
    pub valid_from: Date,
    /// The last day; none while it lasts.
    pub valid_to: Option<Date>,
    /// When it was made.
    pub created_at: Instant,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, relation_enum = "Unit", from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `parent_id`.
    #[sea_orm(belongs_to, relation_enum = "Parent", from = "parent_id", to = "id")]
    pub parent: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

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
