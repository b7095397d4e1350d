//! What clients cost that ask whether the server is there, again and again, and never read its answer.

use std::time::Duration;

use futures_util::SinkExt as _;
use serde_json::json;
use tokio::{net::TcpSocket, time::timeout};
use tokio_tungstenite::tungstenite::Message;

use crate::server::{Server, Socket, hear, say};

const SOCKETS: usize = 40;
/// Each of them sends more than ten MiB.
const PINGS: usize = 200;
/// KiB: for each socket one MiB, of the twelve that it sends, for the message that is being read and for buffers.
const MOST: u64 = 40 * 1024;

/// Nobody has said who it is, and all of them are heard again when they read.
#[tokio::test]
async fn pings_before_init_take_no_memory() {
    let server = Server::start(&[
        ("THIDUA_SOCKETS_UNINITIALISED", "100"),
        ("THIDUA_SOCKETS_INIT_SECONDS", "60"),
        ("THIDUA_SOCKETS_UNREAD_SECONDS", "60"),
    ]);
    // What the first socket needs and later ones share is not counted.
    let mut first = narrow(&server).await;
    flood(&mut first).await;
    let before = server.memory();
    let mut open = Vec::new();
    for _ in 0..SOCKETS {
        let mut socket = narrow(&server).await;
        flood(&mut socket).await;
        open.push(socket);
    }
    let more = server.memory().saturating_sub(before);
    println!("{SOCKETS} sockets that only ask take {more} KiB");
    assert!(more < MOST, "{more} KiB");
    for socket in &mut open {
        say(socket, &json!({ "type": "ping" })).await;
        assert_eq!(hear(socket).await, Ok(json!({ "type": "pong" })));
    }
}

/// A socket whose client has room for little that it has not read.
async fn narrow(server: &Server) -> Socket {
    let stream = TcpSocket::new_v4().unwrap();
    stream.set_recv_buffer_size(4_096).unwrap();
    server.open(stream.connect(server.address).await.unwrap()).await
}

async fn flood(socket: &mut Socket) {
    let ping = json!({ "type": "ping", "payload": { "a": "x".repeat(60_000) } }).to_string();
    for _ in 0..PINGS {
        let sent = timeout(Duration::from_secs(10), socket.send(Message::text(ping.clone()))).await;
        sent.unwrap().unwrap();
    }
}
