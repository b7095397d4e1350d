//! Units, their codes, and the clusters they compete in.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, code, date, drop, key, table, text};

const UNIT_KINDS: &[&str] = &[
    "PROVINCE",
    "DEPARTMENT",
    "MASS_ORGANISATION",
    "ASSOCIATION",
    "PARTY_BODY",
    "DISTRICT",
    "COMMUNE",
    "ENTERPRISE",
    "MEDIA",
    "CENTRAL_AGENCY",
    "ARMED_FORCES",
];
const UNIT_SYSTEMS: &[&str] = &["PARTY", "STATE", "FRONT_MASS", "ENTERPRISE"];
const IDENTIFIER_STATUSES: &[&str] = &["ACTIVE", "PROVISIONAL", "CLOSED"];
const CLUSTER_KINDS: &[&str] = &["LOCALITY_CLUSTER", "BLOCK"];
const CLUSTER_ROLES: &[&str] = &["LEADER", "DEPUTY", "MEMBER"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        unit().create(manager).await?;
        unit_identifier().create(manager).await?;
        cluster().create(manager).await?;
        cluster_membership().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [cluster_membership(), cluster(), unit_identifier(), unit()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn unit() -> TableSpec {
    table(
        "unit",
        [
            key("parent_id", "unit").null(),
            code("kind", UNIT_KINDS),
            code("system", UNIT_SYSTEMS),
            text("name"),
            text("name_key"),
            text("abbreviation"),
            text("search"),
            date("valid_from"),
            date("valid_to").null(),
        ],
    )
    .life()
    .check("valid_to is null or valid_to >= valid_from")
    .unique(&["abbreviation", "valid_from"])
    .index(&["parent_id", "name_key"])
    .index(&["kind", "name_key"])
    .index(&["name_key", "id"])
}

fn unit_identifier() -> TableSpec {
    table(
        "unit_identifier",
        [
            key("unit_id", "unit"),
            text("code").check("length(code) <= 35"),
            code("status", IDENTIFIER_STATUSES),
            date("valid_from"),
            date("valid_to").null(),
        ],
    )
    .created()
    .unique(&["code", "valid_from"])
}

fn cluster() -> TableSpec {
    table(
        "cluster",
        [code("kind", CLUSTER_KINDS), text("name"), text("name_key"), date("valid_from"), date("valid_to").null()],
    )
    .life()
    .unique(&["name", "valid_from"])
}

fn cluster_membership() -> TableSpec {
    table(
        "cluster_membership",
        [
            key("cluster_id", "cluster"),
            key("unit_id", "unit"),
            code("role", CLUSTER_ROLES),
            date("valid_from"),
            date("valid_to").null(),
        ],
    )
    .created()
    .unique(&["cluster_id", "unit_id", "valid_from"])
}
