//! Who sees what, as plain predicates over raw rows: written from the words of the law (who asks, and what a duty needs),
//! not from the code. A noun that is not here fails the sweep: say in a line who sees which of its rows.

use std::collections::BTreeSet;

use schema::viewer::Class;
use tests::Who;

use super::{
    graph::table,
    raw::{Raw, Row},
};

/// Somebody who asks.
pub struct Seer {
    pub who: Who,
    /// Nobody has none.
    pub class: Option<Class>,
    /// The units whose rows they read as their own: the own one, those below, and what these came out of.
    own: BTreeSet<String>,
    /// Those on whose rows they act: without predecessors.
    acting: BTreeSet<String>,
    home: Option<String>,
    /// The clusters that the own unit leads today, and their members.
    led: BTreeSet<String>,
    led_members: BTreeSet<String>,
}

/// The day of the sweep.
const TODAY: &str = "2021-08-07";

fn is_in_force(row: &Row) -> bool {
    row.text("valid_from") <= TODAY && (row.text("valid_to").is_empty() || row.text("valid_to") >= TODAY)
}

/// The units that these came out of, and those that they came out of.
fn predecessors(raw: &Raw, units: &BTreeSet<String>) -> BTreeSet<String> {
    let mut all = units.clone();
    loop {
        let before = all.len();
        for id in all.clone() {
            all.extend(joined(raw, "predecessors", &id));
        }
        if all.len() == before {
            return all;
        }
    }
}

/// The units on the other side of the changes of the organisation in which a unit stands.
pub fn joined(raw: &Raw, field: &str, unit: &str) -> Vec<String> {
    let (mine, theirs) = if field == "predecessors" { ("RESULT", "ORIGINAL") } else { ("ORIGINAL", "RESULT") };
    let parts = raw.rows("organisation_change_unit");
    let effective = |row: &Row| {
        raw.find("organisation_change", row.text("change_id")).is_some_and(|row| row.text("effective_on") <= TODAY)
    };
    let changes = parts.iter().filter(|row| row.text("unit_id") == unit && row.text("part") == mine && effective(row));
    let changes: Vec<_> = changes.map(|row| row.text("change_id")).collect();
    let others = parts.iter().filter(|row| row.text("part") == theirs && changes.contains(&row.text("change_id")));
    others.map(|row| row.text("unit_id").to_owned()).collect()
}

impl Seer {
    pub fn new(raw: &Raw, who: Who) -> Self {
        let (class, unit) = match &who {
            Who::Public => (None, String::new()),
            Who::Person(person) => (Some(person.role.class), person.unit.clone()),
        };
        let named =
            |row: &&Row| row.text("abbreviation") == unit || (unit == "H59" && row.text("abbreviation") == "UBND");
        let mut own = BTreeSet::new();
        let home = raw.rows("unit").iter().find(named).map(|row| row.id().to_owned());
        match class {
            Some(Class::Chair) => own.extend(home.clone()),
            Some(Class::Department | Class::District | Class::Enterprise | Class::StandingBody) => {
                own.extend(home.clone());
                // Whatever lies below what is own already, as often as something is found.
                loop {
                    let below = raw.rows("unit").iter().filter(|row| own.contains(row.text("parent_id")));
                    let more: Vec<_> = below.map(|row| row.id().to_owned()).filter(|id| !own.contains(id)).collect();
                    if more.is_empty() {
                        break;
                    }
                    own.extend(more);
                }
            }
            _ => {}
        }
        let acting = own;
        let own = predecessors(raw, &acting);
        let seats = || raw.rows("cluster_membership").iter().filter(|row| is_in_force(row));
        let leads = |row: &&Row| row.text("role") == "LEADER" && Some(row.text("unit_id")) == home.as_deref();
        let led: BTreeSet<_> = seats().filter(leads).map(|row| row.text("cluster_id").to_owned()).collect();
        let members = seats().filter(|row| led.contains(row.text("cluster_id")));
        let led_members = members.map(|row| row.text("unit_id").to_owned()).collect();
        Self { who, class, own, acting, home, led, led_members }
    }

    /// Whether somebody may count awards by what their people are, in every way.
    pub fn sees_people(&self) -> bool {
        self.is(&[Class::StandingBody, Class::Auditor])
    }

