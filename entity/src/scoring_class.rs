//! A class (mức xếp loại) that a total earns by a table of criteria.

use sea_orm::entity::prelude::*;

use crate::{Quantity, Rows, Scope, scoring_scheme};

/// The name of the table.
pub const TABLE: &str = "scoring_class";

/// A class (mức xếp loại) that a total earns by a table of criteria.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scoring_class")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The table of criteria.
    pub scheme_id: Uuid,
    /// Its place, the best first.
    pub position: i32,
    /// What it is called (tên mức).
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The least total that earns it (điểm tối thiểu).
    pub at_least: Quantity,
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
