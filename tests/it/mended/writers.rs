//! Many writers on a file that has room for one at a time.

use serde_json::json;
use tests::{App, Backend, Who, World, at_once, on};

/// Holds the lock of the file for some tens of milliseconds.
const SLOW: &str = "update unit set updated_at = updated_at where (
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select count(*) from n) > 0";

/// Twenty-four at once, and another connection that writes between them: everybody succeeds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_wait_for_each_other() {
    Box::pin(on(Backend::Sqlite, writers)).await;
}

async fn writers(app: App) {
    let world = World::launched(&app).await;
    let client = app.as_(Who::officer("SGTVT"));
    let write = async |n: usize| {
        let mut said = Vec::new();
        for round in 0..3 {
            let input = world.project_input(&format!("Đường tỉnh {n}.{round}"), &json!({}));
            said.push(client.say("createProject", input, "project { version }").await);
        }
        said
    };
    let other = async {
        for _ in 0..12 {
            app.run(SLOW).await;
        }
    };
    let (replies, ()) = tokio::join!(at_once(24, write), other);
    for reply in replies.into_iter().flatten() {
        assert_eq!(reply.ok().int("createProject.project.version"), 1);
    }
    assert_eq!(app.number("select count(*) from project").await, 72);
    assert_eq!(app.number("select count(*) from event where noun = 'Project'").await, 72);
}
