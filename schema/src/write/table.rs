//! What every written table has in common: its noun, its scope, its version.

use entity::{Instant, Rows, Scope};
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};
use uuid::Uuid;

use crate::scalar::id::Named;

/// A table whose rows are nouns.
pub trait Table:
    EntityTrait<
        Model: ModelTrait<Entity = Self> + IntoActiveModel<Self::ActiveModel> + Send + Sync + Clone,
        ActiveModel: ActiveModelTrait<Entity = Self> + ActiveModelBehavior + Send,
        PrimaryKey: sea_orm::PrimaryKeyTrait<ValueType = Uuid>,
    > + Named
{
    /// The table.
    const TABLE: &'static str;
    /// Which rows a scope may see.
    fn visible(scope: &Scope) -> Rows;
    /// The key of a row.
    fn key(model: &Self::Model) -> Uuid;
    /// Gives a new row its key.
    fn set_key(row: &mut Self::ActiveModel, id: Uuid);
}

/// A table whose rows count their changes.
pub trait Versioned: Table {
    /// The version of a row.
    fn version(model: &Self::Model) -> i64;
    /// Sets version and times of a row about to be written.
    fn stamp(row: &mut Self::ActiveModel, version: i64, now: Instant);
}

macro_rules! tables {
    ($($module:ident $noun:literal),+ $(,)?) => {
        $(
            impl Named for entity::$module::Entity {
                const NOUN: &'static str = $noun;
            }

            impl Table for entity::$module::Entity {
                const TABLE: &'static str = entity::$module::TABLE;

                fn visible(scope: &Scope) -> Rows {
                    entity::$module::visible(scope)
                }

                fn key(model: &Self::Model) -> Uuid {
                    model.id
                }

                fn set_key(row: &mut Self::ActiveModel, id: Uuid) {
                    row.id = sea_orm::Set(id);
                }
            }
        )+
    };
}

macro_rules! versioned {
    ($($module:ident),+ $(,)?) => {
        $(
            impl Versioned for entity::$module::Entity {
                fn version(model: &Self::Model) -> i64 {
                    model.version
                }

                fn stamp(row: &mut Self::ActiveModel, version: i64, now: Instant) {
                    if version == 1 {
                        row.created_at = sea_orm::Set(now);
                    }
                    row.version = sea_orm::Set(version);
                    row.updated_at = sea_orm::Set(now);
                }
            }
        )+
    };
}

tables! {
    unit "Unit", user_account "User", agency_client "AgencyClient", unit_identifier "UnitIdentifier", cluster "Cluster", cluster_membership "ClusterMembership",
    unit_placement "UnitPlacement", organisation_change "OrganisationChange", organisation_change_unit "OrganisationChangeUnit",
    unit_plan "UnitPlan", unit_plan_target "UnitPlanTarget", special_day "SpecialDay",
    reminder_round "ReminderRound", reminder "Reminder", inspection "Inspection",
    distribution_list "DistributionList", distribution_group "DistributionGroup",
    document_delivery "DocumentDelivery", delivery_reminder "DeliveryReminder",
    official_document "OfficialDocument", rule_set "RuleSet", award_type "AwardType",
    campaign "Campaign", campaign_basis "LegalBasis", field_group "FieldGroup", phase "Phase",
    guidance "Guidance", guidance_report "GuidanceReport",
    project "Project", target "Target", progress_entry "ProgressEntry",
    report_obligation "ReportObligation", report "Report", report_indicator "ReportIndicator",
    dossier "Dossier", nomination "Nomination", honouree "Honouree", appraisal "Appraisal",
    council_session "CouncilSession", agenda_item "AgendaItem", council_member "CouncilMember", voter_roll "VoterRollEntry", ballot "Ballot",
    decision "Decision", award "Award", attachment "Attachment", upload_slot "UploadSlot",
    scoring_scheme "ScoringScheme", criterion "Criterion", scoring_class "ScoringClass",
    score_sheet "ScoreSheet", score "Score",
    consolidated_report "ConsolidatedReport", consolidated_source "ConsolidatedSource", consolidated_figure "ConsolidatedFigure",
    consultation "Consultation",
    feedback "Feedback", exemplar "Exemplar", export "Export", import "Import", publication "Publication",
}

versioned! {
    unit, user_account, agency_client, organisation_change, cluster, official_document, rule_set, campaign, phase, guidance, project, target, report_obligation, report,
    dossier, nomination, honouree, council_session, agenda_item, council_member, decision, award, attachment,
    scoring_scheme, score_sheet, feedback, exemplar, export, import, publication, unit_plan, special_day, reminder_round, reminder, inspection,
    consolidated_report, consultation,
    distribution_list, document_delivery,
}

/// The roll has a version and no times, so that nobody can tell who voted when.
impl Versioned for entity::voter_roll::Entity {
    fn version(model: &Self::Model) -> i64 {
        model.version
    }

    fn stamp(row: &mut Self::ActiveModel, version: i64, _: Instant) {
        row.version = sea_orm::Set(version);
    }
}
