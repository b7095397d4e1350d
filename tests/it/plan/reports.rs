//! Autumn 2021: units report on the third quarter.

use serde_json::{Value, json};
use tests::Who;

use super::{consolidation, story::Story};

/// Meets IV.1b: quarterly reports through the Department of Home Affairs. One in time, one late, one returned, one
/// supplemented, one waived, the rest overdue. And IV.6c: the accepted ones are consolidated for the province, and locked.
pub async fn reports(story: &mut Story) {
    story.chapter("reports", "2021-09-28");
    obligations(story).await;
    in_time(story).await;
    returned(story).await;
    assert!(overdue(story, Who::standing_officer()).await.is_empty());
    waived(story).await;
    story.on("2021-10-01");
    assert_eq!(
        overdue(story, Who::standing_officer()).await,
        ["CK", "CL", "MTTQ", "PCTV", "SNV", "STC", "STTTT", "TTT"]
    );
    assert_eq!(overdue(story, Who::district_officer("CK")).await, ["CK"]);
    assert!(overdue(story, Who::officer("SGTVT")).await.is_empty());
    late(story).await;
    supplement(story).await;
    consolidated(story).await;
    story.meets("IV.6c");
    story.meets("IV.1b");
}

/// The obligations of the third quarter, by unit: `Q3 of SGTVT`.
async fn obligations(story: &mut Story) {
    let document = "{ obligations(filter: { period: [\"Q3/2021\"] }) { nodes { id unit { abbreviation } } } }";
    let reply = story.reads(Who::standing_officer(), document, json!({})).await.ok();
    for owed in reply.list("obligations.nodes") {
        let unit = owed["unit"]["abbreviation"].as_str().unwrap();
        story.name(&format!("Q3 of {unit}"), "ReportObligation", owed["id"].as_str().unwrap());
    }
}

/// Units with an overdue report, as somebody sees them.
async fn overdue(story: &Story, who: Who) -> Vec<String> {
    let document = "{ obligations(filter: { isOverdue: true }) { nodes { isOverdue unit { abbreviation } } } }";
    let reply = story.reads(who, document, json!({})).await.ok();
    assert!(reply.list("obligations.nodes").iter().all(|owed| owed["isOverdue"] == true));
    let mut units: Vec<String> =
        reply.column("obligations.nodes", "unit.abbreviation").into_iter().map(Into::into).collect();
    units.sort_unstable();
    units
}

fn report(story: &Story, owed: &str, narrative: &str) -> Value {
    json!({
        "obligation": story.id(owed), "narrative": narrative, "difficulties": "Giãn cách xã hội do dịch Covid-19",
        "indicators": [{ "name": "Công trình đã khởi công", "measure": "công trình", "value": "2" }],
    })
}

async fn in_time(story: &mut Story) {
    let (officer, head, standing) = (Who::officer("SGTVT"), Who::head("SGTVT"), Who::standing_officer());
    story.cannot_make(Who::officer("STC"), "createReport", report(story, "Q3 of SGTVT", "x"), "NOT_FOUND").await;
    let input = report(story, "Q3 of SGTVT", "");
    story.makes(officer.clone(), "createReport", "roads report", input.clone()).await;
    story.cannot_make(officer.clone(), "createReport", input, "DUPLICATE").await;
    story.is_hidden_from("roads report", [Who::Public, Who::head("STC"), standing.clone()]).await;
    assert_eq!(story.may(head.clone(), "submitReport", "roads report").await, "NARRATIVE_REQUIRED");
    story.cannot(head.clone(), "submitReport", "roads report", json!({}), "NARRATIVE_REQUIRED").await;
    story
        .does(officer.clone(), "updateReport", "roads report", json!({ "narrative": "Đã khởi công đường tỉnh 915" }))
        .await;
    story.cannot(officer, "submitReport", "roads report", json!({}), "FORBIDDEN").await;
    story.does(head.clone(), "submitReport", "roads report", json!({})).await;
    assert_eq!(story.may(head, "acceptReport", "roads report").await, "FORBIDDEN");
    story.is("Q3 of SGTVT", "DUE").await;
    story.does(standing, "acceptReport", "roads report", json!({})).await;
    story.is("roads report", "ACCEPTED").await;
    story.is("Q3 of SGTVT", "MET").await;
    assert_eq!(story.look(Who::standing_officer(), "roads report", "isLate").await["isLate"], false);
}

