//! Deadlines of a request, a statement and a lock: what passes one is given up and changes nothing; what does not is done. What is
//! to take long waits for a lock that the test holds, and the other two deadlines are so long that they cannot be what ended it.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use tests::{App, Backend, Reply, Who, on_with};

use crate::held::{Held, create};

const REQUEST: &str = "THIDUA_HTTP_REQUEST_SECONDS";
const STATEMENT: &str = "THIDUA_DATABASE_STATEMENT_SECONDS";
const LOCK: &str = "THIDUA_DATABASE_LOCK_SECONDS";
/// Until then nothing but the deadline under test can have ended a request.
const BEFORE_THE_OTHERS: Duration = Duration::from_secs(45);

/// One deadline of so many seconds, and the others of a minute.
fn only<'s>(deadline: &str, seconds: &'s str) -> [(&'static str, &'s str); 3] {
    [REQUEST, STATEMENT, LOCK].map(|name| (name, if name == deadline { seconds } else { "60" }))
}

/// Within the deadline the work waits and is done; after it, it is given up.
async fn holds(backend: Backend, deadline: &str, refused: impl Fn(&Reply)) {
    Box::pin(on_with(backend, &only(deadline, "60"), is_done)).await;
    let given_up = async |app: App| refused(&is_given_up(app).await);
    Box::pin(on_with(backend, &only(deadline, "1"), given_up)).await;
}

async fn is_done(app: App) {
    let held = Held::the_writer(&app).await;
    let waiting = tokio::spawn(create(app.as_(Who::admin()), 1));
    held.sees_waiting(1).await;
    held.release().await;
    let _ = waiting.await.unwrap().ok();
    assert_eq!(app.number("select count(*) from unit").await, 1);
}

async fn is_given_up(app: App) -> Reply {
    let held = Held::the_writer(&app).await;
    let reply = tokio::time::timeout(BEFORE_THE_OTHERS, create(app.as_(Who::admin()), 1)).await.unwrap();
    let reply = reply.refused("TIMEOUT");
    // Nobody waits any more, and who reads was never held up.
    held.sees_waiting(0).await;
    let _ = app.as_(Who::Public).query("{ units { totalCount } }", json!({})).await.ok();
    held.release().await;
    assert_eq!(app.number("select count(*) from unit").await, 0, "nothing was changed");
    let _ = create(app.as_(Who::admin()), 2).await.ok();
    reply
}

/// 503 with the time to come again.
fn of_a_request(reply: &Reply) {
    assert_eq!((reply.status, reply.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "1"));
}

/// An error of the field that wrote.
fn of_a_field(reply: &Reply) {
    assert_eq!((reply.status, &reply.json["errors"][0]["path"]), (StatusCode::OK, &json!(["createUnit"])));
}

mod a_request_has_its_time {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        holds(Backend::Sqlite, REQUEST, of_a_request).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        holds(Backend::Postgres, REQUEST, of_a_request).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_has_its_time_on_postgres() {
    holds(Backend::Postgres, STATEMENT, of_a_field).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_has_its_time_on_postgres() {
    holds(Backend::Postgres, LOCK, of_a_field).await;
}
