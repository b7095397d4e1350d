//! Guidance in editions, and deadlines: what is open moves, what is done stays; working days, Tết, and a pause (IV.6a).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::{App, Client, Who, World, both};

use crate::mended::ground::Ground;

both!(
    a_new_edition_moves_what_is_open_and_never_what_is_done,
    a_report_that_is_no_longer_asked_for_is_waived_while_it_is_open,
    the_window_moves_for_who_has_not_registered,
    deadlines_pass_over_tet_and_stand_while_a_supplement_is_awaited,
);

/// Publishes an edition for the first phase.
async fn publish(app: &App, world: &World, to: &str, reports: &[(&str, &str, &str)]) {
    let report = |(kind, period, due): &(&str, &str, &str)| json!({ "kind": kind, "period": period, "dueOn": due });
    let input = json!({
        "phase": world.phases[0], "registrationFrom": "2021-08-06", "registrationTo": to,
        "reports": reports.iter().map(report).collect::<Vec<_>>(),
    });
    let standing = app.as_(Who::standing_head());
    let reply = standing.say("draftGuidance", input, "guidance { id }").await.ok();
    let input = json!({ "id": reply.str("draftGuidance.guidance.id") });
    let _ = standing.say("publishGuidance", input, "guidance { state }").await.ok();
}

/// What each unit owes for a period: day, state and reason; as the auditor sees it.
async fn owed(app: &App, period: &str) -> BTreeMap<String, (String, String, String)> {
    let document = "query($period: [String!]) { obligations(first: 100, filter: { period: $period }) {
        nodes { dueOn state reason unit { abbreviation } }
    } }";
    let reply = app.as_(Who::auditor()).query(document, json!({ "period": [period] })).await.ok();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |owed: &Value| {
        (text(&owed["unit"]["abbreviation"]), (text(&owed["dueOn"]), text(&owed["state"]), text(&owed["reason"])))
    };
    reply.list("obligations.nodes").iter().map(row).collect()
}

/// The ID of what a unit owes for Q3/2021.
async fn obligation(client: &Client, world: &World, unit: &str) -> String {
    let document =
        "query($unit: [ID!]) { obligations(filter: { unit: $unit, period: [\"Q3/2021\"] }) { nodes { id } } }";
    let reply = client.query(document, json!({ "unit": [world.units[unit]] })).await.ok();
    reply.str("obligations.nodes.0.id").to_owned()
}

/// A draft of the report of Q3/2021.
async fn written(app: &App, world: &World, who: Who, unit: &str) -> Value {
    let client = app.as_(who);
    let input = json!({ "obligation": obligation(&client, world, unit).await, "narrative": "Đã làm" });
    json!({ "id": client.say("createReport", input, "report { id }").await.ok().str("createReport.report.id") })
}

async fn say(app: &App, who: Who, verb: &str, input: Value) {
    let _ = app.as_(who).say(verb, input, "__typename").await.ok();
}

async fn a_new_edition_moves_what_is_open_and_never_what_is_done(app: App) {
    let world = World::launched(&app).await;
    publish(&app, &world, "2021-09-10", &[("QUARTERLY", "Q3/2021", "2021-09-25")]).await;
    app.at("2021-09-20T08:00:00+07:00");
    let submitted = written(&app, &world, Who::officer("SGTVT"), "SGTVT").await;
    let draft = written(&app, &world, Who::officer("STC"), "STC").await;
    let accepted = written(&app, &world, Who::district_officer("CK"), "CK").await;
    let returned = written(&app, &world, Who::enterprise_officer("PCTV"), "PCTV").await;
    for (who, report) in [
        (Who::head("SGTVT"), &submitted),
        (Who::district_head("CK"), &accepted),
        (Who::enterprise_head("PCTV"), &returned),
    ] {
        say(&app, who, "submitReport", report.clone()).await;
    }
    say(&app, Who::standing_officer(), "acceptReport", accepted.clone()).await;
    let back = json!({ "id": returned["id"], "reason": "Thiếu số liệu" });
    say(&app, Who::standing_officer(), "returnReport", back).await;
    let waived = json!({ "id": obligation(&app.as_(Who::auditor()), &world, "CL").await, "reason": "Phong tỏa" });
    say(&app, Who::standing_officer(), "waiveObligation", waived).await;
    let unit = json!({
        "parent": world.units["UBND"], "kind": "DEPARTMENT", "system": "STATE", "name": "Sở Du lịch", "abbreviation": "SDL",
        "validFrom": "2021-09-15",
    });
    say(&app, Who::admin(), "createUnit", unit).await;
    assert!(!owed(&app, "Q3/2021").await.contains_key("SDL"));

    publish(&app, &world, "2021-09-30", &[("QUARTERLY", "Q3/2021", "2021-10-05")]).await;
    let rows = owed(&app, "Q3/2021").await;
    for (unit, day, state, reason) in [
        ("SGTVT", "2021-09-25", "DUE", ""),
        ("CK", "2021-09-25", "MET", ""),
        ("CL", "2021-09-25", "WAIVED", "Phong tỏa"),
        ("STC", "2021-10-05", "DUE", ""),
        ("PCTV", "2021-10-05", "DUE", ""),
        ("SNV", "2021-10-05", "DUE", ""),
        ("SDL", "2021-10-05", "DUE", ""),
    ] {
        assert_eq!(rows[unit], (day.into(), state.into(), reason.into()), "{unit}");
    }

    // What was written to the old day is late by the new one, and what was in time stays so.
    app.at("2021-10-05T08:00:00+07:00");
    say(&app, Who::head("STC"), "submitReport", draft.clone()).await;
    app.at("2021-10-06T08:00:00+07:00");
    say(&app, Who::enterprise_head("PCTV"), "submitReport", returned.clone()).await;
    for (report, due, late) in [
        (&submitted, "2021-09-25", false),
        (&accepted, "2021-09-25", false),
        (&draft, "2021-10-05", false),
        (&returned, "2021-10-05", true),
    ] {
        let document = "query($id: ID!) { node(id: $id) { ... on Report { dueOn isLate } } }";
        let reply = app.as_(Who::auditor()).query(document, report.clone()).await.ok();
        assert_eq!(*reply.data("node"), json!({ "dueOn": due, "isLate": late }));
    }
}

