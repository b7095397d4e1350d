//! A measurable target of a project (chỉ tiêu); an amendment is a new row that replaces the old one.

use sea_orm::entity::prelude::*;

use crate::{Instant, Quantity, Rows, Scope, project};

/// The name of the table.
pub const TABLE: &str = "target";

/// A measurable target of a project (chỉ tiêu); an amendment is a new row that replaces the old one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "target")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The project.
    pub project_id: Uuid,
    /// Its place in the list.
    pub position: i32,
    /// What is measured (chỉ tiêu).
    #[sea_orm(column_type = "Text")]
    pub indicator: String,
    /// The unit of measure (đơn vị tính).
    #[sea_orm(column_type = "Text")]
    pub measure: String,
    /// The value at the start (hiện trạng).
    pub baseline: Option<Quantity>,
    /// The value to reach (kế hoạch).
    pub planned: Option<Quantity>,
    /// The value reached (thực hiện); zero is a value.
    pub actual: Option<Quantity>,
    /// Whether this version is the one in force.
    pub state: TargetState,
    /// The version it replaces or asks to replace.
    pub replaces_id: Option<Uuid>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `project_id`.
    #[sea_orm(belongs_to, from = "project_id", to = "id")]
    pub project: BelongsTo<project::Entity>,
    /// The row behind `replaces_id`.
    #[sea_orm(self_ref, relation_enum = "Replaces", from = "replaces_id", to = "id")]
    pub replaces: BelongsTo<Option<Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Whether a version of a target is in force.
    pub enum TargetState {
        /// In force (hiện hành).
        Current = "CURRENT",
        /// An amendment that waits for the Standing Body (đề nghị điều chỉnh).
        Proposed = "PROPOSED",
        /// Replaced by a later version (đã thay thế).
        Superseded = "SUPERSEDED",
        /// An amendment that was refused (không chấp thuận).
        Rejected = "REJECTED",
    }
}

/// Which rows a scope may see. As its project.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("project_id", project::TABLE, project::visible(scope))
}
