//! A campaign says whether its unit made it for itself; the trail of `SQLite` cannot be written over either.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::table::boolean;

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// What is appended to, with its keys, and what becomes of a row that would take another's place: of an entry an error, and a
/// second head of the same place is no head, as whoever publishes it says with ON CONFLICT DO NOTHING.
const APPENDED: [(&str, &str, &str); 2] =
    [("audit_entry", "seq", "ABORT, 'audit_entry is append-only'"), ("audit_head", "seq", "IGNORE")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let mut column = boolean("is_by_unit").definition(backend);
        column.default(false);
        manager.alter_table(Table::alter().table("campaign").add_column(column).take()).await?;
        // Until now the trail alone knew.
        let known = "UPDATE campaign SET is_by_unit = TRUE WHERE id IN \
             (SELECT object_id FROM audit_entry WHERE action = 'createUnitCampaign' AND result = 'DONE')";
        manager.get_connection().execute_unprepared(known).await?;
        if backend != DbBackend::Postgres {
            for (table, key, instead) in APPENDED {
                manager.get_connection().execute_unprepared(&never_replaced(table, key, instead)).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != DbBackend::Postgres {
            for (table, ..) in APPENDED {
                let drop = format!("DROP TRIGGER {table}_is_never_replaced");
                manager.get_connection().execute_unprepared(&drop).await?;
            }
        }
        manager.alter_table(Table::alter().table("campaign").drop_column("is_by_unit").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// `REPLACE INTO` and `INSERT OR REPLACE` delete the row that is in the way without asking the trigger of DELETE.
fn never_replaced(table: &str, key: &str, instead: &str) -> String {
    format!(
        "CREATE TRIGGER {table}_is_never_replaced BEFORE INSERT ON {table} \
         WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key} OR id = NEW.id) \
         BEGIN SELECT RAISE({instead}); END"
    )
}
