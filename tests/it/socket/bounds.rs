//! What a client may take up, each bound at N and at N + 1, and those who try for more.

use std::{num::NonZeroU64, time::Duration};

use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{App, Backend, Client, Heard, Socket, Who, both, on_with};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpSocket,
    time::sleep,
};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

use super::bare;

both!(
    operations_on_a_socket,
    sockets_of_a_principal,
    bytes_of_a_message,
    the_bounds_are_published,
    an_endless_message_is_not_kept,
);

/// About half a megabyte.
const SCHEMA: &str = "{ __schema { types { name description fields { name description args { name description } type { name ofType { name } } } inputFields { name description } enumValues { name description } } } }";

/// Operations that run at the same time; what ends makes room.
async fn operations_on_a_socket(app: App) {
    let most = app.config().sockets.subscriptions.get();
    let mut socket = app.as_(Who::admin()).socket().await;
    for n in 0..most {
        socket.subscribe(&n.to_string(), "subscription { changes }").await;
        assert_eq!(socket.hear().await.is("next")["id"], n.to_string());
    }
    socket.subscribe("more", "subscription { changes }").await;
    let error = socket.hear().await.is("error");
    assert_eq!((&error["id"], &error["payload"][0]["extensions"]["code"]), (&json!("more"), &json!("LIMIT_EXCEEDED")));
    assert_eq!(error["payload"][0]["extensions"]["limit"], json!(most));
    socket.say(&json!({ "type": "complete", "id": "0" })).await;
    // The place is free when the cancelled one has noticed; nothing else comes on this socket until then.
    loop {
        socket.subscribe("again", "{ viewer { class } }").await;
        match socket.hear().await {
            Heard::Message(message) if message["type"] == "error" => {}
            heard => break assert_eq!(heard.is("next")["id"], "again"),
        }
    }
}

/// Sockets of one person, or of one address of the public; what closes makes room.
async fn sockets_of_a_principal(app: App) {
    let most = app.config().sockets.per_principal.get();
    for who in [Who::Public, Who::admin()] {
        let client = app.as_(who);
        let mut open = Vec::new();
        for _ in 0..most {
            open.push(client.socket().await);
        }
        assert_eq!(introduce(&app, &client).await.1, Heard::Closed(4429, "Too many sockets".into()));
        open.pop();
        open.push(eventually(&app, &client).await);
        assert_eq!(introduce(&app, &client).await.1, Heard::Closed(4429, "Too many sockets".into()));
        let _ = app.as_(Who::admin().named("somebody else")).socket().await;
    }
}

/// Opens a socket and says who it is; what the server says to that.
async fn introduce(app: &App, client: &Client) -> (Socket, Heard) {
    let mut socket = Socket::open(app, "/graphql/ws", &[]).await.unwrap();
    let token = client.token(chrono::Duration::minutes(15)).map(|token| format!("Bearer {token}"));
    let payload = token.map_or(json!({}), |token| json!({ "authorization": token }));
    socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
    let heard = socket.hear().await;
    (socket, heard)
}

/// A socket as soon as there is room for one.
async fn eventually(app: &App, client: &Client) -> Socket {
    for _ in 0..3_000 {
        match introduce(app, client).await {
            (_, Heard::Closed(4429, _)) => sleep(Duration::from_millis(20)).await,
            (socket, heard) => {
                heard.is("connection_ack");
                return socket;
            }
        }
    }
    panic!("there is no room")
}

/// A message has at most so many bytes, in one frame or in many.
async fn bytes_of_a_message(app: App) {
    let most = app.config().sockets.message_bytes.get();
    let long = |bytes: usize| {
        let ping = json!({ "type": "ping" }).to_string();
        format!("{ping}{}", " ".repeat(bytes - ping.len()))
    };
    let piece = |text: &str, code: Data, is_last: bool| {
        Message::Frame(Frame::message(text.as_bytes().to_vec(), OpCode::Data(code), is_last))
    };
    let mut socket = app.as_(Who::Public).socket().await;
    socket.send(Message::text(long(most))).await.unwrap();
    socket.hear().await.is("pong");
    let whole = long(most);
    let (first, rest) = whole.split_at(most / 2);
    socket.send(piece(first, Data::Text, false)).await.unwrap();
    socket.send(piece("", Data::Continue, false)).await.unwrap();
    socket.send(piece(rest, Data::Continue, true)).await.unwrap();
    socket.hear().await.is("pong");
    let _ = socket.send(Message::text(long(most + 1))).await;
    assert_eq!(socket.closed().await, 1009);

    let mut socket = app.as_(Who::Public).socket().await;
    let whole = long(most + 1);
    let (first, rest) = whole.split_at(most / 2);
    let _ = socket.send(piece(first, Data::Text, false)).await;
    let _ = socket.send(piece(rest, Data::Continue, false)).await;
    assert_eq!(socket.closed().await, 1009, "in pieces");
}

