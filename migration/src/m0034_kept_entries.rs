//! What is done or refused in an open ballot is kept aside, signed, until the session is over, and only then enters the trail.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::table::{TableSpec, drop, key, table, text};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        kept_entry().create(manager).await?;
        for statement in append_only(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [kept_entry()]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION kept_entry_is_append_only()").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn kept_entry() -> TableSpec {
    table(
        "kept_entry",
        [
            key("session_id", "council_session"),
            text("result"),
            text("entry"),
            text("digest"),
            text("signature"),
            text("key_id"),
        ],
    )
    .index(&["session_id", "id"])
}

/// The database itself refuses to change, delete or replace what is kept.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE FUNCTION kept_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'kept_entry is append-only'; END $$",
            "CREATE TRIGGER kept_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kept_entry \
             FOR EACH STATEMENT EXECUTE FUNCTION kept_entry_is_append_only()",
        ],
        _ => &[
            "CREATE TRIGGER kept_entry_is_never_updated BEFORE UPDATE ON kept_entry \
             BEGIN SELECT RAISE(ABORT, 'kept_entry is append-only'); END",
            "CREATE TRIGGER kept_entry_is_never_deleted BEFORE DELETE ON kept_entry \
             BEGIN SELECT RAISE(ABORT, 'kept_entry is append-only'); END",
            "CREATE TRIGGER kept_entry_is_never_replaced BEFORE INSERT ON kept_entry \
             WHEN EXISTS (SELECT 1 FROM kept_entry WHERE id = NEW.id) \
             BEGIN SELECT RAISE(ABORT, 'kept_entry is append-only'); END",
        ],
    }
}
