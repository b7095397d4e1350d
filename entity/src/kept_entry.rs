//! What was done or refused in an open ballot, kept aside until the session is over (mục nhật ký chờ đóng phiên); only ever
//! appended to.

use sea_orm::entity::prelude::*;

use crate::{Rows, Scope, Sight, council_session};

/// The name of the table.
pub const TABLE: &str = "kept_entry";

/// What was done or refused in an open ballot, kept aside until the session is over (mục nhật ký chờ đóng phiên).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_entry")]
pub struct Model {
    /// The identifier: that of the entry, which it keeps in the trail.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// Whether it was `DONE` or `REFUSED`.
    #[sea_orm(column_type = "Text")]
    pub result: String,
    /// The entry as it is hashed, but for its place in the trail, which it does not have yet.
    #[sea_orm(column_type = "Text")]
    pub entry: String,
    /// SHA-256 of that, in hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub digest: String,
    /// The signature: Ed25519, in base64url.
    #[sea_orm(column_type = "Text")]
    pub signature: String,
    /// The key it was signed with.
    #[sea_orm(column_type = "Text")]
    pub key_id: String,
    /// The row behind `session_id`.
    #[sea_orm(belongs_to, from = "session_id", to = "id")]
    pub session: BelongsTo<council_session::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. Nobody reads what is kept; it is read in the trail, once the session is over.
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
