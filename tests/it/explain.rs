//! `extensions.explain`: one statement a root field, the rules that limited its rows, and only for whoever may know.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{App, Client, Reply, Who, World, both};

both!(
    a_root_field_is_one_statement,
    a_shape_has_one_text,
    only_what_is_asked_for_is_read,
    the_rules_are_told,
    others_are_refused
);

async fn explained(client: &Client, document: &str) -> Reply {
    let body = json!({ "query": document, "extensions": { "explain": true } });
    client.send(client.request(Method::POST, "/graphql").json(&body)).await
}

fn traces(reply: &Reply) -> Vec<Value> {
    reply.json["extensions"]["explain"].as_array().unwrap().clone()
}

/// Whatever is nested in it: connections in connections, parts, counts and grouped counts.
async fn a_root_field_is_one_statement(app: App) {
    let world = World::launched(&app).await;
    world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 911", json!({})).await;
    let auditor = app.as_(Who::auditor());
    let nested = "{ projects(first: 5) {
        totalCount counts(by: STATE) { key count }
        nodes { title targets { indicator } unit { name memberships { cluster { name } }
            reports(first: 3) { totalCount nodes { period } } } }
    } }";
    let reply = explained(&auditor, nested).await.ok();
    assert_eq!(reply.int("projects.totalCount"), 1);
    let traces = traces(&reply);
    assert_eq!(traces.len(), 1, "{traces:?}");
    let statement = traces[0]["statement"].as_str().unwrap();
    assert!(
        (statement.starts_with("select ") || statement.starts_with("with ")) && !statement.contains(';'),
        "{statement}"
    );
    for stage in ["plan", "database", "answer"] {
        assert!(traces[0]["micros"][stage].is_u64(), "{stage}");
    }
    assert_eq!(
        self::traces(&explained(&auditor, "{ units { totalCount } campaigns { nodes { id } } }").await.ok()).len(),
        2
    );
    assert_eq!(self::traces(&explained(&auditor, "{ __typename }").await.ok()).len(), 0);
}

/// Values are bound: what differs in nothing else is prepared once.
async fn a_shape_has_one_text(app: App) {
    let world = World::launched(&app).await;
    for title in ["Đường tỉnh 911", "Đường tỉnh 912", "Đường tỉnh 913"] {
        world.submitted(&app, "SGTVT", title).await;
    }
    let auditor = app.as_(Who::auditor());
    let all = auditor.query("{ projects { edges { cursor } } }", json!({})).await.ok();
    let cursor = |n: usize| all.data("projects.edges")[n]["cursor"].to_string();
    let ids = |names: &[&str]| json!(names.iter().map(|name| &world.units[*name]).collect::<Vec<_>>()).to_string();
    let page = |states: &str, units: &str, text: &str, after: &str| {
        format!(
            "{{ projects(first: 2, after: {after}, filter: {{ state: {states}, unit: {units}, text: \"{text}\" }}) {{ nodes {{ title }} }} }}"
        )
    };
    let statement = async |document: String| {
        let reply = explained(&auditor, &document).await.ok();
        traces(&reply)[0]["statement"].as_str().unwrap().to_owned()
    };
    let one = page("[SUBMITTED, ACCEPTED]", &ids(&["SGTVT", "SNV"]), "duong tinh", &cursor(0));
    let other = page("[RETURNED, VERIFIED, ACCEPTED]", &ids(&["SGTVT", "SNV", "STC"]), "truong hoc", &cursor(1));
    let text = statement(one).await;
    assert_eq!(text, statement(other).await);
    for value in ["SUBMITTED", "duong", "tinh"] {
        assert!(!text.contains(value), "{text}");
    }
}

/// A column that nobody asked for is not read.
async fn only_what_is_asked_for_is_read(app: App) {
    World::launched(&app).await;
    let auditor = app.as_(Who::auditor());
    let reply = explained(&auditor, "{ projects { nodes { title unit { name } } } }").await.ok();
    let statement = traces(&reply)[0]["statement"].as_str().unwrap().to_owned();
    let (columns, _) = statement.split_once(" from ").unwrap();
    let read: Vec<_> = columns.trim_start_matches("select ").split(", ").filter_map(|c| c.rsplit_once('.')).collect();
    for name in ["title", "name"] {
        assert!(read.iter().any(|(_, column)| *column == name), "{name}: {statement}");
    }
    for column in ["objective", "budget", "reason", "evidence", "address"] {
        assert!(!columns.contains(column), "{column}: {statement}");
    }
}

/// The administrator sees no project, and is told why.
async fn the_rules_are_told(app: App) {
    World::launched(&app).await;
    let reply = explained(&app.as_(Who::admin()), "{ projects { nodes { unit { name } } } }").await.ok();
    let rules = &traces(&reply)[0]["rules"];
    assert_eq!(*rules, json!([{ "table": "project", "rows": "none" }, { "table": "unit", "rows": "all" }]));
}

async fn others_are_refused(app: App) {
    World::launched(&app).await;
    for who in [Who::chair(), Who::standing_head(), Who::officer("SGTVT"), Who::Public] {
        let reply = explained(&app.as_(who), "{ units { totalCount } }").await;
        assert_eq!(reply.code(), "FORBIDDEN");
        assert!(reply.json["extensions"].is_null());
    }
}
