//! The answer to a request that may be sent again, so that it is carried out once.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "idempotency_record";

/// The answer to a request that may be sent again, so that it is carried out once.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_record")]
pub struct Model {
    /// Who sent it.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub principal: String,
    /// The key that the sender chose.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub key: String,
    /// Which field of the request: its position among the root fields.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub place: String,
    /// The digest of the request, to refuse another one under the same key.
    #[sea_orm(column_type = "Text")]
    pub digest: String,
    /// The answer that was given.
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    /// When it was given.
    pub created_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. Nobody reads it: an answer goes back to its sender only.
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
