//! A province with a row of everything in every state, of own, subordinate, sibling, cluster and foreign units: one of each
//! made through the API, the others copied from it past the server.

use std::fmt::Write as _;

use api::db::is_sqlite;
use schema::workflow::{
    campaign::Campaign, dossier::Dossier, guidance::Guidance, nomination::Nomination, obligation::Obligation,
    project::Project, report::Report, session::Session,
};
use serde_json::json;
use tests::{App, Who};

use super::{
    more::{self, Made},
    press::{Press, quoted, states},
    raw::{Raw, columns},
    rest,
};
use crate::mended::ground::Ground;

/// The province, the Standing Body's department, another one (deputy in a cluster, and once the leader of another), a district
/// that leads a cluster, a commune of it, another district in the cluster, an enterprise in it, the department that leads the
/// second cluster.
const UNITS: [&str; 8] = ["UBND", "SNV", "SGTVT", "CL", "CL-MC", "CK", "PCTV", "STC"];

const PAPERS: [&str; 9] = [
    "PLAN",
    "DIRECTIVE",
    "RESOLUTION",
    "DECISION",
    "GUIDANCE",
    "MINUTES",
    "PROPOSAL_LETTER",
    "OFFICIAL_LETTER",
    "OTHER",
];

/// Limits that let a whole table through in one answer.
pub const LIMITS: [(&str, &str); 14] = [
    ("THIDUA_HTTP_REQUEST_SECONDS", "300"),
    ("THIDUA_DATABASE_STATEMENT_SECONDS", "200"),
    ("THIDUA_LIMITS_DOCUMENT_BYTES", "1000000"),
    ("THIDUA_LIMITS_TOKENS", "100000"),
    ("THIDUA_LIMITS_NESTING", "100"),
    ("THIDUA_LIMITS_DEPTH", "30"),
    ("THIDUA_LIMITS_TYPE_REPEATS", "30"),
    ("THIDUA_LIMITS_FIELDS", "100000"),
    ("THIDUA_LIMITS_ALIASES", "1000"),
    ("THIDUA_LIMITS_ROOT_FIELDS", "1000"),
    ("THIDUA_LIMITS_RESULT_OBJECTS", "1000000000"),
    ("THIDUA_LIMITS_COST", "1000000000"),
    ("THIDUA_LIMITS_PAGE_MAX", "2000"),
    ("THIDUA_LIMITS_ERRORS", "100"),
];

/// Makes it all.
pub async fn fill(app: &App) {
    let ground = Ground::new(app.clone()).await;
    let phase = ground.world.phases[0].clone();
    let officer = || Who::officer("SGTVT");
    let guidance = json!({
        "phase": phase, "registrationFrom": "2021-08-10", "registrationTo": "2021-09-10", "form": "Mẫu 01",
        "reports": [{ "kind": "QUARTERLY", "period": "Q3/2021", "dueOn": "2021-09-25" }],
    });
    let guidance = ground.does(Who::standing_officer(), "draftGuidance", guidance, "guidance { id }").await;
    ground.does(Who::standing_head(), "publishGuidance", json!({ "id": guidance["id"] }), "guidance { id }").await;
    let _ = ground.world.project(&app.as_(officer()), "Đường tỉnh 915B", json!({})).await;
    let figures = json!([{ "name": "Đường", "measure": "km", "value": "4.5" }]);
    let report = json!({ "phase": phase, "period": "8/2021", "narrative": "Đã làm", "indicators": figures });
    ground.does(officer(), "createReport", report, "report { id }").await;
    ground.awarded("Trần Quốc Toản").await;
    papers_on_their_way(app, &ground).await;
    copies(app, &ground).await;
    // An act of the administrator makes the server read the tree of units anew.
    let input = json!({ "unit": ground.world.units["UBND"], "code": "H59.99", "status": "PROVISIONAL", "validFrom": "2020-01-01" });
    ground.does(Who::admin(), "addUnitIdentifier", input, "unit { id }").await;
}

