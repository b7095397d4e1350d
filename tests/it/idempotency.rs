//! `Idempotency-Key`: the same key and arguments have one effect and one answer, also when they arrive at once.

use reqwest::StatusCode;
use serde_json::json;
use tests::{App, Client, Reply, Who, World, at_once, both};

const PROJECTS: &str = "select count(*) from project";
const DONE: &str =
    "select count(*) from audit_entry where action = 'createProject' and result = 'DONE' and noun = 'Project'";
const EVENTS: &str = "select count(*) from event where kind = 'createProject' and noun = 'Project'";

both!(
    the_second_time_has_the_first_answer,
    a_key_is_for_one_thing,
    keys_of_two_people_do_not_meet,
    eight_at_once_have_one_effect,
    eight_at_once_with_other_arguments,
    a_refusal_does_not_use_up_the_key,
    each_field_has_the_key_for_itself,
    a_key_has_a_form,
);

/// Sent again, a request has the stored answer, byte for byte, and no second effect.
async fn the_second_time_has_the_first_answer(app: App) {
    let world = World::launched(&app).await;
    let client = app.as_(Who::officer("SGTVT")).keyed("k-1");
    let first = create(&client, &world, "Đường tỉnh 911").await.ok();
    app.at("2021-08-09T08:00:00+07:00");
    let second = create(&client, &world, "Đường tỉnh 911").await.ok();
    assert_eq!(first.json["data"], second.json["data"]);
    effects(&app, 1).await;
}

/// The same key with other arguments, or for another verb, is refused and has no effect.
async fn a_key_is_for_one_thing(app: App) {
    let world = World::launched(&app).await;
    let client = app.as_(Who::officer("SGTVT")).keyed("k-1");
    let first = create(&client, &world, "Đường tỉnh 911").await.ok();
    let _ = create(&client, &world, "Đường tỉnh 915").await.refused("IDEMPOTENCY_KEY_REUSED");
    let input = json!({ "id": first.data("createProject.project.id"), "title": "Khác" });
    let other = client
        .query(
            "mutation($input: UpdateProjectInput!) { createProject: updateProject(input: $input) { project { id } } }",
            json!({ "input": input }),
        )
        .await;
    let _ = other.refused("IDEMPOTENCY_KEY_REUSED");
    effects(&app, 1).await;
    assert_eq!(app.number("select count(*) from project where version > 1").await, 0);
}

/// Keys belong to their person: another may use the same one.
async fn keys_of_two_people_do_not_meet(app: App) {
    let world = World::launched(&app).await;
    for who in
        [Who::officer("SGTVT"), Who::officer("SGTVT").named("nguoi.khac"), Who::head("SGTVT"), Who::officer("STC")]
    {
        let _ = create(&app.as_(who).keyed("k-1"), &world, "Đường tỉnh 911").await.ok();
    }
    effects(&app, 4).await;
}

/// Eight at once have one effect, and all of them its answer.
async fn eight_at_once_have_one_effect(app: App) {
    let world = World::launched(&app).await;
    for round in 1..=3 {
        let client = app.as_(Who::officer("SGTVT")).keyed(&format!("round-{round}"));
        let replies = at_once(8, async |_| create(&client, &world, "Đường tỉnh 911").await).await;
        let first = replies[0].clone().ok().json["data"].clone();
        for reply in replies {
            assert_eq!(reply.ok().json["data"], first);
        }
        effects(&app, round).await;
    }
}

/// Eight at once with different arguments: one is done, the others are told that the key is used.
async fn eight_at_once_with_other_arguments(app: App) {
    let world = World::launched(&app).await;
    let client = app.as_(Who::officer("SGTVT")).keyed("k-1");
    let replies = at_once(8, async |n| create(&client, &world, &format!("Đường tỉnh {n}")).await).await;
    let (done, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.code().is_empty());
    assert_eq!((done.len(), refused.len()), (1, 7));
    for reply in refused {
        let _ = reply.refused("IDEMPOTENCY_KEY_REUSED");
    }
    effects(&app, 1).await;
}

/// What was refused did not use up its key: once the reason is gone, the same request goes through.
async fn a_refusal_does_not_use_up_the_key(app: App) {
    let world = World::launched(&app).await;
    let draft = world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 911", json!({ "objective": "" })).await;
    let head = app.as_(Who::head("SGTVT")).keyed("k-1");
    let submit = async || head.say("submitProject", json!({ "id": draft.id }), "project { state }").await;
    let _ = submit().await.refused("OBJECTIVE_REQUIRED");
    let _ = app
        .as_(Who::head("SGTVT"))
        .say("updateProject", json!({ "id": draft.id, "objective": "Thông xe" }), "project { id }")
        .await
        .ok();
    assert_eq!(submit().await.ok().str("submitProject.project.state"), "SUBMITTED");
    assert_eq!(submit().await.ok().str("submitProject.project.state"), "SUBMITTED");
}

/// Each field of a request has the key for itself.
async fn each_field_has_the_key_for_itself(app: App) {
    let world = World::launched(&app).await;
    let client = app.as_(Who::officer("SGTVT")).keyed("k-1");
    let document = "mutation($a: CreateProjectInput!, $b: CreateProjectInput!) {
        a: createProject(input: $a) { project { id title } }
        b: createProject(input: $b) { project { id title } }
    }";
    let variables = json!({ "a": world.project_input("Một", &json!({})), "b": world.project_input("Hai", &json!({})) });
    let first = client.query(document, variables.clone()).await.ok();
    assert_eq!((first.str("a.project.title"), first.str("b.project.title")), ("Một", "Hai"));
    assert_eq!(client.query(document, variables).await.ok().json["data"], first.json["data"]);
    effects(&app, 2).await;
}

/// A key that is empty, too long or not visible ASCII is refused before anything is read.
async fn a_key_has_a_form(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let _ = create(&officer.clone().keyed(&"k".repeat(200)), &world, "Đường tỉnh 911").await.ok();
    for bad in ["", "a b", &"k".repeat(201)] {
        let reply = create(&officer.clone().keyed(bad), &world, "Đường tỉnh 911").await.refused("BAD_REQUEST");
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    }
    effects(&app, 1).await;
}

async fn create(client: &Client, world: &World, title: &str) -> Reply {
    client.say("createProject", world.project_input(title, &json!({})), "project { id title version createdAt }").await
}

async fn effects(app: &App, expected: i64) {
    for sql in [PROJECTS, DONE, EVENTS] {
        assert_eq!(app.number(sql).await, expected, "{sql}");
    }
}
