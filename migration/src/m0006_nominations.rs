//! Dossiers, honourees, decisions, nominations and their appraisal.

use sea_orm_migration::prelude::*;

use crate::table::{TableSpec, boolean, code, date, drop, instant, int, key, long, table, text};

const DOSSIER_STATES: &[&str] = &["DRAFT", "UNIT_REVIEWED", "SUBMITTED", "RECEIVED", "SUPPLEMENT_REQUESTED"];
const HONOUREE_KINDS: &[&str] = &["INDIVIDUAL", "COLLECTIVE", "HOUSEHOLD"];
const HONOUREE_CATEGORIES: &[&str] = &[
    "LEADER",
    "CIVIL_SERVANT",
    "PUBLIC_EMPLOYEE",
    "DIRECT_WORKER",
    "FARMER",
    "CITIZEN",
    "SOLDIER",
    "ENTREPRENEUR",
    "COLLECTIVE",
    "HOUSEHOLD",
];
const NOMINATION_STATES: &[&str] = &[
    "PROPOSED",
    "UNDER_APPRAISAL",
    "ELIGIBLE",
    "INELIGIBLE",
    "ON_AGENDA",
    "COUNCIL_PASSED",
    "COUNCIL_FAILED",
    "SUBMITTED_FOR_DECISION",
    "AWARDED",
    "NOT_AWARDED",
    "NOTIFIED",
    "CONFERRED",
    "ON_HOLD",
    "WITHDRAWN",
    "REVOKED",
];
const REFUSAL_REASONS: &[&str] = &["WRONG_SUBJECT", "CRITERIA_UNMET", "INCOMPLETE_DOSSIER", "LAW_VIOLATION"];

/// This step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        dossier().create(manager).await?;
        honouree().create(manager).await?;
        decision().create(manager).await?;
        nomination().create(manager).await?;
        appraisal().create(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, [appraisal(), nomination(), decision(), honouree(), dossier()]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn dossier() -> TableSpec {
    table(
        "dossier",
        [
            key("campaign_id", "campaign"),
            key("phase_id", "phase"),
            key("unit_id", "unit"),
            text("title"),
            text("title_key"),
            code("state", DOSSIER_STATES),
            key("minutes_id", "official_document").null(),
            key("proposal_letter_id", "official_document").null(),
            text("missing").null(),
            text("author"),
            text("reviewed_by").null(),
            text("submitted_by").null(),
            instant("submitted_at").null(),
            instant("received_at").null(),
            instant("paused_at").null(),
            long("paused_micros").default(0),
            date("appraisal_due_on").null(),
        ],
    )
    .life()
    .index(&["campaign_id", "state", "created_at", "id"])
    .index(&["unit_id", "state", "created_at", "id"])
    .index(&["unit_id", "created_at", "id"])
}

fn honouree() -> TableSpec {
    table(
        "honouree",
        [
            code("kind", HONOUREE_KINDS),
            code("category", HONOUREE_CATEGORIES),
            text("name"),
            text("name_key"),
            key("unit_id", "unit"),
            text("position").null(),
            int("birth_year").null().check("birth_year BETWEEN 1900 AND 2100"),
            text("citizen_id_hash").null(),
            text("citizen_id_tail").null().check("length(citizen_id_tail) = 3"),
            text("search"),
        ],
    )
    .life()
    .index(&["unit_id", "name_key", "id"])
    .unique_where(&["citizen_id_hash"], "citizen_id_hash IS NOT NULL")
}

fn decision() -> TableSpec {
    table(
        "decision",
        [
            key("document_id", "official_document"),
            key("unit_id", "unit"),
            key("campaign_id", "campaign"),
            key("phase_id", "phase").null(),
            key("award_type_id", "award_type"),
            date("decided_on"),
        ],
    )
    .life()
    .index(&["campaign_id", "decided_on", "id"])
    .unique(&["document_id"])
}

fn nomination() -> TableSpec {
    table(
        "nomination",
        [
            key("dossier_id", "dossier"),
            key("campaign_id", "campaign"),
            key("phase_id", "phase"),
            key("unit_id", "unit"),
            key("honouree_id", "honouree"),
            key("award_type_id", "award_type"),
            key("field_group_id", "field_group").null(),
            text("achievement"),
            code("state", NOMINATION_STATES),
            code("held_from", NOMINATION_STATES).null(),
            code("reason_code", REFUSAL_REASONS).null(),
            text("reason").null(),
            text("appraiser").null(),
            key("decision_id", "decision").null(),
            instant("notified_at").null(),
            date("conferred_on").null(),
            text("author"),
        ],
    )
    .life()
    .unique_where(
        &["honouree_id", "phase_id", "award_type_id"],
        // Notified without a decision means that it was refused.
        "state NOT IN ('WITHDRAWN', 'INELIGIBLE', 'COUNCIL_FAILED', 'NOT_AWARDED', 'REVOKED') AND (state <> 'NOTIFIED' OR decision_id IS NOT NULL)",
    )
    .index(&["campaign_id", "state", "created_at", "id"])
    .index(&["unit_id", "state", "created_at", "id"])
    .index(&["dossier_id", "created_at", "id"])
    .index(&["created_at", "id"])
    .index(&["unit_id", "created_at", "id"])
}

fn appraisal() -> TableSpec {
    table(
        "appraisal",
        [
            key("nomination_id", "nomination"),
            boolean("is_eligible"),
            code("reason_code", REFUSAL_REASONS).null(),
            text("opinion"),
            text("appraiser"),
        ],
    )
    .created()
    .index(&["nomination_id", "created_at", "id"])
}