    /// Whether somebody may count or narrow rows of a noun by this: awards by what their people are only who sees the people.
    pub fn may_ask(&self, noun: &str, by: &str) -> bool {
        noun != "Award" || !matches!(by, "HONOUREE_CATEGORY" | "honoureeCategory") || self.sees_people()
    }

    pub fn is_named(&self, subject: &str) -> bool {
        matches!(&self.who, Who::Person(person) if person.subject == subject)
    }

    pub fn owns(&self, row: &Row) -> bool {
        self.own.contains(row.text("unit_id"))
    }

    /// How the own unit stands to the one that an object belongs to, by the unit or campaign of its row; and to its cluster.
    pub fn ties(&self, raw: &Raw, row: &Row) -> Vec<&'static str> {
        let campaign = raw.find("campaign", row.text("campaign_id"));
        let owner =
            if row.has("unit_id") { row.text("unit_id") } else { campaign.map_or("", |row| row.text("unit_id")) };
        let to_unit = match self.acting.contains(owner) {
            true if self.home.as_deref() == Some(owner) => "OWN_UNIT",
            true => "SUBTREE",
            false => "NONE",
        };
        let leads = self.led.contains(row.text("cluster_id"));
        std::iter::once(to_unit).chain(leads.then_some("CLUSTER")).collect()
    }

    fn leads(&self, row: &Row) -> bool {
        self.is_unit() && self.led.contains(row.text("cluster_id"))
    }

    pub fn is(&self, classes: &[Class]) -> bool {
        self.class.is_some_and(|class| classes.contains(&class))
    }

    fn is_unit(&self) -> bool {
        self.is(&[Class::Department, Class::District, Class::Enterprise])
    }

    /// Whether what was sent came to them: to a unit of theirs, or as media to their own.
    fn receives(&self, sent: &Row) -> bool {
        let is_home = self.home.as_deref() == Some(sent.text("unit_id"));
        (self.is_unit() && self.owns(sent)) || (self.is(&[Class::Media]) && is_home)
    }

    pub fn is_provincial(&self) -> bool {
        self.is(&[Class::StandingBody, Class::Council, Class::Chair, Class::Auditor])
    }
}

const NOT_YET: [&str; 2] = ["DRAFT", "UNIT_REVIEWED"];
const ACCEPTED: [&str; 7] =
    ["ACCEPTED", "IN_PROGRESS", "COMPLETION_CLAIMED", "VERIFIED", "NOT_ACHIEVED", "CONSOLIDATED", "LOCKED"];
const REVIEWS: [&str; 2] = ["PRELIMINARY_REVIEW", "FINAL_REVIEW"];
const BEFORE_CHAIR: [&str; 6] =
    ["SUBMITTED_FOR_DECISION", "AWARDED", "NOT_AWARDED", "NOTIFIED", "CONFERRED", "REVOKED"];
const BEFORE_COUNCIL: [&str; 4] = ["ELIGIBLE", "ON_AGENDA", "COUNCIL_PASSED", "COUNCIL_FAILED"];
const PUBLISHED_PAPERS: [&str; 5] = ["PLAN", "DIRECTIVE", "RESOLUTION", "DECISION", "GUIDANCE"];

