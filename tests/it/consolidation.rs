//! Consolidated reports: figures that stay, drafts and who sees them, guards, editions.

use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::mended::ground::{Ground, text};

both!(
    figures_stay_as_they_were,
    only_what_is_whole_is_issued,
    a_later_edition_takes_the_place,
    each_sees_what_is_theirs,
    bad_input_is_refused
);

const VERB: &str = "createConsolidatedReport";

async fn ground(app: App) -> Ground {
    let ground = Ground::new(app).await;
    let guidance = json!({
        "phase": ground.world.phases[0], "registrationFrom": "2021-08-07", "registrationTo": "2021-09-07",
        "reports": [{ "kind": "QUARTERLY", "period": "Q3/2021", "dueOn": "2021-10-05" }],
    });
    let made = ground.does(Who::standing_officer(), "draftGuidance", guidance, "guidance { id }").await;
    ground.does(Who::standing_head(), "publishGuidance", json!({ "id": made["id"] }), "guidance { id }").await;
    ground
}

/// A department's report on the quarter, accepted; its ID.
async fn reported(ground: &Ground, unit: &str, indicators: Value) -> String {
    let owed = "query($unit: [ID!]) { obligations(filter: { unit: $unit }) { nodes { id } } }";
    let reply =
        ground.app.as_(Who::officer(unit)).query(owed, json!({ "unit": [ground.world.units[unit]] })).await.ok();
    let input = json!({
        "obligation": reply.str("obligations.nodes.0.id"), "narrative": "Đã khởi công", "proposals": "Bổ sung vốn",
        "difficulties": format!("Khó khăn của {unit}"), "indicators": indicators,
    });
    let id = text(&ground.does(Who::officer(unit), "createReport", input, "report { id }").await["id"]);
    ground.does(Who::head(unit), "submitReport", json!({ "id": id }), "report { id }").await;
    ground.does(Who::standing_officer(), "acceptReport", json!({ "id": id }), "report { id }").await;
    id
}

fn quarter(ground: &Ground) -> Value {
    json!({
        "campaign": ground.world.campaign, "kind": "QUARTERLY", "period": "Q3/2021", "title": "Báo cáo quý III",
        "narrative": "Phong trào lan rộng",
    })
}

async fn drafted(ground: &Ground) -> String {
    text(&ground.does(Who::standing_officer(), VERB, quarter(ground), "consolidatedReport { id }").await["id"])
}

async fn issued(ground: &Ground, id: &str, number: &str) {
    let paper = ground.world.document(&ground.app.as_(Who::standing_officer()), number, "SNV").await;
    let input = json!({ "id": id, "document": paper });
    ground.does(Who::standing_head(), "issueConsolidatedReport", input, "consolidatedReport { id }").await;
}

/// `subject dimension label code value`, one text each.
async fn figures(ground: &Ground, id: &str) -> Vec<String> {
    let selection = "figures(first: 100) { nodes { subject dimension label code value } }";
    let seen = ground.look(Who::auditor(), id, selection).await;
    let nodes = seen["figures"]["nodes"].as_array().unwrap();
    let line = |node: &Value| {
        let fields = ["subject", "dimension", "label", "code", "value"];
        fields.map(|field| node[field].as_str().unwrap_or("-").to_owned()).join(" ")
    };
    nodes.iter().map(line).collect()
}

