//! One connection: requests that follow each other on it, heads that are too long, and bodies that nobody reads.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;
use tests::{App, at_once, both};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

both!(
    requests_follow_each_other_on_a_connection,
    heads_have_a_length,
    what_is_no_http_is_told_so,
    what_follows_an_answer_is_told_so_too,
    who_speaks_the_older_http_gets_no_chunks,
    a_body_that_nobody_reads_ends_the_connection,
);

use crate::sign_in::limit;

/// So long nothing here waits that does not hang.
const LONG: Duration = Duration::from_mins(1);

/// The head of the next answer on a connection, and its body.
async fn answer(line: &mut TcpStream) -> (String, String) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(timeout(LONG, line.read_u8()).await.unwrap().unwrap());
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let length =
        head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()).map_or(0, |n| n.parse().unwrap());
    let mut body = vec![0; length];
    timeout(LONG, line.read_exact(&mut body)).await.unwrap().unwrap();
    (head, String::from_utf8(body).unwrap())
}

/// A refusal of what was read whole does not end the connection either.
async fn requests_follow_each_other_on_a_connection(app: App) {
    let mut line = TcpStream::connect(app.address()).await.unwrap();
    for (body, status) in [
        ("{\"query\":\"{__typename}\"}", 200),
        ("{\"query\":\"{nothing}\"}", 400),
        ("{", 400),
        ("{\"query\":\"{__typename}\"}", 200),
    ] {
        let request = format!(
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: application/graphql-response+json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        line.write_all(request.as_bytes()).await.unwrap();
        let (head, said) = answer(&mut line).await;
        assert!(head.starts_with(&format!("http/1.1 {status} ")), "{head}{said}");
        assert!(!head.contains("connection: close"), "{head}");
    }
}

/// Headers and addresses at their limits and one beyond, and a head beyond what is read at all.
async fn heads_have_a_length(app: App) {
    let head = async |path: &str, headers: &str| {
        let mut line = TcpStream::connect(app.address()).await.unwrap();
        line.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n").as_bytes()).await.unwrap();
        answer(&mut line).await
    };
    let path = |bytes: usize| format!("/healthz?{}", "a".repeat(bytes - "/healthz?".len()));
    for (bytes, status) in [(60 * 1024, StatusCode::OK), (60 * 1024 + 1, StatusCode::URI_TOO_LONG)] {
        let (head, _) = head(&path(bytes), "").await;
        assert!(head.starts_with(&format!("http/1.1 {} ", status.as_u16())), "{bytes}: {head}");
    }
    // Names, values, and four bytes around each: `Host: x` is nine.
    for (bytes, status) in [(16 * 1024, 200), (16 * 1024 + 1, 431), (200 * 1024, 431)] {
        let (head, _) = head("/healthz", &format!("X-A: {}\r\n", "a".repeat(bytes - 9 - 7))).await;
        assert!(head.starts_with(&format!("http/1.1 {status} ")), "{bytes}: {head}");
    }
}

/// What is no request, or has a head that nobody reads to its end: a status, and a body with a code and a request id like any other.
async fn what_is_no_http_is_told_so(app: App) {
    let headers = |count: usize| (1..count).map(|n| format!("X-{n}: 1\r\n")).collect::<Vec<_>>().concat();
    let most = usize::try_from(limit(&app, "headers").await).unwrap();
    for (what, text, status, code) in [
        ("as many headers", format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{}\r\n", headers(most)), 200, ""),
        ("one more", format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{}\r\n", headers(most + 1)), 431, "LIMIT_EXCEEDED"),
        (
            "a long head",
            format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: {}", "a".repeat(200_000)),
            431,
            "LIMIT_EXCEEDED",
        ),
        ("no HTTP", "nonsense\r\n\r\n".into(), 400, "BAD_REQUEST"),
        ("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n".into(), 400, "BAD_REQUEST"),
        ("another version", "GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n".into(), 400, "BAD_REQUEST"),
        ("no host", "GET /healthz HTTP/1.1\r\n\r\n".into(), 400, "BAD_REQUEST"),
        ("two hosts", "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n".into(), 400, "BAD_REQUEST"),
        (
            "two lengths",
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello".into(),
            400,
            "BAD_REQUEST",
        ),
        (
            "a length and chunks",
            "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                .into(),
            400,
            "BAD_REQUEST",
        ),
        ("a folded header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n".into(), 400, "BAD_REQUEST"),
    ] {
        let mut line = TcpStream::connect(app.address()).await.unwrap();
        line.write_all(text.as_bytes()).await.unwrap();
        is_told(&mut line, what, status, code).await;
        // The second request of a connection is told the same.
        let mut line = TcpStream::connect(app.address()).await.unwrap();
        line.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let (head, _) = answer(&mut line).await;
        assert!(head.starts_with("http/1.1 200 "), "{head}");
        line.write_all(text.as_bytes()).await.unwrap();
        is_told(&mut line, what, status, code).await;
    }
}

/// The next answer, whole: and nothing after it, where it is a refusal.
async fn is_told(line: &mut TcpStream, what: &str, status: u16, code: &str) {
    let (head, body) = answer(line).await;
    assert!(head.starts_with(&format!("http/1.1 {status} ")), "{what}: {head}");
    if code.is_empty() {
        return;
    }
    for header in ["connection: close", "x-content-type-options: nosniff", "content-type: application/json", "date: "] {
        assert!(head.contains(header), "{what}: no {header} in {head}");
    }
    let told: Value = serde_json::from_str(&body).unwrap();
    let extensions = &told["errors"][0]["extensions"];
    assert_eq!(extensions["code"], code, "{what}: {body}");
    assert!(
        head.contains(&format!("x-request-id: {}\r\n", extensions["requestId"].as_str().unwrap())),
        "{what}: {head}"
    );
    let mut rest = Vec::new();
    let _ = timeout(LONG, line.read_to_end(&mut rest)).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&rest), "", "{what}");
}

/// What comes in one breath with a request is told behind its answer, and nothing of an answer is taken for a refusal.
async fn what_follows_an_answer_is_told_so_too(app: App) {
    let mut line = TcpStream::connect(app.address()).await.unwrap();
    let good = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    line.write_all(format!("{good}{good}nonsense\r\n\r\n").as_bytes()).await.unwrap();
    let mut all = Vec::new();
    let _ = timeout(LONG, line.read_to_end(&mut all)).await.unwrap();
    let all = String::from_utf8(all).unwrap();
    let statuses: Vec<_> = all.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses, ["200", "200", "400"], "{all}");
}

