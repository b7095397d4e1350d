//! Server-sent events: who gets them, what they say, and when they end.

use chrono::Duration;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tests::{App, Client, Reply, Who, World, both};
use tokio::time::{sleep, timeout};

use super::CREATE;

const TIME: &str = "subscription { serverTime }";
const EVENTS: &str = "text/event-stream";
/// How long a test waits for what has to come; only a broken server lets it.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(1);

both!(
    a_subscription_is_a_stream,
    one_answer_is_a_stream_too,
    without_events_there_is_no_subscription,
    whoever_takes_both_gets_what_fits,
    what_is_refused_before_it_runs,
    a_stream_ends_with_its_token,
    streams_of_a_principal,
);

/// By POST and by GET, under both paths; changes come as they happen.
async fn a_subscription_is_a_stream(app: App) {
    World::units(&app).await;
    let client = app.as_(Who::admin());
    for (path, accept) in [("/graphql", EVENTS), ("/graphql/stream", EVENTS), ("/graphql/stream", "*/*")] {
        let mut stream = Stream::open(&client.clone().with("accept", accept), Method::POST, path, TIME).await;
        assert_eq!(stream.head("content-type"), "text/event-stream; charset=utf-8", "{path} {accept}");
        assert!(stream.head("cache-control").contains("no-store"));
        for _ in 0..2 {
            let (event, data) = stream.next().await.unwrap();
            assert_eq!(event, "next");
            assert!(data["data"]["serverTime"].is_string(), "{data}");
        }
    }
    let mut stream =
        Stream::open(&client.clone().with("accept", EVENTS), Method::GET, "/graphql", "subscription { changes }").await;
    let before = stream.next().await.unwrap().1["data"]["changes"].as_i64().unwrap();
    let _ = client.query(&CREATE.replace("\"TV\"", "\"X\""), json!({})).await.ok();
    let after = stream.next().await.unwrap().1["data"]["changes"].as_i64().unwrap();
    assert_eq!(after, before + 1);
}

/// A query, a mutation, and what is refused, are one `next` and a `complete`, as graphql-sse wants it.
async fn one_answer_is_a_stream_too(app: App) {
    let client = app.as_(Who::admin()).with("accept", EVENTS);
    for (query, key) in [("{ viewer { class } }", "data"), (CREATE, "data"), ("{ nope }", "errors"), ("{", "errors")] {
        let mut stream = Stream::open(&client, Method::POST, "/graphql", query).await;
        let (event, data) = stream.next().await.unwrap();
        assert_eq!(
            (event.as_str(), data.get("data").is_some(), data.get("errors").is_some()),
            ("next", key == "data", key == "errors"),
            "{query}: {data}"
        );
        assert_eq!(stream.next().await, Some(("complete".into(), Value::Null)));
        assert_eq!(stream.next().await, None);
    }
    assert_eq!(app.number("select count(*) from unit").await, 1);
    let public = app.as_(Who::Public).with("accept", EVENTS);
    let mut stream = Stream::open(&public, Method::POST, "/graphql", "subscription { changes }").await;
    let (event, data) = stream.next().await.unwrap();
    assert_eq!((event.as_str(), &data["errors"][0]["extensions"]["code"]), ("next", &json!("UNAUTHENTICATED")));
}

/// Where answers cannot follow each other, a subscription is refused with words, and not run.
async fn without_events_there_is_no_subscription(app: App) {
    let client = app.as_(Who::admin());
    for (accept, status) in
        [("application/json", StatusCode::OK), ("application/graphql-response+json", StatusCode::BAD_REQUEST)]
    {
        for method in [Method::POST, Method::GET] {
            let reply = send(&client.clone().with("accept", accept), method, "/graphql", TIME).await;
            assert_eq!((reply.status, reply.code()), (status, "BAD_REQUEST"), "{accept}: {}", reply.text);
            assert!(reply.text.contains("text/event-stream") && reply.json.get("data").is_none(), "{}", reply.text);
        }
    }
}

/// Who takes JSON as gladly gets JSON for one answer and events for many.
async fn whoever_takes_both_gets_what_fits(app: App) {
    let client =
        app.as_(Who::admin()).with("accept", "application/graphql-response+json, application/json, text/event-stream");
    let reply = client.query("{ viewer { class } }", json!({})).await;
    assert_eq!(reply.header("content-type"), "application/graphql-response+json; charset=utf-8");
    let mut stream = Stream::open(&client, Method::POST, "/graphql", TIME).await;
    assert_eq!(stream.next().await.unwrap().0, "next");
}

