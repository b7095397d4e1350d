//! Official documents, dated rules, and the forms of commendation.

use sea_orm::prelude::Uuid;
use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, boolean, code, date, drop, int, key, table, text};

const DOCUMENT_KINDS: &[&str] = &[
    "PLAN",
    "DIRECTIVE",
    "RESOLUTION",
    "DECISION",
    "PROPOSAL_LETTER",
    "MINUTES",
    "OFFICIAL_LETTER",
    "GUIDANCE",
    "REPORT",
    "OTHER",
];
const SIGNING_AUTHORITIES: &[&str] = &["NONE", "ON_BEHALF_OF_COLLECTIVE", "DEPUTY", "BY_ORDER", "ACTING", "AUTHORISED"];
const RULE_SOURCES: &[&str] = &["LAW", "LOCAL_DEFAULT"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        official_document().create(manager).await?;
        rule_set().create(manager).await?;
        award_type().create(manager).await?;
        manager.execute(award_types()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [award_type(), rule_set(), official_document()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn official_document() -> TableSpec {
    table(
        "official_document",
        [
            key("issuer_id", "unit").null(),
            text("issuer_name"),
            int("number"),
            text("symbol"),
            int("year"),
            text("number_text"),
            code("kind", DOCUMENT_KINDS),
            text("place"),
            date("issued_on"),
            text("subject"),
            text("signer_name"),
            text("signer_title"),
            code("authority", SIGNING_AUTHORITIES),
            text("recipients"),
            text("source_text").null(),
            text("corrected_text").null(),
            text("search"),
        ],
    )
    .life()
    .unique(&["issuer_name", "year", "symbol", "number"])
    .index(&["issued_on", "id"])
}

fn rule_set() -> TableSpec {
    table(
        "rule_set",
        [
            text("name"),
            date("valid_from"),
            date("valid_to").null(),
            key("document_id", "official_document").null(),
            int("threshold_basis_points").check("threshold_basis_points BETWEEN 0 AND 10000"),
            int("quorum_basis_points").check("quorum_basis_points BETWEEN 0 AND 10000"),
            int("appraisal_working_days"),
            code("threshold_source", RULE_SOURCES),
            code("quorum_source", RULE_SOURCES),
            code("appraisal_source", RULE_SOURCES),
            text("note"),
        ],
    )
    .life()
}

fn award_type() -> TableSpec {
    table("award_type", [text("code"), text("name"), text("issuer_kinds"), boolean("council_required")])
        .unique(&["code"])
}

/// The list of forms of commendation; the identifiers are fixed, so that every installation has the same.
fn award_types() -> Result<InsertStatement, DbErr> {
    const UNIT_HEADS: &str = "DEPARTMENT,MASS_ORGANISATION,ASSOCIATION,PARTY_BODY,DISTRICT,COMMUNE,\
        ENTERPRISE,MEDIA,CENTRAL_AGENCY,ARMED_FORCES";
    let id = |last: u128| Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0000 + last);
    let mut insert = Query::insert();
    insert.into_table("award_type").columns(["id", "code", "name", "issuer_kinds", "council_required"]);
    for (last, code, name, issuers, council_required) in [
        (1, "BANG_KHEN", "Bằng khen của Chủ tịch UBND tỉnh", "PROVINCE", true),
        (2, "GIAY_KHEN", "Giấy khen của thủ trưởng đơn vị", UNIT_HEADS, false),
    ] {
        let row = [id(last).into(), code.into(), name.into(), issuers.into(), council_required.into()];
        insert.values(row).map_err(|error| DbErr::Migration(error.to_string()))?;
    }
    Ok(insert)
}
