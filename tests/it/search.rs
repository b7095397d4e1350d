//! Search across nouns: what is found by whom, in which order, the same on both databases.

use serde_json::{Value, json};
use tests::{App, Who, World, both};

both!(the_best_hit_comes_first, each_finds_what_it_may_see, writing_does_not_matter, bad_searches_are_refused);

const SEARCH: &str = "query($text: String!, $types: [SearchType!], $first: Int) {
    search(text: $text, types: $types, first: $first) { type label node { id ... on Project { state unit { abbreviation } } } }
}";

/// All of the text before its beginning, that before the start of a word, that before words apart; short before long.
async fn the_best_hit_comes_first(app: App) {
    let world = World::launched(&app).await;
    for (title, objective) in [
        ("Cải tạo đường huyện 31", "Đi lại dễ dàng"),
        ("Đường huyện 31", "Rải đá toàn tuyến"),
        ("Đường huyện 31 và cầu", "Nối hai xã với nhau"),
        ("Huyện làm đường", "Mỗi năm 31 km"),
        ("Nhà văn hóa", "Sinh hoạt cộng đồng"),
    ] {
        let client = app.as_(Who::officer("SGTVT"));
        world.project(&client, title, json!({ "objective": objective })).await;
    }
    let found = labels(&app, Who::officer("SGTVT"), "đường huyện 31", json!(["Project"])).await;
    assert_eq!(found, ["Đường huyện 31", "Đường huyện 31 và cầu", "Cải tạo đường huyện 31", "Huyện làm đường"]);
    let reply = app
        .as_(Who::officer("SGTVT"))
        .query(SEARCH, json!({ "text": "duong huyen", "types": ["Project"], "first": 2 }))
        .await
        .ok();
    assert_eq!(reply.data("search").as_array().map(Vec::len), Some(2));
    assert_eq!(*reply.data("search.0.node.unit"), json!({ "abbreviation": "SGTVT" }));
    assert_eq!(reply.str("search.0.type"), "Project");
}

/// Units and campaigns are everybody's; projects are their unit's and, once submitted, the province's.
async fn each_finds_what_it_may_see(app: App) {
    let world = World::launched(&app).await;
    world.submitted(&app, "SGTVT", "Thi đua làm cầu").await;
    world.project(&app.as_(Who::district_officer("CL")), "Thi đua làm đường", json!({})).await;
    let campaign = "Thi đua thực hiện thắng lợi nhiệm vụ chính trị năm 2021";
    for (who, expected) in [
        (Who::Public, &[campaign][..]),
        (Who::officer("SGTVT"), &["Thi đua làm cầu", campaign]),
        (Who::district_head("CL"), &["Thi đua làm đường", campaign]),
        (Who::standing_head(), &["Thi đua làm cầu", campaign]),
        (Who::auditor(), &["Thi đua làm cầu", "Thi đua làm đường", campaign]),
    ] {
        assert_eq!(labels(&app, who.clone(), "thi dua", json!(["Project", "Campaign"])).await, expected, "{who:?}");
    }
    assert_eq!(labels(&app, Who::Public, "so", json!(["Unit"])).await.len(), 4, "the four departments");
    let everything = labels(&app, Who::auditor(), "thi đua", json!(null)).await;
    assert!(everything.contains(&"Về việc thi đua".to_owned()), "documents too: {everything:?}");
}

/// Case, accents, đ, Unicode form and the place of the tone mark.
async fn writing_does_not_matter(app: App) {
    let world = World::launched(&app).await;
    world.submitted(&app, "SGTVT", "Hoà giải ở Đại An").await;
    for text in ["hòa giải", "HOÀ GIẢI", "hoa giai", "ho\u{300}a gia\u{309}i", "đại an", "DAI AN", "an dai giai"]
    {
        assert_eq!(labels(&app, Who::auditor(), text, json!(["Project"])).await, ["Hoà giải ở Đại An"], "{text}");
    }
    for text in ["hoa%giai", "hoa_giai", "\\", "xxx", "';--", "giai \u{0} khong"] {
        assert_eq!(labels(&app, Who::auditor(), text, json!(["Project"])).await, [""; 0], "{text}");
    }
}

async fn bad_searches_are_refused(app: App) {
    World::launched(&app).await;
    let client = app.as_(Who::auditor());
    for (variables, code) in [
        (json!({ "text": "" }), "BAD_USER_INPUT"),
        (json!({ "text": "\u{300} \t" }), "BAD_USER_INPUT"),
        (json!({ "text": "a".repeat(201) }), "BAD_USER_INPUT"),
        (json!({ "text": "a", "first": 101 }), "LIMIT_EXCEEDED"),
        (json!({ "text": "a", "types": ["AuditEntry"] }), "GRAPHQL_INVALID"),
    ] {
        let _ = client.query(SEARCH, variables).await.refused(code);
    }
    let _ = client.query(SEARCH, json!({ "text": "a".repeat(200), "first": 100 })).await.ok();
}

async fn labels(app: &App, who: Who, text: &str, types: Value) -> Vec<String> {
    let reply = app.as_(who).query(SEARCH, json!({ "text": text, "types": types })).await.ok();
    reply.column("search", "label").into_iter().map(Into::into).collect()
}
