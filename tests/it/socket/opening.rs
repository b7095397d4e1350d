//! Who may open a socket: the subprotocol, the origin of the page, and the token.

use chrono::Duration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{App, Backend, Heard, Socket, Who, World, both, on_with};
use tokio::io::AsyncReadExt as _;

use super::bare;

const ALLOWED: &str = "https://baocao.example";

both!(
    only_websockets_of_this_protocol,
    foreign_pages_are_kept_out,
    the_token_comes_in_the_first_message,
    the_token_comes_in_the_header,
    a_token_that_is_not_believed_is_4403,
    a_socket_ends_with_its_token,
);

/// Another subprotocol, an older one, or none: 4406. No WebSocket at all: 426.
async fn only_websockets_of_this_protocol(app: App) {
    for other in ["graphql-ws", "graphql-transport-ws2", "mqtt"] {
        let (head, code) = raw(&app, &format!("Sec-WebSocket-Protocol: {other}\r\n")).await;
        assert_eq!((&head[..12], code), ("http/1.1 101", Some(4406)), "{other}");
    }
    assert_eq!(raw(&app, "").await.1, Some(4406), "none");
    let (head, _) = raw(&app, "Sec-WebSocket-Protocol: graphql-ws, graphql-transport-ws\r\n").await;
    assert!(head.contains("sec-websocket-protocol: graphql-transport-ws\r\n"), "{head}");
    let client = app.as_(Who::Public);
    let reply = client.send(client.request(Method::GET, "/graphql/ws")).await;
    assert_eq!(
        (reply.status, reply.header("upgrade"), reply.code()),
        (StatusCode::UPGRADE_REQUIRED, "websocket", "BAD_REQUEST")
    );
    let reply = client.send(client.request(Method::POST, "/graphql/ws")).await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET"));
}

/// A page of another origin opens no socket and no stream, whatever it brings.
async fn foreign_pages_are_kept_out(app: App) {
    let own = app.url("");
    for (origin, status) in [
        ("https://evil.example", Some(StatusCode::FORBIDDEN)),
        ("null", Some(StatusCode::FORBIDDEN)),
        (ALLOWED, Some(StatusCode::FORBIDDEN)),
        (own.as_str(), None),
    ] {
        let opened = Socket::open(&app, "/graphql/ws", &[("origin", origin)]).await;
        assert_eq!(opened.err(), status, "{origin}");
    }
    let client = app.as_(Who::Public).with("accept", "text/event-stream").with("origin", "https://evil.example");
    let reply = client.query("subscription { serverTime }", json!({})).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::FORBIDDEN, "FORBIDDEN"));
}

/// The list of CORS counts here too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn allowed_pages_may_open_sockets() {
    on_with(Backend::Sqlite, &[("THIDUA_HTTP_ALLOWED_ORIGINS", ALLOWED)], async |app| {
        assert!(Socket::open(&app, "/graphql/ws", &[("origin", ALLOWED)]).await.is_ok());
        let foreign = Socket::open(&app, "/graphql/ws", &[("origin", "https://evil.example")]).await;
        assert_eq!(foreign.err(), Some(StatusCode::FORBIDDEN));
    })
    .await;
}

/// `Authorization` in the payload of `connection_init`, in any case; without one, and with one in the address, it is the public.
async fn the_token_comes_in_the_first_message(app: App) {
    let token = app.as_(Who::admin()).token(Duration::minutes(15)).unwrap();
    for (path, payload, class) in [
        ("/graphql/ws", json!({ "Authorization": format!("Bearer {token}") }), json!("ADMIN")),
        ("/graphql/ws", json!({ "authorization": format!("bearer {token}"), "more": {} }), json!("ADMIN")),
        ("/graphql/ws", json!({ "token": token }), Value::Null),
        ("/graphql/ws", Value::Null, Value::Null),
        (
            &format!("/graphql/ws?authorization=Bearer%20{token}&access_token={token}&token={token}"),
            json!({}),
            Value::Null,
        ),
    ] {
        let mut socket = Socket::open(&app, path, &[]).await.unwrap();
        socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(class_of(&mut socket).await, class, "{payload}");
    }
}

