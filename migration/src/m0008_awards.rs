//! Awards: the register of who was commended.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, drop, key, table, text};

const AWARD_STATES: &[&str] = &["GRANTED", "REVOKED"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        award().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [award()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn award() -> TableSpec {
    table(
        "award",
        [
            key("decision_id", "decision"),
            key("nomination_id", "nomination").null(),
            key("honouree_id", "honouree"),
            key("unit_id", "unit"),
            key("award_type_id", "award_type"),
            key("campaign_id", "campaign"),
            key("phase_id", "phase").null(),
            text("published_name"),
            text("name_key"),
            text("citation"),
            code("state", AWARD_STATES),
            key("revoked_by_id", "official_document").null(),
            text("reason").null(),
            text("search"),
        ],
    )
    .life()
    .unique(&["nomination_id"])
    .index(&["campaign_id", "state", "created_at", "id"])
    .index(&["unit_id", "state", "created_at", "id"])
    .index(&["honouree_id", "created_at", "id"])
    .index(&["decision_id", "created_at", "id"])
    .index(&["created_at", "id"])
}
