//! Filters, total counts and counts by group, under the same scope as the rows.

use serde_json::{Value, json};
use tests::{App, Client, Who, World, both};

both!(filters_narrow, counts_are_under_the_scope, units_are_a_tree, bad_filters_are_refused,);

/// Each filter of projects narrows to what it says, alone and combined; the count is the list's.
async fn filters_narrow(app: App) {
    let world = world(&app).await;
    let auditor = app.as_(Who::auditor());
    let (gtvt, cl, group) = (&world.units["SGTVT"], &world.units["CL"], &world.groups[1]);
    for (filter, expected) in [
        (json!({}), &["Cầu Ba Si", "Đường huyện 31", "Đường tỉnh 911", "Hòa giải cơ sở", "Vệ sinh đường ấp"][..]),
        (json!({ "state": ["SUBMITTED"] }), &["Cầu Ba Si"]),
        (
            json!({ "state": ["SUBMITTED", "DRAFT"] }),
            &["Cầu Ba Si", "Đường huyện 31", "Đường tỉnh 911", "Hòa giải cơ sở", "Vệ sinh đường ấp"],
        ),
        (json!({ "state": [] }), &[]),
        (json!({ "kind": ["MOVEMENT", "EXEMPLARY_WORK"] }), &["Hòa giải cơ sở", "Vệ sinh đường ấp"]),
        (json!({ "unit": [gtvt] }), &["Cầu Ba Si", "Đường tỉnh 911"]),
        (json!({ "unit": [cl] }), &["Đường huyện 31", "Hòa giải cơ sở"]),
        (json!({ "subtree": cl }), &["Đường huyện 31", "Hòa giải cơ sở", "Vệ sinh đường ấp"]),
        (json!({ "campaign": [world.campaign], "fieldGroup": [group] }), &["Vệ sinh đường ấp"]),
        (json!({ "text": "duong" }), &["Đường huyện 31", "Đường tỉnh 911", "Vệ sinh đường ấp"]),
        (json!({ "text": "ĐƯỜNG  ấp" }), &["Vệ sinh đường ấp"]),
        (json!({ "text": "hoà giải" }), &["Hòa giải cơ sở"]),
        (json!({ "text": "100%" }), &[]),
        (json!({ "text": "_" }), &[]),
        (json!({ "budget": { "from": "1000" } }), &["Đường huyện 31", "Đường tỉnh 911", "Cầu Ba Si"]),
        (json!({ "budget": { "from": "500", "to": "500" } }), &["Hòa giải cơ sở"]),
        (json!({ "not": { "budget": { "from": "1000" } } }), &["Hòa giải cơ sở", "Vệ sinh đường ấp"]),
        (json!({ "endsOn": { "to": "2021-10-31" } }), &["Đường huyện 31"]),
        (json!({ "isLate": true }), &[]),
        (
            json!({ "or": [{ "unit": [gtvt] }, { "text": "ve sinh" }] }),
            &["Cầu Ba Si", "Đường tỉnh 911", "Vệ sinh đường ấp"],
        ),
        (json!({ "unit": [gtvt], "not": { "state": ["DRAFT"] } }), &["Cầu Ba Si"]),
        (
            json!({ "and": [{ "text": "duong" }, { "subtree": cl }, { "not": { "kind": ["MOVEMENT"] } }] }),
            &["Đường huyện 31"],
        ),
        (json!({ "or": [] }), &[]),
    ] {
        assert_eq!(titles(&auditor, &filter).await, sorted(expected), "{filter}");
    }
}

/// Counts by group are of the rows that one sees, and of those that the filter leaves.
async fn counts_are_under_the_scope(app: App) {
    let world = world(&app).await;
    let document = "query($filter: ProjectFilter) { projects(filter: $filter) {
        totalCount
        state: counts(by: STATE) { key count } kind: counts(by: KIND) { key count } unit: counts(by: UNIT) { key count }
    } }";
    let count = async |who: Who, filter: Value| app.as_(who).query(document, json!({ "filter": filter })).await.ok();
    let reply = count(Who::auditor(), json!({})).await;
    assert_eq!(groups(reply.data("projects.state")), [("DRAFT".into(), 4), ("SUBMITTED".into(), 1)]);
    assert_eq!(
        groups(reply.data("projects.kind")),
        [("EXEMPLARY_WORK".into(), 1), ("KEY_PROJECT".into(), 3), ("MOVEMENT".into(), 1)]
    );
    assert_eq!(groups(reply.data("projects.unit")).iter().map(|(_, count)| count).sum::<i64>(), 5);
    let reply = count(Who::standing_head(), json!({})).await;
    assert_eq!(
        (reply.int("projects.totalCount"), groups(reply.data("projects.state"))),
        (1, vec![("SUBMITTED".into(), 1)])
    );
    let reply = count(Who::district_head("CL"), json!({ "text": "duong" })).await;
    assert_eq!(reply.int("projects.totalCount"), 2);
    assert_eq!(groups(reply.data("projects.kind")), [("KEY_PROJECT".into(), 1), ("MOVEMENT".into(), 1)]);
    let reply = count(Who::auditor(), json!({ "unit": [world.units["STC"]] })).await;
    assert_eq!((reply.int("projects.totalCount"), reply.data("projects.state")), (0, &json!([])));
}

