//! Requests that are refused before anything is attempted: in the trail for whoever is known, once for each code in a minute, so
//! that nobody fills it by a broken client; and verbs that are refused, each time.

use chrono::Duration;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{App, Backend, Client, Who, World, both, on_with};

both!(
    what_does_not_run_is_recorded_once_a_minute,
    whoever_does_not_hold_any_more_is_recorded,
    a_refused_verb_is_recorded_each_time
);

/// The refusals of a person in the trail: way and code.
async fn refusals(app: &App, subject: &str) -> Vec<String> {
    let document = "query($subject: [String!]) { auditEntries(filter: { subject: $subject, result: [\"REFUSED\"] },
        orderBy: [{ field: SEQUENCE, direction: ASC }]) { nodes { action code class duty } } }";
    let reply = app.as_(Who::auditor()).query(document, json!({ "subject": [subject] })).await.ok();
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
    let nodes = reply.list("auditEntries.nodes");
    nodes.iter().map(|entry| ["action", "code", "class", "duty"].map(|name| text(entry, name)).join(" ")).collect()
}

/// Documents that do not parse, do not fit the schema or the limits, each a hundred times.
async fn what_does_not_run_is_recorded_once_a_minute(app: App) {
    World::units(&app).await;
    let client = app.as_(Who::head("SGTVT"));
    let deep = format!("{{ {}id{} }}", "units { nodes { parent { ".repeat(9), " } } }".repeat(9));
    let round = async || {
        for _ in 0..20 {
            for document in ["{", "{ nothing }", deep.as_str()] {
                let reply = client.query(document, json!({})).await;
                assert!(["GRAPHQL_INVALID", "LIMIT_EXCEEDED"].contains(&reply.code()), "{}", reply.text);
            }
        }
    };
    round().await;
    let once = ["request GRAPHQL_INVALID DEPARTMENT HEAD", "request LIMIT_EXCEEDED DEPARTMENT HEAD"];
    assert_eq!(refusals(&app, "department.head@sgtvt").await, once);
    app.at(&(app.now() + Duration::minutes(1)).to_rfc3339());
    round().await;
    // The last of the minute that is over, of each kind, and the first of the present one.
    let refused = refusals(&app, "department.head@sgtvt").await;
    assert_eq!(refused.len(), 6, "{refused:?}");
    for once in once {
        assert_eq!(refused.iter().filter(|refusal| *refusal == once).count(), 3, "{refused:?}");
    }
    let counted = "select count(*) from audit_entry where purpose = ";
    for more in [38, 18] {
        let sql = format!("{counted}'{more} more between the first and this one'");
        assert_eq!(app.number(&sql).await, 1, "{more}");
    }
    // Of the public nothing can be told but that it was somebody.
    let before = app.number("select count(*) from audit_entry").await;
    let _ = app.as_(Who::Public).query("{ nothing }", json!({})).await;
    assert_eq!(app.number("select count(*) from audit_entry").await, before);
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0);
}

/// A good signature, but a role that its unit does not have.
async fn whoever_does_not_hold_any_more_is_recorded(app: App) {
    World::units(&app).await;
    let client = app.as_(Who::district_head("SGTVT").named("mot.nguoi"));
    for _ in 0..5 {
        let reply = client.query("{ viewer { class } }", json!({})).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(refusals(&app, "mot.nguoi").await, ["authenticate UNAUTHENTICATED DISTRICT HEAD"]);
}

async fn a_refused_verb_is_recorded_each_time(app: App) {
    let world = World::launched(&app).await;
    let project = world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 915B", json!({})).await;
    let client = app.as_(Who::officer("SGTVT"));
    for _ in 0..3 {
        let _ = client.say("submitProject", json!({ "id": project.id }), "__typename").await.refused("FORBIDDEN");
    }
    let one = "submitProject FORBIDDEN DEPARTMENT OFFICER";
    assert_eq!(refusals(&app, "department.officer@sgtvt").await, [one, one, one]);
}

/// Whoever asks for more than the budget allows: the first time of a minute.
async fn too_much(app: App) {
    World::units(&app).await;
    let client: Client = app.as_(Who::head("SGTVT"));
    let mut refused = 0;
    for _ in 0..30 {
        let reply = client.query("{ units(first: 100) { nodes { id name } } }", json!({})).await;
        refused += usize::from(reply.code() == "RATE_LIMITED");
    }
    assert!(refused > 1, "{refused}");
    assert_eq!(refusals(&app, "department.head@sgtvt").await, ["request RATE_LIMITED DEPARTMENT HEAD"]);
}

const POOR: [(&str, &str); 2] = [("THIDUA_RATE_COST", "250"), ("THIDUA_RATE_COST_PER_SECOND", "1")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_too_many_is_recorded_once_a_minute_sqlite() {
    on_with(Backend::Sqlite, &POOR, too_much).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_too_many_is_recorded_once_a_minute_postgres() {
    on_with(Backend::Postgres, &POOR, too_much).await;
}
