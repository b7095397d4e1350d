//! What each action does: parse, fetch for the action, decide, write. One file a noun.

mod agency;
mod attachment;
mod award;
mod calendar;
mod campaign;
mod check;
mod consolidation;
mod consultation;
mod council;
mod council_membership;
mod decision;
mod delivery;
mod distribution;
mod document;
mod dossier;
mod exemplar;
mod export;
mod feedback;
mod guidance;
mod import;
mod membership;
mod nomination;
mod number;
mod obligations;
mod organisation;
mod project;
mod report;
mod score_sheet;
mod scoring_scheme;
mod succession;
mod target;
mod template;
mod unit_plan;
mod urging;
mod user;

pub use attachment::OPEN_SLOTS;

use std::sync::LazyLock;

use async_graphql::InputObject;

use crate::{policy::Action as A, scalar::id::Named, write::Mutation};

static MUTATIONS: LazyLock<Vec<Mutation>> =
    LazyLock::new(|| [foundations(), work(), awards()].into_iter().flatten().collect());

/// Every mutation there is, in the order of the plan.
pub fn mutations() -> &'static [Mutation] {
    &MUTATIONS
}

/// The mutation of an action.
pub fn mutation(action: A) -> Option<&'static Mutation> {
    mutations().iter().find(|mutation| mutation.action == action)
}

/// The organisation, documents, campaigns and what is planned and urged in them.
fn foundations() -> Vec<Mutation> {
    vec![
        Mutation::new(A::CreateUnit, "Unit", organisation::create_unit),
        Mutation::new(A::AddUnitIdentifier, "Unit", organisation::add_identifier),
        Mutation::new(A::RecordOrganisationChange, "OrganisationChange", succession::record),
        Mutation::new(A::CreateCluster, "Cluster", organisation::create_cluster),
        Mutation::new(A::AddClusterMember, "Cluster", organisation::add_member),
        Mutation::new(A::RotateClusterLeader, "Cluster", membership::rotate_leader),
        Mutation::new(A::EndClusterMembership, "Cluster", membership::end),
        Mutation::new(A::CreateRuleSet, "RuleSet", document::create_rule_set),
        Mutation::after(A::CreateUser, "User", user::hash_of_first, user::create),
        Mutation::new(A::UpdateUser, "User", user::update),
        Mutation::new(A::DisableUser, "User", user::proceed),
        Mutation::new(A::EnableUser, "User", user::proceed),
        Mutation::after(A::ResetPassword, "User", user::hash_of_next, user::reset_password),
        Mutation::new(A::RegisterAgencyClient, "AgencyClient", agency::register),
        Mutation::new(A::EndAgencyClient, "AgencyClient", agency::end),
        Mutation::new(A::RegisterDocument, "OfficialDocument", document::register),
        Mutation::new(A::CorrectDocument, "OfficialDocument", document::correct),
        Mutation::new(A::CreateDistributionList, "DistributionList", distribution::create),
        Mutation::new(A::EndDistributionList, "DistributionList", distribution::end),
        Mutation::new(A::DistributeDocument, "OfficialDocument", delivery::distribute),
        Mutation::new(A::AcknowledgeDocument, "DocumentDelivery", delivery::acknowledge),
        Mutation::new(A::RemindRecipients, "OfficialDocument", delivery::remind),
        Mutation::new(A::AttachFile, "Attachment", attachment::attach),
        Mutation::list(A::AttachFiles, "Attachment", attachment::attach_all),
        Mutation::new(A::CreateUploadSlot, "UploadSlot", attachment::create_slot),
        Mutation::after(A::CompleteUpload, "Attachment", attachment::look, attachment::complete),
        Mutation::new(A::RemoveAttachment, "Attachment", attachment::remove),
        Mutation::new(A::StartExport, "Export", export::start),
        Mutation::new(A::CancelExport, "Export", export::cancel),
        Mutation::after(A::ImportRows, "Import", import::read, import::bring),
        Mutation::new(A::CreateCampaign, "Campaign", campaign::create),
        Mutation::new(A::LaunchCampaign, "Campaign", campaign::proceed),
        Mutation::new(A::CloseCampaign, "Campaign", campaign::proceed),
        Mutation::new(A::CreateUnitCampaign, "Campaign", campaign::create),
        Mutation::new(A::LaunchUnitCampaign, "Campaign", campaign::proceed),
        Mutation::new(A::CloseUnitCampaign, "Campaign", campaign::proceed),
        Mutation::new(A::CreateUnitPlan, "UnitPlan", unit_plan::create),
        Mutation::new(A::UpdateUnitPlan, "UnitPlan", unit_plan::update),
        Mutation::new(A::IssueUnitPlan, "UnitPlan", unit_plan::issue),
        Mutation::new(A::DeclareSpecialDay, "SpecialDay", calendar::declare),
        Mutation::new(A::SendReminders, "ReminderRound", urging::send),
        Mutation::new(A::AcknowledgeReminder, "Reminder", urging::acknowledge),
        Mutation::new(A::PlanInspection, "Inspection", urging::plan),
        Mutation::new(A::RecordFindings, "Inspection", urging::record_findings),
        Mutation::new(A::AnswerFindings, "Inspection", urging::answer),
        Mutation::new(A::CancelInspection, "Inspection", urging::cancel),
        Mutation::new(A::DraftGuidance, "Guidance", guidance::draft),
        Mutation::new(A::PublishGuidance, "Guidance", guidance::publish),
    ]
}

