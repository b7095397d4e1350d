//! Clients that open more than they use, ask more than they read, and ask whether the server is there again and again.

use reqwest::StatusCode;
use serde_json::json;
use tests::{App, Backend, Heard, Socket, Who, both, eventually, on_with};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::bounds::{flood, narrow};

both!(a_burst_of_pings_is_no_flood, before_init_nothing_is_echoed);

/// More pings at once than the queue has room for: whoever reads is answered and stays. Of answers that wait the last one comes.
async fn a_burst_of_pings_is_no_flood(app: App) {
    let mut socket = app.as_(Who::Public).socket().await;
    let most = app.config().sockets.queue.get() * 4;
    for n in 0..most {
        socket.say(&json!({ "type": "ping", "payload": { "n": n } })).await;
        socket.send(Message::Ping(Bytes::from(n.to_string()))).await.unwrap();
    }
    let (mut said, mut ponged) = (0, 0);
    while said < most - 1 || ponged < most - 1 {
        match socket.hear().await {
            Heard::Message(message) => {
                let n = usize::try_from(message["payload"]["n"].as_u64().unwrap()).unwrap();
                assert!(n >= said, "in order");
                said = n;
            }
            Heard::Pong(bytes) => ponged = String::from_utf8(bytes).unwrap().parse().unwrap(),
            other => panic!("{other:?}"),
        }
    }
    socket.subscribe("1", "{ viewer { class } }").await;
    socket.hear().await.is("next");
}

/// Of somebody who has not said who it is, the payload of a ping is not kept.
async fn before_init_nothing_is_echoed(app: App) {
    let mut socket = Socket::open(&app, "/graphql/ws", &[]).await.unwrap();
    let ping = json!({ "type": "ping", "payload": { "a": "x".repeat(1_000) } });
    socket.say(&ping).await;
    assert_eq!(socket.hear().await.is("pong"), json!({ "type": "pong" }));
    socket.say(&json!({ "type": "connection_init" })).await;
    socket.hear().await.is("connection_ack");
    socket.say(&ping).await;
    assert_eq!(socket.hear().await.is("pong")["payload"], ping["payload"]);
}

/// Sockets of one address that have not said who they are: so many, and one more is 429. Who has said so makes room, and so
/// does who goes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sockets_before_init() {
    let few = [("THIDUA_SOCKETS_UNINITIALISED", "2"), ("THIDUA_SOCKETS_INIT_SECONDS", "60")];
    on_with(Backend::Sqlite, &few, async |app: App| {
        let open = async || Socket::open(&app, "/graphql/ws", &[]).await;
        let (mut first, second) = (open().await.unwrap(), open().await.unwrap());
        assert_eq!(open().await.err(), Some(StatusCode::TOO_MANY_REQUESTS));
        first.say(&json!({ "type": "connection_init" })).await;
        first.hear().await.is("connection_ack");
        let _third = open().await.unwrap();
        assert_eq!(open().await.err(), Some(StatusCode::TOO_MANY_REQUESTS));
        drop(second);
        let _ = eventually(async || open().await.ok()).await;
    })
    .await;
}

/// A client that does not read is sent away when so many bytes wait, however few messages they are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_wait() {
    on_with(Backend::Sqlite, &[("THIDUA_SOCKETS_QUEUE_BYTES", "1000000")], async |app: App| {
        let mut socket = narrow(&app).await;
        flood(&mut socket).await;
        assert_eq!(socket.closed().await, 1013);
    })
    .await;
}
