//! Two who write the same thing: one wins, one is told, and there is one trace.

use serde_json::json;
use tests::{App, Client, Reply, Who, World, at_once, both, world::Thing};

both!(
    an_old_version_is_a_conflict,
    without_a_version_everybody_writes,
    two_approve_at_once,
    two_approve_at_once_the_version_they_read,
    one_accepts_while_the_other_returns,
    a_refusal_is_in_the_trail,
);

/// A version that the object has left behind is refused with the one it is at; nothing is written.
async fn an_old_version_is_a_conflict(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let draft = world.project(&officer, "Đường tỉnh 911", json!({})).await;
    assert_eq!(draft.version, 1);
    let rename = async |title: &str, version: i64| {
        officer
            .say(
                "updateProject",
                json!({ "id": draft.id, "title": title, "expectedVersion": version }),
                "project { title version }",
            )
            .await
    };
    assert_eq!(rename("Đường tỉnh 912", 1).await.ok().int("updateProject.project.version"), 2);
    for wrong in [1, 3, 0, -1] {
        assert_eq!(
            *rename("Đường tỉnh 913", wrong).await.refused("CONFLICT").extension("currentVersion"),
            json!(2),
            "{wrong}"
        );
    }
    let reply = rename("Đường tỉnh 914", 2).await.ok();
    assert_eq!(
        (reply.str("updateProject.project.title"), reply.int("updateProject.project.version")),
        ("Đường tỉnh 914", 3)
    );
    assert_eq!(
        app.number("select count(*) from audit_entry where action = 'updateProject' and result = 'DONE'").await,
        2
    );
    assert_eq!(
        app.number("select count(*) from audit_entry where action = 'updateProject' and code = 'CONFLICT'").await,
        4
    );
    assert_eq!(app.number("select version from project").await, 3);
}

/// Without a version the last one to write wins, and the version counts them all.
async fn without_a_version_everybody_writes(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let draft = world.project(&officer, "Đường tỉnh 911", json!({})).await;
    let replies = at_once(8, async |n| {
        officer
            .say("updateProject", json!({ "id": draft.id, "title": format!("Đường {n}") }), "project { version }")
            .await
    })
    .await;
    let mut versions: Vec<_> =
        replies.into_iter().map(|reply| reply.ok().int("updateProject.project.version")).collect();
    versions.sort_unstable();
    assert_eq!(versions, (2..=9).collect::<Vec<_>>());
}

/// Two approve at once: one wins, one is told which state it is in, one audit entry, one event.
async fn two_approve_at_once(app: App) {
    let world = World::launched(&app).await;
    for round in 1..=5 {
        let project = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
        let (one, other) = approvers(&app);
        let (a, b) = tokio::join!(accept(&one, &project, false), accept(&other, &project, false));
        let loser = one_wins(a, b).refused("INVALID_TRANSITION");
        assert_eq!(*loser.extension("state"), json!("ACCEPTED"));
        one_trace(&app, round).await;
    }
}

/// The same with the version that both read: the loser is told the current one.
async fn two_approve_at_once_the_version_they_read(app: App) {
    let world = World::launched(&app).await;
    for round in 1..=5 {
        let project = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
        let (one, other) = approvers(&app);
        let (a, b) = tokio::join!(accept(&one, &project, true), accept(&other, &project, true));
        let loser = one_wins(a, b).refused("CONFLICT");
        assert_eq!(*loser.extension("currentVersion"), json!(project.version + 1));
        one_trace(&app, round).await;
    }
}

/// One accepts while the other returns: whoever comes second finds the way closed.
async fn one_accepts_while_the_other_returns(app: App) {
    let world = World::launched(&app).await;
    let project = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    let (one, other) = approvers(&app);
    let input = json!({ "id": project.id, "reason": "Thiếu số liệu" });
    let (a, b) = tokio::join!(accept(&one, &project, false), other.say("returnProject", input, "project { state }"));
    let _ = one_wins(a, b).refused("INVALID_TRANSITION");
    assert_eq!(app.number("select version from project").await, project.version + 1);
}

/// What was refused leaves a trace of the refusal and nothing else.
async fn a_refusal_is_in_the_trail(app: App) {
    let world = World::launched(&app).await;
    let project = world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    let events = app.number("select count(*) from event").await;
    let _ = accept(&app.as_(Who::head("SGTVT")), &project, false).await.refused("FORBIDDEN");
    let reply = app
        .as_(Who::auditor())
        .query(
            "{ auditEntries(filter: { action: [\"acceptProject\"] }) { nodes { subject class duty result code } } }",
            json!({}),
        )
        .await
        .ok();
    let entry = json!({ "subject": "department.head@sgtvt", "class": "DEPARTMENT", "duty": "HEAD", "result": "REFUSED", "code": "FORBIDDEN" });
    assert_eq!(*reply.data("auditEntries.nodes"), json!([entry]));
    assert_eq!(app.number("select count(*) from event").await, events);
}

fn approvers(app: &App) -> (Client, Client) {
    (app.as_(Who::standing_officer()), app.as_(Who::standing_head()))
}

async fn accept(client: &Client, project: &Thing, expected: bool) -> Reply {
    let version = expected.then_some(project.version);
    client
        .say("acceptProject", json!({ "id": project.id, "expectedVersion": version }), "project { state version }")
        .await
}

/// Exactly one of two went through; the other.
#[track_caller]
fn one_wins(a: Reply, b: Reply) -> Reply {
    match (a.code().is_empty(), b.code().is_empty()) {
        (true, false) => (a.ok(), b).1,
        (false, true) => (b.ok(), a).1,
        _ => panic!("{}\n{}", a.text, b.text),
    }
}

async fn one_trace(app: &App, rounds: i64) {
    for sql in [
        "select count(*) from audit_entry where action = 'acceptProject' and result = 'DONE'",
        "select count(*) from audit_entry where action = 'acceptProject' and result = 'REFUSED'",
        "select count(*) from event where kind = 'acceptProject'",
        "select count(*) from project where state = 'ACCEPTED'",
    ] {
        assert_eq!(app.number(sql).await, rounds, "{sql}");
    }
}