/// Nobody owes what is not asked for; asked for again, it is owed again; what somebody waived stays waived.
async fn a_report_that_is_no_longer_asked_for_is_waived_while_it_is_open(app: App) {
    let world = World::launched(&app).await;
    let (third, fourth) = (("QUARTERLY", "Q3/2021", "2021-09-25"), ("QUARTERLY", "Q4/2021", "2021-12-20"));
    publish(&app, &world, "2021-09-10", &[third, fourth]).await;
    let submitted = written(&app, &world, Who::officer("SGTVT"), "SGTVT").await;
    say(&app, Who::head("SGTVT"), "submitReport", submitted).await;
    let waived = json!({ "id": obligation(&app.as_(Who::auditor()), &world, "CL").await, "reason": "Phong tỏa" });
    say(&app, Who::standing_officer(), "waiveObligation", waived).await;
    publish(&app, &world, "2021-09-10", &[fourth]).await;
    let rows = owed(&app, "Q3/2021").await;
    let dropped = "Hướng dẫn lần 2 không yêu cầu báo cáo này.";
    for (unit, state, reason) in
        [("SGTVT", "DUE", ""), ("CL", "WAIVED", "Phong tỏa"), ("STC", "WAIVED", dropped), ("CK", "WAIVED", dropped)]
    {
        assert_eq!(rows[unit], ("2021-09-25".into(), state.into(), reason.into()), "{unit}");
    }
    assert!(owed(&app, "Q4/2021").await.values().all(|(_, state, _)| state == "DUE"));
    publish(&app, &world, "2021-09-10", &[("QUARTERLY", "Q3/2021", "2021-10-08"), fourth]).await;
    let rows = owed(&app, "Q3/2021").await;
    for (unit, day, state, reason) in [
        ("SGTVT", "2021-09-25", "DUE", ""),
        ("CL", "2021-09-25", "WAIVED", "Phong tỏa"),
        ("STC", "2021-10-08", "DUE", ""),
    ] {
        assert_eq!(rows[unit], (day.into(), state.into(), reason.into()), "{unit}");
    }
    let count = app.number("select count(*) from report_obligation").await;
    assert_eq!(count, 18, "nine units, two reports: none twice");
}

async fn the_window_moves_for_who_has_not_registered(app: App) {
    let world = World::launched(&app).await;
    publish(&app, &world, "2021-09-10", &[]).await;
    app.at("2021-09-12T08:00:00+07:00");
    let late = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    publish(&app, &world, "2021-09-20", &[]).await;
    let in_time = world.submitted(&app, "STC", "Kho bạc số").await;
    for (project, is_late) in [(&late.id, true), (&in_time.id, false)] {
        let document = "query($id: ID!) { node(id: $id) { ... on Project { isLate } } }";
        let reply = app.as_(Who::auditor()).query(document, json!({ "id": project })).await.ok();
        assert_eq!(*reply.data("node.isLate"), json!(is_late), "{project}");
    }
}

/// Ten working days from 24 January 2022 end on 7 February, and with Tết on the 14th; four of them left when a supplement is
/// asked for are counted from the day it comes.
async fn deadlines_pass_over_tet_and_stand_while_a_supplement_is_awaited(app: App) {
    let ground = Ground::new(app.clone()).await;
    let tet = json!({ "kind": "DAY_OFF", "startsOn": "2022-01-31", "endsOn": "2022-02-04", "name": "Tết Nhâm Dần" });
    say(&app, Who::standing_officer(), "declareSpecialDay", tet).await;
    let dossier = ground.dossier("SGTVT").await;
    ground.proposed("SGTVT", &dossier, "Trần Quốc Toản").await;
    app.at("2022-01-24T08:00:00+07:00");
    ground.received("SGTVT", &dossier, 1).await;
    let due = async || ground.look(Who::standing_officer(), &dossier, "appraisalDueOn").await["appraisalDueOn"].clone();
    assert_eq!(due().await, "2022-02-14");
    app.at("2022-02-08T08:00:00+07:00");
    let ask = json!({ "id": dossier, "reason": "Giấy chứng nhận" });
    say(&app, Who::standing_officer(), "requestSupplement", ask).await;
    app.at("2022-02-17T08:00:00+07:00");
    say(&app, Who::head("SGTVT"), "submitDossier", json!({ "id": dossier })).await;
    say(&app, Who::standing_officer(), "receiveDossier", json!({ "id": dossier })).await;
    assert_eq!(due().await, "2022-02-23", "four working days after the 17th");
}
