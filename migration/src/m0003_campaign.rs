//! Campaigns with their bases, fields of work, phases and guidance.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, date, drop, instant, int, key, part_of, table, text};

const CAMPAIGN_STATES: &[&str] = &["DRAFT", "LAUNCHED", "CLOSED"];
const GUIDANCE_STATES: &[&str] = &["DRAFT", "PUBLISHED", "SUPERSEDED"];
const REPORT_KINDS: &[&str] = &["QUARTERLY", "PRELIMINARY_REVIEW", "FINAL_REVIEW", "AD_HOC"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        campaign().create(manager).await?;
        campaign_basis().create(manager).await?;
        field_group().create(manager).await?;
        phase().create(manager).await?;
        guidance().create(manager).await?;
        guidance_report().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [guidance_report(), guidance(), phase(), field_group(), campaign_basis(), campaign()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn campaign() -> TableSpec {
    table(
        "campaign",
        [
            key("unit_id", "unit"),
            key("parent_id", "campaign").null(),
            text("title"),
            text("title_key"),
            text("goals"),
            date("starts_on"),
            date("ends_on"),
            key("launch_document_id", "official_document").null(),
            code("state", CAMPAIGN_STATES),
            text("search"),
        ],
    )
    .life()
    .check("ends_on >= starts_on")
    .index(&["state", "starts_on", "id"])
}

fn campaign_basis() -> TableSpec {
    table(
        "campaign_basis",
        [part_of("campaign_id", "campaign"), key("document_id", "official_document"), int("position")],
    )
    .unique(&["campaign_id", "document_id"])
    .unique(&["campaign_id", "position"])
}

fn field_group() -> TableSpec {
    table("field_group", [part_of("campaign_id", "campaign"), int("position"), text("name")])
        .unique(&["campaign_id", "position"])
}

fn phase() -> TableSpec {
    table("phase", [key("campaign_id", "campaign"), int("position"), text("name"), date("starts_on"), date("ends_on")])
        .life()
        .check("ends_on >= starts_on")
        .unique(&["campaign_id", "position"])
}

fn guidance() -> TableSpec {
    table(
        "guidance",
        [
            key("phase_id", "phase"),
            key("campaign_id", "campaign"),
            int("edition"),
            code("state", GUIDANCE_STATES),
            date("registration_from"),
            date("registration_to"),
            int("nomination_quota").null(),
            text("form"),
            key("document_id", "official_document").null(),
            instant("published_at").null(),
        ],
    )
    .life()
    .check("registration_to >= registration_from")
    .unique(&["phase_id", "edition"])
    .unique_where(&["phase_id"], "state = 'PUBLISHED'")
}

fn guidance_report() -> TableSpec {
    table(
        "guidance_report",
        [part_of("guidance_id", "guidance"), code("kind", REPORT_KINDS), text("period"), date("due_on")],
    )
    .unique(&["guidance_id", "kind", "period"])
}
