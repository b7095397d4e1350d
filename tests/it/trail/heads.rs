//! Heads: signed, published for everybody to keep, and a trail that was cut off or made anew contradicts them.

use reqwest::Method;
use serde_json::json;
use tests::{App, Who, World, both};

use super::{Kept, lock, unlock};

both!(heads_are_published, a_day_has_one_head, a_truncated_trail_is_named, a_head_by_somebody_else_is_not_believed);

/// The heads as everybody gets them.
async fn published(app: &App) -> String {
    let client = app.as_(Who::Public);
    client.send(client.request(Method::GET, "/.well-known/thidua/audit-heads")).await.text
}

/// By command here, once a day by the server itself; over HTTP as lines and in GraphQL as a connection.
async fn heads_are_published(app: App) {
    World::units(&app).await;
    let head = app.thidua(&["audit", "head"]).await;
    assert_eq!(head.code, 0, "{head:?}");
    assert!(published(&app).await.ends_with(&head.out), "{head:?}");
    let again = app.thidua(&["audit", "head"]).await;
    assert!(again.out.contains("nothing has happened"), "{again:?}");
    let public = app.as_(Who::Public);
    let document = "{ auditHeads(first: 1) { nodes { sequence digest at signature keyId } } }";
    let node = public.query(document, json!({})).await.ok().data("auditHeads.nodes.0").clone();
    assert_eq!(node, serde_json::from_str::<serde_json::Value>(&head.out).unwrap());
    let file = Kept::new(&published(&app).await);
    let said = app.thidua(&["audit", "verify", "--heads", file.path()]).await;
    assert_eq!(said.code, 0, "{said:?}");
}

/// By the calendar of Viet Nam, and none for a day on which nothing happened.
async fn a_day_has_one_head(app: App) {
    World::units(&app).await;
    let database = api::db::open(&app.config().database).await.unwrap();
    let api = schema::Api::new(api::app::deps(app.config(), database).unwrap()).await.unwrap();
    let publish = async |when: &str| {
        let now = entity::Instant::parse(when).unwrap();
        api.publish_head(now).await.unwrap().map(|head| head.sequence)
    };
    let last = app.number("select max(seq) from audit_entry").await;
    assert_eq!(publish("2021-08-10T00:30:00+07:00").await, Some(last));
    let _ = app
        .as_(Who::admin())
        .say("submitProject", json!({ "id": format!("Project:{}", uuid::Uuid::nil()) }), "project { id }")
        .await;
    assert_eq!(publish("2021-08-10T23:59:00+07:00").await, None);
    assert_eq!(publish("2021-08-11T00:01:00+07:00").await, Some(last + 1));
    assert_eq!(publish("2021-08-12T00:01:00+07:00").await, None);
}

/// The tail is gone, from the trail and from the heads that the database keeps: a head that was kept elsewhere names it.
async fn a_truncated_trail_is_named(app: App) {
    World::units(&app).await;
    assert_eq!(app.thidua(&["audit", "head"]).await.code, 0);
    let (file, last) = (Kept::new(&published(&app).await), app.number("select max(seq) from audit_entry").await);
    unlock(&app, "audit_entry").await;
    app.run(&format!("delete from audit_entry where seq > {last} - 3")).await;
    let said = app.thidua(&["audit", "verify"]).await;
    assert_eq!((said.code, said.out.contains(&format!("sequence {last}: truncated"))), (1, true), "{said:?}");
    unlock(&app, "audit_head").await;
    app.run("delete from audit_head").await;
    lock(&app, "audit_entry").await;
    lock(&app, "audit_head").await;
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0, "nothing in the database tells any more");
    let said = app.thidua(&["audit", "verify", "--heads", file.path()]).await;
    assert_eq!((said.code, said.out.contains(&format!("sequence {last}: truncated"))), (1, true), "{said:?}");
}

/// A head that was changed says nothing about the trail; it is named itself.
async fn a_head_by_somebody_else_is_not_believed(app: App) {
    World::units(&app).await;
    let head = app.thidua(&["audit", "head"]).await.out;
    let last = app.number("select max(seq) from audit_entry").await;
    let file = Kept::new(&head.replace(&format!("\"sequence\":\"{last}\""), "\"sequence\":\"2\""));
    let said = app.thidua(&["audit", "verify", "--heads", file.path()]).await;
    assert_eq!((said.code, said.out.contains("sequence 2: a head is not signed")), (1, true), "{said:?}");
    let file = Kept::new("no head\n");
    assert_eq!(app.thidua(&["audit", "verify", "--heads", file.path()]).await.code, 2);
}
