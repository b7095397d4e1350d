//! The trail is chained and signed: each entry keeps the digest of the one before it, its own, and a signature; heads are
//! kept as they were published.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::table::{TableSpec, drop, instant, long, table, text};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What an entry gets. Empty in entries from before, which the first new one covers.
const COLUMNS: [&str; 5] = ["purpose", "previous", "digest", "signature", "key_id"];

/// What entries are looked up by besides.
const INDEXES: [(&str, &[&str]); 2] =
    [("audit_entry_request_id_idx", &["request_id"]), ("audit_entry_unit_id_seq_idx", &["unit_id", "seq"])];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        for name in COLUMNS {
            let column = text(name).null().definition(backend);
            manager.alter_table(Table::alter().table("audit_entry").add_column(column).take()).await?;
        }
        for (name, columns) in INDEXES {
            let mut index = Index::create().name(name).table("audit_entry").take();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        audit_head().create(manager).await?;
        for statement in append_only(backend) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [audit_head()]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION audit_head_is_append_only()").await?;
        }
        for (name, _) in INDEXES {
            manager.drop_index(Index::drop().name(name).table("audit_entry").to_owned()).await?;
        }
        for name in COLUMNS {
            manager.alter_table(Table::alter().table("audit_entry").drop_column(name).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn audit_head() -> TableSpec {
    table("audit_head", [long("seq").unique(), instant("at"), text("digest"), text("signature"), text("key_id")])
        .index(&["at", "id"])
}

/// The database itself refuses to change or delete a head.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE FUNCTION audit_head_is_append_only() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'audit_head is append-only'; END $$",
            "CREATE TRIGGER audit_head_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_head \
             FOR EACH STATEMENT EXECUTE FUNCTION audit_head_is_append_only()",
        ],
        _ => &[
            "CREATE TRIGGER audit_head_is_never_updated BEFORE UPDATE ON audit_head \
             BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END",
            "CREATE TRIGGER audit_head_is_never_deleted BEFORE DELETE ON audit_head \
             BEGIN SELECT RAISE(ABORT, 'audit_head is append-only'); END",
        ],
    }
}
