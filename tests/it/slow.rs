//! Clients that take their time: heads and bodies that come a byte now and then, and connections that are only held.

use std::{net::SocketAddr, time::Duration};

use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{App, Backend, Who, eventually, on_with};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    time::{sleep, timeout},
};

/// So long nothing here waits that does not hang.
const LONG: Duration = Duration::from_secs(30);
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

macro_rules! under {
    ($($name:ident: [$(($key:literal, $value:literal)),* $(,)?];)+) => { $(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            on_with(Backend::Sqlite, &[$(($key, $value)),*], self::body::$name).await;
        }
    )+ };
}

under! {
    slow_bodies_hold_no_place: [
        ("THIDUA_LOAD_RUNNING", "2"), ("THIDUA_LOAD_WAITING", "0"),
        ("THIDUA_HTTP_BODY_SECONDS", "60"), ("THIDUA_HTTP_REQUEST_SECONDS", "60"),
    ];
    slow_clients_are_cut_off: [("THIDUA_HTTP_HEADER_SECONDS", "1"), ("THIDUA_HTTP_BODY_SECONDS", "1")];
    later_heads_have_the_same_time: [("THIDUA_HTTP_HEADER_SECONDS", "1")];
    what_comes_just_in_time_is_answered: [("THIDUA_HTTP_HEADER_SECONDS", "4"), ("THIDUA_HTTP_BODY_SECONDS", "4")];
    who_reads_slowly_reads_everything: [("THIDUA_HTTP_HEADER_SECONDS", "1")];
    an_address_has_so_many_connections: [("THIDUA_HTTP_CONNECTIONS_OF_ONE", "4"), ("THIDUA_HTTP_HEADER_SECONDS", "60")];
    a_proxy_has_any_number_of_connections: [
        ("THIDUA_HTTP_CONNECTIONS_OF_ONE", "4"), ("THIDUA_HTTP_HEADER_SECONDS", "60"), ("THIDUA_HTTP_TRUSTED_PROXIES", "127.0.0.0/8"),
    ];
}

/// A connection on which this was said.
async fn line(app: &App, said: &str) -> TcpStream {
    let mut line = TcpStream::connect(app.address()).await.unwrap();
    line.write_all(said.as_bytes()).await.unwrap();
    line
}

/// Says the same again and again until the server closes; what it said until then.
async fn until_closed(line: &mut TcpStream, again: &str) -> String {
    let (mut reading, mut writing) = line.split();
    let mut said = Vec::new();
    let slowly = async {
        while writing.write_all(again.as_bytes()).await.is_ok() {
            sleep(Duration::from_millis(100)).await;
        }
    };
    let end = async {
        let _ = reading.read_to_end(&mut said).await;
    };
    timeout(LONG, async {
        tokio::select! { () = slowly => {}, () = end => {} }
    })
    .await
    .unwrap();
    String::from_utf8_lossy(&said).into_owned()
}

/// Whether the answer of `/healthz` comes; not when the connection is closed.
async fn lives(line: &mut TcpStream) -> bool {
    let mut said = Vec::new();
    while !said.ends_with(b"ok\n") {
        let mut bytes = [0; 1024];
        match timeout(LONG, line.read(&mut bytes)).await.unwrap() {
            Ok(0) | Err(_) => return false,
            Ok(length) => said.extend_from_slice(&bytes[..length]),
        }
    }
    said.starts_with(b"HTTP/1.1 200 ")
}

mod body {
    use super::*;

    /// However many bodies are on their way, on whatever path, there is a place for everybody else.
    pub async fn slow_bodies_hold_no_place(app: App) {
        let mut held = Vec::new();
        for path in ["/graphql", "/auth/sign-in", "/auth/refresh", "/auth/password", "/auth/sign-out"] {
            for _ in 0..4 {
                let rest = "HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
                held.push(line(&app, &format!("POST {path} {rest}")).await);
            }
        }
        let public = app.as_(Who::Public);
        // They have been taken in when others are answered that came after them.
        for _ in 0..20 {
            assert_eq!(public.send(public.request(Method::GET, "/healthz")).await.status, StatusCode::OK);
            let _ = public.query("{ viewer { class } }", json!({})).await.ok();
        }
        for line in &mut held {
            let said = timeout(Duration::from_millis(1), line.read_u8()).await;
            assert!(said.is_err(), "it is still waited for: {said:?}");
        }
    }

    /// Headers and bodies that come a byte now and then are given up, and the connection is closed.
    pub async fn slow_clients_are_cut_off(app: App) {
        for (what, begun, rest) in [
            ("headers", "POST /graphql HTTP/1.1\r\nHost: x\r\n", "X-A: 1\r\n"),
            (
                "body",
                "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{",
                " ",
            ),
            (
                "chunks",
                "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
                "1\r\n \r\n",
            ),
            (
                "credentials",
                "POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{",
                " ",
            ),
        ] {
            let said = until_closed(&mut line(&app, begun).await, rest).await;
            assert!(said.starts_with("HTTP/1.1 408 "), "{what}: {said}");
        }
        let _ = app.as_(Who::Public).query("{ viewer { class } }", json!({})).await.ok();
    }

