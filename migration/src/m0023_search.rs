//! What is searched is indexed by its groups of three letters. On PostgreSQL alone (`pg_trgm`): SQLite looks through the
//! folded texts, which at the size it is for is quicker than to keep such an index.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables with a folded text.
const TABLES: [&str; 9] =
    ["unit", "official_document", "campaign", "project", "report", "honouree", "award", "exemplar", "user_account"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let connection = manager.get_connection();
        connection.execute_unprepared("CREATE EXTENSION IF NOT EXISTS pg_trgm").await?;
        for table in TABLES {
            let index = format!("CREATE INDEX {table}_search ON {table} USING gin (search gin_trgm_ops)");
            connection.execute_unprepared(&index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        for table in TABLES {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX {table}_search")).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
