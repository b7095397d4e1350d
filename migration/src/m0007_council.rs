//! The Council: sessions, agenda, members, and a vote that stays secret.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, boolean, code, date, drop, instant, int, key, table, text};

const SESSION_STATES: &[&str] = &["DRAFT", "OPEN", "CLOSED", "CANCELLED"];
const COUNCIL_POSITIONS: &[&str] = &["CHAIR", "VICE_CHAIR", "SECRETARY", "MEMBER"];
const BALLOT_CHOICES: &[&str] = &["AYE", "NAY", "ABSTAIN"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        council_session().create(manager).await?;
        council_member().create(manager).await?;
        agenda_item().create(manager).await?;
        voter_roll().create(manager).await?;
        ballot().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [ballot(), voter_roll(), agenda_item(), council_member(), council_session()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn council_session() -> TableSpec {
    table(
        "council_session",
        [
            key("campaign_id", "campaign"),
            key("phase_id", "phase"),
            key("rule_set_id", "rule_set"),
            text("title"),
            date("held_on"),
            code("state", SESSION_STATES),
            int("threshold_basis_points"),
            int("quorum_basis_points"),
            int("member_count").null(),
            int("voted_count").null(),
            key("minutes_id", "official_document").null(),
            instant("opened_at").null(),
            instant("closed_at").null(),
            text("reason").null(),
        ],
    )
    .life()
    .index(&["campaign_id", "held_on", "id"])
}

fn council_member() -> TableSpec {
    table(
        "council_member",
        [
            key("unit_id", "unit"),
            text("subject"),
            text("name"),
            text("name_key"),
            code("position", COUNCIL_POSITIONS),
            date("valid_from"),
            date("valid_to").null(),
        ],
    )
    .life()
    .unique(&["subject", "valid_from"])
}

fn agenda_item() -> TableSpec {
    table(
        "agenda_item",
        [
            key("session_id", "council_session"),
            key("nomination_id", "nomination"),
            int("position"),
            int("eligible_voters").null(),
            int("ayes").null(),
            int("nays").null(),
            int("abstentions").null(),
            boolean("has_passed").null(),
        ],
    )
    .life()
    .unique(&["session_id", "nomination_id"])
    .unique(&["session_id", "position"])
}

fn voter_roll() -> TableSpec {
    table(
        "voter_roll",
        [
            key("session_id", "council_session"),
            key("member_id", "council_member"),
            boolean("has_voted"),
            boolean("in_writing"),
        ],
    )
    .version()
    .unique(&["session_id", "member_id"])
}

fn ballot() -> TableSpec {
    table("ballot", [key("agenda_item_id", "agenda_item"), code("choice", BALLOT_CHOICES)])
        .without_rowid()
        .index(&["agenda_item_id"])
}