/// Whatever happens afterwards to projects and reports, until the draft is refreshed; once issued it is not.
async fn figures_stay_as_they_were(app: App) {
    let ground = ground(app).await;
    let project = ground.world.submitted(&ground.app, "SGTVT", "Đường tỉnh 911").await.id;
    let indicators = json!([
        { "name": "Km đường", "measure": "km", "value": "2.5" }, { "name": "Tiến độ", "measure": "%", "value": "40" },
    ]);
    reported(&ground, "SGTVT", indicators).await;
    let more = json!([
        { "name": "km đường", "measure": "km", "value": "-1" }, { "name": "Tiến độ", "measure": "%", "value": "60" },
    ]);
    reported(&ground, "STC", more).await;
    let id = drafted(&ground).await;
    let before = figures(&ground, &id).await;
    for line in [
        "PROJECTS TOTAL Toàn tỉnh SUBMITTED 1",
        "PROJECTS FIELD_GROUP Phát triển kinh tế SUBMITTED 1",
        "PROJECTS CLUSTER Ngoài cụm, khối thi đua SUBMITTED 1",
        "PROJECTS UNIT_KIND sở, ban, ngành SUBMITTED 1",
        "OBLIGATIONS TOTAL Toàn tỉnh ON_TIME 2",
        "OBLIGATIONS TOTAL Toàn tỉnh OPEN 7",
        "INDICATORS TOTAL Km đường - 1.5",
        "INDICATORS TOTAL Tiến độ - 50",
    ] {
        assert!(before.iter().any(|figure| figure == line), "{line} in {before:#?}");
    }
    ground.does(Who::standing_officer(), "acceptProject", json!({ "id": project }), "project { id }").await;
    assert_eq!(figures(&ground, &id).await, before);
    let refresh = json!({ "id": id, "refresh": true, "difficulties": "Tổng hợp của Ban" });
    let seen = ground
        .does(
            Who::standing_officer(),
            "updateConsolidatedReport",
            refresh,
            "consolidatedReport { difficulties proposals }",
        )
        .await;
    assert_eq!(seen["difficulties"], "Tổng hợp của Ban");
    assert_eq!(seen["proposals"], "- Sở Giao thông vận tải: Bổ sung vốn\n- Sở Tài chính: Bổ sung vốn");
    let after = figures(&ground, &id).await;
    assert!(after.contains(&"PROJECTS TOTAL Toàn tỉnh ACCEPTED 1".to_owned()), "{after:#?}");
    issued(&ground, &id, "45/BC-SNV").await;
    reported(&ground, "STTTT", json!([])).await;
    assert_eq!(figures(&ground, &id).await, after);
    let again = json!({ "id": id, "refresh": true });
    ground.cannot(Who::standing_officer(), "updateConsolidatedReport", again, "INVALID_TRANSITION").await;
}

/// Not without a narrative or a report, not with a replaced report, not without a report of its own as the document.
async fn only_what_is_whole_is_issued(app: App) {
    let ground = ground(app).await;
    let (officer, head) = (Who::standing_officer, Who::standing_head);
    let id = drafted(&ground).await;
    let paper = ground.world.document(&ground.app.as_(officer()), "45/BC-SNV", "SNV").await;
    let issue = json!({ "id": id, "document": paper });
    let verb = "issueConsolidatedReport";
    ground.cannot(head(), verb, issue.clone(), "CONSOLIDATION_INCOMPLETE").await;
    let report = reported(&ground, "SGTVT", json!([])).await;
    let refresh = json!({ "id": id, "refresh": true, "narrative": "" });
    ground.does(officer(), "updateConsolidatedReport", refresh, "consolidatedReport { id }").await;
    ground.cannot(head(), verb, issue.clone(), "CONSOLIDATION_INCOMPLETE").await;
    let told = json!({ "id": id, "narrative": "Phong trào lan rộng" });
    ground.does(officer(), "updateConsolidatedReport", told, "consolidatedReport { id }").await;
    for (number, unit) in [("12/BC-STC", "STC"), ("13/KH-SNV", "SNV")] {
        let other = ground.world.document(&ground.app.as_(officer()), number, unit).await;
        ground.cannot(head(), verb, json!({ "id": id, "document": other }), "BAD_USER_INPUT").await;
    }
    ground.cannot(officer(), verb, issue.clone(), "FORBIDDEN").await;
    let made = ground.does(Who::officer("SGTVT"), "supplementReport", json!({ "id": report }), "report { id }").await;
    ground.does(Who::head("SGTVT"), "submitReport", json!({ "id": made["id"] }), "report { id }").await;
    ground.does(officer(), "acceptReport", json!({ "id": made["id"] }), "report { id }").await;
    ground.cannot(head(), verb, issue.clone(), "CONSOLIDATION_STALE").await;
    ground
        .does(officer(), "updateConsolidatedReport", json!({ "id": id, "refresh": true }), "consolidatedReport { id }")
        .await;
    ground.does(head(), verb, issue.clone(), "consolidatedReport { id }").await;
    assert_eq!(ground.state(&text(&made["id"])).await, "CONSOLIDATED");
    ground.cannot(head(), verb, issue, "INVALID_TRANSITION").await;
}