/// Whether somebody may see a row.
pub fn sees(raw: &Raw, seer: &Seer, noun: &str, row: &Row) -> bool {
    let state = row.text("state");
    let above = |noun: &str, key: &str| {
        raw.find(&table(noun), row.text(key)).is_some_and(|parent| sees(raw, seer, noun, parent))
    };
    match noun {
        // The organisation, the rules and what was decided are public.
        "Unit"
        | "UnitIdentifier"
        | "UnitPlacement"
        | "OrganisationChange"
        | "OrganisationChangeUnit"
        | "Cluster"
        | "ClusterMembership"
        | "RuleSet"
        | "AwardType"
        | "Decision"
        | "Award"
        | "AuditHead"
        | "SpecialDay" => true,
        "Campaign" => {
            matches!(state, "LAUNCHED" | "CLOSED")
                || seer.owns(row)
                || seer.is(&[Class::StandingBody, Class::Chair, Class::Auditor])
        }
        "LegalBasis" | "FieldGroup" | "Phase" => above("Campaign", "campaign_id"),
        "Guidance" => state != "DRAFT" || seer.is(&[Class::StandingBody, Class::Auditor]),
        "GuidanceReport" => above("Guidance", "guidance_id"),
        "OfficialDocument" => {
            let mut sent = raw.rows("document_delivery").iter().filter(|sent| sent.text("document_id") == row.id());
            let came = sent.any(|sent| seer.receives(sent));
            match row.text("kind") {
                kind if PUBLISHED_PAPERS.contains(&kind) => true,
                "MINUTES" | "PROPOSAL_LETTER" => {
                    came || seer.own.contains(row.text("issuer_id")) || seer.is_provincial()
                }
                _ => came || seer.class.is_some_and(|class| !matches!(class, Class::Media | Class::Agency)),
            }
        }
        // What a unit makes: its own; drafts of others for the auditor alone; the Council what was accepted or received.
        "Project" | "Report" | "Dossier" => {
            let was_taken = ACCEPTED.contains(&state) || state == "RECEIVED";
            let is_review = noun == "Report" && REVIEWS.contains(&row.text("kind")) && was_taken;
            seer.owns(row)
                // Members of a cluster show its leader their accepted reviews.
                || (is_review && seer.is_unit() && seer.led_members.contains(row.text("unit_id")))
                || seer.is(&[Class::Auditor])
                || (seer.is(&[Class::StandingBody, Class::Chair]) && !NOT_YET.contains(&state))
                || (seer.is(&[Class::Council]) && was_taken)
        }
        "Target" | "ProgressEntry" => above("Project", "project_id"),
        "ReportIndicator" => above("Report", "report_id"),
        "ReportObligation" => seer.owns(row) || seer.is_provincial(),
        "Nomination" => {
            seer.owns(row)
                || seer.is(&[Class::Auditor])
                || (seer.is(&[Class::StandingBody]) && above("Dossier", "dossier_id"))
                || (seer.is(&[Class::Chair, Class::Council]) && BEFORE_CHAIR.contains(&state))
                || (seer.is(&[Class::Council]) && BEFORE_COUNCIL.contains(&state))
        }
        "Honouree" => {
            let nominations = raw.rows("nomination").iter().filter(|other| other.text("honouree_id") == row.id());
            let is_awarded = |award: &Row| award.text("honouree_id") == row.id() && award.text("state") == "GRANTED";
            seer.owns(row)
                || seer.is(&[Class::Auditor])
                || (seer.is(&[Class::Agency]) && raw.rows("award").iter().any(is_awarded))
                || (seer.is_provincial() && nominations.into_iter().any(|other| sees(raw, seer, "Nomination", other)))
        }
        // An appraisal is for those who go by it, and not for the unit it is about.
        "Consultation" => {
            (seer.is_unit() && seer.owns(row))
                || seer.is(&[Class::StandingBody, Class::Auditor])
                || (seer.is_provincial() && above("Nomination", "nomination_id"))
        }
        "Appraisal" => seer.is_provincial() && above("Nomination", "nomination_id"),
        "CouncilSession" | "AgendaItem" | "CouncilMember" | "VoterRollEntry" => seer.is_provincial(),
        // What happened to one's own things, and what one's own people did in a class of their unit.
        "AuditEntry" => {
            let is_of = |classes: &[&str]| {
                let is_ours = seer.own.contains(row.text("unit_id")) && classes.contains(&row.text("class"));
                is_ours || seer.own.contains(row.text("owner_unit_id"))
            };
            match seer.class {
                Some(Class::Auditor) => true,
                Some(Class::Department | Class::District | Class::Enterprise) => {
                    is_of(&["DEPARTMENT", "DISTRICT", "ENTERPRISE"])
                }
                Some(Class::StandingBody) => is_of(&["STANDING_BODY"]),
                Some(Class::Chair) => is_of(&["CHAIR"]),
                _ => false,
            }
        }
        noun => sees_besides(raw, seer, noun, row),
    }
}

