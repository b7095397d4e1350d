//! The record: the trail of what was done, the feed of what changed, and answers kept for repeated requests.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::table::{TableSpec, code, drop, instant, keyed, long, sequence, text, uuid};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        audit_entry().create(manager).await?;
        event().create(manager).await?;
        idempotency_record().create(manager).await?;
        for statement in append_only(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [idempotency_record(), event(), audit_entry()]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION audit_entry_is_append_only()").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Identifiers here are no foreign keys: the trail outlives what it tells of.
fn audit_entry() -> TableSpec {
    keyed(
        "audit_entry",
        &[],
        [
            sequence("seq"),
            uuid("id").unique(),
            instant("at"),
            text("subject"),
            text("class"),
            text("duty"),
            uuid("unit_id").null(),
            text("client").null(),
            text("action"),
            text("noun"),
            uuid("object_id").null(),
            uuid("campaign_id").null(),
            uuid("owner_unit_id").null(),
            text("fields"),
            text("before_digest").null(),
            text("after_digest").null(),
            code("result", &["DONE", "REFUSED"]),
            text("code").null(),
            text("request_id"),
        ],
    )
    .index(&["object_id", "seq"])
    .index(&["owner_unit_id", "seq"])
    .index(&["subject", "seq"])
}

fn event() -> TableSpec {
    keyed(
        "event",
        &[],
        [
            sequence("seq"),
            instant("at"),
            text("kind"),
            text("noun"),
            uuid("object_id"),
            uuid("owner_unit_id").null(),
            long("version"),
            text("request_id"),
        ],
    )
}

fn idempotency_record() -> TableSpec {
    keyed(
        "idempotency_record",
        &["principal", "key", "place"],
        [text("principal"), text("key"), text("place"), text("digest"), text("answer")],
    )
    .created()
    .index(&["created_at"])
}

/// The database itself refuses to change or delete an entry of the trail.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'audit_entry is append-only'; END $$",
            "CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry \
             FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only()",
        ],
        _ => &[
            "CREATE TRIGGER audit_entry_is_never_updated BEFORE UPDATE ON audit_entry \
             BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
            "CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_entry \
             BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
        ],
    }
}
