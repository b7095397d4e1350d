//! What stays open ends when the session behind it does, or role and unit do not hold any more; and within a minute, wherever
//! that was written. The looks are set close together here; the half minute for which a session is remembered is the clock's.

use std::{future::Future, path::PathBuf};

use api::auth::folder;
use chrono::{DateTime, Duration};
use jsonwebtoken::Algorithm;
use reqwest::Method;
use serde_json::{Value, json};
use tests::{App, Backend, Reply, START, Socket, Who, World, on_with};

const FIRST: &str = "chín rồng một dòng sông";
const OWN: &str = "đồng bằng sông Cửu Long";

/// Tests of which each has the same configuration.
macro_rules! every_second {
    ($($name:ident),+ $(,)?) => {
        $(
            mod $name {
                use super::*;

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    on_with(Backend::Sqlite, &[("THIDUA_SOCKETS_HOLDS_SECONDS", "1")], super::$name).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    on_with(Backend::Postgres, &[("THIDUA_SOCKETS_HOLDS_SECONDS", "1")], super::$name).await;
                }
            }
        )+
    };
}

/// A test with a folder of keys of its own, in which there is one.
async fn with_keys<F: Future<Output = ()>>(backend: Backend, body: impl FnOnce(App, PathBuf) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let now = DateTime::parse_from_rfc3339(START).unwrap().to_utc();
    folder::generate(&path, Algorithm::EdDSA, now).unwrap();
    let variables = [("THIDUA_SOCKETS_HOLDS_SECONDS", "1"), ("THIDUA_AUTH_KEYS", path.to_str().unwrap())];
    on_with(backend, &variables, |app| body(app, path.clone())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leaked_key_takes_its_sockets_along_sqlite() {
    with_keys(Backend::Sqlite, a_leaked_key_takes_its_sockets_along).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leaked_key_takes_its_sockets_along_postgres() {
    with_keys(Backend::Postgres, a_leaked_key_takes_its_sockets_along).await;
}

every_second!(
    a_socket_ends_with_its_session,
    a_stream_ends_with_its_session,
    a_changed_role_ends_a_socket,
    what_another_process_wrote_ends_a_socket,
    a_unit_that_ends_takes_its_sockets_along,
);

async fn post(app: &App, path: &str, body: &Value) -> Reply {
    let client = app.as_(Who::Public);
    client.send(client.request(Method::POST, path).json(body)).await
}

/// The tokens of a head of the Department of Transport who has signed in.
async fn signed_in(app: &App) -> Reply {
    let world = World::units(app).await;
    let input = json!({
        "name": "an.nguyen", "fullName": "Nguyễn Văn An", "class": "DEPARTMENT", "duty": "HEAD",
        "unit": world.units["SGTVT"], "password": FIRST,
    });
    let _ = app.as_(Who::admin()).say("createUser", input, "user { id }").await.ok();
    let change = json!({ "username": "an.nguyen", "password": FIRST, "new_password": OWN });
    post(app, "/auth/password", &change).await
}

fn bearer(tokens: &Reply) -> String {
    format!("Bearer {}", tokens.json["access_token"].as_str().unwrap())
}

/// A socket on which the time is told.
async fn following(app: &App, authorization: &str) -> Socket {
    let mut socket = Socket::open(app, "/graphql/ws", &[("authorization", authorization)]).await.unwrap();
    socket.say(&json!({ "type": "connection_init" })).await;
    socket.hear().await.is("connection_ack");
    socket.subscribe("t", "subscription { serverTime }").await;
    socket.hear().await.is("next");
    socket
}

async fn a_socket_ends_with_its_session(app: App) {
    let tokens = signed_in(&app).await;
    let mut socket = following(&app, &bearer(&tokens)).await;
    let mut other = following(&app, &bearer(&tokens)).await;
    let _ = post(&app, "/auth/sign-out", &json!({ "refresh_token": tokens.json["refresh_token"] })).await;
    assert_eq!(socket.closed().await, 4403);
    assert_eq!(other.closed().await, 4403);
}

async fn a_stream_ends_with_its_session(app: App) {
    let tokens = signed_in(&app).await;
    let client = app.as_(Who::Public).with("authorization", bearer(&tokens)).with("accept", "text/event-stream");
    let request = client.request(Method::GET, "/graphql/stream?query=subscription%7BserverTime%7D");
    let mut answer = request.send().await.unwrap();
    assert!(answer.chunk().await.unwrap().is_some());
    let user = "{ users { nodes { id } } }";
    let user = app.as_(Who::admin()).query(user, json!({})).await.ok().data("users.nodes.0.id").clone();
    let _ = app.as_(Who::admin()).say("disableUser", json!({ "id": user }), "user { id }").await.ok();
    let mut said = String::new();
    while let Some(more) = answer.chunk().await.unwrap() {
        said.push_str(&String::from_utf8_lossy(&more));
    }
    assert!(!said.contains("event: complete"), "a client comes back: {said}");
}

async fn a_changed_role_ends_a_socket(app: App) {
    let tokens = signed_in(&app).await;
    let mut socket = following(&app, &bearer(&tokens)).await;
    let user = "{ users { nodes { id } } }";
    let user = app.as_(Who::admin()).query(user, json!({})).await.ok().data("users.nodes.0.id").clone();
    let _ = app.as_(Who::admin()).say("updateUser", json!({ "id": user, "duty": "OFFICER" }), "user { id }").await.ok();
    assert_eq!(socket.closed().await, 4403);
    let told = "select count(*) from audit_entry where action = 'authenticate' and subject = 'an.nguyen' and code = 'UNAUTHENTICATED'";
    assert_eq!(app.number(told).await, 1);
}

async fn what_another_process_wrote_ends_a_socket(app: App) {
    let tokens = signed_in(&app).await;
    let mut socket = following(&app, &bearer(&tokens)).await;
    app.run("update user_account set state = 'DISABLED' where name = 'an.nguyen'").await;
    app.at(&(app.now() + Duration::seconds(31)).to_rfc3339());
    assert_eq!(socket.closed().await, 4403);
}

/// Tokens of an identity provider have no session here; their unit may still end.
async fn a_unit_that_ends_takes_its_sockets_along(app: App) {
    let world = World::units(&app).await;
    let token = app.as_(Who::head("SGTVT")).token(Duration::days(2)).unwrap();
    let mut socket = following(&app, &format!("Bearer {token}")).await;
    let input = json!({
        "kind": "DISSOLVE", "effectiveOn": "2021-08-03", "originals": [world.units["SGTVT"]], "note": "Giải thể",
    });
    let _ = app.as_(Who::admin()).say("recordOrganisationChange", input, "organisationChange { id }").await.ok();
    app.at("2021-08-03T09:00:00+07:00");
    assert_eq!(socket.closed().await, 4403);
}

/// A key that is retired signs no more, and what it signed lives out its time; one that leaked ends what was opened with it.
async fn a_leaked_key_takes_its_sockets_along(app: App, keys: PathBuf) {
    World::units(&app).await;
    let later = |seconds: i64| (app.now() + Duration::seconds(seconds)).to_rfc3339();
    let first = folder::list(&keys).unwrap()[0].id.clone();
    let token = app.as_(Who::head("SGTVT")).token(Duration::hours(1)).unwrap();
    let authorization = format!("Bearer {token}");
    let mut socket = following(&app, &authorization).await;
    let client = app.as_(Who::Public).with("authorization", authorization.clone()).with("accept", "text/event-stream");
    let mut stream =
        client.request(Method::GET, "/graphql/stream?query=subscription%7BserverTime%7D").send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    folder::generate(&keys, Algorithm::EdDSA, app.now()).unwrap();
    app.at(&later(folder::LEAD + 1));
    folder::retire(&keys, &first, false, app.now()).unwrap();
    app.at(&later(31));
    // Looked at more than once, and still there.
    for _ in 0..3 {
        socket.hear().await.is("next");
    }
    let asks = async || {
        app.as_(Who::Public).with("authorization", authorization.clone()).query("{ viewer { duty } }", json!({})).await
    };
    assert_eq!(asks().await.ok().str("viewer.duty"), "HEAD");
    let mut other =
        following(&app, &format!("Bearer {}", app.as_(Who::head("STC")).token(Duration::hours(1)).unwrap())).await;
    folder::retire(&keys, &first, true, app.now()).unwrap();
    app.at(&later(31));
    assert_eq!(socket.closed().await, 4403);
    while stream.chunk().await.unwrap().is_some() {}
    assert_eq!(asks().await.status.as_u16(), 401);
    // What the other key signed is open.
    other.hear().await.is("next");
}
