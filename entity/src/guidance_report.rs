//! A report that a guidance asks of every unit, and by when.

use sea_orm::entity::prelude::*;

use crate::{Rows, Scope, guidance, report::ReportKind};

/// The name of the table.
pub const TABLE: &str = "guidance_report";

/// A report that a guidance asks of every unit, and by when.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guidance_report")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The guidance that asks.
    pub guidance_id: Uuid,
    /// The kind of report.
    pub kind: ReportKind,
    /// The period it covers (kỳ báo cáo), for example Q3/2021.
    #[sea_orm(column_type = "Text")]
    pub period: String,
    /// The day it is due (hạn nộp).
    pub due_on: Date,
    /// The row behind `guidance_id`.
    #[sea_orm(belongs_to, from = "guidance_id", to = "id")]
    pub guidance: BelongsTo<guidance::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its guidance.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("guidance_id", guidance::TABLE, guidance::visible(scope))
}