/// Minutes, a letter and a plan of a department, a district and the province, sent to some units, acknowledged by one and urged.
async fn papers_on_their_way(app: &App, ground: &Ground) {
    let unit = |unit: &str| ground.world.units[unit].clone();
    let groups = json!([
        { "name": "Các huyện", "kinds": ["DISTRICT"] }, { "name": "Sở Nội vụ", "unit": unit("SNV") }, { "name": "Lưu: VT" },
    ]);
    let list = json!({ "name": "Nơi nhận", "validFrom": "2021-01-01", "groups": groups });
    let list = ground.does(Who::standing_officer(), "createDistributionList", list, "distributionList { id }").await;
    for (who, number, issuer, to) in [
        (Who::officer("SGTVT"), "771/BB-SGTVT", "SGTVT", "PCTV"),
        (Who::district_officer("CL"), "772/TTr-CL", "CL", "UBND"),
        (Who::chair(), "773/KH-UBND", "UBND", "CL-MC"),
    ] {
        let paper = ground.world.document(&app.as_(who.clone()), number, issuer).await;
        let send = json!({ "id": paper, "lists": [list["id"]], "units": [unit(to), unit("BTV")] });
        ground.does(who.clone(), "distributeDocument", send, "officialDocument { id }").await;
        let inbox = "{ deliveries(filter: { state: [SENT] }) { nodes { id } } }";
        let came = app.as_(Who::district_officer("CK")).query(inbox, json!({})).await.ok();
        let came = json!({ "id": came.data("deliveries.nodes.0.id") });
        if issuer == "SGTVT" {
            ground.does(Who::district_officer("CK"), "acknowledgeDocument", came, "documentDelivery { id }").await;
        }
        let remind = json!({ "id": paper, "subject": "Nhắc", "template": "Đề nghị {unit} tiếp nhận {number}" });
        ground.does(who, "remindRecipients", remind, "officialDocument { id }").await;
    }
}

