//! A piece of progress on a project (tiến độ), as the unit records it.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, project};

/// The name of the table.
pub const TABLE: &str = "progress_entry";

/// A piece of progress on a project (tiến độ), as the unit records it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "progress_entry")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The project.
    pub project_id: Uuid,
    /// The day it stands for.
    pub on_date: Date,
    /// How far the project is, from 0 to 100.
    pub percent: i32,
    /// What was done.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// What shows it (minh chứng).
    #[sea_orm(column_type = "Text")]
    pub evidence: Option<String>,
    /// The subject who recorded it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// When it was made.
    pub created_at: Instant,
    /// The row behind `project_id`.
    #[sea_orm(belongs_to, from = "project_id", to = "id")]
    pub project: BelongsTo<project::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its project.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("project_id", project::TABLE, project::visible(scope))
}