    /// The second request of a connection has no more time than the first, nor has the third; neither has one that was begun
    /// before the first was answered. What nothing comes on is closed too.
    pub async fn later_heads_have_the_same_time(app: App) {
        for answered in [1, 2] {
            for (begun, rest) in [("GET /healthz HTTP/1.1\r\nX-A: ", "a"), ("", "\r\n"), ("", "")] {
                let mut line = line(&app, "").await;
                for _ in 0..answered {
                    line.write_all(HEALTH.as_bytes()).await.unwrap();
                    assert!(lives(&mut line).await);
                }
                line.write_all(begun.as_bytes()).await.unwrap();
                assert_eq!(until_closed(&mut line, rest).await, "");
            }
        }
        let mut line = line(&app, &format!("{HEALTH}{HEALTH}GET /healthz HTTP/1.1\r\nX-A: ")).await;
        let said = until_closed(&mut line, "a").await;
        assert_eq!(said.matches("HTTP/1.1 200 ").count(), 2, "{said}");
    }

    /// A head and a body that take long, but not too long, as the first request and as the second.
    pub async fn what_comes_just_in_time_is_answered(app: App) {
        const BODY: &str = "{\"query\":\"{__typename}\"}";
        let post = format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            BODY.len()
        );
        let (head_begun, head_rest) = HEALTH.split_at(30);
        let (body_begun, body_rest) = BODY.split_at(10);
        let slowly = async |begun: &str, rest: &str| {
            let mut line = line(&app, HEALTH).await;
            assert!(lives(&mut line).await);
            let mut first = super::line(&app, begun).await;
            line.write_all(begun.as_bytes()).await.unwrap();
            sleep(Duration::from_millis(2_500)).await;
            for line in [&mut first, &mut line] {
                line.write_all(rest.as_bytes()).await.unwrap();
                let mut said = [0; 13];
                timeout(LONG, line.read_exact(&mut said)).await.unwrap().unwrap();
                assert_eq!(&said, b"HTTP/1.1 200 ");
            }
        };
        let body_begun = format!("{post}{body_begun}");
        tokio::join!(slowly(head_begun, head_rest), slowly(&body_begun, body_rest));
    }

    /// The time for the next head begins when the last byte of an answer is sent, and not before.
    pub async fn who_reads_slowly_reads_everything(app: App) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4_096).unwrap();
        let mut line = socket.connect(app.address()).await.unwrap();
        line.write_all(b"GET /schema.graphql HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let expected = schema::Api::sdl().len();
        let mut said = Vec::new();
        while said.len() < expected {
            // About four seconds for all of it.
            let mut bytes = vec![0; expected / 80];
            sleep(Duration::from_millis(50)).await;
            let length = timeout(LONG, line.read(&mut bytes)).await.unwrap().unwrap();
            assert_ne!(length, 0, "{} of {expected} bytes", said.len());
            said.extend_from_slice(&bytes[..length]);
        }
    }

    /// Whoever has as many as one may have gets no more, and everybody else does.
    pub async fn an_address_has_so_many_connections(app: App) {
        let mut held = Vec::new();
        for _ in 0..4 {
            held.push(line(&app, HEALTH).await);
            assert!(lives(held.last_mut().unwrap()).await);
        }
        let mut more = TcpStream::connect(app.address()).await.unwrap();
        let _ = more.write_all(HEALTH.as_bytes()).await;
        assert!(!lives(&mut more).await, "the fifth");
        // The other addresses of this machine are others.
        let other = TcpSocket::new_v4().unwrap();
        other.bind(SocketAddr::from(([127, 0, 0, 2], 0))).unwrap();
        let mut other = other.connect(app.address()).await.unwrap();
        other.write_all(HEALTH.as_bytes()).await.unwrap();
        assert!(lives(&mut other).await);
        for line in &mut held {
            line.write_all(HEALTH.as_bytes()).await.unwrap();
            assert!(lives(line).await, "who is there stays");
        }
        held.pop();
        eventually(async || {
            let mut next = TcpStream::connect(app.address()).await.unwrap();
            let _ = next.write_all(HEALTH.as_bytes()).await;
            lives(&mut next).await.then_some(())
        })
        .await;
    }

    /// A proxy speaks for many.
    pub async fn a_proxy_has_any_number_of_connections(app: App) {
        let mut held = Vec::new();
        for _ in 0..20 {
            held.push(line(&app, HEALTH).await);
            assert!(lives(held.last_mut().unwrap()).await);
        }
    }
}