#[expect(clippy::too_many_lines, reason = "one paragraph a table")]
async fn copies(app: &App, ground: &Ground) {
    let sqlite = is_sqlite(&app.config().database.url);
    let mut press = Press::new(sqlite);
    let mut raw = Raw::default();
    for table in [
        "campaign",
        "phase",
        "field_group",
        "campaign_basis",
        "guidance",
        "guidance_report",
        "official_document",
        "project",
        "target",
        "report_obligation",
        "report",
        "report_indicator",
        "dossier",
        "honouree",
        "nomination",
        "appraisal",
        "council_session",
        "agenda_item",
        "voter_roll",
        "decision",
        "award",
        "unit",
    ] {
        press.columns.insert(table, columns(app, table).await);
        raw.read(app, table).await;
    }
    let first = |table: &str| raw.rows(table).first().unwrap().id().to_owned();
    let mut units: Vec<String> = UNITS.iter().map(|unit| ground.world.units[unit][5..].replace('-', "")).collect();
    units.extend(more::succession(&mut press, &units[2], &units[0]));
    let mut made =
        Made::new([first("campaign"), first("report_obligation"), first("official_document"), units[6].clone()]);

    for (n, unit) in units.iter().enumerate() {
        let unit = ("unit_id", press.key(unit));
        for (m, state) in states::<Campaign>().into_iter().enumerate() {
            let campaign = press.copy("campaign", &first("campaign"), &[unit.clone(), ("state", state)]);
            if m > 0 {
                made.campaigns.push(campaign.clone());
            }
            let campaign = ("campaign_id", press.key(&campaign));
            let phase = press.copy("phase", &first("phase"), std::slice::from_ref(&campaign));
            press.copy("field_group", &first("field_group"), std::slice::from_ref(&campaign));
            press.copy("campaign_basis", &first("campaign_basis"), std::slice::from_ref(&campaign));
            let state = states::<Guidance>()[(n + m) % 3].clone();
            let phase = ("phase_id", press.key(&phase));
            let guidance = press.copy("guidance", &first("guidance"), &[campaign, phase, ("state", state)]);
            let guidance = ("guidance_id", press.key(&guidance));
            press.copy("guidance_report", &first("guidance_report"), &[guidance]);
        }
        for (m, state) in states::<Project>().into_iter().enumerate() {
            let project = press.copy("project", &first("project"), &[unit.clone(), ("state", state)]);
            made.project.clone_from(&project);
            let key = press.key(&project);
            let target = ["'CURRENT'", "'PROPOSED'", "'SUPERSEDED'"][m % 3].to_owned();
            press.copy("target", &first("target"), &[("project_id", key.clone()), ("state", target)]);
            made.entry = press.id();
            let entry = press.key(&made.entry);
            let _ = writeln!(
                press.sql,
                "insert into progress_entry (id, project_id, on_date, percent, note, author, created_at) \
                 values ({entry}, {key}, '2021-08-20', {m}, 'x', 'an', 1628211723000000);"
            );
        }
        let mut owed = Vec::new();
        for (m, state) in states::<Obligation>().into_iter().enumerate() {
            let other = [unit.clone(), ("state", state), ("period", format!("'S{m}'"))];
            owed.push(press.copy("report_obligation", &first("report_obligation"), &other));
        }
        for (m, state) in states::<Report>().into_iter().enumerate() {
            let met = ("obligation_id", press.key(&owed[m % owed.len()]));
            let other = [unit.clone(), ("state", state), met, ("edition", (m + 2).to_string())];
            let kind = ["'QUARTERLY'", "'FINAL_REVIEW'", "'PRELIMINARY_REVIEW'"][(n + m) % 3].to_owned();
            let report = press.copy("report", &first("report"), &[&other[..], &[("kind", kind)]].concat());
            made.report.clone_from(&report);
            let report = ("report_id", press.key(&report));
            press.copy("report_indicator", &first("report_indicator"), &[report]);
        }
        let mut dossiers = Vec::new();
        for state in states::<Dossier>() {
            dossiers.push(press.copy("dossier", &first("dossier"), &[unit.clone(), ("state", state)]));
        }
        for (m, state) in states::<Nomination>().into_iter().enumerate() {
            let born = [
                unit.clone(),
                ("citizen_id_hash", "null".into()),
                ("birth_year", "1980".into()),
                ("citizen_id_tail", "'123'".into()),
            ];
            let honouree = press.copy("honouree", &first("honouree"), &born);
            let other = [
                unit.clone(),
                ("state", state),
                ("dossier_id", press.key(&dossiers[m % dossiers.len()])),
                ("honouree_id", press.key(&honouree)),
            ];
            let nomination = press.copy("nomination", &first("nomination"), &other);
            made.nomination.clone_from(&nomination);
            let nomination = ("nomination_id", press.key(&nomination));
            press.copy("appraisal", &first("appraisal"), std::slice::from_ref(&nomination));
            let position = ("position", (100 * (n + 1) + m).to_string());
            // A session's agenda is a list of parts, of which no more than a hundred are answered.
            if m % 2 == 0 {
                press.copy("agenda_item", &first("agenda_item"), &[nomination, position]);
            }
            if m < 2 {
                let paper = ("number", (5_000 + 10 * n + m).to_string());
                let paper = press.copy("official_document", &first("official_document"), &[paper]);
                let decision = [unit.clone(), ("document_id", press.key(&paper))];
                let decision = press.copy("decision", &first("decision"), &decision);
                let other = [
                    unit.clone(),
                    ("decision_id", press.key(&decision)),
                    ("honouree_id", press.key(&honouree)),
                    ("nomination_id", "null".into()),
                    ("state", ["'GRANTED'", "'REVOKED'"][m].into()),
                ];
                press.copy("award", &first("award"), &other);
            }
        }
        for (m, kind) in PAPERS.iter().enumerate() {
            let number = (1_000 + 10 * n + m).to_string();
            let other = [("issuer_id", unit.1.clone()), ("kind", quoted(kind)), ("number", number)];
            made.document = press.copy("official_document", &first("official_document"), &other);
        }
        made.dossier.clone_from(&dossiers[n % dossiers.len()]);
        more::beside(&mut press, n, &unit.1, &made);
        rest::rest(&mut press, n, &unit.1, &made);
    }
    rest::once(&mut press);
    more::clusters(&mut press, ground, &units, &made);
    for state in states::<Session>() {
        let session = press.copy("council_session", &first("council_session"), &[("state", state)]);
        let session = ("session_id", press.key(&session));
        press.copy("agenda_item", &first("agenda_item"), std::slice::from_ref(&session));
        for row in raw.rows("voter_roll") {
            press.copy("voter_roll", row.id(), std::slice::from_ref(&session));
        }
    }
    app.run(&press.sql).await;
}
