//! An `Idempotency-Key` is for an effect, not for the words that asked for it.

use serde_json::json;
use tests::{App, Who, World, both};

use super::ground::Ground;

both!(a_key_outlives_its_selection, a_kept_ballot_says_nothing_of_the_choices);

/// Other fields, another alias: the same object and no second effect. Another verb or other arguments: refused.
async fn a_key_outlives_its_selection(app: App) {
    let world = World::launched(&app).await;
    let client = app.as_(Who::officer("SGTVT")).keyed("k-1");
    let input = world.project_input("Đường tỉnh 911", &json!({}));
    let first = client.say("createProject", input.clone(), "project { id title }").await.ok();
    let id = first.str("createProject.project.id");
    let other =
        client.say("createProject", input.clone(), "project { state unit { abbreviation } version }").await.ok();
    let fields = json!({ "state": "DRAFT", "unit": { "abbreviation": "SGTVT" }, "version": 1 });
    assert_eq!(*other.data("createProject.project"), fields);
    let aliased =
        "mutation($input: CreateProjectInput!) { again: createProject(input: $input) { made: project { id } } }";
    assert_eq!(client.query(aliased, json!({ "input": input })).await.ok().str("again.made.id"), id);
    assert_eq!(
        client.say("createProject", input.clone(), "project { id title }").await.ok().json["data"],
        first.json["data"]
    );
    // What differs only inside a fragment, in a variable or in a directive is another selection.
    let within = |fields: &str| {
        format!(
            "mutation($input: CreateProjectInput!, $is: Boolean = true) {{ createProject(input: $input) {{ project {{ ...f }} }} }}
             fragment f on Project {{ {fields} version @include(if: $is) }}"
        )
    };
    let input = world.project_input("Đường tỉnh 911", &json!({}));
    for (fields, is, expected) in [
        ("title", true, json!({ "title": "Đường tỉnh 911", "version": 1 })),
        ("state", true, json!({ "state": "DRAFT", "version": 1 })),
        ("state", false, json!({ "state": "DRAFT" })),
    ] {
        let reply = client.query(&within(fields), json!({ "input": input, "is": is })).await.ok();
        assert_eq!(*reply.data("createProject.project"), expected, "{fields} {is}");
    }
    let update = json!({ "id": id, "title": "Khác" });
    let _ = client.say("updateProject", update, "project { id }").await.refused("IDEMPOTENCY_KEY_REUSED");
    let others = world.project_input("Đường tỉnh 912", &json!({}));
    let _ = client.say("createProject", others, "project { id }").await.refused("IDEMPOTENCY_KEY_REUSED");
    for sql in [
        "select count(*) from project",
        "select count(*) from idempotency_record",
        "select count(*) from event where noun = 'Project'",
        "select count(*) from audit_entry where noun = 'Project' and result = 'DONE'",
    ] {
        assert_eq!(app.number(sql).await, 1, "{sql}");
    }
}

/// What is kept of two members' ballots is alike but for who sent them; sent again, even with other choices, it is
/// answered as before and there is one set of ballots.
async fn a_kept_ballot_says_nothing_of_the_choices(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản", "Thạch Thị Hạnh"]).await;
    let session = ground.opened(&[&eligible[0].0, &eligible[1].0]).await;
    let cast = async |unit: &str, choice: &str| {
        let member = app.as_(Who::council(unit)).keyed("ballot");
        member.say("castBallot", session.paper(choice), "councilSession { id state }").await.ok().told()
    };
    let (one, other) = (cast("STC", "AYE").await, cast("CL", "NAY").await);
    assert_eq!(one, other);
    for column in ["digest", "answer"] {
        let kept: Vec<String> = app.column(&format!("select {column} from idempotency_record")).await;
        // The entry of the trail that the receipt is of ends the first line; it tells of who voted, and that is known.
        let kept: Vec<String> = kept.iter().map(|kept| without_sequence(kept)).collect();
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[0], kept[1], "{column}");
        assert!(!kept[0].contains("AYE") && !kept[0].contains("NAY"), "{kept:?}");
    }
    assert_eq!(cast("STC", "AYE").await, one);
    assert_eq!(cast("STC", "NAY").await, one);
    assert_eq!(app.number("select count(*) from ballot").await, 4);
    assert_eq!(app.number("select count(*) from ballot where choice = 'AYE'").await, 2);
    assert_eq!(app.number("select count(*) from kept_entry where result = 'DONE'").await, 2);
}

/// A kept answer without the sequence of its entry in the trail.
fn without_sequence(kept: &str) -> String {
    match kept.split_once('\n') {
        Some((head, answer)) => {
            let head: Vec<&str> = head.split(' ').take(2).collect();
            format!("{}\n{answer}", head.join(" "))
        }
        None => kept.to_owned(),
    }
}