/// The tree of units can be walked and narrowed.
async fn units_are_a_tree(app: App) {
    let world = World::units(&app).await;
    let client = app.as_(Who::Public);
    let document = "query($filter: UnitFilter) {
        units(first: 100, filter: $filter, orderBy: [{ field: NAME }]) { totalCount nodes { abbreviation } }
    }";
    for (filter, expected) in [
        (json!({ "kind": ["DISTRICT", "COMMUNE"] }), &["CK", "CL", "CL-MC"][..]),
        (json!({ "subtree": world.units["CL"] }), &["CL", "CL-MC"]),
        (json!({ "parent": [world.units["CL"]] }), &["CL-MC"]),
        (json!({ "abbreviation": ["SNV", "KHONG-CO"] }), &["SNV"]),
        (json!({ "text": "cong ty dien luc" }), &["PCTV"]),
        (json!({ "system": ["PARTY"] }), &["BTV"]),
    ] {
        let reply = client.query(document, json!({ "filter": filter })).await.ok();
        assert_eq!(sorted(&reply.column("units.nodes", "abbreviation")), sorted(expected), "{filter}");
        assert_eq!(reply.int("units.totalCount"), i64::try_from(expected.len()).unwrap(), "{filter}");
    }
    let document = "query($id: ID!) { node(id: $id) { ... on Unit {
        parent { abbreviation parent { abbreviation } } children { totalCount }
    } } }";
    let reply = client.query(document, json!({ "id": world.units["CL-MC"] })).await.ok();
    assert_eq!(
        *reply.data("node"),
        json!({ "parent": { "abbreviation": "CL", "parent": { "abbreviation": "UBND" } }, "children": { "totalCount": 0 } })
    );
}

/// An argument of the wrong kind is refused, with its place.
async fn bad_filters_are_refused(app: App) {
    let world = World::launched(&app).await;
    let client = app.as_(Who::auditor());
    for (filter, code) in [
        (json!({ "unit": [world.campaign] }), "BAD_ID"),
        (json!({ "subtree": "nonsense" }), "BAD_ID"),
        (json!({ "endsOn": { "from": "31/12/2021" } }), "BAD_USER_INPUT"),
        (json!({ "state": ["NONSENSE"] }), "GRAPHQL_INVALID"),
        (json!({ "nonsense": 1 }), "GRAPHQL_INVALID"),
    ] {
        let _ = client
            .query(
                "query($filter: ProjectFilter) { projects(filter: $filter) { totalCount } }",
                json!({ "filter": filter }),
            )
            .await
            .refused(code);
    }
}

/// Five projects of three units, one of them submitted.
async fn world(app: &App) -> World {
    let world = World::launched(app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    world.project(&officer, "Đường tỉnh 911", json!({})).await;
    world.submitted(app, "SGTVT", "Cầu Ba Si").await;
    let district = app.as_(Who::district_officer("CL"));
    world.project(&district, "Đường huyện 31", json!({ "endsOn": "2021-10-15" })).await;
    world.project(&district, "Hòa giải cơ sở", json!({ "kind": "EXEMPLARY_WORK", "budget": "500" })).await;
    let more = json!({ "kind": "MOVEMENT", "budget": null, "fieldGroup": world.groups[1] });
    world.project(&app.as_(Who::district_officer("CL-MC")), "Vệ sinh đường ấp", more).await;
    world
}

async fn titles(client: &Client, filter: &Value) -> Vec<String> {
    let document =
        "query($filter: ProjectFilter) { projects(filter: $filter, first: 100) { totalCount nodes { title } } }";
    let reply = client.query(document, json!({ "filter": filter })).await.ok();
    let titles = reply.column("projects.nodes", "title");
    assert_eq!(reply.int("projects.totalCount"), i64::try_from(titles.len()).unwrap(), "{filter}");
    sorted(&titles)
}

fn sorted(titles: &[&str]) -> Vec<String> {
    let mut titles: Vec<_> = titles.iter().map(|title| (*title).to_owned()).collect();
    titles.sort_unstable();
    titles
}

fn groups(list: &Value) -> Vec<(String, i64)> {
    let group = |item: &Value| (item["key"].as_str().unwrap_or_default().to_owned(), item["count"].as_i64().unwrap());
    let mut groups: Vec<_> = list.as_array().unwrap().iter().map(group).collect();
    groups.sort_unstable();
    groups
}