/// The same for what stands around projects, reports and dossiers: users, files, scores, difficulties, exemplars, plans, reminders.
fn sees_besides(raw: &Raw, seer: &Seer, noun: &str, row: &Row) -> bool {
    let state = row.text("state");
    let above = |noun: &str, key: &str| {
        raw.find(&table(noun), row.text(key)).is_some_and(|parent| sees(raw, seer, noun, parent))
    };
    match noun {
        "User" => seer.is(&[Class::Auditor, Class::Admin]),
        "AgencyClient" => {
            seer.is(&[Class::StandingBody, Class::Auditor, Class::Admin]) || (seer.is_unit() && seer.owns(row))
        }
        // Where a file may be put is for the unit that puts it there.
        "UploadSlot" => (seer.is_unit() || seer.is(&[Class::StandingBody, Class::Chair])) && seer.owns(row),
        // Of oneself, and the auditor all.
        "Export" | "Import" => {
            seer.is(&[Class::Auditor])
                || matches!(&seer.who, Who::Person(person) if person.subject == row.text("author"))
        }
        "Attachment" => {
            let owners = [
                ("Report", "report_id"),
                ("Project", "project_id"),
                ("ProgressEntry", "progress_entry_id"),
                ("Dossier", "dossier_id"),
                ("OfficialDocument", "document_id"),
            ];
            owners.iter().any(|(noun, key)| !row.text(key).is_empty() && above(noun, key))
        }
        // Criteria are for whoever competes or judges; a draft for the leader of the cluster.
        "ScoringScheme" => {
            seer.is(&[Class::StandingBody, Class::Auditor])
                || seer.leads(row)
                || (state != "DRAFT" && (seer.is_unit() || seer.is_provincial()))
        }
        // What was consolidated is for whoever takes part, once it is issued.
        "ConsolidatedReport" => {
            seer.is(&[Class::StandingBody, Class::Auditor])
                || (state != "DRAFT" && (seer.is_unit() || seer.is_provincial()))
        }
        // A unit of nominations only the whole.
        "ConsolidatedFigure" => {
            let is_told = !seer.is_unit() || row.text("subject") != "NOMINATIONS" || row.text("dimension") == "TOTAL";
            above("ConsolidatedReport", "consolidated_id") && is_told
        }
        "ConsolidatedSource" => {
            above("ConsolidatedReport", "consolidated_id") && (seer.is_provincial() || seer.owns(row))
        }
        "Criterion" | "ScoringClass" => above("ScoringScheme", "scheme_id"),
        "ScoreSheet" => {
            (seer.owns(row) && (seer.is_unit() || seer.is(&[Class::StandingBody])))
                || seer.is(&[Class::Auditor])
                || ((seer.is(&[Class::StandingBody]) || seer.leads(row)) && state != "DRAFT")
                || (state == "PUBLISHED" && (seer.is_unit() || seer.is_provincial()))
        }
        "Score" => above("ScoreSheet", "sheet_id"),
        "Feedback" => {
            seer.is(&[Class::StandingBody, Class::Auditor])
                || seer.owns(row)
                || seer.own.contains(row.text("authority_id"))
        }
        "Exemplar" => {
            state == "PUBLISHED"
                || seer.is(&[Class::StandingBody, Class::Auditor])
                || (seer.is_unit() && seer.owns(row))
        }
        "Publication" => {
            seer.is(&[Class::StandingBody, Class::Auditor])
                || row.text("about") == "CAMPAIGN"
                || above("Exemplar", "exemplar_id")
        }
        // To whom documents go is for those who send and get them; a unit what it got, and where its own went.
        "DistributionList" => seer.is_unit() || seer.is_provincial(),
        "DistributionGroup" => above("DistributionList", "list_id"),
        "DocumentDelivery" => {
            let document = raw.find("official_document", row.text("document_id"));
            let is_issuer = document.is_some_and(|document| seer.own.contains(document.text("issuer_id")));
            seer.is_provincial() || seer.receives(row) || (seer.is_unit() && is_issuer)
        }
        "DeliveryReminder" => above("DocumentDelivery", "delivery_id"),
        "UnitPlan" => {
            ((seer.is_unit() || seer.is(&[Class::StandingBody])) && seer.owns(row))
                || seer.is(&[Class::Auditor])
                || (state == "ISSUED" && seer.is_provincial())
        }
        "UnitPlanTarget" => above("UnitPlan", "plan_id"),
        "ReminderRound" => seer.is(&[Class::StandingBody, Class::Chair, Class::Auditor]),
        "Reminder" | "Inspection" => {
            seer.is(&[Class::StandingBody, Class::Chair, Class::Auditor]) || (seer.is_unit() && seer.owns(row))
        }
        other => panic!("who sees which rows of {other}? Say it in tests/it/sweep/oracle.rs"),
    }
}
