//! A dated code of a unit (mã định danh), such as H59.02; never a key.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, unit};

/// The name of the table.
pub const TABLE: &str = "unit_identifier";

/// A dated code of a unit (mã định danh), such as H59.02; never a key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_identifier")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit that the code names.
    pub unit_id: Uuid,
    /// The code, at most 35 characters.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Whether the code is in force.
    pub status: IdentifierStatus,
    /// The first day of the code.
    pub valid_from: Date,
    /// The last day of the code; none while it goes on.
    pub valid_to: Option<Date>,
    /// When it was made.
    pub created_at: Instant,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Whether a unit's code is in force.
    pub enum IdentifierStatus {
        /// In force (đang dùng).
        Active = "ACTIVE",
        /// Provisional (tạm), until the official code is known.
        Provisional = "PROVISIONAL",
        /// Closed (đã đóng), kept for history.
        Closed = "CLOSED",
    }
}

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
