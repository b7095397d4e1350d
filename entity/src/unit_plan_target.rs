//! A measurable target of a plan of a unit (chỉ tiêu của kế hoạch).

use sea_orm::entity::prelude::*;

use crate::{Instant, Quantity, Rows, Scope, unit_plan};

/// The name of the table.
pub const TABLE: &str = "unit_plan_target";

/// A measurable target of a plan of a unit (chỉ tiêu của kế hoạch).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_plan_target")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The plan.
    pub plan_id: Uuid,
    /// Its place in the list, from 1.
    pub position: i32,
    /// What is measured (chỉ số).
    #[sea_orm(column_type = "Text")]
    pub indicator: String,
    /// The unit of measure (đơn vị tính).
    #[sea_orm(column_type = "Text")]
    pub measure: String,
    /// The value aimed at (kế hoạch).
    pub planned: Quantity,
    /// When it was made.
    pub created_at: Instant,
    /// The row behind `plan_id`.
    #[sea_orm(belongs_to, from = "plan_id", to = "id")]
    pub plan: BelongsTo<unit_plan::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see: those of a plan that it sees.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("plan_id", unit_plan::TABLE, unit_plan::visible(scope))
}
