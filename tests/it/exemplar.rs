//! Exemplars (IV.6d) and publications (IV.7): consent, what the public reads, and the feed.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{App, Reply, Who, World, both};

both!(
    consent_is_not_carried_over,
    a_person_is_published_with_consent,
    each_step_has_its_people,
    what_is_withdrawn_is_gone,
    the_feed_is_atom,
    media_record_what_they_published,
);

const SELECTION: &str = "exemplar { id state }";

async fn says(app: &App, who: Who, verb: &str, input: Value) -> Reply {
    app.as_(who).say(verb, input, SELECTION).await
}

async fn does(app: &App, who: Who, verb: &str, input: Value) -> String {
    says(app, who, verb, input).await.ok().str(&format!("{verb}.exemplar.state")).into()
}

async fn proposed(app: &App, world: &World, kind: &str, name: &str) -> String {
    let input =
        json!({ "campaign": world.campaign, "kind": kind, "name": name, "story": "Làm cầu <nông thôn> & đường" });
    let reply = says(app, Who::officer("SGTVT"), "proposeExemplar", input).await.ok();
    reply.str("proposeExemplar.exemplar.id").into()
}

async fn consents(app: &App, id: &str) {
    let input = json!({ "id": id, "consentedOn": "2021-08-07", "evidence": "Phiếu đồng ý có chữ ký" });
    does(app, Who::head("SGTVT"), "recordConsent", input).await;
}

async fn published(app: &App, id: &str) {
    does(app, Who::standing_officer(), "approveExemplar", json!({ "id": id })).await;
    assert_eq!(does(app, Who::standing_head(), "publishExemplar", json!({ "id": id })).await, "PUBLISHED");
}

/// Consent is to what was told of whom: when another name or story takes its place, it is asked for anew.
async fn consent_is_not_carried_over(app: App) {
    let world = World::launched(&app).await;
    let person = proposed(&app, &world, "INDIVIDUAL", "Trần Thị Sáu").await;
    consents(&app, &person).await;
    let other = json!({ "id": person, "name": "Lê Văn Tám" });
    let _ = says(&app, Who::officer("SGTVT"), "updateExemplar", other).await.ok();
    does(&app, Who::standing_officer(), "approveExemplar", json!({ "id": person })).await;
    let publish = json!({ "id": person });
    let _ = says(&app, Who::standing_head(), "publishExemplar", publish.clone()).await.refused("CONSENT_REQUIRED");
    consents(&app, &person).await;
    assert_eq!(does(&app, Who::standing_head(), "publishExemplar", publish).await, "PUBLISHED");
}

/// Without consent a person is not published; a model needs none. The public reads no more than name and story.
async fn a_person_is_published_with_consent(app: App) {
    let world = World::launched(&app).await;
    let person = proposed(&app, &world, "INDIVIDUAL", "Trần Thị Sáu").await;
    let model = proposed(&app, &world, "MODEL", "Tổ tự quản đường").await;
    let publish = |id: &str| json!({ "id": id });
    let _ = says(&app, Who::standing_head(), "publishExemplar", publish(&person)).await.refused("INVALID_TRANSITION");
    does(&app, Who::standing_officer(), "approveExemplar", publish(&person)).await;
    let _ = says(&app, Who::standing_head(), "publishExemplar", publish(&person)).await.refused("CONSENT_REQUIRED");
    let may = "query($id: ID!) { node(id: $id) { ... on Exemplar { availableTransitions { action code } } } }";
    let seen = app.as_(Who::standing_head()).query(may, publish(&person)).await.ok();
    let transitions = seen.list("node.availableTransitions");
    assert!(
        transitions.contains(&json!({ "action": "publishExemplar", "code": "CONSENT_REQUIRED" })),
        "{transitions:?}"
    );
    let future = json!({ "id": person, "consentedOn": "2021-08-08", "evidence": "Phiếu" });
    let _ = says(&app, Who::head("SGTVT"), "recordConsent", future).await.refused("BAD_USER_INPUT");
    let empty = json!({ "id": person, "consentedOn": "2021-08-07", "evidence": " " });
    let _ = says(&app, Who::head("SGTVT"), "recordConsent", empty).await.refused("BAD_USER_INPUT");
    consents(&app, &person).await;
    assert_eq!(does(&app, Who::standing_head(), "publishExemplar", publish(&person)).await, "PUBLISHED");
    published(&app, &model).await;
    let document =
        "{ exemplars(orderBy: { field: NAME }) { nodes { name consentedOn consentEvidence unit { abbreviation } } } }";
    let reply = app.as_(Who::Public).query(document, json!({})).await.ok();
    let one = |name: &str| json!({ "name": name, "consentedOn": null, "consentEvidence": null, "unit": { "abbreviation": "SGTVT" } });
    assert_eq!(*reply.data("exemplars.nodes"), json!([one("Tổ tự quản đường"), one("Trần Thị Sáu")]));
    let reply = app.as_(Who::officer("SGTVT")).query(document, json!({})).await.ok();
    assert_eq!(reply.str("exemplars.nodes.1.consentEvidence"), "Phiếu đồng ý có chữ ký");
}

