//! Who gets what: the rows and fields one may read oneself, a file of one's own, and no longer than the role lasts.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{App, Who, World, both};

use super::{ask, ended, file, lines, see};

both!(
    rows_are_those_one_sees,
    an_export_is_its_authors_alone,
    nobody_without_a_token_exports,
    a_role_that_ended_gets_nothing
);

/// Drafts of another unit are in nobody else's file, whoever asks.
async fn rows_are_those_one_sees(app: App) {
    let world = World::launched(&app).await;
    for (unit, title) in [("SGTVT", "Dự thảo của Sở GTVT"), ("STC", "Dự thảo của Sở Tài chính")] {
        let _ = world.project(&app.as_(Who::officer(unit)), title, json!({})).await;
    }
    for who in [
        Who::officer("SGTVT"),
        Who::head("STC"),
        Who::standing_head(),
        Who::chair(),
        Who::council("CL"),
        Who::auditor(),
        Who::media("BTV"),
        Who::admin(),
    ] {
        let client = app.as_(who);
        let listed = client.query("{ projects(first: 100) { nodes { title } } }", json!({})).await.ok();
        let listed: BTreeSet<_> = listed.column("projects.nodes", "title").into_iter().map(str::to_owned).collect();
        let bytes =
            file(&app, &client, json!({ "connection": "projects", "columns": ["title"], "format": "JSON_LINES" }))
                .await;
        let rows = if bytes == b"\n" { Vec::new() } else { lines(&bytes) };
        let exported: BTreeSet<_> = rows.iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect();
        assert_eq!(exported, listed);
    }
}

async fn an_export_is_its_authors_alone(app: App) {
    let _ = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let id = ask(&officer, json!({ "connection": "units", "format": "CSV" })).await;
    let export = ended(&officer, &id).await;
    for who in [Who::head("SGTVT"), Who::officer("STC"), Who::standing_head(), Who::admin(), Who::Public] {
        let other = app.as_(who);
        assert_eq!(see(&other, &id).await, Value::Null);
        let count = other.query("{ exports { totalCount } }", json!({})).await.ok();
        assert_eq!(count.int("exports.totalCount"), 0);
    }
    let _ = app
        .as_(Who::head("SGTVT"))
        .say("cancelExport", json!({ "id": id }), "export { id }")
        .await
        .refused("NOT_FOUND");
    // The auditor sees that it was, and does not get the file.
    let seen = see(&app.as_(Who::auditor()), &id).await;
    assert_eq!((&seen["state"], &seen["url"]), (&json!("READY"), &Value::Null));
    // Another person's token does not go with the link.
    let url = export["url"].as_str().unwrap();
    let other = app.as_(Who::head("SGTVT")).request(reqwest::Method::GET, url).send().await.unwrap();
    assert_eq!(other.status(), StatusCode::FORBIDDEN);
    let own = officer.request(reqwest::Method::GET, url).send().await.unwrap();
    assert_eq!(own.status(), StatusCode::OK);
}

async fn nobody_without_a_token_exports(app: App) {
    let _ = World::launched(&app).await;
    let input = json!({ "connection": "units", "format": "CSV" });
    let _ = app.as_(Who::Public).say("startExport", input, "export { id }").await.refused("UNAUTHENTICATED");
}

/// The role is looked at again when the link is used: a unit that is no more has nobody.
async fn a_role_that_ended_gets_nothing(app: App) {
    let _ = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let id = ask(&officer, json!({ "connection": "units", "format": "CSV" })).await;
    let export = ended(&officer, &id).await;
    app.run("update export set class = 'ENTERPRISE'").await;
    let answer = app.http().get(app.url(export["url"].as_str().unwrap())).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "a department has no enterprise's officers");
    assert_eq!(see(&officer, &id).await["url"], Value::Null, "the role is not the one that asked");
}
