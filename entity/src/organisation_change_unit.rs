//! A unit in a change of the organisation: one that it changes, or one that it makes.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, organisation_change, unit};

/// The name of the table.
pub const TABLE: &str = "organisation_change_unit";

/// A unit in a change of the organisation: one that it changes, or one that it makes.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_change_unit")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The change.
    pub change_id: Uuid,
    /// The unit.
    pub unit_id: Uuid,
    /// Whether it was there before or comes out of it.
    pub part: ChangePart,
    /// When it was made.
    pub created_at: Instant,
    /// The row behind `change_id`.
    #[sea_orm(belongs_to, from = "change_id", to = "id")]
    pub change: BelongsTo<organisation_change::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// The part of a unit in a change of the organisation (vai trò trong thay đổi tổ chức).
    pub enum ChangePart {
        /// It was there before (đơn vị trước thay đổi).
        Original = "ORIGINAL",
        /// It comes out of it (đơn vị sau thay đổi).
        Result = "RESULT",
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
