//! The life of an export: it waits, runs with progress, ends; it is cancelled, expires, and is not lost by a crash.

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{App, Backend, Client, Who, World, both, eventually, on_with};

use super::{ask, ended, fetch, see};

both!(it_expires, a_crash_ends_it_as_failed, what_ended_is_not_cancelled, it_is_in_the_trail);

fn projects() -> Value {
    json!({ "connection": "projects", "columns": ["title"], "format": "CSV" })
}

/// A project, and so many copies of it past the server.
pub(super) async fn many(app: &App, count: usize) -> Client {
    let world = World::launched(app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let _ = world.project(&officer, "Đường tỉnh 911", json!({})).await;
    copies(app, count).await;
    officer
}

/// So many more of the first project.
pub(super) async fn copies(app: &App, count: usize) {
    let columns = app.column::<String>("select name from pragma_table_info('project')").await;
    let others = columns.iter().filter(|name| *name != "id").cloned().collect::<Vec<_>>().join(", ");
    app.run(&format!(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < {count}) \
         insert into project (id, {others}) select randomblob(16), {others} from (select * from project limit 1), n"
    ))
    .await;
}

async fn it_expires(app: App) {
    let _ = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let id = ask(&officer, projects()).await;
    let export = ended(&officer, &id).await;
    let _ = fetch(&app, &export).await;
    assert_eq!(app.stored_files().len(), 1);
    app.at(&(app.now() + TimeDelta::seconds(86_401)).to_rfc3339());
    let export = see(&officer, &id).await;
    assert_eq!(export["url"], Value::Null, "no link after its time");
    app.tidy().await;
    assert_eq!(see(&officer, &id).await["state"], "EXPIRED");
    assert_eq!(app.stored_files(), Vec::<String>::new());
}

/// A server that died in the middle: a minute later the export is known to have failed.
async fn a_crash_ends_it_as_failed(app: App) {
    let _ = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let id = ask(&officer, projects()).await;
    let _ = ended(&officer, &id).await;
    app.run("update export set state = 'RUNNING', bytes = null, sha256 = null, finished_at = null, expires_at = null")
        .await;
    app.tidy().await;
    assert_eq!(see(&officer, &id).await["state"], "RUNNING", "it was heard of just now");
    app.at(&(app.now() + TimeDelta::seconds(61)).to_rfc3339());
    app.tidy().await;
    let export = see(&officer, &id).await;
    assert_eq!((&export["state"], &export["failureCode"]), (&json!("FAILED"), &json!("EXPORT_INTERRUPTED")));
    assert!(export["failure"].as_str().unwrap().contains("start it again"), "{export}");
}

async fn what_ended_is_not_cancelled(app: App) {
    let _ = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let id = ask(&officer, projects()).await;
    let _ = ended(&officer, &id).await;
    let _ = officer.say("cancelExport", json!({ "id": id }), "export { id }").await.refused("INVALID_TRANSITION");
}

async fn it_is_in_the_trail(app: App) {
    let _ = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let id = ask(&officer, json!({ "connection": "units", "columns": ["name", "parent.name"], "format": "CSV" })).await;
    let _ = ended(&officer, &id).await;
    let auditor = app.as_(Who::auditor());
    let document =
        "{ auditEntries(first: 5, filter: { noun: [\"Export\"] }) { nodes { subject action fields purpose result } } }";
    let reply = auditor.query(document, json!({})).await.ok();
    let entries = reply.list("auditEntries.nodes");
    let finished = entries.iter().find(|entry| entry["action"] == "finishExport").unwrap();
    assert_eq!(finished["subject"], "department.officer@sgtvt");
    assert_eq!(
        (&finished["fields"], &finished["purpose"]),
        (&json!("name,parent.name"), &json!("11 rows of units as CSV"))
    );
    assert!(entries.iter().any(|entry| entry["action"] == "startExport"));
}

/// One row a page, so that it takes its time: progress is seen, then it is cancelled, and nothing is left of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn progress_is_seen_and_it_is_cancelled() {
    Box::pin(on_with(Backend::Sqlite, &[("THIDUA_EXPORTS_PAGE_ROWS", "1")], async |app: App| {
        let officer = many(&app, 20_000).await;
        let id = ask(&officer, projects()).await;
        let export = eventually(async || {
            let export = see(&officer, &id).await;
            (export["state"] == "RUNNING" && export["rowsDone"].as_i64() > Some(1)).then_some(export)
        })
        .await;
        assert_eq!(export["rowsTotal"], 20_001);
        assert_eq!(export["url"], Value::Null);
        let _ = officer.say("cancelExport", json!({ "id": id }), "export { state }").await.ok();
        assert_eq!(see(&officer, &id).await["state"], "CANCELLED");
        eventually(async || app.stored_files().is_empty().then_some(())).await;
        assert_eq!(see(&officer, &id).await["state"], "CANCELLED");
    }))
    .await;
}

/// One runs and one waits; a third of the same person is refused, of another it waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_a_bound_for_each() {
    let limits = [("THIDUA_EXPORTS_PAGE_ROWS", "1"), ("THIDUA_EXPORTS_RUNNING", "1")];
    Box::pin(on_with(Backend::Sqlite, &limits, async |app: App| {
        let officer = many(&app, 20_000).await;
        let (first, second) = (ask(&officer, projects()).await, ask(&officer, projects()).await);
        let reply = officer.say("startExport", projects(), "export { id }").await.refused("LIMIT_EXCEEDED");
        assert_eq!(reply.extension("limit"), 2);
        let other = app.as_(Who::officer("STC"));
        let third = ask(&other, projects()).await;
        assert_eq!(app.number("select count(*) from export where state = 'RUNNING'").await.max(1), 1);
        assert_eq!(see(&other, &third).await["state"], "QUEUED");
        for id in [first, second] {
            let _ = officer.say("cancelExport", json!({ "id": id }), "export { state }").await.ok();
        }
        assert_eq!(ended(&other, &third).await["state"], "READY");
    }))
    .await;
}

/// More rows than a file may have, and more bytes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_large_fails_and_leaves_nothing() {
    for limit in ["THIDUA_EXPORTS_ROWS", "THIDUA_EXPORTS_BYTES"] {
        on_with(Backend::Sqlite, &[(limit, "10")], async |app: App| {
            let _ = World::launched(&app).await;
            let officer = app.as_(Who::officer("SGTVT"));
            let id = ask(&officer, json!({ "connection": "units", "format": "CSV" })).await;
            let export = ended(&officer, &id).await;
            assert_eq!((&export["state"], &export["failureCode"]), (&json!("FAILED"), &json!("LIMIT_EXCEEDED")));
            assert_eq!(app.stored_files(), Vec::<String>::new());
        })
        .await;
    }
}

/// A link is of its time, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_ends_with_the_file() {
    Box::pin(on_with(Backend::Sqlite, &[("THIDUA_EXPORTS_LIFE_SECONDS", "60")], async |app: App| {
        let _ = World::launched(&app).await;
        let officer = app.as_(Who::officer("SGTVT"));
        let id = ask(&officer, projects()).await;
        let export = ended(&officer, &id).await;
        let url = app.url(export["url"].as_str().unwrap());
        app.at(&(app.now() + TimeDelta::seconds(61)).to_rfc3339());
        let answer = app.http().get(url).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "the link is good for five minutes, the file is not");
    }))
    .await;
}
