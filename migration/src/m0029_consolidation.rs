//! Consolidated reports: what the Standing Body puts together for the province, with figures and sources that stay as they were.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, boolean, code, drop, instant, int, key, part_of, quantity, table, text};

const KINDS: &[&str] = &["QUARTERLY", "PRELIMINARY_REVIEW", "FINAL_REVIEW"];
const STATES: &[&str] = &["DRAFT", "ISSUED", "SUPERSEDED"];
const SUBJECTS: &[&str] = &["PROJECTS", "OBLIGATIONS", "INDICATORS", "NOMINATIONS", "AWARDS"];
const DIMENSIONS: &[&str] = &["TOTAL", "FIELD_GROUP", "CLUSTER", "UNIT_KIND"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        consolidated_report().create(manager).await?;
        consolidated_source().create(manager).await?;
        consolidated_figure().create(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [consolidated_figure(), consolidated_source(), consolidated_report()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn consolidated_report() -> TableSpec {
    table(
        "consolidated_report",
        [
            key("campaign_id", "campaign"),
            key("unit_id", "unit"),
            code("kind", KINDS),
            text("period"),
            int("edition"),
            key("replaces_id", "consolidated_report").null(),
            text("title"),
            text("narrative"),
            text("difficulties"),
            text("proposals"),
            code("state", STATES),
            key("document_id", "official_document").null(),
            instant("taken_at"),
            text("author"),
            text("issued_by").null(),
            instant("issued_at").null(),
        ],
    )
    .life()
    .unique(&["campaign_id", "kind", "period", "edition"])
    .unique_where(&["campaign_id", "kind", "period"], "\"state\" = 'DRAFT'")
    .check("\"state\" = 'DRAFT' or \"document_id\" is not null")
}

fn consolidated_source() -> TableSpec {
    table(
        "consolidated_source",
        [
            part_of("consolidated_id", "consolidated_report"),
            int("position"),
            key("report_id", "report"),
            key("unit_id", "unit"),
            int("edition"),
            boolean("is_late"),
            text("difficulties"),
            text("proposals"),
        ],
    )
    .created()
    .unique(&["consolidated_id", "report_id"])
    .index(&["consolidated_id", "position"])
}

fn consolidated_figure() -> TableSpec {
    table(
        "consolidated_figure",
        [
            part_of("consolidated_id", "consolidated_report"),
            int("position"),
            code("subject", SUBJECTS),
            code("dimension", DIMENSIONS),
            text("key").null(),
            text("label"),
            text("code").null(),
            text("code_label"),
            text("measure"),
            quantity("value"),
        ],
    )
    .created()
    .index(&["consolidated_id", "position"])
}