/// A client of HTTP/1.0 is sent no chunks: what has no end that is known ends with the connection. It opens no socket.
async fn who_speaks_the_older_http_gets_no_chunks(app: App) {
    let mut line = TcpStream::connect(app.address()).await.unwrap();
    let ask = "GET /graphql/stream?query=subscription%7BserverTime%7D HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    line.write_all(ask.as_bytes()).await.unwrap();
    let (head, _) = answer(&mut line).await;
    assert!(head.contains("\r\nconnection: close\r\n") || head.starts_with("http/1.0"), "{head}");
    assert!(!head.contains("transfer-encoding") && !head.contains("content-length"), "{head}");
    let mut said = [0; 15];
    timeout(LONG, line.read_exact(&mut said)).await.unwrap().unwrap();
    assert_eq!(&said, b":\n\nevent: next\n");
    let mut line = TcpStream::connect(app.address()).await.unwrap();
    let open = "GET /graphql/ws HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    line.write_all(open.as_bytes()).await.unwrap();
    let (head, _) = answer(&mut line).await;
    assert!(head.contains(" 426 "), "{head}");
}

/// Whoever goes on sending what was refused is cut off, on every path; in chunks, so that nothing says when it would end.
async fn a_body_that_nobody_reads_ends_the_connection(app: App) {
    let paths = [
        ("POST", "/graphql"),
        ("POST", "/graphql/stream"),
        ("POST", "/auth/sign-in"),
        ("POST", "/auth/refresh"),
        ("POST", "/auth/password"),
        ("POST", "/auth/sign-out"),
        ("PUT", "/files/nothing"),
        ("POST", "/schema.graphql"),
        ("POST", "/nothing"),
    ];
    let heard = at_once(paths.len(), async |n| {
        let (method, path) = paths[n];
        let mut line = TcpStream::connect(app.address()).await.unwrap();
        let head = "HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";
        line.write_all(format!("{method} {path} {head}").as_bytes()).await.unwrap();
        let (said, _) = answer(&mut line).await;
        // It goes on until nobody takes it any more.
        let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
        let sending = async {
            while line.write_all(chunk.as_bytes()).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        (said, timeout(LONG, sending).await.is_ok())
    });
    for ((_, path), (said, is_cut)) in paths.iter().zip(heard.await) {
        assert!(said.starts_with("http/1.1 4") && said.contains("connection: close"), "{path}: {said}");
        assert!(is_cut, "{path}: it was taken for ever");
    }
}
