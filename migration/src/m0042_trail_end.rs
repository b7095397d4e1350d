//! On PostgreSQL a function takes the end of the trail and says where it is, in one round trip: everybody who writes waits for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The lock is called "thidua", in ASCII. A volatile function looks anew with each of its statements, so the second sees what was
/// committed while the first one waited.
const TAKE: &str = "CREATE FUNCTION take_trail(OUT seq bigint, OUT digest text) RETURNS SETOF record LANGUAGE plpgsql VOLATILE AS $$ \
     BEGIN \
         PERFORM pg_advisory_xact_lock(127991793612129); \
         RETURN QUERY SELECT e.seq, e.digest FROM audit_entry e ORDER BY e.seq DESC LIMIT 1; \
     END $$";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(TAKE).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION take_trail()").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
