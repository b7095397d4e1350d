//! More rows of the sweep: clusters with their leaders of today and before, scores, a unit that came out of another, and what
//! stands around projects, reports and dossiers.

use schema::workflow::{
    exemplar::Exemplar, feedback::Feedback, inspection::Inspection, score_sheet::ScoreSheet,
    scoring_scheme::ScoringScheme, unit_plan::UnitPlan,
};

use super::press::{NOW, Press, quoted, states};
use crate::mended::ground::Ground;

/// The keys of what was made before, to hang other rows on.
pub struct Made {
    pub campaign: String,
    obligation: String,
    first_document: String,
    /// A unit that sends its difficulties to be put before others.
    sender: String,
    /// Campaigns that are launched or closed.
    pub campaigns: Vec<String>,
    pub project: String,
    pub entry: String,
    pub report: String,
    pub nomination: String,
    pub dossier: String,
    pub document: String,
}

impl Made {
    pub fn new([campaign, obligation, first_document, sender]: [String; 4]) -> Self {
        let none = String::new;
        Self {
            campaign,
            obligation,
            first_document,
            sender,
            campaigns: Vec::new(),
            project: none(),
            entry: none(),
            report: none(),
            nomination: none(),
            dossier: none(),
            document: none(),
        }
    }
}

/// The abbreviations of a unit that goes on, and of one that came out of it.
pub const BEFORE: &str = "TRUOC";
pub const AFTER: &str = "SAU";

/// A department that was split and goes on, and the one that came out of it; their keys.
pub fn succession(press: &mut Press, like: &str, above: &str) -> [String; 2] {
    let units = [BEFORE, AFTER].map(|name| press.copy("unit", like, &[("abbreviation", quoted(name))]));
    for unit in &units {
        let place =
            [("unit_id", press.key(unit)), ("parent_id", press.key(above)), ("valid_from", quoted("2020-01-01"))];
        press.make("unit_placement", &[&place[..], &[("created_at", NOW.to_owned())]].concat());
    }
    let change = [("kind", quoted("SPLIT")), ("effective_on", quoted("2021-07-01")), ("note", quoted(""))];
    let change = press.live("organisation_change", &change);
    let change = press.key(&change);
    for (unit, part) in units.iter().zip(["ORIGINAL", "RESULT"]) {
        let unit = press.key(unit);
        let part =
            [("change_id", change.clone()), ("unit_id", unit), ("part", quoted(part)), ("created_at", NOW.into())];
        press.make("organisation_change_unit", &part);
    }
    units
}

/// Clusters (leader, deputy, members, and one who led until June), their criteria in every state, and sheets of every unit in
/// every state.
pub fn clusters(press: &mut Press, ground: &Ground, units: &[String], made: &Made) {
    let id = |unit: &str| ground.world.units[unit][5..].replace('-', "");
    let after = units[units.len() - 1].clone();
    let seats = [
        vec![
            (id("CL"), "LEADER", None),
            (id("CK"), "MEMBER", None),
            (id("PCTV"), "MEMBER", None),
            (id("SGTVT"), "LEADER", Some("2021-06-30")),
            (id("UBND"), "MEMBER", Some("2021-06-30")),
        ],
        vec![
            (id("STC"), "LEADER", None),
            (id("SGTVT"), "DEPUTY", None),
            (id("CL-MC"), "MEMBER", None),
            (after, "MEMBER", None),
        ],
    ];
    let mut campaigns = made.campaigns.iter();
    for (n, seats) in seats.iter().enumerate() {
        let name = quoted(&format!("Cụm {n}"));
        let values = [
            ("kind", quoted("BLOCK")),
            ("name", name.clone()),
            ("name_key", name),
            ("valid_from", quoted("2020-01-01")),
        ];
        let cluster = press.live("cluster", &values);
        let cluster = ("cluster_id", press.key(&cluster));
        for (unit, role, to) in seats {
            let to = to.map_or("null".to_owned(), quoted);
            let unit = ("unit_id", press.key(unit));
            let seat = [
                cluster.clone(),
                unit,
                ("role", quoted(role)),
                ("valid_from", quoted("2020-01-01")),
                ("valid_to", to),
                ("created_at", NOW.into()),
            ];
            press.make("cluster_membership", &seat);
        }
        for (m, state) in states::<ScoringScheme>().into_iter().enumerate() {
            let campaign = ("campaign_id", press.key(campaigns.next().unwrap()));
            let ground = [cluster.clone(), campaign];
            scheme(press, &ground, units, state, n + m);
        }
    }
}

