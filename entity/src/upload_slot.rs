//! A place where a file may be uploaded for a short while, before it is an attachment (chỗ tải tệp lên).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "upload_slot";

/// A place where a file may be uploaded for a short while, before it is an attachment (chỗ tải tệp lên).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "upload_slot")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit of whoever asked for it.
    pub unit_id: Uuid,
    /// The ID of the object that will own the file, as published.
    #[sea_orm(column_type = "Text")]
    pub owner: String,
    /// Under which name the bytes are stored.
    pub file_id: Uuid,
    /// The name of the file, cleaned.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The size in bytes, as announced.
    pub size: i64,
    /// SHA-256 of the bytes, as announced.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// The subject who asked for it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// Until when.
    pub expires_at: Instant,
    /// When it was made.
    pub created_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. Only whoever writes for the unit.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Unit | Sight::StandingBody | Sight::Chair => Rows::among("unit_id", scope.units.clone()),
        Sight::Public | Sight::Council | Sight::Auditor | Sight::Admin => Rows::None,
    }
}
