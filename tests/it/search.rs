//! Search across nouns: what is found by whom, in which order, the same on both databases.

use reqwest::Method;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::{Value, json};
use tests::{App, Backend, Who, World, both, on};

use crate::mended::ground::Ground;

both!(
    the_best_hit_comes_first,
    each_finds_what_it_may_see,
    writing_does_not_matter,
    every_type_is_found,
    what_has_changed_is_found_as_it_is,
    bad_searches_are_refused,
);

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

/// Persons, their awards and exemplars, projects, documents, campaigns and units: each by its type, and all at once.
async fn every_type_is_found(app: App) {
    let ground = Ground::new(app.clone()).await;
    ground.awarded("Trần Quốc Toản").await;
    let exemplar = json!({
        "campaign": ground.world.campaign, "kind": "INDIVIDUAL", "name": "Trần Quốc Toản", "story": "Gia cố nền đất yếu",
    });
    ground.does(Who::officer("SGTVT"), "proposeExemplar", exemplar, "exemplar { id }").await;
    ground.world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    for (text, kind, label) in [
        ("tran quoc toan", "Honouree", "Trần Quốc Toản"),
        ("toan tran", "Award", "Trần Quốc Toản"),
        ("nen dat yeu", "Exemplar", "Trần Quốc Toản"),
        ("duong tinh", "Project", "Đường tỉnh 911"),
        ("so giao thong", "Unit", "Sở Giao thông vận tải"),
    ] {
        assert_eq!(labels(&app, Who::auditor(), text, json!([kind])).await, [label], "{text}");
    }
    let reply = app.as_(Who::auditor()).query(SEARCH, json!({ "text": "quốc toản" })).await.ok();
    let mut types = reply.column("search", "type");
    types.sort_unstable();
    assert_eq!(types, ["Award", "Exemplar", "Honouree"]);
}

/// Not by what it was called before; also by words too short for an index, alone and beside longer ones.
async fn what_has_changed_is_found_as_it_is(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let road = world.project(&officer, "Đường xã Mỹ Cẩm", json!({ "objective": "Đi lại dễ dàng" })).await;
    world.project(&officer, "Cầu ở ấp 5", json!({ "objective": "Qua kênh" })).await;
    let change = json!({ "id": road.id, "title": "Bến phà Mỹ Cẩm" });
    let _ = officer.say("updateProject", change, "__typename").await.ok();
    for (text, expected) in [
        ("đường", &[][..]),
        ("bến phà", &["Bến phà Mỹ Cẩm"]),
        ("my", &["Bến phà Mỹ Cẩm"]),
        ("5", &["Cầu ở ấp 5"]),
        ("ấp 5", &["Cầu ở ấp 5"]),
        ("kênh ap", &["Cầu ở ấp 5"]),
        ("ầu ở ấ", &["Cầu ở ấp 5"]),
        ("kênh mỹ", &[]),
    ] {
        assert_eq!(labels(&app, Who::officer("SGTVT"), text, json!(["Project"])).await, expected, "{text}");
        let list = "query($text: String!) { projects(filter: { text: $text }) { totalCount nodes { title } } }";
        let reply = officer.query(list, json!({ "text": text })).await.ok();
        assert_eq!(reply.column("projects.nodes", "title"), expected, "{text}");
        assert_eq!(reply.int("projects.totalCount"), i64::try_from(expected.len()).unwrap(), "{text}");
    }
}

/// As SQLite says itself of the statements: by the groups of three letters to the keys, by the keys to the rows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_finds_by_an_index() {
    Box::pin(on(Backend::Sqlite, by_an_index)).await;
}

async fn by_an_index(app: App) {
    let world = World::launched(&app).await;
    world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 911", json!({})).await;
    for document in [
        "{ search(text: \"duong tinh\", types: [Project]) { label } }",
        "{ projects(filter: { text: \"duong tinh\" }) { nodes { title } } }",
        "{ projects(filter: { text: \"duong tinh\" }) { totalCount } }",
    ] {
        let auditor = app.as_(Who::auditor());
        let body = json!({ "query": document, "extensions": { "explain": true } });
        let reply = auditor.send(auditor.request(Method::POST, "/graphql").json(&body)).await.ok();
        let statement = reply.json["extensions"]["explain"][0]["statement"].as_str().unwrap().to_owned();
        let database = app.connect().await;
        let asked = Statement::from_string(DbBackend::Sqlite, format!("explain query plan {statement}"));
        let steps = database.query_all_raw(asked).await.unwrap();
        database.close().await.unwrap();
        let plan: Vec<String> = steps.iter().map(|step| step.try_get_by_index(3).unwrap()).collect();
        let plan = plan.join("\n");
        assert!(plan.contains("VIRTUAL TABLE INDEX"), "{document}\n{plan}");
        assert!(plan.contains("sqlite_autoindex_project_1 (id=?)"), "{document}\n{plan}");
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
