//! Imports: which file somebody brought in or tried out, and what became of each row.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, boolean, code, drop, key, long, table, text};

const KINDS: &[&str] = &["UNITS", "CLUSTER_MEMBERS", "COUNCIL_MEMBERS", "PROJECTS", "TARGETS", "REPORT_INDICATORS"];
const MODES: &[&str] = &["ALL_OR_NOTHING", "VALID_ROWS"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        import().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [import()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn import() -> TableSpec {
    table(
        "import",
        [
            key("unit_id", "unit").null(),
            text("author"),
            code("kind", KINDS),
            code("mode", MODES),
            boolean("is_dry_run"),
            text("name"),
            text("sha256"),
            long("rows_total").check("rows_total >= 0"),
            long("rows_bad").check("rows_bad >= 0"),
            long("rows_kept").check("rows_kept >= 0"),
            text("verdicts"),
        ],
    )
    .life()
    .index(&["author", "created_at", "id"])
    .index(&["created_at", "id"])
}
