//! What is searched is indexed by its groups of three letters on SQLite too (FTS5), as `m0023_search` does on PostgreSQL.
//!
//! The index holds no text of its own and follows its table by triggers. Its rows have keys of their own, since VACUUM may
//! number the rows of a table without a whole number as its key anew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables with a folded text.
const TABLES: [&str; 9] =
    ["unit", "official_document", "campaign", "project", "report", "honouree", "award", "exemplar", "user_account"];

/// Of each table.
const UP: [&str; 7] = [
    "CREATE TABLE {t}_searched (key INTEGER PRIMARY KEY, id uuid_text NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE {t}_grams USING fts5(search, content='', contentless_delete=1, detail=none,
         tokenize='trigram case_sensitive 1')",
    "INSERT INTO {t}_searched (id) SELECT id FROM {t}",
    "INSERT INTO {t}_grams (rowid, search) SELECT k.key, t.search FROM {t} t JOIN {t}_searched k ON k.id = t.id",
    "CREATE TRIGGER {t}_grams_insert AFTER INSERT ON {t} BEGIN
         INSERT INTO {t}_searched (id) VALUES (new.id);
         INSERT INTO {t}_grams (rowid, search) SELECT key, new.search FROM {t}_searched WHERE id = new.id;
     END",
    "CREATE TRIGGER {t}_grams_update AFTER UPDATE OF search ON {t} WHEN new.search <> old.search BEGIN
         UPDATE {t}_grams SET search = new.search WHERE rowid = (SELECT key FROM {t}_searched WHERE id = new.id);
     END",
    "CREATE TRIGGER {t}_grams_delete AFTER DELETE ON {t} BEGIN
         DELETE FROM {t}_grams WHERE rowid = (SELECT key FROM {t}_searched WHERE id = old.id);
         DELETE FROM {t}_searched WHERE id = old.id;
     END",
];

const DOWN: [&str; 5] = [
    "DROP TRIGGER {t}_grams_delete",
    "DROP TRIGGER {t}_grams_update",
    "DROP TRIGGER {t}_grams_insert",
    "DROP TABLE {t}_grams",
    "DROP TABLE {t}_searched",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        each(manager, &UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        each(manager, &DOWN).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn each(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    for table in TABLES {
        for statement in statements {
            manager.get_connection().execute_unprepared(&statement.replace("{t}", table)).await?;
        }
    }
    Ok(())
}
