//! Exports: what somebody has a list written into, how far it is, and where the file lies.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, drop, instant, key, long, table, text, uuid};

const STATES: &[&str] = &["QUEUED", "RUNNING", "READY", "FAILED", "CANCELLED", "EXPIRED"];
const FORMATS: &[&str] = &["CSV", "XLSX", "JSON_LINES"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        export().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [export()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn export() -> TableSpec {
    table(
        "export",
        [
            key("unit_id", "unit").null(),
            text("author"),
            text("class"),
            text("duty"),
            text("unit"),
            text("client").null(),
            uuid("session_id").null(),
            text("connection"),
            text("columns"),
            text("variables"),
            code("format", FORMATS),
            code("state", STATES),
            text("name"),
            long("rows_done").check("rows_done >= 0"),
            long("rows_total").null(),
            uuid("file_id").unique(),
            long("bytes").null(),
            text("sha256").null(),
            text("failure_code").null(),
            text("failure_en").null(),
            text("failure_vi").null(),
            instant("started_at").null(),
            instant("heard_at").null(),
            instant("finished_at").null(),
            instant("expires_at").null(),
        ],
    )
    .life()
    .index(&["author", "created_at", "id"])
    .index(&["state", "created_at"])
}