/// Projects and reports.
fn work() -> Vec<Mutation> {
    vec![
        Mutation::new(A::CreateProject, "Project", project::create),
        Mutation::new(A::UpdateProject, "Project", project::update),
        Mutation::new(A::SubmitProject, "Project", project::submit),
        Mutation::new(A::AcceptProject, "Project", project::accept),
        Mutation::new(A::ReturnProject, "Project", project::with_reason),
        Mutation::new(A::WithdrawProject, "Project", project::with_reason),
        Mutation::new(A::RecordProgress, "Project", project::record_progress),
        Mutation::new(A::ClaimCompletion, "Project", project::claim_completion),
        Mutation::new(A::VerifyCompletion, "Project", project::verify),
        Mutation::new(A::RejectCompletion, "Project", project::with_reason),
        Mutation::new(A::CloseProject, "Project", project::with_reason),
        Mutation::new(A::AmendTarget, "Target", target::amend),
        Mutation::new(A::ApproveAmendment, "Target", target::approve),
        Mutation::new(A::RejectAmendment, "Target", target::reject),
        Mutation::new(A::CreateReport, "Report", report::create),
        Mutation::new(A::UpdateReport, "Report", report::update),
        Mutation::new(A::SubmitReport, "Report", report::submit),
        Mutation::new(A::AcceptReport, "Report", report::accept),
        Mutation::new(A::ReturnReport, "Report", report::send_back),
        Mutation::new(A::SupplementReport, "Report", report::supplement),
        Mutation::new(A::LockReport, "Report", report::proceed),
        Mutation::new(A::WaiveObligation, "ReportObligation", report::waive),
        Mutation::new(A::CreateConsolidatedReport, "ConsolidatedReport", consolidation::create),
        Mutation::new(A::UpdateConsolidatedReport, "ConsolidatedReport", consolidation::update),
        Mutation::new(A::IssueConsolidatedReport, "ConsolidatedReport", consolidation::issue),
        Mutation::new(A::CreateScoringScheme, "ScoringScheme", scoring_scheme::create),
        Mutation::new(A::UpdateScoringScheme, "ScoringScheme", scoring_scheme::update),
        Mutation::new(A::OpenScoringScheme, "ScoringScheme", scoring_scheme::proceed),
        Mutation::new(A::PublishRanking, "ScoringScheme", scoring_scheme::publish),
        Mutation::new(A::CreateScoreSheet, "ScoreSheet", score_sheet::create),
        Mutation::new(A::UpdateScoreSheet, "ScoreSheet", score_sheet::update),
        Mutation::new(A::SubmitScoreSheet, "ScoreSheet", score_sheet::submit),
        Mutation::new(A::ReviewScoreSheet, "ScoreSheet", score_sheet::review),
        Mutation::new(A::ReturnScoreSheet, "ScoreSheet", score_sheet::with_reason),
        Mutation::new(A::RejectClusterReview, "ScoreSheet", score_sheet::with_reason),
        Mutation::new(A::ConfirmScoreSheet, "ScoreSheet", score_sheet::confirm),
        Mutation::new(A::SendFeedback, "Feedback", feedback::send),
        Mutation::new(A::ReceiveFeedback, "Feedback", feedback::receive),
        Mutation::new(A::EscalateFeedback, "Feedback", feedback::escalate),
        Mutation::new(A::AnswerFeedback, "Feedback", feedback::answer),
        Mutation::new(A::CloseFeedback, "Feedback", feedback::close),
        Mutation::new(A::ProposeExemplar, "Exemplar", exemplar::propose),
        Mutation::new(A::UpdateExemplar, "Exemplar", exemplar::update),
        Mutation::new(A::RecordConsent, "Exemplar", exemplar::consent),
        Mutation::new(A::ApproveExemplar, "Exemplar", exemplar::proceed),
        Mutation::new(A::ReturnExemplar, "Exemplar", exemplar::send_back),
        Mutation::new(A::PublishExemplar, "Exemplar", exemplar::publish),
        Mutation::new(A::WithdrawConsent, "Exemplar", exemplar::withdraw),
        Mutation::new(A::RecordPublication, "Publication", exemplar::record_publication),
    ]
}

