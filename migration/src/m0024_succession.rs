//! Where units hang in the tree from day to day, and the changes that made one out of another.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, date, drop, key, part_of, table, text};

const KINDS: &[&str] = &["MERGE", "SPLIT", "RENAME", "DISSOLVE", "TRANSFER"];
const PARTS: &[&str] = &["ORIGINAL", "RESULT"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        unit_placement().create(manager).await?;
        organisation_change().create(manager).await?;
        organisation_change_unit().create(manager).await?;
        // Every unit has hung where it hangs since it exists; its first place has its own key.
        let places = "INSERT INTO unit_placement (id, unit_id, parent_id, valid_from, valid_to, created_at) \
                      SELECT id, id, parent_id, valid_from, valid_to, created_at FROM unit WHERE parent_id IS NOT NULL";
        manager.get_connection().execute_unprepared(places).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [organisation_change_unit(), organisation_change(), unit_placement()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn unit_placement() -> TableSpec {
    table(
        "unit_placement",
        [key("unit_id", "unit"), key("parent_id", "unit"), date("valid_from"), date("valid_to").null()],
    )
    .created()
    .unique(&["unit_id", "valid_from"])
    .check("valid_to is null or valid_to >= valid_from")
}

fn organisation_change() -> TableSpec {
    table(
        "organisation_change",
        [
            code("kind", KINDS),
            date("effective_on"),
            key("document_id", "official_document").null(),
            key("parent_id", "unit").null(),
            text("note"),
        ],
    )
    .life()
    .index(&["effective_on", "id"])
}

fn organisation_change_unit() -> TableSpec {
    table(
        "organisation_change_unit",
        [part_of("change_id", "organisation_change"), key("unit_id", "unit"), code("part", PARTS)],
    )
    .created()
    .unique(&["change_id", "unit_id"])
}
