//! What units find difficult.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, drop, instant, key, table, text};

const FEEDBACK_STATES: &[&str] = &["SENT", "RECEIVED", "ESCALATED", "ANSWERED", "CLOSED"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        feedback().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [feedback()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn feedback() -> TableSpec {
    table(
        "feedback",
        [
            key("unit_id", "unit"),
            key("campaign_id", "campaign").null(),
            text("subject"),
            text("subject_key"),
            text("body"),
            text("proposal"),
            code("state", FEEDBACK_STATES),
            text("author"),
            instant("received_at").null(),
            key("authority_id", "unit").null(),
            instant("escalated_at").null(),
            text("answer").null(),
            instant("answered_at").null(),
            key("document_id", "official_document").null(),
            instant("closed_at").null(),
        ],
    )
    .life()
    .index(&["unit_id", "created_at", "id"])
    .index(&["state", "created_at", "id"])
    .index(&["created_at", "id"])
}
