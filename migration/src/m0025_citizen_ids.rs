//! The same person may be proposed by two units, each with a record of its own: the hash of a citizen id finds them, and is
//! not unique.

use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared("DROP INDEX \"honouree_citizen_id_hash_key\"").await?;
        connection
            .execute_unprepared(
                "CREATE INDEX \"honouree_citizen_id_hash_idx\" ON \"honouree\" (\"citizen_id_hash\") WHERE citizen_id_hash IS NOT NULL",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared("DROP INDEX \"honouree_citizen_id_hash_idx\"").await?;
        connection
            .execute_unprepared(
                "CREATE UNIQUE INDEX \"honouree_citizen_id_hash_key\" ON \"honouree\" (\"citizen_id_hash\") WHERE citizen_id_hash IS NOT NULL",
            )
            .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