async fn returned(story: &mut Story) {
    let (officer, head, standing) = (Who::district_officer("CL"), Who::district_head("CL"), Who::standing_officer());
    let input = report(story, "Q3 of CL", "Đã trồng hoa.");
    story.makes(officer.clone(), "createReport", "district report", input).await;
    story.does(head.clone(), "submitReport", "district report", json!({})).await;
    story.cannot(standing.clone(), "returnReport", "district report", json!({ "reason": "" }), "REASON_REQUIRED").await;
    story
        .does(standing.clone(), "returnReport", "district report", json!({ "reason": "Thiếu số liệu theo biểu mẫu" }))
        .await;
    let seen = story.look(officer.clone(), "district report", "state reason").await;
    assert_eq!(seen, json!({ "state": "RETURNED", "reason": "Thiếu số liệu theo biểu mẫu" }));
    story.does(officer, "updateReport", "district report", json!({ "narrative": "Đã trồng 3,5 km đường hoa." })).await;
    story.does(head, "submitReport", "district report", json!({})).await;
    story.is("Q3 of CL", "DUE").await;
}

async fn waived(story: &Story) {
    let name = "Q3 of BTV";
    assert_eq!(story.may(Who::standing_officer(), "waiveObligation", name).await, "WAIVED");
    assert_eq!(story.may(Who::head("BTV"), "waiveObligation", name).await, "FORBIDDEN");
    story.cannot(Who::standing_officer(), "waiveObligation", name, json!({ "reason": "" }), "REASON_REQUIRED").await;
    story.does(Who::standing_officer(), "waiveObligation", name, json!({ "reason": "Đơn vị đang cách ly y tế" })).await;
    story.cannot_make(Who::head("BTV"), "createReport", report(story, name, "x"), "DUPLICATE").await;
    let seen = story.look(Who::head("BTV"), name, "state reason isOverdue").await;
    assert_eq!(seen, json!({ "state": "WAIVED", "reason": "Đơn vị đang cách ly y tế", "isOverdue": false }));
}

/// A late report is marked; accepted, it takes its unit off the list.
async fn late(story: &mut Story) {
    let input = report(story, "Q3 of CK", "Vận động hiến đất làm đường.");
    story.makes(Who::district_officer("CK"), "createReport", "late report", input).await;
    story.does(Who::district_head("CK"), "submitReport", "late report", json!({})).await;
    for name in ["late report", "district report"] {
        story.does(Who::standing_officer(), "acceptReport", name, json!({})).await;
    }
    let reply = story
        .reads(
            Who::standing_head(),
            "{ reports(filter: { isLate: true }) { nodes { unit { abbreviation } } } }",
            json!({}),
        )
        .await
        .ok();
    assert_eq!(reply.column("reports.nodes", "unit.abbreviation"), ["CK"], "what was submitted in time is in time");
    assert_eq!(overdue(story, Who::standing_officer()).await, ["MTTQ", "PCTV", "SNV", "STC", "STTTT", "TTT"]);
}

/// After acceptance a report changes only by a new edition, in force once it is accepted itself.
async fn supplement(story: &mut Story) {
    let (officer, head, standing) = (Who::officer("SGTVT"), Who::head("SGTVT"), Who::standing_officer());
    story
        .cannot(officer.clone(), "updateReport", "roads report", json!({ "narrative": "Khác" }), "INVALID_TRANSITION")
        .await;
    let first = json!({ "id": story.id("roads report") });
    story.makes(officer.clone(), "supplementReport", "roads supplement", first.clone()).await;
    story.cannot_make(officer.clone(), "supplementReport", first, "DUPLICATE").await;
    story
        .does(officer, "updateReport", "roads supplement", json!({ "proposals": "Bổ sung vốn giải phóng mặt bằng" }))
        .await;
    story.does(head, "submitReport", "roads supplement", json!({})).await;
    story.is("roads report", "ACCEPTED").await;
    story.does(standing.clone(), "acceptReport", "roads supplement", json!({})).await;
    story.is("roads report", "SUPERSEDED").await;
    let seen =
        story.look(standing, "roads supplement", "edition isLate narrative replaces { id } indicators { value }").await;
    let expected = json!({
        "edition": 2, "isLate": false, "narrative": "Đã khởi công đường tỉnh 915",
        "replaces": { "id": story.id("roads report") }, "indicators": [{ "value": "2" }],
    });
    assert_eq!(seen, expected);
}

async fn consolidated(story: &mut Story) {
    story.on("2021-10-15");
    let standing = Who::standing_officer();
    story.cannot(standing.clone(), "lockReport", "late report", json!({}), "INVALID_TRANSITION").await;
    consolidation::quarter(story).await;
    for name in ["roads supplement", "district report", "late report"] {
        story.is(name, "CONSOLIDATED").await;
        story.does(standing.clone(), "lockReport", name, json!({})).await;
        story.is(name, "LOCKED").await;
    }
    let again = json!({ "id": story.id("late report") });
    story.cannot_make(Who::district_officer("CK"), "supplementReport", again, "INVALID_TRANSITION").await;
    let reply = story.reads(Who::chair(), "{ reports { counts(by: STATE) { key count } } }", json!({})).await.ok();
    let mut counts = reply.list("reports.counts").clone();
    counts.sort_by_key(ToString::to_string);
    assert_eq!(counts, [json!({ "key": "LOCKED", "count": 3 }), json!({ "key": "SUPERSEDED", "count": 1 })]);
}
