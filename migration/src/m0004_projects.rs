//! What units register: projects, their targets and progress.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, boolean, code, date, dong, drop, instant, int, key, part_of, quantity, table, text};

const PROJECT_KINDS: &[&str] = &["KEY_PROJECT", "EXEMPLARY_WORK", "MOVEMENT", "POLITICAL_TASK"];
const PROJECT_STATES: &[&str] = &[
    "DRAFT",
    "SUBMITTED",
    "RETURNED",
    "ACCEPTED",
    "IN_PROGRESS",
    "COMPLETION_CLAIMED",
    "VERIFIED",
    "WITHDRAWN",
    "NOT_ACHIEVED",
];
const TARGET_STATES: &[&str] = &["CURRENT", "PROPOSED", "SUPERSEDED", "REJECTED"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        project().create(manager).await?;
        target().create(manager).await?;
        progress_entry().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [progress_entry(), target(), project()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn project() -> TableSpec {
    table(
        "project",
        [
            key("campaign_id", "campaign"),
            key("unit_id", "unit"),
            key("field_group_id", "field_group").null(),
            code("kind", PROJECT_KINDS),
            text("title"),
            text("title_key"),
            text("objective"),
            date("starts_on").null(),
            date("ends_on").null(),
            dong("budget").null().check("budget >= 0"),
            code("state", PROJECT_STATES),
            boolean("is_late"),
            boolean("states_no_key_project"),
            text("author"),
            text("submitted_by").null(),
            instant("submitted_at").null(),
            instant("accepted_at").null(),
            text("evidence").null(),
            text("reason").null(),
            text("search"),
        ],
    )
    .life()
    .check("ends_on >= starts_on")
    .index(&["campaign_id", "state", "created_at", "id"])
    .index(&["unit_id", "state", "created_at", "id"])
    .index(&["field_group_id", "state", "created_at", "id"])
    .index(&["title_key", "id"])
    .index(&["unit_id", "created_at", "id"])
    .index(&["created_at", "id"])
}

fn target() -> TableSpec {
    table(
        "target",
        [
            part_of("project_id", "project"),
            int("position"),
            text("indicator"),
            text("measure"),
            quantity("baseline").null(),
            quantity("planned").null(),
            quantity("actual").null(),
            code("state", TARGET_STATES),
            key("replaces_id", "target").null(),
        ],
    )
    .life()
    .index(&["project_id", "position"])
}

fn progress_entry() -> TableSpec {
    table(
        "progress_entry",
        [
            part_of("project_id", "project"),
            date("on_date"),
            int("percent").check("percent BETWEEN 0 AND 100"),
            text("note"),
            text("evidence").null(),
            text("author"),
        ],
    )
    .created()
    .index(&["project_id", "on_date", "id"])
}
