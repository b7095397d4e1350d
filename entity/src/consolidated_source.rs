//! A report behind a consolidated one, with what was taken from it (báo cáo nguồn).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, consolidated_report, report, unit};

/// The name of the table.
pub const TABLE: &str = "consolidated_source";

/// A report behind a consolidated one, with what was taken from it (báo cáo nguồn).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consolidated_source")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The consolidated report.
    pub consolidated_id: Uuid,
    /// Its place in the list.
    pub position: i32,
    /// The report.
    pub report_id: Uuid,
    /// The unit that wrote it.
    pub unit_id: Uuid,
    /// The edition that was taken.
    pub edition: i32,
    /// Whether it came late.
    pub is_late: bool,
    /// The difficulties it told of.
    #[sea_orm(column_type = "Text")]
    pub difficulties: String,
    /// What it proposed.
    #[sea_orm(column_type = "Text")]
    pub proposals: String,
    /// When it was taken.
    pub created_at: Instant,
    /// The row behind `consolidated_id`.
    #[sea_orm(belongs_to, from = "consolidated_id", to = "id")]
    pub consolidated: BelongsTo<consolidated_report::Entity>,
    /// The row behind `report_id`.
    #[sea_orm(belongs_to, from = "report_id", to = "id")]
    pub report: BelongsTo<report::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its consolidated report; a unit only what was taken from its own.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let above = Rows::through("consolidated_id", consolidated_report::TABLE, consolidated_report::visible(scope));
    match scope.sight {
        Sight::Unit => above.and(Rows::among("unit_id", scope.units.clone())),
        Sight::Public | Sight::Admin | Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => above,
    }
}
