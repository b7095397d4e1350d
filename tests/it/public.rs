//! What cannot be seen is not there: not in lists, counts, nodes, nested fields, filters, or refusals.

use serde_json::{Value, json};
use tests::{App, PUBLISHED, Reply, Who, World, both};

const ABSENT: &str = "Project:0190b5c6-0000-7000-8000-000000000000";

const EVERYTHING: &str = "query($unit: ID!, $campaign: ID!) {
    projects { totalCount nodes { id } }
    obligations { totalCount } reports { totalCount } dossiers { totalCount } nominations { totalCount }
    sessions { totalCount } auditEntries { totalCount }
    filtered: projects(filter: { text: \"duong\", state: [DRAFT, SUBMITTED] }) { totalCount edges { cursor } counts(by: STATE) { key count } }
    unit: node(id: $unit) { ... on Unit { projects { totalCount counts(by: KIND) { key } } reports { totalCount } dossiers { totalCount } } }
    campaign: node(id: $campaign) { ... on Campaign { projects { totalCount } nominations { totalCount } } }
}";

both!(
    the_public_sees_what_is_published,
    a_draft_campaign_is_hidden,
    drafts_belong_to_their_unit,
    hidden_and_absent_are_the_same_bytes,
    a_filter_does_not_tell_what_is_hidden,
);

/// The public sees units, the launched campaign and nothing of what units write.
async fn the_public_sees_what_is_published(app: App) {
    let world = World::launched(&app).await;
    let draft = world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 911", json!({})).await;
    let submitted = world.submitted(&app, "SGTVT", "Đường tỉnh 915").await;
    World::agency(&app, "STC", "agency-system", PUBLISHED).await;
    for who in [Who::Public, Who::media("BTV"), Who::admin()] {
        let client = app.as_(who);
        let reply =
            client.query(EVERYTHING, json!({ "unit": world.units["SGTVT"], "campaign": world.campaign })).await.ok();
        let text = reply.json["data"].to_string();
        assert!(!text.contains("Project:"), "{text}");
        let counted = text.match_indices("totalCount").count();
        assert_eq!(text.matches("\"totalCount\":0").count(), counted, "{text}");
        assert_eq!(*reply.data("filtered"), json!({ "totalCount": 0, "edges": [], "counts": [] }));
        let reply = client
            .query("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": [draft.id, submitted.id] }))
            .await
            .ok();
        assert_eq!(*reply.data("nodes"), json!([null, null]));
        let reply = client.query("{ campaigns { totalCount } units { totalCount } }", json!({})).await.ok();
        assert_eq!((reply.int("campaigns.totalCount"), reply.int("units.totalCount")), (1, 11));
    }
    // An agency's system is told the rule by which it reads none of it.
    let agency = app.as_(Who::agency("STC"));
    let reply = agency.query(EVERYTHING, json!({ "unit": world.units["SGTVT"], "campaign": world.campaign })).await;
    assert!(!reply.json["data"].to_string().contains("totalCount"), "{}", reply.text);
    let errors = reply.json["errors"].as_array().unwrap();
    assert!(errors.iter().all(|error| error["extensions"]["code"] == "SCOPE_MISSING"), "{}", reply.text);
    let reply = agency.query("{ campaigns { totalCount } units { totalCount } }", json!({})).await.ok();
    assert_eq!((reply.int("campaigns.totalCount"), reply.int("units.totalCount")), (1, 11));
}

/// A campaign in preparation is known to those who prepare it.
async fn a_draft_campaign_is_hidden(app: App) {
    let world = World::drafted(&app).await;
    for (who, seen) in [
        (Who::Public, 0),
        (Who::head("SGTVT"), 0),
        (Who::council("STC"), 0),
        (Who::standing_officer(), 1),
        (Who::chair(), 1),
        (Who::auditor(), 1),
    ] {
        let document = "query($id: ID!) { campaigns { totalCount } phases { totalCount } node(id: $id) { id } }";
        let reply = app.as_(who.clone()).query(document, json!({ "id": world.campaign })).await.ok();
        assert_eq!((reply.int("campaigns.totalCount"), reply.int("phases.totalCount")), (seen, seen * 2), "{who:?}");
        assert_eq!(reply.data("node").is_null(), seen == 0, "{who:?}");
    }
}