/// One draft at a time; its issue supersedes the edition before it, whose figures stay.
async fn a_later_edition_takes_the_place(app: App) {
    let ground = ground(app).await;
    reported(&ground, "SGTVT", json!([])).await;
    let first = drafted(&ground).await;
    ground.cannot(Who::standing_officer(), VERB, quarter(&ground), "DUPLICATE").await;
    issued(&ground, &first, "45/BC-SNV").await;
    let kept = figures(&ground, &first).await;
    reported(&ground, "STC", json!([])).await;
    let second = drafted(&ground).await;
    assert_eq!(ground.state(&first).await, "ISSUED");
    issued(&ground, &second, "46/BC-SNV").await;
    assert_eq!((ground.state(&first).await, ground.state(&second).await), ("SUPERSEDED".into(), "ISSUED".into()));
    let selection = "edition replaces { id } sources(first: 10) { totalCount nodes { unit { abbreviation } edition } }";
    let seen = ground.look(Who::chair(), &second, selection).await;
    assert_eq!((&seen["edition"], &seen["replaces"]["id"]), (&json!(2), &json!(first)));
    assert_eq!(seen["sources"]["totalCount"], 2);
    assert_eq!(figures(&ground, &first).await, kept);
}

/// A draft is the Standing Body's and the auditor's; what is issued is for everybody who takes part, without what other
/// units wrote.
async fn each_sees_what_is_theirs(app: App) {
    let ground = ground(app).await;
    reported(&ground, "SGTVT", json!([])).await;
    reported(&ground, "STC", json!([])).await;
    let id = drafted(&ground).await;
    let selection = "id difficulties sources { nodes { unit { abbreviation } report { id } } }";
    let units = [Who::officer("SGTVT"), Who::district_head("CL"), Who::head("SNV"), Who::chair(), Who::council("CL")];
    for who in units.iter().cloned().chain([Who::Public, Who::admin(), Who::media("BTV")]) {
        assert_eq!(ground.look(who.clone(), &id, selection).await, Value::Null, "{who:?}");
    }
    issued(&ground, &id, "45/BC-SNV").await;
    for (who, sources, reads) in units
        .into_iter()
        .zip([(1, false), (0, false), (0, true), (2, true), (2, true)])
        .map(|(who, (n, reads))| (who, n, reads))
    {
        let seen = ground.look(who.clone(), &id, selection).await;
        assert_eq!(seen["sources"]["nodes"].as_array().unwrap().len(), sources, "{who:?}");
        assert_eq!(!seen["difficulties"].is_null(), reads, "{who:?}");
    }
    for who in [Who::Public, Who::admin(), Who::media("BTV")] {
        assert_eq!(ground.look(who.clone(), &id, selection).await, Value::Null, "{who:?}");
    }
}

async fn bad_input_is_refused(app: App) {
    let ground = ground(app).await;
    let mut other = quarter(&ground);
    for (field, value) in [("title", json!(" ")), ("period", json!(""))] {
        let mut input = quarter(&ground);
        input[field] = value;
        ground.cannot(Who::standing_officer(), VERB, input, "BAD_USER_INPUT").await;
    }
    let id = drafted(&ground).await;
    let update = json!({ "id": id, "reports": ["Report:0190b5c6-0000-7000-8000-000000000000"] });
    ground.cannot(Who::standing_officer(), "updateConsolidatedReport", update, "BAD_USER_INPUT").await;
    let draft = json!({ "phase": ground.world.phases[0], "period": "08/2021", "narrative": "Chưa nộp" });
    let draft = ground.does(Who::officer("SNV"), "createReport", draft, "report { id }").await;
    other["period"] = "Q4/2021".into();
    other["reports"] = json!([draft["id"]]);
    ground.cannot(Who::standing_officer(), VERB, other, "BAD_USER_INPUT").await;
}
