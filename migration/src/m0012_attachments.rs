//! Files beside the rows: attachments with their owners, and the slots in which they are uploaded.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, drop, instant, key, long, table, text, uuid};

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        attachment().create(manager).await?;
        upload_slot().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [upload_slot(), attachment()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Exactly one of the owners is there.
const ONE_OWNER: &str = "(CASE WHEN report_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN project_id IS NULL THEN 0 ELSE 1 END) \
     + (CASE WHEN progress_entry_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN dossier_id IS NULL THEN 0 ELSE 1 END) \
     + (CASE WHEN document_id IS NULL THEN 0 ELSE 1 END) = 1";

fn attachment() -> TableSpec {
    table(
        "attachment",
        [
            key("unit_id", "unit").null(),
            key("report_id", "report").null(),
            key("project_id", "project").null(),
            key("progress_entry_id", "progress_entry").null(),
            key("dossier_id", "dossier").null(),
            key("document_id", "official_document").null(),
            uuid("file_id").unique(),
            text("name"),
            text("media_type"),
            long("size").check("size > 0"),
            text("sha256"),
            text("author"),
        ],
    )
    .life()
    .check(ONE_OWNER)
    .index(&["report_id", "created_at", "id"])
    .index(&["project_id", "created_at", "id"])
    .index(&["progress_entry_id", "created_at", "id"])
    .index(&["dossier_id", "created_at", "id"])
    .index(&["document_id", "created_at", "id"])
}

fn upload_slot() -> TableSpec {
    table(
        "upload_slot",
        [
            key("unit_id", "unit"),
            text("owner"),
            uuid("file_id").unique(),
            text("name"),
            long("size").check("size > 0"),
            text("sha256"),
            text("author"),
            instant("expires_at"),
        ],
    )
    .created()
    .index(&["expires_at"])
}
