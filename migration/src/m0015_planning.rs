//! What units plan for themselves, the calendar that deadlines count on, and how the Standing Body urges and inspects.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, date, drop, instant, int, key, part_of, quantity, table, text};

const PLAN_STATES: &[&str] = &["DRAFT", "ISSUED"];
const DAY_KINDS: &[&str] = &["DAY_OFF", "WORKING_DAY"];
const INSPECTION_STATES: &[&str] = &["PLANNED", "REPORTED", "ANSWERED", "CANCELLED"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        unit_plan().create(manager).await?;
        unit_plan_target().create(manager).await?;
        special_day().create(manager).await?;
        reminder_round().create(manager).await?;
        reminder().create(manager).await?;
        inspection().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [inspection(), reminder(), reminder_round(), special_day(), unit_plan_target(), unit_plan()])
            .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn unit_plan() -> TableSpec {
    table(
        "unit_plan",
        [
            key("campaign_id", "campaign"),
            key("unit_id", "unit"),
            text("title"),
            text("topics"),
            text("measures"),
            key("document_id", "official_document").null(),
            code("state", PLAN_STATES),
            text("author"),
            instant("issued_at").null(),
        ],
    )
    .life()
    .index(&["campaign_id", "unit_id"])
    .index(&["unit_id", "created_at", "id"])
}

fn unit_plan_target() -> TableSpec {
    table(
        "unit_plan_target",
        [part_of("plan_id", "unit_plan"), int("position"), text("indicator"), text("measure"), quantity("planned")],
    )
    .created()
    .index(&["plan_id", "position"])
}

fn special_day() -> TableSpec {
    table("special_day", [code("kind", DAY_KINDS), date("starts_on"), date("ends_on"), text("name")])
        .life()
        .check("ends_on >= starts_on")
        .index(&["starts_on", "id"])
}

fn reminder_round() -> TableSpec {
    table(
        "reminder_round",
        [key("campaign_id", "campaign"), text("subject"), text("template"), text("author"), int("reminded")],
    )
    .life()
    .index(&["campaign_id", "created_at"])
}

fn reminder() -> TableSpec {
    table(
        "reminder",
        [
            key("round_id", "reminder_round"),
            key("campaign_id", "campaign"),
            key("unit_id", "unit"),
            key("obligation_id", "report_obligation").null(),
            text("subject"),
            text("body"),
            instant("acknowledged_at").null(),
            text("acknowledged_by").null(),
        ],
    )
    .life()
    .index(&["unit_id", "created_at", "id"])
}

fn inspection() -> TableSpec {
    table(
        "inspection",
        [
            key("campaign_id", "campaign"),
            key("unit_id", "unit"),
            date("planned_on"),
            text("content"),
            code("state", INSPECTION_STATES),
            text("findings"),
            text("recommendations"),
            key("document_id", "official_document").null(),
            text("answer"),
            text("reason").null(),
            text("author"),
        ],
    )
    .life()
    .index(&["unit_id", "created_at", "id"])
    .index(&["campaign_id", "planned_on"])
}