/// Dossiers, the Council, decisions, and what comes after them.
fn awards() -> Vec<Mutation> {
    vec![
        Mutation::new(A::CreateDossier, "Dossier", dossier::create),
        Mutation::new(A::AddNomination, "Nomination", nomination::add),
        Mutation::new(A::UpdateNomination, "Nomination", nomination::update),
        Mutation::new(A::ReviewDossier, "Dossier", dossier::review),
        Mutation::new(A::SubmitDossier, "Dossier", dossier::submit),
        Mutation::new(A::ReceiveDossier, "Dossier", dossier::receive),
        Mutation::new(A::RequestSupplement, "Dossier", dossier::request_supplement),
        Mutation::new(A::WithdrawNomination, "Nomination", nomination::with_reason),
        Mutation::new(A::BeginAppraisal, "Nomination", nomination::proceed),
        Mutation::new(A::AppraiseNomination, "Nomination", nomination::appraise),
        Mutation::new(A::RequestConsultation, "Consultation", consultation::request),
        Mutation::new(A::AnswerConsultation, "Consultation", consultation::answer),
        Mutation::new(A::WithdrawConsultation, "Consultation", consultation::withdraw),
        Mutation::new(A::HoldNomination, "Nomination", nomination::with_reason),
        Mutation::new(A::ReleaseNomination, "Nomination", nomination::proceed),
        Mutation::new(A::SubmitForDecision, "Nomination", nomination::proceed),
        Mutation::new(A::IssueDecision, "Decision", decision::issue),
        Mutation::new(A::DeclineNomination, "Nomination", nomination::with_reason),
        Mutation::new(A::NotifyNomination, "Nomination", nomination::proceed),
        Mutation::new(A::ConferNomination, "Nomination", nomination::confer),
        Mutation::new(A::RevokeAward, "Award", award::revoke),
        Mutation::new(A::RecordCommendation, "Decision", decision::record_commendation),
        Mutation::new(A::AddCouncilMember, "CouncilMember", council_membership::add),
        Mutation::new(A::EndCouncilMembership, "CouncilMember", council_membership::end),
        Mutation::new(A::ConveneSession, "CouncilSession", council::convene),
        Mutation::new(A::OpenSession, "CouncilSession", council::open),
        Mutation::new(A::CastBallot, "CouncilSession", council::cast),
        Mutation::new(A::RecordWrittenBallot, "CouncilSession", council::record_written),
        Mutation::new(A::CloseSession, "CouncilSession", council::close),
        Mutation::new(A::CancelSession, "CouncilSession", council::cancel),
    ]
}

macro_rules! inputs {
    ($($(#[doc = $doc:literal])+ $name:ident: $entity:ident;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(InputObject)]
            pub struct $name {
                /// The object.
                pub id: crate::scalar::id::Id<entity::$entity::Entity>,
                /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
                pub expected_version: Option<i32>,
            }
        )+
    };
}

macro_rules! reasoned_inputs {
    ($($(#[doc = $doc:literal])+ $name:ident: $entity:ident;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(InputObject)]
            pub struct $name {
                /// The object.
                pub id: crate::scalar::id::Id<entity::$entity::Entity>,
                /// Why; it is kept and shown (lý do).
                pub reason: String,
                /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
                pub expected_version: Option<i32>,
            }
        )+
    };
}

inputs! {
    /// A user to do something with.
    UserInput: user_account;
    /// A campaign to do something with.
    CampaignInput: campaign;
    /// A guidance to do something with.
    GuidanceInput: guidance;
    /// A project to do something with.
    ProjectInput: project;
    /// A version of a target to do something with.
    TargetInput: target;
    /// A report to do something with.
    ReportInput: report;
    /// A table of criteria to do something with.
    ScoringSchemeInput: scoring_scheme;
    /// A score sheet to do something with.
    ScoreSheetInput: score_sheet;
    /// A difficulty to do something with.
    FeedbackInput: feedback;
    /// An exemplar to do something with.
    ExemplarInput: exemplar;
    /// A dossier to do something with.
    DossierInput: dossier;
    /// A nomination to do something with.
    NominationInput: nomination;
    /// A session to do something with.
    SessionInput: council_session;
}

reasoned_inputs! {
    /// A registration of an agency's system to end.
    AgencyClientReasonInput: agency_client;
    /// A project to do something with, for a reason.
    ProjectReasonInput: project;
    /// A version of a target to do something with, for a reason.
    TargetReasonInput: target;
    /// A report to do something with, for a reason.
    ReportReasonInput: report;
    /// An obligation to do something with, for a reason.
    ObligationReasonInput: report_obligation;
    /// A score sheet to do something with, for a reason.
    ScoreSheetReasonInput: score_sheet;
    /// An exemplar to do something with, for a reason.
    ExemplarReasonInput: exemplar;
    /// A dossier to do something with, for a reason.
    DossierReasonInput: dossier;
    /// A session to do something with, for a reason.
    SessionReasonInput: council_session;
    /// A consultation to do something with, for a reason.
    ConsultationReasonInput: consultation;
    /// A nomination to do something with, for a reason.
    NominationReasonInput: nomination;
}

/// What a service answers: this object was changed.
#[expect(clippy::unnecessary_wraps, reason = "it is what a service ends with")]
fn done<T: Named>(id: uuid::Uuid) -> crate::error::Result<crate::write::Done> {
    Ok(crate::write::Done::one(T::NOUN, id))
}
