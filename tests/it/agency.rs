//! Systems of other agencies: registered, for a purpose and within scopes, and refused by a rule that is named.

use serde_json::{Value, json};
use tests::{App, PUBLISHED, Reply, Who, World, both};

use crate::mended::ground::Ground;

both!(
    who_is_not_registered_is_refused_by_rule,
    what_is_not_registered_is_refused_by_scope,
    whom_awards_went_to_is_read_on_record,
    the_administrator_keeps_the_register,
);

/// The rule that stands against a request as a whole: 403, and in the trail.
async fn stands_against(app: &App, who: Who, rule: &str) {
    let reply = app.as_(who).query("{ units { totalCount } }", json!({})).await;
    assert_eq!((reply.status.as_u16(), reply.code()), (403, "AGENCY_NOT_REGISTERED"), "{}", reply.told());
    assert_eq!(*reply.extension("rule"), rule);
}

async fn who_is_not_registered_is_refused_by_rule(app: App) {
    let world = World::launched(&app).await;
    let agency = || Who::agency("STC");
    stands_against(&app, agency(), "agency.registered").await;
    let id = World::agency(&app, "STC", "agency-system", PUBLISHED).await;
    let reply = app.as_(agency()).query("{ units { totalCount } }", json!({})).await.ok();
    assert!(reply.int("units.totalCount") > 0);
    stands_against(&app, Who::agency("SGTVT"), "agency.registered").await;
    stands_against(&app, agency().by("another"), "agency.registered").await;
    let ahead = json!({
        "name": "ahead", "title": "Hệ thống", "unit": world.units["STC"], "purpose": "Đối chiếu", "legalBasis": "Luật",
        "scopes": ["AWARDS"], "validFrom": "2021-09-01", "validTo": "2021-09-30",
    });
    let _ = app.as_(Who::admin()).say("registerAgencyClient", ahead, "agencyClient { id }").await.ok();
    let look = async || app.as_(agency().by("ahead")).query("{ awards { totalCount } }", json!({})).await;
    stands_against(&app, agency().by("ahead"), "agency.inForce").await;
    app.at("2021-09-30T23:00:00+07:00");
    let _ = look().await.ok();
    app.at("2021-10-01T00:00:00+07:00");
    stands_against(&app, agency().by("ahead"), "agency.inForce").await;
    let ended = json!({ "id": id, "reason": "Hết nhu cầu" });
    let _ = app.as_(Who::admin()).say("endAgencyClient", ended, "agencyClient { endedAt reason }").await.ok();
    stands_against(&app, agency(), "agency.inForce").await;
    let refused = "select count(*) from audit_entry where action = 'authenticate' and code = 'AGENCY_NOT_REGISTERED'";
    assert!(app.number(refused).await > 0);
}

/// What a request asks for beyond the scopes is refused and named, and what stands beside it is answered.
async fn what_is_not_registered_is_refused_by_scope(app: App) {
    let world = World::launched(&app).await;
    World::agency(&app, "STC", "agency-system", &["ORGANISATION"]).await;
    let agency = app.as_(Who::agency("STC"));
    let lacks = |reply: Reply, scope: &str| {
        let reply = reply.refused("SCOPE_MISSING");
        assert_eq!((reply.extension("rule"), reply.extension("scope")), (&json!("agency.scope"), &json!(scope)));
        reply
    };
    let both = "{ units { totalCount } campaigns { nodes { title } } }";
    let reply = lacks(agency.query(both, json!({})).await, "CAMPAIGNS");
    assert!(
        reply.json["data"]["units"]["totalCount"].as_i64().unwrap() > 0 && reply.json["data"]["campaigns"].is_null()
    );
    for (document, scope) in [
        ("{ awards { totalCount } }", "AWARDS"),
        ("{ exemplars { counts(by: UNIT) { key } } }", "EXEMPLARS"),
        ("{ documents(first: 1) { nodes { id } } }", "CAMPAIGNS"),
        ("{ search(text: \"thi dua\", types: [Campaign]) { label } }", "CAMPAIGNS"),
    ] {
        lacks(agency.query(document, json!({})).await, scope);
    }
    // What no scope covers is refused by a rule too, and is no empty list.
    for (document, noun) in [
        ("{ projects { totalCount } }", "Project"),
        ("{ users { counts(by: STATE) { key } } }", "User"),
        ("{ units(first: 1) { nodes { history { totalCount } } } }", "AuditEntry"),
    ] {
        let reply = agency.query(document, json!({})).await.refused("SCOPE_MISSING");
        assert_eq!((reply.extension("rule"), reply.extension("type")), (&json!("agency.noScope"), &json!(noun)));
    }
    let node = "query($id: ID!) { node(id: $id) { id } }";
    lacks(agency.query(node, json!({ "id": world.campaign })).await, "CAMPAIGNS");
    let found = agency.query("{ search(text: \"so\") { type } }", json!({})).await.ok();
    assert!(found.list("search").iter().all(|hit| hit["type"] == "Unit"), "{}", found.told());
    let export = json!({ "connection": "awards", "format": "CSV" });
    lacks(agency.say("startExport", export, "export { id }").await, "AWARDS");
    let entries = "select count(*) from audit_entry where result = 'REFUSED' and code = 'SCOPE_MISSING'";
    assert_eq!(app.number(entries).await, 10);
}

