//! To whom documents go: lists of recipients, and what was sent to each with its receipt. A document is unique by its issuer
//! too, where that is a unit, however the issuer is printed.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, date, drop, instant, int, key, part_of, table, text};

const DELIVERY_STATES: &[&str] = &["OUTSIDE", "SENT", "ACKNOWLEDGED"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        distribution_list().create(manager).await?;
        distribution_group().create(manager).await?;
        document_delivery().create(manager).await?;
        delivery_reminder().create(manager).await?;
        let unique = "CREATE UNIQUE INDEX official_document_issuer_key \
                      ON official_document (issuer_id, year, symbol, number) WHERE issuer_id IS NOT NULL";
        manager.get_connection().execute_unprepared(unique).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX official_document_issuer_key").await?;
        drop(manager, [delivery_reminder(), document_delivery(), distribution_group(), distribution_list()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn distribution_list() -> TableSpec {
    table("distribution_list", [key("unit_id", "unit"), text("name"), date("valid_from"), date("valid_to").null()])
        .life()
        .check("valid_to is null or valid_to >= valid_from")
        .index(&["valid_from", "id"])
}

fn distribution_group() -> TableSpec {
    table(
        "distribution_group",
        [
            part_of("list_id", "distribution_list"),
            int("position"),
            text("name"),
            text("kinds"),
            text("systems"),
            key("cluster_id", "cluster").null(),
            key("only_unit_id", "unit").null(),
        ],
    )
    .created()
    .index(&["list_id", "position"])
}

fn document_delivery() -> TableSpec {
    table(
        "document_delivery",
        [
            key("document_id", "official_document"),
            key("issuer_id", "unit").null(),
            key("unit_id", "unit").null(),
            key("list_id", "distribution_list").null(),
            text("recipient"),
            text("group_name"),
            date("sent_on"),
            code("state", DELIVERY_STATES),
            text("sent_by"),
            instant("acknowledged_at").null(),
            text("acknowledged_by").null(),
            instant("reminded_at").null(),
        ],
    )
    .life()
    .check("(unit_id is null) = (state = 'OUTSIDE')")
    .check("(acknowledged_at is not null) = (state = 'ACKNOWLEDGED')")
    .unique_where(&["document_id", "unit_id"], "unit_id IS NOT NULL")
    .unique_where(&["document_id", "recipient"], "unit_id IS NULL")
    .index(&["document_id", "sent_on", "id"])
    .index(&["unit_id", "sent_on", "id"])
}

fn delivery_reminder() -> TableSpec {
    table(
        "delivery_reminder",
        [part_of("delivery_id", "document_delivery"), text("subject"), text("body"), text("author")],
    )
    .created()
    .index(&["delivery_id", "created_at"])
}
