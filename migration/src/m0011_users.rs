//! Users with passwords, their sessions and refresh tokens, for places without an identity provider.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, boolean, code, drop, instant, key, keyed, part_of, table, text};

const USER_STATES: &[&str] = &["ACTIVE", "DISABLED"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        user_account().create(manager).await?;
        user_session().create(manager).await?;
        refresh_token().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [refresh_token(), user_session(), user_account()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn user_account() -> TableSpec {
    table(
        "user_account",
        [
            text("name").unique(),
            text("full_name"),
            text("name_key"),
            text("class"),
            text("duty"),
            key("unit_id", "unit").null(),
            code("state", USER_STATES),
            text("password_hash"),
            instant("password_set_at"),
            boolean("must_change_password"),
            text("search"),
        ],
    )
    .life()
    .check("unit_id is not null or class = 'ADMIN'")
    .index(&["unit_id", "name_key", "id"])
    .index(&["name_key", "id"])
}

fn user_session() -> TableSpec {
    table(
        "user_session",
        [
            part_of("user_id", "user_account"),
            boolean("is_read_only"),
            instant("expires_at"),
            instant("ended_at").null(),
        ],
    )
    .created()
    .index(&["expires_at"])
}

fn refresh_token() -> TableSpec {
    keyed(
        "refresh_token",
        &["digest"],
        [text("digest"), part_of("session_id", "user_session"), instant("expires_at"), instant("used_at").null()],
    )
    .created()
}
