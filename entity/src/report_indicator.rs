//! An indicator value in a report (số liệu).

use sea_orm::entity::prelude::*;

use crate::{Quantity, Rows, Scope, report};

/// The name of the table.
pub const TABLE: &str = "report_indicator";

/// An indicator value in a report (số liệu).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_indicator")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The report.
    pub report_id: Uuid,
    /// Its place in the list.
    pub position: i32,
    /// What is measured.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The unit of measure (đơn vị tính).
    #[sea_orm(column_type = "Text")]
    pub measure: String,
    /// The value; zero is a value.
    pub value: Quantity,
    /// The row behind `report_id`.
    #[sea_orm(belongs_to, from = "report_id", to = "id")]
    pub report: BelongsTo<report::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its report.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("report_id", report::TABLE, report::visible(scope))
}
