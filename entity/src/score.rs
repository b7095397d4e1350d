//! The points of a score sheet on one criterion (điểm từng tiêu chí).

use sea_orm::entity::prelude::*;

use crate::{Quantity, Rows, Scope, criterion, score_sheet};

/// The name of the table.
pub const TABLE: &str = "score";

/// The points of a score sheet on one criterion (điểm từng tiêu chí).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The sheet.
    pub sheet_id: Uuid,
    /// The criterion.
    pub criterion_id: Uuid,
    /// The place of the criterion in its table.
    pub position: i32,
    /// By the unit itself (điểm tự chấm); zero is a score.
    pub self_points: Quantity,
    /// By the cluster (điểm cụm chấm).
    pub cluster_points: Option<Quantity>,
    /// By the Standing Body (điểm thẩm định).
    pub final_points: Option<Quantity>,
    /// What the points rest on (minh chứng).
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// The row behind `sheet_id`.
    #[sea_orm(belongs_to, from = "sheet_id", to = "id")]
    pub sheet: BelongsTo<score_sheet::Entity>,
    /// The row behind `criterion_id`.
    #[sea_orm(belongs_to, from = "criterion_id", to = "id")]
    pub criterion: BelongsTo<criterion::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its sheet.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("sheet_id", score_sheet::TABLE, score_sheet::visible(scope))
}
