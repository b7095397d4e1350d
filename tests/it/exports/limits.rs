//! Each limit of exports at N and N + 1.

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{App, Backend, Client, Who, World, eventually, on_with};

use super::{ask, ended, life::many};
use crate::private::{metrics, value};

/// What a test lists: eleven units.
fn units() -> Value {
    json!({ "connection": "units", "columns": ["name"], "format": "CSV" })
}

/// A server with another value for some limits, and somebody there.
async fn limited(limits: &[(&str, &str)], body: impl AsyncFnOnce(&App, &Client)) {
    Box::pin(on_with(Backend::Sqlite, limits, async |app: App| {
        let _ = World::launched(&app).await;
        assert_eq!(app.number("select count(*) from unit").await, 11);
        body(&app, &app.as_(Who::officer("SGTVT"))).await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns() {
    limited(&[("THIDUA_EXPORTS_COLUMNS", "2")], async |_, officer| {
        let mut input = units();
        input["columns"] = json!(["name", "kind"]);
        let _ = officer.say("startExport", input.clone(), "export { id }").await.ok();
        input["columns"] = json!(["name", "kind", "system"]);
        let reply = officer.say("startExport", input, "export { id }").await.refused("BAD_USER_INPUT");
        assert_eq!((reply.extension("field"), reply.extension("limit")), (&json!("columns"), &json!(2)));
    })
    .await;
}

/// As many rows and bytes as a file may have, and one more than that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_and_bytes() {
    let mut bytes = 0_usize;
    limited(&[], async |_, officer| {
        let export = ended(officer, &ask(officer, units()).await).await;
        bytes = export["bytes"].as_str().unwrap().parse().unwrap();
    })
    .await;
    for (limit, most) in [("THIDUA_EXPORTS_ROWS", 11), ("THIDUA_EXPORTS_BYTES", bytes)] {
        for (most, state) in [(most, "READY"), (most - 1, "FAILED")] {
            limited(&[(limit, &most.to_string())], async |_, officer| {
                let export = ended(officer, &ask(officer, units()).await).await;
                assert_eq!(export["state"], state, "{limit} {most}");
                let code = if state == "READY" { Value::Null } else { json!("LIMIT_EXCEEDED") };
                assert_eq!(export["failureCode"], code, "{limit} {most}");
            })
            .await;
        }
    }
}

/// A page holds so many rows: eleven fit into one of eleven, and are two of ten.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_a_page() {
    let mut statements = Vec::new();
    for page in ["12", "11", "10"] {
        let limits = [("THIDUA_EXPORTS_PAGE_ROWS", page), ("THIDUA_PRIVATE_LISTEN", "127.0.0.1:0")];
        limited(&limits, async |app, officer| {
            let count = async || value(&metrics(app).await, "thidua_statement_seconds_count{kind=\"read\"}");
            let before = count().await;
            let _ = ask(officer, units()).await;
            // Asked past the server, which counts what it is asked.
            eventually(async || {
                let ready = app.number("select count(*) from export where state = 'READY'").await;
                (ready == 1).then_some(())
            })
            .await;
            statements.push(count().await - before);
        })
        .await;
    }
    assert!((statements[0] - statements[1]).abs() < 0.5 && statements[2] > statements[1] + 0.5, "{statements:?}");
}

/// A file is there until the last second of its time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_kept_for_its_time() {
    limited(&[], async |app, officer| {
        let begin = app.now();
        let id = ask(officer, units()).await;
        let _ = ended(officer, &id).await;
        let life = TimeDelta::seconds(i64::try_from(app.config().exports.life_seconds.get()).unwrap());
        for (late, state, status) in [(-1, "READY", StatusCode::OK), (1, "EXPIRED", StatusCode::FORBIDDEN)] {
            app.at(&(begin + life + TimeDelta::seconds(late)).to_rfc3339());
            let url = super::see(officer, &id).await["url"].clone();
            assert_eq!(url.is_null(), state == "EXPIRED", "{late}");
            if let Some(url) = url.as_str() {
                assert_eq!(app.http().get(app.url(url)).send().await.unwrap().status(), status);
            }
            app.tidy().await;
            assert_eq!(super::see(officer, &id).await["state"], state, "{late}");
        }
    })
    .await;
}

/// So many are written at once; the next waits for one of them to end, and then is written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_many_run() {
    let limits = [("THIDUA_EXPORTS_PAGE_ROWS", "1")];
    Box::pin(on_with(Backend::Sqlite, &limits, async |app: App| {
        let most = i64::try_from(app.config().exports.running.get()).unwrap();
        let _ = many(&app, 20_000).await;
        let officer = |n: i64| app.as_(Who::officer("SGTVT").named(&format!("officer.{n}@sgtvt")));
        let projects = json!({ "connection": "projects", "columns": ["title"], "format": "CSV" });
        let mut asked = Vec::new();
        for n in 0..=most {
            asked.push((officer(n), ask(&officer(n), projects.clone()).await));
        }
        let running = "select count(*) from export where state = 'RUNNING'";
        eventually(async || (app.number(running).await == most).then_some(())).await;
        assert_eq!(app.number("select count(*) from export where state = 'QUEUED'").await, 1);
        let (first, id) = &asked[0];
        let _ = first.say("cancelExport", json!({ "id": id }), "export { state }").await.ok();
        eventually(async || {
            let queued = app.number("select count(*) from export where state = 'QUEUED'").await;
            (queued == 0 && app.number(running).await == most).then_some(())
        })
        .await;
        for (officer, id) in &asked[1..] {
            let _ = officer.say("cancelExport", json!({ "id": id }), "export { state }").await.ok();
        }
    }))
    .await;
}
