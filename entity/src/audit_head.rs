//! How far the audit trail had come at a moment (đầu chuỗi nhật ký), signed and published; only ever appended to.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "audit_head";

/// How far the audit trail had come at a moment (đầu chuỗi nhật ký), signed and published; only ever appended to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_head")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The place of the last entry.
    pub seq: i64,
    /// When it was signed.
    pub at: Instant,
    /// The digest of the last entry.
    #[sea_orm(column_type = "Text")]
    pub digest: String,
    /// The signature of all of the above: Ed25519, in base64url.
    #[sea_orm(column_type = "Text")]
    pub signature: String,
    /// The key it was signed with.
    #[sea_orm(column_type = "Text")]
    pub key_id: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. Heads tell nothing of what was done, and are there for everybody to keep.
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
