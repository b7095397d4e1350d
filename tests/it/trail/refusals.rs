//! Refusals: each is in the trail with its code and what it was about, though what was written with it is not.

use api::app::deps;
use entity::Instant;
use schema::{Api, error::Code, trail::Deed};
use serde_json::{Value, json};
use tests::{App, Who, World, both};

both!(
    every_kind_of_refusal_is_recorded,
    deeds_of_other_kinds_are_recorded,
    reads_and_strangers_are_refused_on_record,
    strangers_do_not_fill_the_trail,
);

/// By policy, not there, in conflict, not valid, not from this state.
async fn every_kind_of_refusal_is_recorded(app: App) {
    let world = World::launched(&app).await;
    let project = world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 911", json!({})).await;
    let say = async |who: Who, verb: &str, more: Value| {
        let mut input = json!({ "id": project.id });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        app.as_(who).say(verb, input, "project { id }").await
    };
    let _ = say(Who::officer("SGTVT"), "submitProject", json!({})).await.refused("FORBIDDEN");
    let _ = say(Who::officer("STC"), "updateProject", json!({})).await.refused("NOT_FOUND");
    let _ = say(Who::officer("SGTVT"), "updateProject", json!({ "expectedVersion": 9 })).await.refused("CONFLICT");
    let _ = say(Who::officer("SGTVT"), "updateProject", json!({ "title": " " })).await.refused("BAD_USER_INPUT");
    let _ = say(Who::officer("SGTVT"), "recordProgress", json!({ "onDate": "2021-08-07", "percent": 1, "note": "x" }))
        .await
        .refused("INVALID_TRANSITION");
    let document = "{ auditEntries(filter: { result: [\"REFUSED\"] }) { nodes { action code noun fields subject ownerUnit { id } } } }";
    let reply = app.as_(Who::auditor()).query(document, json!({})).await.ok();
    let refused = |action: &str, code: &str, fields: &str, subject: &str| json!({ "action": action, "code": code, "noun": "Project", "fields": fields, "subject": subject, "ownerUnit": null });
    let officer = "department.officer@sgtvt";
    let expected = json!([
        refused("recordProgress", "INVALID_TRANSITION", "id,onDate,percent,note", officer),
        refused("updateProject", "BAD_USER_INPUT", "id,title", officer),
        refused("updateProject", "CONFLICT", "id,expectedVersion", officer),
        refused("updateProject", "NOT_FOUND", "id", "department.officer@stc"),
        refused("submitProject", "FORBIDDEN", "id", officer),
    ]);
    assert_eq!(*reply.data("auditEntries.nodes"), expected);
    assert_eq!(app.number("select version from project").await, 1);
}

/// A sign-in, one that was refused, and a read of personal data, which the unit whose data it is reads of too.
async fn deeds_of_other_kinds_are_recorded(app: App) {
    let world = World::units(&app).await;
    let database = api::db::open(&app.config().database).await.unwrap();
    let api = Api::new(deps(app.config(), database).unwrap()).await.unwrap();
    let (now, key) = (Instant(1), |id: &str| id.split_once(':').unwrap().1.parse().unwrap());
    api.record(Deed::by("an", "signIn", now, "r-1")).await.unwrap();
    api.record(Deed::by("an", "signIn", now, "r-2").refused(Code::Unauthenticated)).await.unwrap();
    let read = Deed::by("agency", "readPersonalData", now, "r-3").on("Honouree", uuid::Uuid::nil());
    let read = read.of_unit(Some(key(&world.units["SGTVT"]))).fields(["fullName", "bornOn"]);
    api.record(read.for_purpose("Thẩm tra lý lịch; Luật TĐKT Điều 84")).await.unwrap();
    let document = "{ auditEntries(first: 3) { nodes { action subject result code fields purpose } } }";
    let reply = app.as_(Who::auditor()).query(document, json!({})).await.ok();
    let entry = |action: &str, subject: &str, result: &str, code: Value| json!({ "action": action, "subject": subject, "result": result, "code": code, "fields": "", "purpose": null });
    let mut read = entry("readPersonalData", "agency", "DONE", Value::Null);
    read["fields"] = "fullName,bornOn".into();
    read["purpose"] = "Thẩm tra lý lịch; Luật TĐKT Điều 84".into();
    let expected = json!([
        read,
        entry("signIn", "an", "REFUSED", json!("UNAUTHENTICATED")),
        entry("signIn", "an", "DONE", Value::Null)
    ]);
    assert_eq!(*reply.data("auditEntries.nodes"), expected);
    let reply = app.as_(Who::head("SGTVT")).query(document, json!({})).await.ok();
    read["subject"] = Value::Null;
    assert_eq!(reply.list("auditEntries.nodes")[0], read);
    assert_eq!(reply.column("auditEntries.nodes", "action"), ["readPersonalData", "createUnit"]);
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0);
}

/// What is not theirs to read, a verb without a token, and a token that is not believed.
async fn reads_and_strangers_are_refused_on_record(app: App) {
    let world = World::units(&app).await;
    let by_name = "{ auditEntries(filter: { subject: [\"x\"] }) { totalCount } }";
    let _ = app.as_(Who::head("SGTVT")).query(by_name, json!({})).await.refused("FORBIDDEN");
    let id = world.units["SGTVT"].replace("Unit", "Project");
    let _ = app
        .as_(Who::Public)
        .say("submitProject", json!({ "id": id }), "project { id }")
        .await
        .refused("UNAUTHENTICATED");
    let forged = app.as_(Who::Public).with("authorization", "Bearer a.b.c").with("x-request-id", "req-9");
    let _ = forged.query("{ viewer { class } }", json!({})).await.refused("UNAUTHENTICATED");
    let document = "{ auditEntries(first: 3) { nodes { action subject code class } } }";
    let reply = app.as_(Who::auditor()).query(document, json!({})).await.ok();
    let entry = |action: &str, subject: &str, code: &str, class: &str| json!({ "action": action, "subject": subject, "code": code, "class": class });
    let expected = json!([
        entry("authenticate", "", "UNAUTHENTICATED", ""),
        entry("submitProject", "", "UNAUTHENTICATED", ""),
        entry("auditEntries", "department.head@sgtvt", "FORBIDDEN", "DEPARTMENT"),
    ]);
    assert_eq!(*reply.data("auditEntries.nodes"), expected);
    assert_eq!(app.number("select count(*) from audit_entry where request_id = 'req-9'").await, 1);
}

/// Sixty a minute of those whom nobody knows.
async fn strangers_do_not_fill_the_trail(app: App) {
    let forged = app.as_(Who::Public).with("authorization", "Bearer a.b.c");
    for _ in 0..64 {
        let _ = forged.query("{ viewer { class } }", json!({})).await.refused("UNAUTHENTICATED");
    }
    assert_eq!(app.number("select count(*) from audit_entry").await, 60);
}
