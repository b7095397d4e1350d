//! Who reads which field of a row that they see, and what the systems of agencies may ask for at all: plain predicates, like those of
//! the oracle for rows.

use schema::viewer::Class;

use super::{
    oracle::Seer,
    raw::{Raw, Row},
};

/// What there are scopes for, and what is everybody's or one's own.
const FOR_AGENCIES: [&str; 25] = [
    "Unit",
    "UnitIdentifier",
    "UnitPlacement",
    "OrganisationChange",
    "OrganisationChangeUnit",
    "Cluster",
    "ClusterMembership",
    "Campaign",
    "LegalBasis",
    "FieldGroup",
    "Phase",
    "Guidance",
    "GuidanceReport",
    "OfficialDocument",
    "RuleSet",
    "SpecialDay",
    "Attachment",
    "AwardType",
    "Decision",
    "Award",
    "Exemplar",
    "Publication",
    "Honouree",
    "AuditHead",
    "Export",
];

impl Seer {
    /// Whether asking for a noun is refused as such: a system of an agency reads what scopes are for, and nothing else.
    pub fn is_refused(&self, noun: &str) -> bool {
        self.is(&[Class::Agency]) && !FOR_AGENCIES.contains(&noun)
    }
}

/// Whether somebody who sees a row reads this of it; whoever does not reads null. Every field that the law narrows is here.
pub fn reads(raw: &Raw, seer: &Seer, noun: &str, field: &str, row: &Row) -> bool {
    let by_appraisers = seer.is(&[Class::StandingBody, Class::Auditor]);
    match (noun, field) {
        ("ConsolidatedReport", "difficulties" | "proposals") | ("Award", "citation" | "reason") => {
            seer.owns(row) || seer.is_provincial()
        }
        // Whether a person agreed to be published is between the unit and whoever publishes.
        ("Honouree", "birthYear" | "citizenIdTail") | ("Exemplar", "consentedOn" | "consentEvidence" | "reason") => {
            seer.owns(row) || by_appraisers
        }
        // Of another unit's people only the auditor learns the name.
        ("AuditEntry", "subject" | "client") => seer.owns(row) || seer.is(&[Class::Auditor]),
        // It counts what other units proposed.
        ("Nomination", "duplicateWarnings") => by_appraisers,
        // Until the session is over only the member.
        ("VoterRollEntry", "hasVoted" | "inWriting") => {
            let session = raw.find("council_session", row.text("session_id")).map_or("", |row| row.text("state"));
            let member = raw.find("council_member", row.text("member_id")).map_or("", |row| row.text("subject"));
            matches!(session, "CLOSED" | "CANCELLED") || seer.is_named(member)
        }
        _ => panic!("who reads {noun}.{field}? Say it in tests/it/sweep/oracle.rs"),
    }
}
