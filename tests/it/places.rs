//! Places at their defaults: so many run, so many wait, so many are of one; and the next of each is sent away at once.

use reqwest::StatusCode;
use serde_json::json;
use tests::{App, Backend, Reply, Who, eventually, on_with};
use tokio::task::JoinSet;

use crate::{
    held::{Held, create},
    private::{metrics, value},
};

/// What waits for the lock here waits as long as the test wants.
const PATIENT: [(&str, &str); 5] = [
    ("THIDUA_HTTP_REQUEST_SECONDS", "100"),
    ("THIDUA_DATABASE_LOCK_SECONDS", "100"),
    ("THIDUA_DATABASE_STATEMENT_SECONDS", "100"),
    ("THIDUA_PRIVATE_LISTEN", "127.0.0.1:0"),
    ("THIDUA_HTTP_CONNECTIONS_OF_ONE", "1000"),
];

/// So many people that nobody needs more places than one may have, and one more of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_run_and_wait_as_may() {
    Box::pin(on_with(Backend::Sqlite, &PATIENT, async |app: App| {
        let load = app.config().load.clone();
        let (running, waiting, of_one) = (load.running.get(), load.waiting, load.of_one.get());
        assert_eq!((running, waiting, of_one), (64, 128, 32));
        let held = Held::the_writer(&app).await;
        let person = |n: usize| app.as_(Who::admin().named(&format!("admin.{}", n / of_one)));
        let mut all = JoinSet::new();
        for n in 0..running + waiting {
            all.spawn(create(person(n), n));
            let inside = n + 1;
            // Each person is inside with everything before the next comes.
            if inside % of_one == 0 {
                eventually(async || (inside_now(&app).await == inside).then_some(())).await;
                let one_more = person(n).query("{ viewer { class } }", json!({})).await;
                refused(&one_more, StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED");
            }
        }
        assert!(all.try_join_next().is_none(), "nobody was sent away");
        for who in [Who::Public, Who::admin().named("one more")] {
            let one_more = app.as_(who).query("{ viewer { class } }", json!({})).await;
            refused(&one_more, StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED");
        }
        held.release().await;
        while let Some(done) = all.join_next().await {
            let _ = done.unwrap().ok();
        }
        let _ = app.as_(Who::Public).query("{ viewer { class } }", json!({})).await.ok();
    }))
    .await;
}

fn refused(reply: &Reply, status: StatusCode, code: &str) {
    assert_eq!((reply.status, reply.code(), reply.header("retry-after")), (status, code, "1"), "{}", reply.text);
}

/// How many requests are inside, running or waiting; as counted, with those that are being read.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
async fn inside_now(app: &App) -> usize {
    value(&metrics(app).await, "thidua_requests_running") as usize
}