/// Units propose, heads speak for consent, the Standing Body approves what it did not write, its head publishes.
async fn each_step_has_its_people(app: App) {
    let world = World::launched(&app).await;
    let id = proposed(&app, &world, "COLLECTIVE", "Đội duy tu").await;
    let one = json!({ "id": id });
    let back = json!({ "id": id, "reason": "Nêu rõ kết quả" });
    for (who, verb, input, code) in [
        (Who::officer("STC"), "updateExemplar", one.clone(), "NOT_FOUND"),
        (Who::head("SGTVT"), "approveExemplar", one.clone(), "FORBIDDEN"),
        (Who::officer("SGTVT"), "withdrawConsent", back.clone(), "FORBIDDEN"),
        (
            Who::standing_officer().named("department.officer@sgtvt"),
            "approveExemplar",
            one.clone(),
            "SEPARATION_OF_DUTIES",
        ),
        (Who::standing_officer(), "returnExemplar", json!({ "id": id, "reason": "" }), "REASON_REQUIRED"),
        (Who::standing_officer(), "publishExemplar", one.clone(), "FORBIDDEN"),
    ] {
        let _ = says(&app, who, verb, input).await.refused(code);
    }
    assert_eq!(does(&app, Who::standing_officer(), "returnExemplar", back).await, "RETURNED");
    let _ = says(&app, Who::standing_officer(), "approveExemplar", one.clone()).await.refused("INVALID_TRANSITION");
    let mended = json!({ "id": id, "story": "Duy tu 40 km đường" });
    assert_eq!(does(&app, Who::officer("SGTVT"), "updateExemplar", mended.clone()).await, "PROPOSED");
    assert_eq!(does(&app, Who::standing_officer(), "approveExemplar", one).await, "APPROVED");
    let _ = says(&app, Who::officer("SGTVT"), "updateExemplar", mended).await.refused("INVALID_TRANSITION");
    for who in [Who::Public, Who::officer("STC"), Who::media("BTV"), Who::chair()] {
        let reply = app.as_(who.clone()).query("{ exemplars { totalCount } }", json!({})).await.ok();
        assert_eq!(reply.int("exemplars.totalCount"), 0, "{who:?}");
    }
}

/// Consent withdrawn: gone for the public, in lists, by id and in the feed, with what media wrote of it.
async fn what_is_withdrawn_is_gone(app: App) {
    let world = World::launched(&app).await;
    let id = proposed(&app, &world, "INDIVIDUAL", "Trần Thị Sáu").await;
    consents(&app, &id).await;
    published(&app, &id).await;
    let input = json!({ "exemplar": id, "title": "Người làm cầu", "publishedOn": "2021-08-07" });
    let _ = app.as_(Who::media("BTV")).say("recordPublication", input, "publication { id }").await.ok();
    let document = "query($id: ID!) { node(id: $id) { id } exemplars { totalCount } publications { totalCount } }";
    let seen = async || app.as_(Who::Public).query(document, json!({ "id": id })).await.ok().json["data"].clone();
    let shown = |node: Value, count: i32| json!({ "node": node, "exemplars": { "totalCount": count }, "publications": { "totalCount": count } });
    assert_eq!(seen().await, shown(json!({ "id": id }), 1));
    let reason = json!({ "id": id, "reason": "Không muốn nêu tên" });
    assert_eq!(does(&app, Who::head("SGTVT"), "withdrawConsent", reason.clone()).await, "WITHDRAWN");
    assert_eq!(seen().await, shown(Value::Null, 0));
    assert!(!feed(&app, None).await.text.contains("Sáu"));
    let _ = says(&app, Who::head("SGTVT"), "withdrawConsent", reason).await.refused("INVALID_TRANSITION");
    let _ =
        says(&app, Who::standing_head(), "publishExemplar", json!({ "id": id })).await.refused("INVALID_TRANSITION");
}

