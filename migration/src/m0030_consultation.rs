//! Opinions asked of other agencies on nominations; what tells a second proposal of the same achievement; the share of direct
//! workers that a rule set aims at.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, date, drop, instant, int, key, table, text};

const STATES: &[&str] = &["ASKED", "ANSWERED", "WITHDRAWN"];
const OPINIONS: &[&str] = &["AGREE", "DISAGREE", "NO_OPINION"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        consultation().create(manager).await?;
        let backend = manager.get_database_backend();
        for (table, column) in
            [("nomination", text("achievement_key")), ("rule_set", int("direct_worker_basis_points"))]
        {
            let added = Table::alter().table(table).add_column(column.null().definition(backend)).take();
            manager.alter_table(added).await?;
        }
        for (table, column) in INDEXES {
            let index = Index::create().name(format!("{table}_{column}_idx")).table(*table).col(*column).take();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in INDEXES {
            let index = Index::drop().name(format!("{table}_{column}_idx")).table(*table).to_owned();
            manager.drop_index(index).await?;
        }
        for (table, column) in [("nomination", "achievement_key"), ("rule_set", "direct_worker_basis_points")] {
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        drop(manager, [consultation()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// By what the same achievement and the same name are found.
const INDEXES: &[(&str, &str)] = &[("nomination", "achievement_key"), ("honouree", "name_key")];

fn consultation() -> TableSpec {
    table(
        "consultation",
        [
            key("nomination_id", "nomination"),
            key("campaign_id", "campaign"),
            key("unit_id", "unit"),
            text("about"),
            text("achievement"),
            text("question"),
            date("due_on"),
            code("state", STATES),
            code("opinion", OPINIONS).null(),
            text("answer"),
            text("reason").null(),
            text("author"),
            text("answered_by").null(),
            instant("answered_at").null(),
        ],
    )
    .life()
    .unique_where(&["nomination_id", "unit_id"], "\"state\" = 'ASKED'")
    .index(&["nomination_id", "created_at"])
    .index(&["unit_id", "created_at", "id"])
    .index(&["campaign_id", "state", "due_on"])
}
