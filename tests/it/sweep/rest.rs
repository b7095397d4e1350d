//! The last rows of the sweep: what is consolidated, consulted, delivered, exported, uploaded and registered, who sits on the
//! Council, and entries of the trail; of every unit some.

use super::{
    more::Made,
    press::{NOW, Press, quoted},
};

/// So late that nothing ends while it is swept.
const NEVER: &str = "9000000000000000";

/// Somebody who is swept has an export of their own.
const EXPORTER: &str = "department.head@sgtvt";

/// A column and its value.
type Value = (&'static str, String);

fn named(names: &[&'static str]) -> Vec<Value> {
    names.iter().map(|name| (*name, quoted("xa"))).collect()
}

fn all(parts: &[&[Value]]) -> Vec<Value> {
    parts.concat()
}

fn number(text: &str) -> String {
    text.to_owned()
}

/// Of this unit, the n-th.
pub fn rest(press: &mut Press, n: usize, unit: &str, made: &Made) {
    consolidated(press, n, unit, made);
    around(press, n, unit, made);
    recorded(press, n, unit);
}

/// Consolidated reports, with what they rest on.
fn consolidated(press: &mut Press, n: usize, unit: &str, made: &Made) {
    let unit = ("unit_id", unit.to_owned());
    let campaign = ("campaign_id", press.key(&made.campaign));
    let document = ("document_id", press.key(&made.document));
    for (m, state) in ["DRAFT", "ISSUED", "SUPERSEDED"].into_iter().enumerate() {
        let period = ("period", quoted(&format!("{n}/{m}")));
        let values = [
            campaign.clone(),
            unit.clone(),
            document.clone(),
            period,
            ("kind", quoted("QUARTERLY")),
            ("edition", number("1")),
            ("state", quoted(state)),
            ("taken_at", number(NOW)),
        ];
        let texts = named(&["title", "narrative", "difficulties", "proposals", "author"]);
        let report = press.live("consolidated_report", &all(&[&values, &texts]));
        let report = [("consolidated_id", press.key(&report)), ("created_at", number(NOW))];
        let source = [
            unit.clone(),
            ("report_id", press.key(&made.report)),
            ("position", number("1")),
            ("edition", number("1")),
            ("is_late", number("false")),
        ];
        press.make("consolidated_source", &all(&[&report, &source, &named(&["difficulties", "proposals"])]));
        for (position, (subject, dimension)) in
            [("PROJECTS", "TOTAL"), ("NOMINATIONS", "TOTAL"), ("NOMINATIONS", "CLUSTER")].into_iter().enumerate()
        {
            let figure = [
                ("subject", quoted(subject)),
                ("dimension", quoted(dimension)),
                ("position", position.to_string()),
                ("value", number("50000")),
            ];
            press.make("consolidated_figure", &all(&[&report, &figure, &named(&["label", "code_label", "measure"])]));
        }
    }
}

/// What is asked, sent and registered, and who sits on the Council.
fn around(press: &mut Press, n: usize, unit: &str, made: &Made) {
    let unit = ("unit_id", unit.to_owned());
    let campaign = ("campaign_id", press.key(&made.campaign));
    let document = ("document_id", press.key(&made.document));
    let asked = [
        campaign,
        unit.clone(),
        ("nomination_id", press.key(&made.nomination)),
        ("due_on", quoted("2021-08-20")),
        ("state", quoted("ASKED")),
    ];
    press.live("consultation", &all(&[&asked, &named(&["about", "achievement", "question", "answer", "author"])]));
    let sent = [unit.clone(), document, ("sent_on", quoted("2021-08-06")), ("state", quoted("SENT"))];
    press.live("document_delivery", &all(&[&sent, &named(&["recipient", "group_name", "sent_by"])]));
    let list = [unit.clone(), ("valid_from", quoted("2020-01-01"))];
    let list = press.live("distribution_list", &all(&[&list, &named(&["name"])]));
    let group = [
        ("list_id", press.key(&list)),
        ("position", number("1")),
        ("kinds", quoted("")),
        ("systems", quoted("")),
        ("only_unit_id", unit.1.clone()),
        ("created_at", number(NOW)),
    ];
    press.make("distribution_group", &all(&[&group, &named(&["name"])]));
    let code = ("code", quoted(&format!("H59.{n}X")));
    let identifier = [
        unit.clone(),
        code,
        ("status", quoted("PROVISIONAL")),
        ("valid_from", quoted("2020-01-01")),
        ("created_at", number(NOW)),
    ];
    press.make("unit_identifier", &identifier);
    let member = [
        unit.clone(),
        ("subject", quoted(&format!("member.{n}"))),
        ("position", quoted("MEMBER")),
        ("valid_from", quoted("2021-01-01")),
    ];
    press.live("council_member", &all(&[&member, &named(&["name", "name_key"])]));
    let client = [
        unit.clone(),
        ("name", quoted(&format!("client.{n}"))),
        ("scopes", quoted("AWARDS")),
        ("valid_from", quoted("2021-01-01")),
    ];
    press.live("agency_client", &all(&[&client, &named(&["title", "purpose", "legal_basis", "author"])]));
}

/// What is uploaded, exported, and in the trail.
fn recorded(press: &mut Press, n: usize, unit: &str) {
    let unit = ("unit_id", unit.to_owned());
    let file = press.id();
    let slot = [
        unit.clone(),
        ("file_id", press.key(&file)),
        ("size", number("1")),
        ("expires_at", number(NEVER)),
        ("created_at", number(NOW)),
    ];
    press.make("upload_slot", &all(&[&slot, &named(&["owner", "name", "sha256", "author"])]));
    let file = press.id();
    let author = if n == 2 { EXPORTER.to_owned() } else { format!("user.{n}") };
    let export = [
        unit.clone(),
        ("author", quoted(&author)),
        ("class", quoted("DEPARTMENT")),
        ("duty", quoted("HEAD")),
        ("connection", quoted("units")),
        ("variables", quoted("{}")),
        ("format", quoted("CSV")),
        ("state", quoted("EXPIRED")),
        ("rows_done", number("0")),
        ("file_id", press.key(&file)),
    ];
    press.live("export", &all(&[&export, &named(&["unit", "columns", "name"])]));
    let import = [
        unit.clone(),
        ("author", quoted(&author)),
        ("kind", quoted("PROJECTS")),
        ("mode", quoted("VALID_ROWS")),
        ("is_dry_run", number("false")),
        ("rows_total", number("0")),
        ("rows_bad", number("0")),
        ("rows_kept", number("0")),
        ("verdicts", quoted("[]")),
    ];
    press.live("import", &all(&[&import, &named(&["name", "sha256"])]));
    for (class, result) in [("DEPARTMENT", "DONE"), ("COUNCIL", "REFUSED")] {
        let entry = [
            unit.clone(),
            ("owner_unit_id", unit.1.clone()),
            ("seq", number("(select coalesce(max(seq), 0) + 1 from audit_entry)")),
            ("at", number(NOW)),
            ("class", quoted(class)),
            ("result", quoted(result)),
        ];
        press.make(
            "audit_entry",
            &all(&[&entry, &named(&["subject", "duty", "action", "noun", "fields", "request_id"])]),
        );
    }
}

/// What there is once: a head of the trail.
pub fn once(press: &mut Press) {
    let head = [("seq", "1".to_owned()), ("at", NOW.to_owned())];
    let texts = ["digest", "signature", "key_id"].map(|name| (name, quoted("xa")));
    press.make("audit_head", &[&head[..], &texts].concat());
}