async fn feed(app: &App, etag: Option<&str>) -> Reply {
    let client = app.as_(Who::Public);
    let client = etag.map_or(client.clone(), |etag| client.with("if-none-match", etag));
    client.send(client.request(Method::GET, "/exemplars.atom")).await
}

/// What RFC 4287 asks of a feed, without a token; markup in texts is text; 304 for who has it.
async fn the_feed_is_atom(app: App) {
    let world = World::launched(&app).await;
    let empty = feed(&app, None).await;
    assert_eq!((empty.status, empty.header("content-type")), (StatusCode::OK, "application/atom+xml; charset=utf-8"));
    for part in ["<feed xmlns=\"http://www.w3.org/2005/Atom\"", "<id>", "<title>", "<updated>", "rel=\"self\""] {
        assert!(empty.text.contains(part), "{part} in {}", empty.text);
    }
    assert!(!empty.text.contains("<entry>"));
    let id = proposed(&app, &world, "MODEL", "Tổ \"tự quản\" & đường").await;
    published(&app, &id).await;
    let full = feed(&app, None).await;
    let key = id.split(':').nth(1).unwrap();
    let entry = format!(
        "<entry>\n<id>urn:uuid:{key}</id>\n<title>Tổ &quot;tự quản&quot; &amp; đường</title>\n<author><name>Sở Giao thông vận tải</name></author>"
    );
    assert!(full.text.contains(&entry), "{}", full.text);
    assert!(
        full.text.contains("<content type=\"text\">Làm cầu &lt;nông thôn&gt; &amp; đường</content>"),
        "{}",
        full.text
    );
    assert!(full.text.contains("<updated>2021-08-07T01:00:00Z</updated>"), "{}", full.text);
    assert_ne!(full.header("etag"), empty.header("etag"));
    let known = feed(&app, Some(full.header("etag"))).await;
    assert_eq!((known.status, known.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(feed(&app, Some(empty.header("etag"))).await.status, StatusCode::OK);
    let client = app.as_(Who::Public);
    assert_eq!(
        client.send(client.request(Method::POST, "/exemplars.atom")).await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

/// Media record what they published of the campaign or a published exemplar, and nobody else does.
async fn media_record_what_they_published(app: App) {
    let world = World::launched(&app).await;
    let hidden = proposed(&app, &world, "MODEL", "Chưa công bố").await;
    let about = |field: &str, id: &str, more: Value| {
        let mut input = json!({ "title": "Tỉnh phát động thi đua", "publishedOn": "2021-08-07", "link": "https://baotravinh.vn/1" });
        input[field] = id.into();
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        input
    };
    let say = async |who: Who, input: Value| {
        app.as_(who).say("recordPublication", input, "publication { about unit { abbreviation } link }").await
    };
    let campaign = world.campaign.as_str();
    for (who, input, code) in [
        (Who::head("STC"), about("campaign", campaign, json!({})), "FORBIDDEN"),
        (Who::standing_head(), about("campaign", campaign, json!({})), "FORBIDDEN"),
        (Who::media("BTV"), about("exemplar", &hidden, json!({})), "NOT_FOUND"),
        (Who::media("BTV"), about("exemplar", &hidden, json!({ "campaign": campaign })), "BAD_USER_INPUT"),
        (Who::media("BTV"), about("campaign", campaign, json!({ "link": "javascript:alert(1)" })), "BAD_USER_INPUT"),
        (Who::media("BTV"), about("campaign", campaign, json!({ "publishedOn": "2021-08-08" })), "BAD_USER_INPUT"),
        (Who::media("BTV"), about("campaign", campaign, json!({ "title": "" })), "BAD_USER_INPUT"),
    ] {
        let _ = say(who, input).await.refused(code);
    }
    let made = say(Who::media("BTV"), about("campaign", campaign, json!({}))).await.ok();
    let expected = json!({ "about": "CAMPAIGN", "unit": { "abbreviation": "BTV" }, "link": "https://baotravinh.vn/1" });
    assert_eq!(*made.data("recordPublication.publication"), expected);
    let reply =
        app.as_(Who::Public).query("{ campaigns { nodes { publications { totalCount } } } }", json!({})).await.ok();
    assert_eq!(reply.int("campaigns.nodes.0.publications.totalCount"), 1);
}
