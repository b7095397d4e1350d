//! GraphQL over HTTP: methods, media types, sizes, headers.

use reqwest::{Method, RequestBuilder, StatusCode, Url};
use serde_json::{Value, json};
use tests::{App, Client, Reply, Who, World, both};

const ME: &str = "{ viewer { class } }";
const CREATE: &str = r#"mutation {
    createUnit(input: { kind: PROVINCE, system: STATE, name: "Trà Vinh", abbreviation: "TV", validFrom: "2020-01-01" }) { unit { id } }
}"#;

both!(
    methods,
    a_mutation_does_not_run_by_get,
    content_types,
    accept,
    sizes,
    malformed_requests,
    expectations,
    request_ids_and_languages,
    security_headers,
    the_schema_can_be_downloaded,
);

/// POST, GET and HEAD, and nothing else.
async fn methods(app: App) {
    let client = app.as_(Who::admin());
    assert_eq!(*get(&client, ME).await.ok().data("viewer.class"), json!("ADMIN"));
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let reply = client.send(post(&client.request(method.clone(), "/graphql"), ME)).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method}: {}", reply.text);
        assert_eq!(reply.header("allow"), "GET, HEAD, POST", "{method}");
    }
    let reply = client.send(client.request(Method::GET, "/nothing")).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::NOT_FOUND, "NOT_FOUND"));
}

/// GET never writes.
async fn a_mutation_does_not_run_by_get(app: App) {
    let client = app.as_(Who::admin());
    let both = format!("query A {ME} {}", CREATE.replacen("mutation", "mutation B", 1));
    for (document, name) in [(CREATE, ""), (&*both, "B")] {
        let url = Url::parse_with_params("http://x/", [("query", document), ("operationName", name)]).unwrap();
        let reply = client.send(client.request(Method::GET, &format!("/graphql?{}", url.query().unwrap()))).await;
        assert!(reply.json.get("data").is_none(), "{}", reply.text);
    }
    let reply = get(&client, CREATE).await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    assert_eq!(app.number("select count(*) from unit").await, 0);
}

/// Only JSON in UTF-8, not compressed: what a page of another origin could send is refused before it is read.
async fn content_types(app: App) {
    let client = app.as_(Who::admin());
    let body = json!({ "query": ME }).to_string();
    for good in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=\"UTF-8\"",
        "application/graphql+json",
    ] {
        assert_eq!(send(&client, Some(good), body.clone()).await.status, StatusCode::OK, "{good}");
    }
    let body = json!({ "query": CREATE }).to_string();
    for bad in [
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=latin1"),
        Some(""),
        None,
    ] {
        let reply = send(&client, bad, body.clone()).await;
        assert_eq!((reply.status, reply.code()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST"), "{bad:?}");
    }
    let squeezed = client.clone().with("content-encoding", "gzip");
    assert_eq!(send(&squeezed, Some("application/json"), body).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(app.number("select count(*) from unit").await, 0);
}

/// The answer's media type is the client's choice, and with it what the status says.
async fn accept(app: App) {
    for (accept, document, status, media) in [
        ("application/json", ME, StatusCode::OK, "application/json; charset=utf-8"),
        ("*/*", ME, StatusCode::OK, "application/json; charset=utf-8"),
        ("application/graphql-response+json", ME, StatusCode::OK, "application/graphql-response+json; charset=utf-8"),
        (
            "application/graphql-response+json, application/json;q=0.9",
            "{ nope }",
            StatusCode::BAD_REQUEST,
            "application/graphql-response+json; charset=utf-8",
        ),
        (
            "application/graphql-response+json",
            "{",
            StatusCode::BAD_REQUEST,
            "application/graphql-response+json; charset=utf-8",
        ),
        ("application/json", "{", StatusCode::OK, "application/json; charset=utf-8"),
        ("application/json", "{ nope }", StatusCode::OK, "application/json; charset=utf-8"),
    ] {
        let reply = app.as_(Who::Public).with("accept", accept).query(document, json!({})).await;
        assert_eq!((reply.status, reply.header("content-type")), (status, media), "{accept} {document}");
        assert_eq!(reply.json.get("data").is_some(), document == ME, "{}", reply.text);
    }
    let reply = app.as_(Who::Public).with("accept", "text/html").query(ME, json!({})).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::NOT_ACCEPTABLE, "BAD_REQUEST"));
}

/// A body may have as many bytes as the limit says, and not one more.
async fn sizes(app: App) {
    let (client, limit) = (app.as_(Who::Public), app.config().http.body_bytes.get());
    let small = json!({ "query": ME }).to_string();
    let body = |bytes: usize| format!("{small}{}", " ".repeat(bytes - small.len()));
    assert_eq!(send(&client, Some("application/json"), body(limit)).await.status, StatusCode::OK);
    let reply = send(&client, Some("application/json"), body(limit + 1)).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"));
    assert_eq!(*reply.extension("limit"), json!(limit));
}

