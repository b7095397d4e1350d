//! Who reads of what: the auditor of everything, a unit of its own objects and its own people, nobody of another's.

use serde_json::{Value, json};
use tests::{App, Who, World, both};

both!(
    a_unit_reads_the_history_of_its_own,
    others_read_what_they_did_themselves,
    names_of_others_are_for_the_auditor,
    a_ballot_is_not_in_the_history_of_the_voter_s_unit,
    the_auditor_finds_entries,
);

const HISTORY: &str =
    "query($id: ID!) { node(id: $id) { ... on Project { history(orderBy: [{ field: SEQUENCE, direction: ASC }]) {
    totalCount nodes { action subject class unit { abbreviation } } } } } }";

/// What somebody reads of the history of an object: actions with the names, in their order.
async fn history(app: &App, who: Who, id: &str) -> Vec<(String, Value)> {
    let reply = app.as_(who).query(HISTORY, json!({ "id": id })).await.ok();
    match reply.data("node") {
        Value::Null => Vec::new(),
        node => {
            let nodes = node["history"]["nodes"].as_array().unwrap();
            assert_eq!(node["history"]["totalCount"], nodes.len());
            nodes.iter().map(|entry| (entry["action"].as_str().unwrap().to_owned(), entry["subject"].clone())).collect()
        }
    }
}

fn actions(history: &[(String, Value)]) -> Vec<&str> {
    history.iter().map(|(action, _)| action.as_str()).collect()
}

/// From the draft to the decision of the Standing Body, whose people stay without a name.
async fn a_unit_reads_the_history_of_its_own(app: App) {
    let world = World::launched(&app).await;
    let project = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    let standing = app.as_(Who::standing_officer());
    let _ = standing.say("acceptProject", json!({ "id": project.id }), "project { id }").await.ok();
    let history = history(&app, Who::officer("SGTVT"), &project.id).await;
    let expected = [
        ("createProject".to_owned(), json!("department.officer@sgtvt")),
        ("submitProject".to_owned(), json!("department.head@sgtvt")),
        ("acceptProject".to_owned(), Value::Null),
    ];
    assert_eq!(history, expected);
    let seen = self::history(&app, Who::auditor(), &project.id).await;
    assert_eq!(seen.last(), Some(&("acceptProject".to_owned(), json!("standing_body.officer@snv"))));
}

/// Who sees an object of another unit reads there what the own people did, and another unit nothing.
async fn others_read_what_they_did_themselves(app: App) {
    let world = World::launched(&app).await;
    let project = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    let standing = app.as_(Who::standing_officer());
    let _ = standing.say("acceptProject", json!({ "id": project.id }), "project { id }").await.ok();
    assert_eq!(actions(&history(&app, Who::standing_head(), &project.id).await), ["acceptProject"]);
    for who in [Who::council("STC"), Who::chair(), Who::officer("STC"), Who::head("STC"), Who::admin(), Who::Public] {
        assert!(history(&app, who.clone(), &project.id).await.is_empty(), "{who:?}");
        let object = "query($id: ID!) { auditEntries(filter: { object: $id }) { totalCount } }";
        let reply = app.as_(who.clone()).query(object, json!({ "id": project.id })).await.ok();
        assert_eq!(reply.int("auditEntries.totalCount"), 0, "{who:?}");
    }
}

/// Not to be read is not to be asked for: a filter by name is refused to everybody else.
async fn names_of_others_are_for_the_auditor(app: App) {
    World::launched(&app).await;
    let by_name = "{ auditEntries(filter: { subject: [\"chair.head@h59\"] }) { totalCount } }";
    for who in [Who::officer("SGTVT"), Who::standing_head(), Who::chair(), Who::admin(), Who::Public] {
        let _ = app.as_(who).query(by_name, json!({})).await.refused("FORBIDDEN");
    }
    let reply = app.as_(Who::auditor()).query(by_name, json!({})).await.ok();
    assert!(reply.int("auditEntries.totalCount") >= 2);
}

/// A member votes for the Council, not for the own unit, whose people do not read when.
async fn a_ballot_is_not_in_the_history_of_the_voter_s_unit(app: App) {
    World::launched(&app).await;
    let input = json!({ "session": "CouncilSession:01900000-0000-7000-8000-000000000000", "choices": [] });
    let _ = app.as_(Who::council("STC")).say("castBallot", input, "councilSession { id }").await.refused("NOT_FOUND");
    let count = "{ auditEntries(filter: { action: [\"castBallot\"] }) { totalCount } }";
    for (who, expected) in [(Who::head("STC"), 0), (Who::council("STC"), 0), (Who::auditor(), 1)] {
        assert_eq!(app.as_(who).query(count, json!({})).await.ok().int("auditEntries.totalCount"), expected);
    }
}

/// By unit, action, result, object, time and request, page by page.
async fn the_auditor_finds_entries(app: App) {
    let world = World::launched(&app).await;
    let project = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    let officer = app.as_(Who::officer("SGTVT")).with("x-request-id", "req-1");
    let _ = officer.say("submitProject", json!({ "id": project.id }), "project { id }").await.refused("FORBIDDEN");
    let auditor = app.as_(Who::auditor());
    let count = async |filter: Value| {
        let document = "query($f: AuditEntryFilter) { auditEntries(filter: $f) { totalCount } }";
        auditor.query(document, json!({ "f": filter })).await.ok().int("auditEntries.totalCount")
    };
    for (filter, expected) in [
        (json!({ "object": project.id }), 3), // and one of its target
        (json!({ "object": project.id, "result": ["REFUSED"] }), 1),
        (json!({ "unit": [world.units["SGTVT"]] }), 4),
        (json!({ "subtree": world.units["SGTVT"], "code": ["FORBIDDEN"] }), 1),
        (json!({ "requestId": ["req-1"] }), 1),
        (json!({ "ownerUnit": [world.units["SGTVT"]], "class": ["DEPARTMENT"], "noun": ["Project"] }), 2),
        (json!({ "subject": ["department.head@sgtvt"], "action": ["submitProject"] }), 1),
        (json!({ "at": { "from": "2021-08-07T00:00:00+07:00" } }), 4),
        (json!({ "sequence": { "from": "2", "to": "4" } }), 3),
    ] {
        assert_eq!(count(filter.clone()).await, expected, "{filter}");
    }
    let all = count(json!({})).await;
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let document = "query($a: String) { auditEntries(first: 7, after: $a) { nodes { sequence } pageInfo { hasNextPage endCursor } } }";
        let reply = auditor.query(document, json!({ "a": after })).await.ok();
        let page = reply.column("auditEntries.nodes", "sequence");
        seen.extend(page.into_iter().map(|text| text.parse::<i64>().unwrap()));
        if *reply.data("auditEntries.pageInfo.hasNextPage") == json!(false) {
            break;
        }
        after = reply.data("auditEntries.pageInfo.endCursor").clone();
    }
    assert_eq!(seen, (1..=all).rev().collect::<Vec<_>>());
}