/// A unit sees its own drafts and those of the units below it; nobody else does but the auditor.
async fn drafts_belong_to_their_unit(app: App) {
    let world = World::launched(&app).await;
    world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 911", json!({})).await;
    world.project(&app.as_(Who::district_officer("CL-MC")), "Đường liên ấp", json!({})).await;
    world.project(&app.as_(Who::district_officer("CL")), "Đường huyện 31", json!({})).await;
    for (who, seen) in [
        (Who::head("SGTVT"), 1),
        (Who::district_head("CL"), 2),
        (Who::district_head("CL-MC"), 1),
        (Who::district_head("CK"), 0),
        (Who::head("STC"), 0),
        (Who::standing_head(), 0),
        (Who::council("SGTVT"), 0),
        (Who::chair(), 0),
        (Who::auditor(), 3),
    ] {
        assert_eq!(
            app.as_(who.clone()).query("{ projects { totalCount } }", json!({})).await.ok().int("projects.totalCount"),
            seen,
            "{who:?}"
        );
    }
}

/// Hidden and absent are answered with the same bytes, by reads and by writes.
async fn hidden_and_absent_are_the_same_bytes(app: App) {
    let world = World::launched(&app).await;
    let hidden = world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 911", json!({})).await.id;
    for who in [Who::Public, Who::district_head("CK"), Who::standing_head(), Who::admin()] {
        let document = "query($id: ID!) { node(id: $id) { id ... on Project { title } } }";
        let (one, other) = (ask(&app, &who, document, &hidden).await, ask(&app, &who, document, ABSENT).await);
        assert_eq!(one.told(), other.told(), "{who:?}");
    }
    for (verb, who) in [
        ("submitProject", Who::district_head("CK")),
        ("acceptProject", Who::standing_head()),
        ("acceptProject", Who::district_head("CK")),
    ] {
        let document =
            format!("mutation($id: ID!) {{ {verb}(input: {{ id: $id, expectedVersion: 7 }}) {{ project {{ id }} }} }}");
        let (one, other) = (ask(&app, &who, &document, &hidden).await, ask(&app, &who, &document, ABSENT).await);
        assert_eq!(one.told(), other.told(), "{verb} by {who:?}");
        assert!(["NOT_FOUND", "FORBIDDEN"].contains(&one.code()), "{}", one.text);
    }
}

/// A filter over what one may not read is refused as such, not evaluated in silence.
async fn a_filter_does_not_tell_what_is_hidden(app: App) {
    let world = World::launched(&app).await;
    let document = "query($c: ID!) { units(filter: { missingRegistration: $c }) { totalCount } }";
    for (who, allowed) in [
        (Who::Public, false),
        (Who::head("SGTVT"), false),
        (Who::admin(), false),
        (Who::standing_head(), true),
        (Who::chair(), true),
    ] {
        let reply = app.as_(who.clone()).query(document, json!({ "c": world.campaign })).await;
        if allowed {
            // Every unit directly below the province: nobody has registered yet.
            assert_eq!(reply.ok().int("units.totalCount"), 9, "{who:?}");
        } else {
            assert_eq!(*reply.refused("FORBIDDEN").data("units"), Value::Null, "{who:?}");
        }
    }
}

/// With one request id, so that answers can be compared byte by byte.
async fn ask(app: &App, who: &Who, document: &str, id: &str) -> Reply {
    app.as_(who.clone()).with("x-request-id", "same").query(document, json!({ "id": id })).await
}
