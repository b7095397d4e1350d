//! One connection: requests that follow each other on it, heads that are too long, and bodies that nobody reads.

use std::time::Duration;

use reqwest::StatusCode;
use tests::{App, at_once, both};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

both!(requests_follow_each_other_on_a_connection, heads_have_a_length, a_body_that_nobody_reads_ends_the_connection);

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
    for (bytes, status) in [(15 * 1024, 200), (17 * 1024, 431), (200 * 1024, 431)] {
        let (head, _) = head("/healthz", &format!("X-A: {}\r\n", "a".repeat(bytes))).await;
        assert!(head.starts_with(&format!("http/1.1 {status} ")), "{bytes}: {head}");
    }
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
