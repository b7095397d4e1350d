//! Reports: that they are owed, what they say, and their numbers.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, boolean, code, date, drop, instant, int, key, part_of, quantity, table, text};

const REPORT_KINDS: &[&str] = &["QUARTERLY", "PRELIMINARY_REVIEW", "FINAL_REVIEW", "AD_HOC"];
const OBLIGATION_STATES: &[&str] = &["DUE", "MET", "WAIVED"];
const REPORT_STATES: &[&str] = &["DRAFT", "SUBMITTED", "RETURNED", "ACCEPTED", "CONSOLIDATED", "LOCKED", "SUPERSEDED"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        report_obligation().create(manager).await?;
        report().create(manager).await?;
        report_indicator().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [report_indicator(), report(), report_obligation()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn report_obligation() -> TableSpec {
    table(
        "report_obligation",
        [
            key("campaign_id", "campaign"),
            key("phase_id", "phase"),
            key("guidance_id", "guidance"),
            key("unit_id", "unit"),
            code("kind", REPORT_KINDS),
            text("period"),
            date("due_on"),
            code("state", OBLIGATION_STATES),
            text("reason").null(),
        ],
    )
    .life()
    .unique(&["phase_id", "unit_id", "kind", "period"])
    .index(&["unit_id", "due_on", "id"])
    .index(&["state", "due_on", "id"])
}

fn report() -> TableSpec {
    table(
        "report",
        [
            key("obligation_id", "report_obligation").null(),
            key("campaign_id", "campaign"),
            key("phase_id", "phase"),
            key("unit_id", "unit"),
            code("kind", REPORT_KINDS),
            text("period"),
            int("edition"),
            key("replaces_id", "report").null(),
            text("narrative"),
            text("difficulties"),
            text("proposals"),
            code("state", REPORT_STATES),
            date("due_on").null(),
            boolean("is_late"),
            text("author"),
            text("submitted_by").null(),
            instant("submitted_at").null(),
            instant("accepted_at").null(),
            text("reason").null(),
            text("search"),
        ],
    )
    .life()
    .unique(&["obligation_id", "edition"])
    .index(&["campaign_id", "state", "created_at", "id"])
    .index(&["unit_id", "state", "created_at", "id"])
    .index(&["unit_id", "created_at", "id"])
    .index(&["phase_id", "period", "created_at", "id"])
    .index(&["created_at", "id"])
}

fn report_indicator() -> TableSpec {
    table(
        "report_indicator",
        [part_of("report_id", "report"), int("position"), text("name"), text("measure"), quantity("value")],
    )
    .unique(&["report_id", "position"])
}
