//! The register of other agencies' systems that may read here.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, date, drop, instant, key, table, text};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        agency_client().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [agency_client()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn agency_client() -> TableSpec {
    table(
        "agency_client",
        [
            text("name").unique(),
            text("title"),
            key("unit_id", "unit"),
            text("purpose"),
            text("legal_basis"),
            text("scopes"),
            date("valid_from"),
            date("valid_to").null(),
            instant("ended_at").null(),
            text("reason").null(),
            text("author"),
        ],
    )
    .life()
    .check("valid_to is null or valid_to >= valid_from")
    .index(&["unit_id", "id"])
}