fn scheme(press: &mut Press, ground: &[(&'static str, String)], units: &[String], state: String, turn: usize) {
    let numbers = ["max_points", "bonus_cap", "late_penalty", "missing_penalty"].map(|name| (name, "10000".to_owned()));
    let texts = ["title", "title_key"].map(|name| (name, quoted("x")));
    let id = press.live("scoring_scheme", &[ground, &numbers, &texts, &[("state", state)]].concat());
    let scheme = ("scheme_id", press.key(&id));
    let criterion = [("group_name", quoted("x")), ("name", quoted("x")), ("max_points", "10000".to_owned())];
    let position = ("position", "1".to_owned());
    let criterion = press.make("criterion", &[&[scheme.clone(), position.clone()][..], &criterion].concat());
    let criterion = ("criterion_id", press.key(&criterion));
    let class = [scheme.clone(), position.clone(), ("name", quoted("x")), ("at_least", "0".to_owned())];
    press.make("scoring_class", &class);
    let states = states::<ScoreSheet>();
    for (k, unit) in units.iter().enumerate() {
        let state = states[(k + turn) % states.len()].clone();
        let own = [
            scheme.clone(),
            ("unit_id", press.key(unit)),
            ("state", state),
            ("author", quoted("x")),
            ("bonus", "0".to_owned()),
        ];
        let sheet = press.live("score_sheet", &[ground, &own].concat());
        let sheet = ("sheet_id", press.key(&sheet));
        let score =
            [sheet, criterion.clone(), position.clone(), ("self_points", "1".to_owned()), ("note", quoted("x"))];
        press.make("score", &score);
    }
}

/// What a unit has beside its work: a user, plans, difficulties, exemplars, reminders, inspections, files.
pub fn beside(press: &mut Press, n: usize, unit: &str, made: &Made) {
    let unit = ("unit_id", unit.to_owned());
    let campaign = ("campaign_id", press.key(&made.campaign));
    let named = |names: &[&'static str]| names.iter().map(|name| (*name, quoted("xa"))).collect::<Vec<_>>();
    let all = |parts: &[&[(&'static str, String)]]| parts.concat();
    let name = ("name", quoted(&format!("user.{n}")));
    let user = [
        unit.clone(),
        name,
        ("class", quoted("DISTRICT")),
        ("duty", quoted("HEAD")),
        ("state", quoted("ACTIVE")),
        ("password_set_at", "0".to_owned()),
        ("must_change_password", "true".to_owned()),
    ];
    press.live("user_account", &all(&[&user, &named(&["full_name", "name_key", "password_hash", "search"])]));
    for state in states::<UnitPlan>() {
        let plan = [campaign.clone(), unit.clone(), ("state", state)];
        let plan = press.live("unit_plan", &all(&[&plan, &named(&["title", "topics", "measures", "author"])]));
        let plan = ("plan_id", press.key(&plan));
        let target = [plan, ("position", "1".to_owned()), ("planned", "1".to_owned()), ("created_at", NOW.to_owned())];
        press.make("unit_plan_target", &all(&[&target, &named(&["indicator", "measure"])]));
    }
    for (m, state) in states::<Feedback>().into_iter().enumerate() {
        // Every second is put before this unit itself, as its authority; the others before nobody.
        let authority = if m % 2 == 0 { "null".to_owned() } else { unit.1.clone() };
        let sender = ("unit_id", if m == 3 { press.key(&made.sender) } else { unit.1.clone() });
        let feedback = [sender, ("authority_id", authority), ("state", state)];
        press.live("feedback", &all(&[&feedback, &named(&["subject", "subject_key", "body", "proposal", "author"])]));
    }
    for (m, state) in states::<Exemplar>().into_iter().enumerate() {
        let kind = ["'INDIVIDUAL'", "'COLLECTIVE'", "'MODEL'"][m % 3].to_owned();
        let exemplar =
            [campaign.clone(), unit.clone(), ("kind", kind), ("state", state), ("consented_on", quoted("2021-08-06"))];
        let exemplar =
            press.live("exemplar", &all(&[&exemplar, &named(&["name", "name_key", "story", "author", "search"])]));
        let exemplar = ("exemplar_id", press.key(&exemplar));
        let about = [
            campaign.clone(),
            unit.clone(),
            exemplar,
            ("about", quoted("EXEMPLAR")),
            ("published_on", quoted("2021-08-06")),
        ];
        press.live("publication", &all(&[&about, &named(&["title", "title_key"])]));
    }
    let about = [campaign.clone(), unit.clone(), ("about", quoted("CAMPAIGN")), ("published_on", quoted("2021-08-06"))];
    press.live("publication", &all(&[&about, &named(&["title", "title_key"])]));
    let round = press.live(
        "reminder_round",
        &all(&[&[campaign.clone(), ("reminded", "1".to_owned())], &named(&["subject", "template", "author"])]),
    );
    let round = ("round_id", press.key(&round));
    let obligation = ("obligation_id", press.key(&made.obligation));
    press.live("reminder", &all(&[&[round, campaign.clone(), unit.clone(), obligation], &named(&["subject", "body"])]));
    for state in states::<Inspection>() {
        let inspection = [campaign.clone(), unit.clone(), ("state", state), ("planned_on", quoted("2021-08-06"))];
        press.live(
            "inspection",
            &all(&[&inspection, &named(&["content", "findings", "recommendations", "answer", "author"])]),
        );
    }
    let day = [
        ("kind", quoted("DAY_OFF")),
        ("starts_on", quoted("2021-09-02")),
        ("ends_on", quoted("2021-09-03")),
        ("name", quoted("x")),
    ];
    press.live("special_day", &day);
    for (column, owner) in [
        ("project_id", &made.project),
        ("progress_entry_id", &made.entry),
        ("report_id", &made.report),
        ("dossier_id", &made.dossier),
        ("document_id", if n == 0 { &made.first_document } else { &made.document }),
    ] {
        let file = press.id();
        let file = [unit.clone(), (column, press.key(owner)), ("file_id", press.key(&file)), ("size", "1".to_owned())];
        press.live("attachment", &all(&[&file, &named(&["name", "media_type", "sha256", "author"])]));
    }
}