/// The header of the request that opens the socket says who it is; then the payload does not say it again.
async fn the_token_comes_in_the_header(app: App) {
    let bearer = format!("Bearer {}", app.as_(Who::admin()).token(Duration::minutes(15)).unwrap());
    let mut socket = Socket::open(&app, "/graphql/ws", &[("authorization", &bearer)]).await.unwrap();
    socket.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(class_of(&mut socket).await, "ADMIN");
    let refused = Socket::open(&app, "/graphql/ws", &[("authorization", "Bearer nonsense")]).await;
    assert_eq!(refused.err(), Some(StatusCode::UNAUTHORIZED));
    let mut socket = Socket::open(&app, "/graphql/ws", &[("authorization", &bearer)]).await.unwrap();
    socket.say(&json!({ "type": "connection_init", "payload": { "authorization": bearer } })).await;
    assert_eq!(socket.closed().await, 4403, "two tokens");
}

/// Nobody becomes the public by a bad token.
async fn a_token_that_is_not_believed_is_4403(app: App) {
    World::units(&app).await;
    let good = app.as_(Who::admin()).token(Duration::minutes(15)).unwrap();
    let no_fit = app.as_(Who::head("CL")).token(Duration::minutes(15)).unwrap();
    let over = app.as_(Who::admin()).token(Duration::seconds(-10)).unwrap_or_default();
    for authorization in [
        json!("Bearer nonsense"),
        json!(good),
        json!(format!("Basic {good}")),
        json!(format!("Bearer {good}x")),
        json!(format!("Bearer {no_fit}")),
        json!(format!("Bearer {over}")),
        json!(null),
        json!(7),
        json!({ "Bearer": good }),
    ] {
        let mut socket = Socket::open(&app, "/graphql/ws", &[]).await.unwrap();
        let payload = json!({ "Authorization": authorization });
        socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
        match socket.hear().await {
            Heard::Closed(4403, why) => assert!(why.starts_with("Forbidden: ") && !why.contains(&good), "{why}"),
            other => panic!("{authorization}: {other:?}"),
        }
    }
}

/// A socket ends when its token does, by the server's clock and without the leeway that requests have; and not before.
async fn a_socket_ends_with_its_token(app: App) {
    let token = app.as_(Who::admin()).token(Duration::seconds(2)).unwrap();
    let introduce = json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } });
    let mut socket = Socket::open(&app, "/graphql/ws", &[]).await.unwrap();
    socket.say(&introduce).await;
    socket.hear().await.is("connection_ack");
    socket.subscribe("t", "subscription { serverTime }").await;
    // The clock of the test stands still: four ticks later the token is as good as it was.
    for _ in 0..4 {
        socket.hear().await.is("next");
    }
    app.at(&(app.now() + Duration::seconds(2)).to_rfc3339());
    assert_eq!(socket.closed().await, 4403);
    let mut late = Socket::open(&app, "/graphql/ws", &[]).await.unwrap();
    late.say(&introduce).await;
    assert_eq!(late.closed().await, 4403, "inside the leeway");
}

async fn class_of(socket: &mut Socket) -> Value {
    socket.hear().await.is("connection_ack");
    socket.subscribe("1", "{ viewer { class } }").await;
    socket.hear().await.is("next")["payload"]["data"]["viewer"]["class"].clone()
}

/// What comes on the wire when a socket is asked for with these headers: the head, and the code of a close frame. Clients
/// of others' refuse to go on without a subprotocol.
async fn raw(app: &App, headers: &str) -> (String, Option<u16>) {
    let (mut stream, head) = bare(app, headers).await;
    let mut code = None;
    if !head.contains("sec-websocket-protocol: ") {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        code = rest.get(2..4).map(|code| u16::from_be_bytes([code[0], code[1]]));
    }
    (head, code)
}
