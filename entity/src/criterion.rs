//! A criterion (tiêu chí) of a table of criteria, in its group.

use sea_orm::entity::prelude::*;

use crate::{Quantity, Rows, Scope, scoring_scheme};

/// The name of the table.
pub const TABLE: &str = "criterion";

/// A criterion (tiêu chí) of a table of criteria, in its group.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "criterion")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The table of criteria.
    pub scheme_id: Uuid,
    /// Its place in the table, from 1.
    pub position: i32,
    /// The group it stands in (nhóm tiêu chí).
    #[sea_orm(column_type = "Text")]
    pub group_name: String,
    /// What is judged (nội dung tiêu chí).
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The most it gives (điểm tối đa).
    pub max_points: Quantity,
    /// The row behind `scheme_id`.
    #[sea_orm(belongs_to, from = "scheme_id", to = "id")]
    pub scheme: BelongsTo<scoring_scheme::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its table of criteria.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("scheme_id", scoring_scheme::TABLE, scoring_scheme::visible(scope))
}