/// Names of whoever was awarded, for a registered purpose: the owner reads who read them, and why.
async fn whom_awards_went_to_is_read_on_record(app: App) {
    let ground = Ground::new(app).await;
    let honouree = ground.awarded("Sơn Thị Bé").await;
    let app = &ground.app;
    World::agency(app, "STC", "agency-system", &["AWARDS"]).await;
    World::agency(app, "STC", "payer", &["AWARDS", "HONOUREES"]).await;
    let node = "query($id: ID!) { node(id: $id) { ... on Honouree { name category birthYear citizenIdTail } } }";
    let id = json!({ "id": honouree });
    let _ = app.as_(Who::agency("STC")).query(node, id.clone()).await.refused("SCOPE_MISSING");
    let reads = "select count(*) from audit_entry where action = 'readPersonalData'";
    let before = app.number(reads).await;
    let payer = app.as_(Who::agency("STC").by("payer"));
    let reply = payer.query(node, id.clone()).await.ok();
    assert_eq!(reply.str("node.name"), "Sơn Thị Bé");
    assert_eq!((reply.data("node.birthYear"), reply.data("node.citizenIdTail")), (&Value::Null, &Value::Null));
    let beyond = "query($id: ID!) { node(id: $id) { ... on Honouree { name nominations { totalCount } } } }";
    let _ = payer.query(beyond, id.clone()).await.refused("SCOPE_MISSING");
    assert_eq!(app.number(reads).await, before + 1);
    let list = "{ auditEntries(filter: { action: [\"readPersonalData\"] }) { nodes { class client fields purpose } } }";
    let auditor = app.as_(Who::auditor()).query(list, json!({})).await.ok();
    assert!(auditor.list("auditEntries.nodes").iter().any(|entry| entry["client"] == "payer"), "{}", auditor.told());
    let owner = app.as_(Who::head("SGTVT")).query(list, json!({})).await.ok();
    let expected = json!({
        "class": "AGENCY", "client": null, "fields": "name",
        "purpose": "Đối chiếu tiền thưởng; Nghị định 91/2017/NĐ-CP; 1 đối tượng",
    });
    assert!(owner.list("auditEntries.nodes").contains(&expected), "{}", owner.told());
    // Whoever is only proposed is nobody's to read outside.
    let dossier = ground.dossier("SGTVT").await;
    let (_, proposed) = ground.proposed("SGTVT", &dossier, "Lê Thị Riêng").await;
    assert_eq!(*payer.query(node, json!({ "id": proposed })).await.ok().data("node"), Value::Null);
}

async fn the_administrator_keeps_the_register(app: App) {
    let world = World::launched(&app).await;
    let input = |more: Value| {
        let mut input = json!({
            "name": "thue", "title": "Hệ thống thuế", "unit": world.units["STC"], "purpose": "Đối chiếu",
            "legalBasis": "Luật Quản lý thuế", "scopes": ["AWARDS", "ORGANISATION", "AWARDS"],
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let selection =
        "agencyClient { id name scopes validFrom validTo endedAt purpose legalBasis unit { abbreviation } }";
    let register = async |who: Who, more: Value| app.as_(who).say("registerAgencyClient", input(more), selection).await;
    for who in [Who::standing_head(), Who::head("STC"), Who::chair(), Who::auditor()] {
        let _ = register(who, json!({})).await.refused("FORBIDDEN");
    }
    for wrong in [
        json!({ "name": "Thuế" }),
        json!({ "scopes": [] }),
        json!({ "purpose": " " }),
        json!({ "legalBasis": "" }),
        json!({ "validFrom": "2021-10-01", "validTo": "2021-09-30" }),
    ] {
        let _ = register(Who::admin(), wrong).await.refused("BAD_USER_INPUT");
    }
    let reply = register(Who::admin(), json!({})).await.ok();
    let client = reply.data("registerAgencyClient.agencyClient");
    assert_eq!(client["scopes"], json!(["ORGANISATION", "AWARDS"]));
    assert_eq!((&client["validFrom"], &client["validTo"]), (&json!("2021-08-07"), &Value::Null));
    let _ = register(Who::admin(), json!({})).await.refused("DUPLICATE");
    let end = |reason: &str| json!({ "id": client["id"], "reason": reason });
    let ends = async |who: Who, reason: &str| app.as_(who).say("endAgencyClient", end(reason), selection).await;
    let _ = ends(Who::standing_head(), "Hết").await.refused("FORBIDDEN");
    let _ = ends(Who::admin(), " ").await.refused("REASON_REQUIRED");
    let _ = ends(Who::admin(), "Hết nhu cầu").await.ok();
    let _ = ends(Who::admin(), "Hết nhu cầu").await.refused("INVALID_TRANSITION");
    let list = "{ agencyClients { nodes { name } } }";
    for (who, sees) in [
        (Who::auditor(), 1),
        (Who::standing_officer(), 1),
        (Who::officer("STC"), 1),
        (Who::head("SGTVT"), 0),
        (Who::Public, 0),
    ] {
        assert_eq!(app.as_(who).query(list, json!({})).await.ok().list("agencyClients.nodes").len(), sees);
    }
    let actions = "select action from audit_entry where noun = 'AgencyClient' and result = 'DONE' order by seq";
    assert_eq!(app.column::<String>(actions).await, ["registerAgencyClient", "endAgencyClient"]);
}