/// A frame that announces a gigabyte is refused when it is announced; so is a message that goes on and on.
async fn an_endless_message_is_not_kept(app: App) {
    let mut socket = app.as_(Who::Public).socket().await;
    let piece = "x".repeat(60_000);
    let mut code = Data::Text;
    while socket.send(Message::Frame(Frame::message(piece.clone(), OpCode::Data(code), false))).await.is_ok() {
        code = Data::Continue;
    }
    let (mut stream, _) = bare(&app, "Sec-WebSocket-Protocol: graphql-transport-ws\r\n").await;
    stream.write_all(&[0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]).await.unwrap();
    let mut said = Vec::new();
    stream.read_to_end(&mut said).await.unwrap();
    assert_eq!(said.get(..4), Some(&[0x88, said[1], 0x03, 0xf1][..]), "{said:?}");
}

/// Clients need not try: the bounds stand in `serviceConfig`.
async fn the_bounds_are_published(app: App) {
    let reply = app.as_(Who::Public).query("{ serviceConfig { limits { name value unit about } } }", json!({})).await;
    let limits = reply.ok().list("serviceConfig.limits").clone();
    let sockets = app.config().sockets.clone();
    let seconds = |seconds: NonZeroU64| usize::try_from(seconds.get()).unwrap();
    for (name, value) in [
        ("socketInitSeconds", seconds(sockets.init_seconds)),
        ("socketSubscriptions", sockets.subscriptions.get()),
        ("socketsPerPrincipal", sockets.per_principal.get()),
        ("streamsPerPrincipal", sockets.streams_per_principal.get()),
        ("socketsTotal", sockets.total.get()),
        ("socketMessageBytes", sockets.message_bytes.get()),
        ("socketsUninitialised", sockets.uninitialised.get()),
        ("socketQueue", sockets.queue.get()),
        ("socketQueueBytes", sockets.queue_bytes.get()),
        ("socketQuietSeconds", seconds(sockets.quiet_seconds)),
        ("unreadSeconds", seconds(sockets.unread_seconds)),
    ] {
        assert!(limits.iter().any(|limit| limit["name"] == name && limit["value"] == json!(value)), "{name}");
    }
    let defaults = (sockets.init_seconds.get(), sockets.subscriptions.get(), sockets.per_principal.get());
    assert_eq!((defaults, sockets.message_bytes.get(), sockets.queue.get()), ((3, 20, 5), 65_536, 256));
}

