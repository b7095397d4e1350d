//! That an object changed (sự kiện), for those who follow changes; says what, never how.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "event";

/// That an object changed (sự kiện), for those who follow changes; says what, never how.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// The place in the feed, given by the database.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// What happened.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// The kind of object.
    #[sea_orm(column_type = "Text")]
    pub noun: String,
    /// The object.
    pub object_id: Uuid,
    /// The unit that the object belongs to, if any.
    pub owner_unit_id: Option<Uuid>,
    /// The version of the object after the change.
    pub version: i64,
    /// The request that changed it.
    #[sea_orm(column_type = "Text")]
    pub request_id: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. Nobody reads the feed as a table: who hears of an event is decided by what the object itself shows.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public
        | Sight::Unit
        | Sight::StandingBody
        | Sight::Council
        | Sight::Chair
        | Sight::Auditor
        | Sight::Admin => Rows::None,
    }
}
