//! A graceful end: it says that it is not ready, running requests finish, sockets and streams end, within ten seconds.

use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::server::{PATIENCE, Server, hear, say, token};

/// The promise: from the signal to the end.
const WHOLE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn on_sigterm() {
    ends_gracefully("TERM").await;
}

#[tokio::test]
async fn on_sigint() {
    ends_gracefully("INT").await;
}

async fn ends_gracefully(signal: &str) {
    // A longer notice than by default, so that a slow machine sees it.
    let mut server = Server::start(&[("THIDUA_HTTP_LEAVING_SECONDS", "3"), ("THIDUA_HTTP_SHUTDOWN_SECONDS", "6")]);
    let http = Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    assert_eq!(http.get(server.url("/readyz")).send().await.unwrap().status(), StatusCode::OK);
    let mut socket = server.socket("a").await;
    say(&mut socket, &json!({ "id": "1", "type": "subscribe", "payload": { "query": "subscription { changes }" } }))
        .await;
    assert_eq!(hear(&mut socket).await.unwrap()["payload"]["data"]["changes"], 0);
    let mut stream = open_stream(&http, &server).await;
    let mut running = Running::begin(&server).await;

    let began = Instant::now();
    server.signal(signal);
    let readiness = async {
        while http.get(server.url("/readyz")).send().await.unwrap().status() != StatusCode::SERVICE_UNAVAILABLE {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, readiness).await.unwrap();
    assert_eq!(hear(&mut socket).await, Err(1001));
    while stream.chunk().await.unwrap().is_some() {}
    // What comes while it leaves is told to go elsewhere, or still answered.
    let refused = open(&http, &server).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(running.finish().await["data"]["viewer"]["class"], "ADMIN");
    assert!(server.ended().await.success());
    assert!(began.elapsed() < WHOLE, "{:?}", began.elapsed());
}

/// However a client hangs on, the end comes.
#[tokio::test]
async fn a_client_that_hangs_on_does_not_stop_the_end() {
    let mut server = Server::start(&[("THIDUA_HTTP_SHUTDOWN_SECONDS", "1"), ("THIDUA_HTTP_LEAVING_SECONDS", "0")]);
    let _running = Running::begin(&server).await;
    let began = Instant::now();
    server.signal("TERM");
    assert!(server.ended().await.success());
    assert!(began.elapsed() < WHOLE, "{:?}", began.elapsed());
}

/// A socket is told that the server ends also where what runs on it does not come to an end in time.
#[tokio::test]
async fn a_socket_is_told_while_its_operation_runs() {
    let mut server = Server::start(&[("THIDUA_HTTP_SHUTDOWN_SECONDS", "3"), ("THIDUA_HTTP_LEAVING_SECONDS", "0")]);
    let mut socket = server.socket("a").await;
    let database = server.database().await;
    database.execute_unprepared("begin immediate").await.unwrap();
    say(&mut socket, &json!({ "id": "1", "type": "subscribe", "payload": { "query": unit(0) } })).await;
    // It has been taken in once what came after it was answered.
    say(&mut socket, &json!({ "type": "ping" })).await;
    assert_eq!(hear(&mut socket).await.unwrap()["type"], "pong");
    let began = Instant::now();
    server.signal("TERM");
    assert_eq!(hear(&mut socket).await, Err(1001));
    assert!(server.ended().await.success());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

/// Whatever an export waits for and however slowly files come: there is one time for all of it.
#[tokio::test]
async fn an_export_that_waits_and_an_upload_that_stalls_do_not_stop_the_end() {
    let mut server = Server::start(&[
        ("THIDUA_HTTP_SHUTDOWN_SECONDS", "3"),
        ("THIDUA_HTTP_LEAVING_SECONDS", "0"),
        ("THIDUA_EXPORTS_PAGE_ROWS", "1"),
    ]);
    for n in 0..50 {
        server.ask("a", &unit(n)).await;
    }
    let _database = held_while_an_export_runs(&server).await;
    let _upload = upload(&server).await;
    let began = Instant::now();
    server.signal("TERM");
    assert!(server.ended().await.success());
    // Three seconds, half a one for threads, and what a machine with other work needs; twice three would be too long.
    assert!(began.elapsed() < Duration::from_millis(5_500), "{:?}", began.elapsed());
}

fn unit(n: usize) -> String {
    format!(
        "mutation {{ createUnit(input: {{ kind: PROVINCE, system: STATE, name: \"Tỉnh {n}\", abbreviation: \"T{n}\", validFrom: \"2020-01-01\" }}) {{ unit {{ id }} }} }}"
    )
}

/// A lock on the database which an export waits for that has begun.
async fn held_while_an_export_runs(server: &Server) -> DatabaseConnection {
    let database = server.database().await;
    for n in 0..100 {
        let export = "mutation { startExport(input: { connection: \"units\", format: JSON_LINES }) { export { id } } }";
        server.ask(&format!("author-{n}"), export).await;
        database.execute_unprepared("begin immediate").await.unwrap();
        let running = "select count(*) as n from export where state = 'RUNNING'";
        let statement = sea_orm::Statement::from_string(database.get_database_backend(), running);
        let row = database.query_one_raw(statement).await.unwrap().unwrap();
        if row.try_get::<i64>("", "n").unwrap() > 0 {
            return database;
        }
        database.execute_unprepared("rollback").await.unwrap();
    }
    panic!("no export was seen while it ran")
}

/// A request whose files do not come.
async fn upload(server: &Server) -> TcpStream {
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nGraphQL-Preflight: 1\r\n\
         Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: 5000\r\n\r\n--XX\r\n",
        server.address,
        token("a")
    );
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

async fn open(http: &Client, server: &Server) -> reqwest::Response {
    let request = http.post(server.url("/graphql")).header("accept", "text/event-stream");
    request.json(&json!({ "query": "subscription { serverTime }" })).send().await.unwrap()
}

async fn open_stream(http: &Client, server: &Server) -> reqwest::Response {
    let mut response = open(http, server).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(timeout(PATIENCE, response.chunk()).await.unwrap().unwrap().is_some());
    response
}

/// A request that is under way: its body has begun.
struct Running {
    stream: TcpStream,
    rest: String,
}

impl Running {
    async fn begin(server: &Server) -> Self {
        let body = json!({ "query": "{ viewer { class } }" }).to_string();
        let (first, rest) = body.split_at(10);
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{first}",
            server.address,
            token("a"),
            body.len()
        );
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // It has been taken in once another request was answered after it.
        let http = Client::builder().no_proxy().build().unwrap();
        http.get(server.url("/healthz")).send().await.unwrap();
        Self { stream, rest: rest.to_owned() }
    }

    async fn finish(&mut self) -> Value {
        self.stream.write_all(self.rest.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"}") {
            assert_ne!(self.stream.read_buf(&mut answer).await.unwrap(), 0, "no answer");
        }
        let text = String::from_utf8(answer).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        serde_json::from_str(body).unwrap()
    }
}
