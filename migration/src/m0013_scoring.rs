//! Scoring of clusters: tables of criteria, score sheets, points.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, drop, instant, int, key, part_of, quantity, table, text};

const SCHEME_STATES: &[&str] = &["DRAFT", "OPEN", "FROZEN", "PUBLISHED"];
const SHEET_STATES: &[&str] = &["DRAFT", "SUBMITTED", "RETURNED", "CLUSTER_REVIEWED", "CONFIRMED", "PUBLISHED"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [scheme(), criterion(), class(), sheet(), score()] {
            table.create(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [score(), sheet(), class(), criterion(), scheme()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn scheme() -> TableSpec {
    table(
        "scoring_scheme",
        [
            key("cluster_id", "cluster"),
            key("campaign_id", "campaign"),
            text("title"),
            text("title_key"),
            code("state", SCHEME_STATES),
            quantity("max_points").check("max_points > 0"),
            quantity("bonus_cap").check("bonus_cap >= 0"),
            quantity("late_penalty").check("late_penalty >= 0"),
            quantity("missing_penalty").check("missing_penalty >= 0"),
            instant("published_at").null(),
        ],
    )
    .life()
    .unique(&["cluster_id", "campaign_id"])
    .index(&["campaign_id", "id"])
    .index(&["title_key", "id"])
}

fn criterion() -> TableSpec {
    table(
        "criterion",
        [
            part_of("scheme_id", "scoring_scheme"),
            int("position"),
            text("group_name"),
            text("name"),
            quantity("max_points").check("max_points > 0"),
        ],
    )
    .unique(&["scheme_id", "position"])
}

fn class() -> TableSpec {
    table(
        "scoring_class",
        [
            part_of("scheme_id", "scoring_scheme"),
            int("position"),
            text("name"),
            quantity("at_least").check("at_least >= 0"),
        ],
    )
    .unique(&["scheme_id", "position"])
}

fn sheet() -> TableSpec {
    table(
        "score_sheet",
        [
            key("scheme_id", "scoring_scheme"),
            key("cluster_id", "cluster"),
            key("campaign_id", "campaign"),
            key("unit_id", "unit"),
            code("state", SHEET_STATES),
            text("author"),
            text("submitted_by").null(),
            instant("submitted_at").null(),
            text("reviewed_by").null(),
            quantity("bonus").check("bonus >= 0"),
            quantity("self_total").null(),
            quantity("cluster_total").null(),
            int("late_reports").null(),
            int("missing_reports").null(),
            quantity("penalty").null(),
            quantity("final_total").null(),
            int("rank").null(),
            text("class_name").null(),
            text("reason").null(),
            instant("published_at").null(),
        ],
    )
    .life()
    .unique(&["scheme_id", "unit_id"])
    .index(&["cluster_id", "state", "id"])
    .index(&["unit_id", "created_at", "id"])
    .index(&["campaign_id", "created_at", "id"])
    .index(&["created_at", "id"])
}

fn score() -> TableSpec {
    table(
        "score",
        [
            part_of("sheet_id", "score_sheet"),
            part_of("criterion_id", "criterion"),
            int("position"),
            quantity("self_points").check("self_points >= 0"),
            quantity("cluster_points").null().check("cluster_points >= 0"),
            quantity("final_points").null().check("final_points >= 0"),
            text("note"),
        ],
    )
    .unique(&["sheet_id", "criterion_id"])
}
