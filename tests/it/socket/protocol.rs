//! What is said on an open socket: operations, their answers, and what ends it.

use serde_json::{Value, json};
use tests::{App, Heard, Socket, Who, World, both};
use tokio_tungstenite::tungstenite::{Bytes, Message, protocol::CloseFrame};

use super::CREATE;

both!(
    queries_and_mutations_run,
    a_mutation_with_a_key_happens_once,
    changes_are_counted,
    the_time_is_told,
    what_is_refused_is_an_error,
    pings_are_answered,
    a_close_is_answered,
    complete_cancels,
    what_breaks_the_protocol_ends_the_socket,
);

/// A query and a mutation are answered once, by the same services as over HTTP; refusals of fields are answers too.
async fn queries_and_mutations_run(app: App) {
    let mut admin = app.as_(Who::admin()).socket().await;
    admin.subscribe("q", "{ viewer { class subject } }").await;
    let next = admin.hear().await.is("next");
    assert_eq!((&next["id"], &next["payload"]["data"]["viewer"]["class"]), (&json!("q"), &json!("ADMIN")));
    assert_eq!(admin.hear().await.is("complete")["id"], "q");
    admin.subscribe("q", CREATE).await;
    let next = admin.hear().await.is("next");
    assert!(next["payload"]["data"]["createUnit"]["unit"]["id"].is_string(), "{next}");
    admin.hear().await.is("complete");
    assert_eq!(app.number("select count(*) from unit").await, 1);

    let mut public = app.as_(Who::Public).socket().await;
    public.subscribe("1", CREATE).await;
    let next = public.hear().await.is("next");
    assert_eq!(next["payload"]["data"]["createUnit"], Value::Null);
    assert_eq!(next["payload"]["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    public.hear().await.is("complete");
    public
        .say(&json!({ "id": "2", "type": "subscribe", "payload": {
            "query": "query A { viewer { class } } query B($n: Int!) { units(first: $n) { totalCount } }",
            "operationName": "B", "variables": { "n": 1 }, "extensions": null
        } }))
        .await;
    assert_eq!(public.hear().await.is("next")["payload"]["data"]["units"]["totalCount"], 1);
}

/// An `Idempotency-Key` comes in `extensions`, since a socket has no headers of its own for each operation.
async fn a_mutation_with_a_key_happens_once(app: App) {
    let mut admin = app.as_(Who::admin()).socket().await;
    let mut answers = Vec::new();
    for id in ["1", "2"] {
        let payload = json!({ "query": CREATE, "extensions": { "idempotencyKey": "once" } });
        admin.say(&json!({ "id": id, "type": "subscribe", "payload": payload })).await;
        answers.push(admin.hear().await.is("next")["payload"].clone());
        admin.hear().await.is("complete");
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(app.number("select count(*) from unit").await, 1);
    let payload = json!({ "query": CREATE, "extensions": { "idempotencyKey": "not one" } });
    admin.say(&json!({ "id": "3", "type": "subscribe", "payload": payload })).await;
    assert_eq!(admin.closed().await, 4400);
}

/// The counter of changes tells where it stands, and grows with each write of whoever writes.
async fn changes_are_counted(app: App) {
    World::units(&app).await;
    let mut socket = app.as_(Who::standing_head()).socket().await;
    socket.subscribe("c", "subscription { n: changes }").await;
    let mut last = number(&socket.hear().await.is("next"));
    for name in ["A", "B", "C"] {
        let query = CREATE.replace("\"TV\"", &format!("\"{name}\""));
        let _ = app.as_(Who::admin()).query(&query, json!({})).await.ok();
        let next = socket.hear().await.is("next");
        assert_eq!(next["id"], "c");
        assert_eq!(number(&next), last + 1, "{next}");
        last = number(&next);
    }
    // A refused write is no change.
    let _ = app.as_(Who::Public).query(CREATE, json!({})).await;
    socket.subscribe("q", "{ __typename }").await;
    assert_eq!(socket.hear().await.is("next")["id"], "q");
}

fn number(next: &Value) -> i64 {
    next["payload"]["data"]["n"].as_i64().unwrap_or_else(|| panic!("{next}"))
}

/// The time comes at once and again, as the server's clock has it.
async fn the_time_is_told(app: App) {
    let mut socket = app.as_(Who::Public).socket().await;
    socket.subscribe("t", "subscription { serverTime }").await;
    for when in ["2021-08-02T01:00:00Z", "2021-08-02T02:00:00Z"] {
        app.at(when);
        // One tick may have been on its way when the clock was set.
        let told = [socket.hear().await.is("next"), socket.hear().await.is("next")];
        let last = &told[1]["payload"]["data"]["serverTime"];
        assert!(last.as_str().is_some_and(|time| time.starts_with(&when[..19])), "{told:?}");
    }
}

/// What does not parse, does not fit, passes a limit or may not be followed is an `error` and no `next`, and the id is free.
async fn what_is_refused_is_an_error(app: App) {
    let mut socket = app.as_(Who::Public).socket().await;
    for (query, code) in [
        ("{", "GRAPHQL_INVALID"),
        ("", "GRAPHQL_INVALID"),
        ("{ nope }", "GRAPHQL_INVALID"),
        ("query A { __typename } query B { __typename }", "GRAPHQL_INVALID"),
        ("subscription { serverTime changes }", "GRAPHQL_INVALID"),
        ("subscription { serverTime @skip(if: true) }", "GRAPHQL_INVALID"),
        ("subscription { __typename }", "GRAPHQL_INVALID"),
        ("subscription { nope }", "GRAPHQL_INVALID"),
        ("subscription { changes }", "UNAUTHENTICATED"),
        (&format!("{{ units(filter: {{ and: {} }}) {{ totalCount }} }}", "[".repeat(9_000)), "LIMIT_EXCEEDED"),
        (&format!("{{ {} }}", "viewer { class } ".repeat(1_500)), "LIMIT_EXCEEDED"),
    ] {
        socket.subscribe("x", query).await;
        let error = socket.hear().await.is("error");
        assert_eq!(error["id"], "x");
        assert_eq!(error["payload"][0]["extensions"]["code"], code, "{query:.80}: {error}");
        assert!(error["payload"][0]["message"].is_string(), "{error}");
    }
    socket.subscribe("x", "{ __typename }").await;
    socket.hear().await.is("next");
}

/// Pings are answered before and after `connection_ack`, with their payload; so are those of WebSocket itself.
async fn pings_are_answered(app: App) {
    let mut socket = Socket::open(&app, "/graphql/ws", &[]).await.unwrap();
    socket.say(&json!({ "type": "ping" })).await;
    assert_eq!(socket.hear().await.is("pong"), json!({ "type": "pong" }));
    socket.say(&json!({ "type": "connection_init" })).await;
    socket.hear().await.is("connection_ack");
    socket.say(&json!({ "type": "ping", "payload": { "at": 7 } })).await;
    assert_eq!(socket.hear().await.is("pong")["payload"], json!({ "at": 7 }));
    socket.say(&json!({ "type": "pong" })).await;
    socket.send(Message::Ping(Bytes::from_static(b"there?"))).await.unwrap();
    assert_eq!(socket.hear().await, Heard::Pong(b"there?".to_vec()));
}

/// Whoever closes is told the same code, so that a client knows its own end from one that it did not want.
async fn a_close_is_answered(app: App) {
    for code in [1000, 1001, 4000, 4999] {
        let mut socket = app.as_(Who::Public).socket().await;
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        socket.send(Message::Close(Some(frame))).await.unwrap();
        assert_eq!(socket.closed().await, code);
    }
}

/// After `complete` from the client nothing more comes under the id, and it is free; one that is not in use does not matter.
async fn complete_cancels(app: App) {
    let mut socket = app.as_(Who::admin()).socket().await;
    socket.say(&json!({ "type": "complete", "id": "never" })).await;
    socket.subscribe("s", "subscription { changes }").await;
    socket.hear().await.is("next");
    socket.say(&json!({ "type": "complete", "id": "s" })).await;
    socket.say(&json!({ "type": "ping" })).await;
    socket.hear().await.is("pong");
    let _ = app.as_(Who::admin()).query(CREATE, json!({})).await.ok();
    socket.subscribe("s", "{ viewer { class } }").await;
    let next = socket.hear().await.is("next");
    assert_eq!(next["payload"]["data"]["viewer"]["class"], "ADMIN", "{next}");
}

/// Each way to break the protocol has its code.
async fn what_breaks_the_protocol_ends_the_socket(app: App) {
    let init = json!({ "type": "connection_init" }).to_string();
    let subscribe = json!({ "id": "1", "type": "subscribe", "payload": { "query": "subscription { serverTime }" } });
    let subscribe = subscribe.to_string();
    let broken = |payload: Value| json!({ "id": "1", "type": "subscribe", "payload": payload }).to_string();
    for (code, messages) in [
        (4401, vec![subscribe.clone()]),
        (4409, vec![init.clone(), subscribe.clone(), subscribe.clone()]),
        (4429, vec![init.clone(), init.clone()]),
        (4400, vec!["{".into()]),
        (4400, vec!["null".into()]),
        (4400, vec![json!({ "type": "start", "id": "1", "payload": {} }).to_string()]),
        (4400, vec![json!({ "type": "connection_init", "payload": "x" }).to_string()]),
        (4400, vec![init.clone(), json!({ "type": "connection_ack" }).to_string()]),
        (4400, vec![init.clone(), json!({ "type": "subscribe", "payload": { "query": "{ a }" } }).to_string()]),
        (4400, vec![init.clone(), broken(json!({}))]),
        (4400, vec![init.clone(), broken(json!({ "query": 7 }))]),
        (4400, vec![init.clone(), broken(json!({ "query": "{ a }", "variables": [] }))]),
        (4400, vec![init.clone(), broken(json!({ "query": "{ a }", "operationName": 7 }))]),
        (4400, vec![init.clone(), broken(json!([{ "query": "{ a }" }]))]),
    ] {
        let mut socket = Socket::open(&app, "/graphql/ws", &[]).await.unwrap();
        for message in &messages {
            let _ = socket.send(Message::text(message.clone())).await;
        }
        assert_eq!(socket.closed().await, code, "{messages:?}");
    }
    let mut socket = Socket::open(&app, "/graphql/ws", &[]).await.unwrap();
    socket.send(Message::binary(init.into_bytes())).await.unwrap();
    assert_eq!(socket.closed().await, 4400, "bytes");
}
