//! Exemplars, and what media made known of them.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, date, drop, instant, key, table, text};

const EXEMPLAR_KINDS: &[&str] = &["INDIVIDUAL", "COLLECTIVE", "MODEL"];
const EXEMPLAR_STATES: &[&str] = &["PROPOSED", "RETURNED", "APPROVED", "PUBLISHED", "WITHDRAWN"];
const SUBJECTS: &[&str] = &["CAMPAIGN", "EXEMPLAR"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [exemplar(), publication()] {
            table.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [publication(), exemplar()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn exemplar() -> TableSpec {
    table(
        "exemplar",
        [
            key("campaign_id", "campaign"),
            key("unit_id", "unit"),
            code("kind", EXEMPLAR_KINDS),
            text("name"),
            text("name_key"),
            text("story"),
            code("state", EXEMPLAR_STATES),
            text("author"),
            date("consented_on").null(),
            text("consent_evidence").null(),
            text("reason").null(),
            instant("published_at").null(),
            text("search"),
        ],
    )
    .life()
    .index(&["state", "published_at", "id"])
    .index(&["unit_id", "created_at", "id"])
    .index(&["campaign_id", "state", "id"])
    .check("state <> 'PUBLISHED' OR kind <> 'INDIVIDUAL' OR consented_on IS NOT NULL")
}

fn publication() -> TableSpec {
    table(
        "publication",
        [
            key("unit_id", "unit"),
            key("campaign_id", "campaign"),
            key("exemplar_id", "exemplar").null(),
            code("about", SUBJECTS),
            text("title"),
            text("title_key"),
            date("published_on"),
            text("link").null(),
        ],
    )
    .life()
    .index(&["published_on", "id"])
    .index(&["exemplar_id", "published_on", "id"])
    .check("(about = 'EXEMPLAR') = (exemplar_id IS NOT NULL)")
}
