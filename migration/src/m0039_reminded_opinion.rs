//! A reminder of an opinion that is due names the consultation it is about, as one of a report names its obligation.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let ty = if manager.get_database_backend() == DbBackend::Sqlite { "uuid_text" } else { "uuid" };
        let db = manager.get_connection();
        let column = format!("ALTER TABLE reminder ADD COLUMN consultation_id {ty} NULL REFERENCES consultation (id)");
        db.execute_unprepared(&column).await?;
        db.execute_unprepared("CREATE INDEX reminder_consultation_id_idx ON reminder (consultation_id)").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("DROP INDEX reminder_consultation_id_idx").await?;
        db.execute_unprepared("ALTER TABLE reminder DROP COLUMN consultation_id").await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
