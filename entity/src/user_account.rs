//! Somebody who signs in with a name and a password, where no identity provider does it (người dùng).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, unit};

/// The name of the table.
pub const TABLE: &str = "user_account";

/// Somebody who signs in with a name and a password, where no identity provider does it (người dùng).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_account")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name to sign in with, which is the subject of the tokens. It never changes and is never given again.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The full name.
    #[sea_orm(column_type = "Text")]
    pub full_name: String,
    /// The Vietnamese sort key of the full name.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// The organisation class of the role. Which there are is said where roles are, so that a new one needs no migration.
    #[sea_orm(column_type = "Text")]
    pub class: String,
    /// The duty of the role.
    #[sea_orm(column_type = "Text")]
    pub duty: String,
    /// The unit the role is held in; none only for an administrator who comes before the first unit.
    pub unit_id: Option<Uuid>,
    /// Whether the user may sign in.
    pub state: UserState,
    /// The Argon2id hash of the password, with its parameters and salt (PHC).
    #[sea_orm(column_type = "Text")]
    pub password_hash: String,
    /// When the password was set.
    pub password_set_at: Instant,
    /// Whether somebody else chose the password, so that it has to be changed first.
    pub must_change_password: bool,
    /// Both names as they are searched.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<Option<unit::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Whether a user may sign in.
    pub enum UserState {
        /// The user may sign in (đang hoạt động).
        Active = "ACTIVE",
        /// The user may not sign in, and no token of theirs is believed any more (đã khóa).
        Disabled = "DISABLED",
    }
}

/// Which rows a scope may see. Who keeps the users sees them, and who audits that.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Unit | Sight::StandingBody | Sight::Council | Sight::Chair => Rows::None,
        Sight::Auditor | Sight::Admin => Rows::All,
    }
}
