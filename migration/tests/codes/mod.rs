//! The columns that hold a code.

use std::collections::BTreeMap;

use entity::Codes;

fn codes_of<C: Codes>() -> Vec<&'static str> {
    C::VALUES.iter().map(|(code, _)| *code).collect()
}

/// Every column that holds a code, with the codes of its enum.
pub(crate) fn coded() -> BTreeMap<(&'static str, &'static str), Vec<&'static str>> {
    use entity::{
        award, ballot, campaign, cluster, cluster_membership, consolidated_figure, consolidated_report, consultation,
        council_member, council_session, document_delivery, dossier, exemplar, export, feedback, guidance, honouree,
        import, inspection, nomination, official_document, organisation_change, organisation_change_unit, project,
        publication, report, report_obligation, rule_set, score_sheet, scoring_scheme, special_day, target, unit,
        unit_identifier, unit_plan, user_account,
    };
    BTreeMap::from([
        (("appraisal", "reason_code"), codes_of::<nomination::RefusalReason>()),
        (("audit_entry", "result"), vec!["DONE", "REFUSED"]),
        (("award", "state"), codes_of::<award::AwardState>()),
        (("ballot", "choice"), codes_of::<ballot::BallotChoice>()),
        (("campaign", "state"), codes_of::<campaign::CampaignState>()),
        (("cluster", "kind"), codes_of::<cluster::ClusterKind>()),
        (("cluster_membership", "role"), codes_of::<cluster_membership::ClusterRole>()),
        (("consolidated_figure", "dimension"), codes_of::<consolidated_figure::FigureDimension>()),
        (("consolidated_figure", "subject"), codes_of::<consolidated_figure::FigureSubject>()),
        (("consolidated_report", "kind"), codes_of::<consolidated_report::ConsolidatedKind>()),
        (("consolidated_report", "state"), codes_of::<consolidated_report::ConsolidatedState>()),
        (("consultation", "opinion"), codes_of::<consultation::Opinion>()),
        (("consultation", "state"), codes_of::<consultation::ConsultationState>()),
        (("council_member", "position"), codes_of::<council_member::CouncilPosition>()),
        (("council_session", "state"), codes_of::<council_session::SessionState>()),
        (("document_delivery", "state"), codes_of::<document_delivery::DeliveryState>()),
        (("dossier", "state"), codes_of::<dossier::DossierState>()),
        (("exemplar", "kind"), codes_of::<exemplar::ExemplarKind>()),
        (("exemplar", "state"), codes_of::<exemplar::ExemplarState>()),
        (("export", "format"), codes_of::<export::ExportFormat>()),
        (("export", "state"), codes_of::<export::ExportState>()),
        (("feedback", "state"), codes_of::<feedback::FeedbackState>()),
        (("guidance", "state"), codes_of::<guidance::GuidanceState>()),
        (("guidance_report", "kind"), codes_of::<report::ReportKind>()),
        (("honouree", "category"), codes_of::<honouree::HonoureeCategory>()),
        (("honouree", "kind"), codes_of::<honouree::HonoureeKind>()),
        (("import", "kind"), codes_of::<import::ImportKind>()),
        (("import", "mode"), codes_of::<import::ImportMode>()),
        (("inspection", "state"), codes_of::<inspection::InspectionState>()),
        (("nomination", "held_from"), codes_of::<nomination::NominationState>()),
        (("nomination", "reason_code"), codes_of::<nomination::RefusalReason>()),
        (("nomination", "state"), codes_of::<nomination::NominationState>()),
        (("official_document", "authority"), codes_of::<official_document::SigningAuthority>()),
        (("official_document", "kind"), codes_of::<official_document::DocumentKind>()),
        (("organisation_change", "kind"), codes_of::<organisation_change::ChangeKind>()),
        (("organisation_change_unit", "part"), codes_of::<organisation_change_unit::ChangePart>()),
        (("project", "kind"), codes_of::<project::ProjectKind>()),
        (("project", "state"), codes_of::<project::ProjectState>()),
        (("publication", "about"), codes_of::<publication::PublicationSubject>()),
        (("report", "kind"), codes_of::<report::ReportKind>()),
        (("report", "state"), codes_of::<report::ReportState>()),
        (("report_obligation", "kind"), codes_of::<report::ReportKind>()),
        (("report_obligation", "state"), codes_of::<report_obligation::ObligationState>()),
        (("rule_set", "appraisal_source"), codes_of::<rule_set::RuleSource>()),
        (("rule_set", "quorum_source"), codes_of::<rule_set::RuleSource>()),
        (("rule_set", "threshold_source"), codes_of::<rule_set::RuleSource>()),
        (("score_sheet", "state"), codes_of::<score_sheet::SheetState>()),
        (("scoring_scheme", "state"), codes_of::<scoring_scheme::SchemeState>()),
        (("special_day", "kind"), codes_of::<special_day::DayKind>()),
        (("target", "state"), codes_of::<target::TargetState>()),
        (("unit", "kind"), codes_of::<unit::UnitKind>()),
        (("unit", "system"), codes_of::<unit::UnitSystem>()),
        (("unit_plan", "state"), codes_of::<unit_plan::PlanState>()),
        (("unit_identifier", "status"), codes_of::<unit_identifier::IdentifierStatus>()),
        (("user_account", "state"), codes_of::<user_account::UserState>()),
    ])
}
