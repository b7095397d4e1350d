//! `extensions.explain`: one statement a root field, the rules that limited its rows, and only for whoever may know.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{App, Client, Reply, Who, World, both};

both!(a_root_field_is_one_statement, the_rules_are_told, others_are_refused);

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