/// A request that is no GraphQL request is 400, with a sentence.
async fn malformed_requests(app: App) {
    let client = app.as_(Who::Public);
    for body in [
        "",
        "{",
        "[]",
        "[{\"query\":\"{__typename}\"}]",
        "{}",
        "{\"query\":7}",
        "{\"query\":\"{__typename}\",\"variables\":[]}",
        "\"{__typename}\"",
        // Which of the two it would be is not for readers to guess.
        "{\"query\":\"{__typename}\",\"query\":\"{viewer{class}}\"}",
        "{\"query\":\"{__typename}\",\"variables\":{\"a\":{\"b\":1,\"b\":2}}}",
    ] {
        let reply = send(&client, Some("application/json"), body.into()).await;
        assert_eq!((reply.status, reply.code()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"), "{body}");
        assert!(reply.json["errors"][0]["message"].as_str().is_some_and(|text| !text.is_empty()), "{body}");
    }
    let marked = format!("\u{feff}{}", json!({ "query": ME }));
    assert_eq!(send(&client, Some("application/json"), marked).await.status, StatusCode::OK);
}

/// Whoever expects anything but to be told to go on is told that it cannot be.
async fn expectations(app: App) {
    let client = app.as_(Who::Public);
    for (expected, status) in [("100-continue", StatusCode::OK), ("more", StatusCode::EXPECTATION_FAILED)] {
        let request = client.request(Method::POST, "/graphql").header("expect", expected);
        let reply = client.send(request.json(&json!({ "query": ME }))).await;
        assert_eq!(reply.status, status, "{expected}: {}", reply.text);
    }
}

/// The request id goes with the answer and its errors; messages come in the reader's language.
async fn request_ids_and_languages(app: App) {
    let document = "mutation { submitProject(input: { id: \"Project:0190b5c6-0000-7000-8000-000000000000\" }) { project { id } } }";
    let client = app.as_(Who::Public).with("x-request-id", "abc.123");
    let english = client.query(document, json!({})).await;
    assert_eq!((english.header("x-request-id"), english.extension("requestId")), ("abc.123", &json!("abc.123")));
    let url = Url::parse_with_params("http://x/graphql", [("query", "{ nope }")]).unwrap();
    let bare = app
        .http()
        .get(format!("{}?{}", app.url("/graphql"), url.query().unwrap()))
        .header("x-request-id", "not sane!")
        .send()
        .await
        .unwrap();
    assert_eq!(bare.headers()["x-request-id"].len(), 36);
    let vietnamese = app
        .http()
        .post(app.url("/graphql"))
        .json(&json!({ "query": document }))
        .send()
        .await
        .unwrap()
        .json::<Value>()
        .await
        .unwrap();
    assert_ne!(vietnamese["errors"][0]["message"], english.json["errors"][0]["message"]);
    assert_eq!(vietnamese["errors"][0]["extensions"]["code"], *english.extension("code"));
}

/// What every answer carries, and what none tells.
async fn security_headers(app: App) {
    World::units(&app).await;
    let (admin, public) = (app.as_(Who::admin()), app.as_(Who::Public));
    let reply = admin.query(ME, json!({})).await;
    for reply in [
        &reply,
        &admin.query("{", json!({})).await,
        &send(&public, None, String::new()).await,
        &public.send(public.request(Method::GET, "/nothing")).await,
        &public.send(public.request(Method::GET, "/healthz")).await,
    ] {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
            ("cache-control", "private, no-store"),
        ] {
            assert_eq!(reply.header(name), value, "{name} of {}", reply.text);
        }
    }
    assert!(
        reply.headers.get_all("vary").iter().any(|value| value.to_str().unwrap().eq_ignore_ascii_case("accept")),
        "{:?}",
        reply.headers
    );
    for telling in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(reply.header(telling), "", "{telling}");
    }
}

/// The schema is there for everybody, as committed.
async fn the_schema_can_be_downloaded(app: App) {
    let reply = app.as_(Who::Public).send(app.http().get(app.url("/schema.graphql"))).await;
    assert_eq!((reply.status, reply.text), (StatusCode::OK, schema::Api::sdl()));
}

fn post(request: &RequestBuilder, document: &str) -> RequestBuilder {
    request.try_clone().unwrap().json(&json!({ "query": document }))
}

async fn get(client: &Client, document: &str) -> Reply {
    let url = Url::parse_with_params("http://x/graphql", [("query", document)]).unwrap();
    client.send(client.request(Method::GET, &format!("/graphql?{}", url.query().unwrap()))).await
}

async fn send(client: &Client, content_type: Option<&str>, body: String) -> Reply {
    let request = client.request(Method::POST, "/graphql").body(body);
    client
        .send(match content_type {
            Some(kind) => request.header("content-type", kind),
            None => request,
        })
        .await
}