macro_rules! configured {
    ($(#[$about:meta])+ async fn $name:ident($variables:expr, $app:ident) $body:block) => {
        $(#[$about])+
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            on_with(Backend::Sqlite, &$variables, async |$app: App| $body).await;
        }
    };
}

configured! {
    /// Who says nothing is sent away; who has said who it is stays.
    async fn time_to_connection_init([("THIDUA_SOCKETS_INIT_SECONDS", "1")], app) {
        let mut known = app.as_(Who::Public).socket().await;
        known.subscribe("t", "subscription { serverTime }").await;
        let mut silent = Socket::open(&app, "/graphql/ws", &[]).await.unwrap();
        silent.say(&json!({ "type": "ping" })).await;
        silent.hear().await.is("pong");
        assert_eq!(silent.hear().await, Heard::Closed(4408, "Connection initialisation timeout".into()));
        for _ in 0..3 {
            known.hear().await.is("next");
        }
    }
}

configured! {
    /// However many people there are, so many sockets and streams are open at once.
    async fn sockets_of_all([("THIDUA_SOCKETS_TOTAL", "2")], app) {
        let first = app.as_(Who::Public).socket().await;
        let stream = app.as_(Who::Public).with("accept", "text/event-stream");
        let stream = stream.request(reqwest::Method::POST, "/graphql");
        let stream = stream.json(&json!({ "query": "subscription { serverTime }" }));
        let second = stream.try_clone().unwrap().send().await.unwrap();
        assert_eq!(second.status(), StatusCode::OK);
        assert_eq!(Socket::open(&app, "/graphql/ws", &[]).await.err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        assert_eq!(stream.send().await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
        drop(first);
        for _ in 0..3_000 {
            match Socket::open(&app, "/graphql/ws", &[]).await {
                Ok(_) => return,
                Err(_) => sleep(Duration::from_millis(20)).await,
            }
        }
        panic!("there is no room");
    }
}

/// A socket whose client has room for little that it has not read.
pub(super) async fn narrow(app: &App) -> Socket {
    let stream = TcpSocket::new_v4().unwrap();
    stream.set_recv_buffer_size(4_096).unwrap();
    let stream = stream.connect(app.address()).await.unwrap();
    let mut socket = Socket::open_on(stream, app, "/graphql/ws", &[]).await.unwrap();
    let token = app.as_(Who::admin()).token(chrono::Duration::minutes(15)).unwrap();
    let payload = json!({ "authorization": format!("Bearer {token}") });
    socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
    socket.hear().await.is("connection_ack");
    socket
}

/// Asks for much and reads nothing of it, as long as the server listens.
pub(super) async fn flood(socket: &mut Socket) {
    for n in 0..60 {
        let payload = json!({ "query": SCHEMA });
        let message = json!({ "id": n.to_string(), "type": "subscribe", "payload": payload }).to_string();
        if socket.send(Message::text(message)).await.is_err() {
            return;
        }
    }
}

configured! {
    /// A client that asks and does not read is sent away; what waited for it is forgotten.
    async fn a_slow_reader_is_closed([("THIDUA_SOCKETS_QUEUE", "4")], app) {
        let mut socket = narrow(&app).await;
        flood(&mut socket).await;
        let mut answers = 0;
        let code = loop {
            match socket.hear().await {
                Heard::Message(_) => answers += 1,
                Heard::Closed(code, _) => break code,
                _ => {}
            }
        };
        assert_eq!(code, 1013);
        assert!(answers < 60, "{answers}");
        let mut next = app.as_(Who::admin()).socket().await;
        next.subscribe("1", "{ viewer { class } }").await;
        next.hear().await.is("next");
    }
}

configured! {
    /// A client that reads late, but reads, gets everything for which there is room.
    async fn a_late_reader_gets_everything([("THIDUA_SOCKETS_QUEUE_BYTES", "20000000")], app) {
        let mut socket = narrow(&app).await;
        for n in 0..20 {
            socket.subscribe(&n.to_string(), SCHEMA).await;
        }
        let mut complete = 0;
        while complete < 20 {
            match socket.hear().await {
                Heard::Message(message) if message["type"] == "complete" => complete += 1,
                Heard::Message(message) => assert_ne!(message["payload"]["data"], Value::Null),
                other => panic!("{other:?}"),
            }
        }
    }
}

configured! {
    /// A client that never reads again is dropped, and its place is free.
    async fn a_stuck_reader_is_dropped([
        ("THIDUA_SOCKETS_UNREAD_SECONDS", "1"),
        ("THIDUA_SOCKETS_QUEUE", "4"),
        ("THIDUA_SOCKETS_PER_PRINCIPAL", "1"),
    ], app) {
        let mut stuck = narrow(&app).await;
        flood(&mut stuck).await;
        let _ = eventually(&app, &app.as_(Who::admin())).await;
        drop(stuck);
    }
}

configured! {
    /// A client that does not answer is let go; one that answers stays, whatever little it says.
    async fn a_silent_client_is_let_go([
        ("THIDUA_SOCKETS_QUIET_SECONDS", "1"),
        ("THIDUA_SOCKETS_PER_PRINCIPAL", "1"),
    ], app) {
        let mut alive = app.as_(Who::Public).socket().await;
        for _ in 0..3 {
            assert_eq!(alive.hear().await, Heard::Ping);
        }
        alive.subscribe("1", "{ __typename }").await;
        alive.hear().await.is("next");
        let silent = app.as_(Who::admin()).socket().await;
        let _ = eventually(&app, &app.as_(Who::admin())).await;
        drop(silent);
    }
}