/// Tokens, methods and bodies are judged as ever, by a status.
async fn what_is_refused_before_it_runs(app: App) {
    let client = app.as_(Who::admin()).with("accept", EVENTS);
    let reply = send(&client, Method::GET, "/graphql/stream", CREATE).await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    for method in [Method::PUT, Method::DELETE] {
        let reply = client.send(client.request(method, "/graphql/stream")).await;
        assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, POST"));
    }
    let reply = send(&client, Method::HEAD, "/graphql/stream", TIME).await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET, POST"));
    let stranger = app.as_(Who::Public).with("accept", EVENTS).with("authorization", "Bearer nonsense");
    let reply = send(&stranger, Method::POST, "/graphql", TIME).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    let text = client.request(Method::POST, "/graphql/stream").header("content-type", "text/plain").body("{}");
    assert_eq!(client.send(text).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(app.number("select count(*) from unit").await, 0);
}

/// A stream ends with its token, without `complete`: there would have been more.
async fn a_stream_ends_with_its_token(app: App) {
    let token = app.as_(Who::admin()).token(Duration::seconds(2)).unwrap();
    let client = app.as_(Who::Public).with("accept", EVENTS).with("authorization", format!("Bearer {token}"));
    let mut stream = Stream::open(&client, Method::POST, "/graphql", TIME).await;
    for _ in 0..4 {
        assert_eq!(stream.next().await.unwrap().0, "next");
    }
    app.at(&(app.now() + Duration::seconds(2)).to_rfc3339());
    while let Some((event, _)) = stream.next().await {
        assert_eq!(event, "next");
    }
}

/// So many streams of one person; what ends makes room.
async fn streams_of_a_principal(app: App) {
    let client = app.as_(Who::admin()).with("accept", EVENTS);
    let most = app.config().sockets.streams_per_principal.get();
    let mut open = Vec::new();
    for _ in 0..most {
        open.push(Stream::open(&client, Method::POST, "/graphql", TIME).await);
    }
    let reply = send(&client, Method::POST, "/graphql", TIME).await;
    assert_eq!(
        (reply.status, reply.code(), reply.extension("limit")),
        (StatusCode::TOO_MANY_REQUESTS, "LIMIT_EXCEEDED", &json!(most))
    );
    let other = app.as_(Who::Public).with("accept", EVENTS);
    let _ = Stream::open(&other, Method::POST, "/graphql", TIME).await;
    open.pop();
    for _ in 0..3_000 {
        let response = request(&client, Method::POST, "/graphql", TIME).send().await.unwrap();
        if response.status() == StatusCode::OK {
            return;
        }
        sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("there is no room");
}

fn request(client: &Client, method: Method, path: &str, query: &str) -> reqwest::RequestBuilder {
    if method == Method::GET || method == Method::HEAD {
        let url = reqwest::Url::parse_with_params("http://x/", [("query", query)]).unwrap();
        return client.request(method, &format!("{path}?{}", url.query().unwrap()));
    }
    client.request(method, path).json(&json!({ "query": query }))
}

async fn send(client: &Client, method: Method, path: &str, query: &str) -> Reply {
    client.send(request(client, method, path, query)).await
}

/// An open stream of events.
struct Stream {
    response: Response,
    read: String,
}

impl Stream {
    async fn open(client: &Client, method: Method, path: &str, query: &str) -> Self {
        let response = request(client, method, path, query).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        Self { response, read: String::new() }
    }

    fn head(&self, name: &str) -> &str {
        self.response.headers()[name].to_str().unwrap()
    }

    /// The next event with its data; none when the stream has ended.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            while let Some((said, rest)) = self.read.split_once("\n\n") {
                let (said, rest) = (said.to_owned(), rest.to_owned());
                self.read = rest;
                if let Some((event, data)) = said.strip_prefix("event: ").and_then(|said| said.split_once("\ndata:")) {
                    return Some((event.to_owned(), serde_json::from_str(data).unwrap_or_default()));
                }
                assert_eq!(said, ":");
            }
            let chunk = timeout(PATIENCE, self.response.chunk()).await.unwrap().ok()??;
            self.read.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}
