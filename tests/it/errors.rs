//! Every error is told alike, whoever made it: a code, the request id, a sentence in the reader's language, its place.

use chrono::Duration;
use reqwest::{Method, RequestBuilder, StatusCode, Url, header::HeaderMap};
use serde_json::{Value, json};
use tests::{App, Backend, Who, World, both, on};

both!(
    each_has_code_request_id_and_language,
    places_are_told,
    what_fails_inside_is_not_told,
    an_input_that_does_not_parse_is_told_without_its_value,
);

/// A way of going wrong: what is sent, its status, its code.
type Wrong = (&'static str, RequestBuilder, u16, &'static str);

/// What is wrong before anything runs: by HTTP, by the token, by the document.
fn wrongs(app: &App) -> Vec<Wrong> {
    let request = |method: Method, path: &str| app.http().request(method, app.url(path));
    let posted = |body: Value| request(Method::POST, "/graphql").json(&body).header("accept", RESPONSE);
    let query = |document: &str| posted(json!({ "query": document }));
    let preflight = request(Method::OPTIONS, "/graphql").header("access-control-request-method", "POST");
    let preflight = preflight.header("origin", "https://evil.example");
    let kind = |kind: &str| request(Method::POST, "/graphql").header("content-type", kind).body("{}");
    let url = Url::parse_with_params("http://x/graphql", [("query", CREATE)]).unwrap();
    let long = "x".repeat(app.config().http.body_bytes.get());
    vec![
        ("no query", request(Method::GET, "/graphql"), 400, "BAD_REQUEST"),
        ("no JSON", kind("application/json").body("{"), 400, "BAD_REQUEST"),
        ("a batch", posted(json!([])), 400, "BAD_REQUEST"),
        ("an idempotency key", query(ME).header("idempotency-key", "a b"), 400, "BAD_REQUEST"),
        ("a token", query(ME).bearer_auth("nonsense"), 401, "UNAUTHENTICATED"),
        ("a scheme", query(ME).header("authorization", "Basic eA=="), 401, "UNAUTHENTICATED"),
        ("an origin", preflight, 403, "FORBIDDEN"),
        ("a path", request(Method::GET, "/nothing"), 404, "NOT_FOUND"),
        ("a method", request(Method::PUT, "/graphql"), 405, "BAD_REQUEST"),
        ("a method of a page", request(Method::POST, "/schema.graphql"), 405, "BAD_REQUEST"),
        ("a mutation by GET", request(Method::GET, &format!("/graphql?{}", url.query().unwrap())), 405, "BAD_REQUEST"),
        ("a media type", query(ME).headers(only("accept", "text/html")), 406, "BAD_REQUEST"),
        ("a long body", posted(json!({ "query": long })), 413, "LIMIT_EXCEEDED"),
        (
            "a long address",
            request(Method::GET, &format!("/graphql?query={}", "x".repeat(62_000))),
            414,
            "LIMIT_EXCEEDED",
        ),
        ("a body of another kind", kind("text/plain"), 415, "BAD_REQUEST"),
        ("a packed body", kind("application/json").header("content-encoding", "gzip"), 415, "BAD_REQUEST"),
        ("long headers", query(ME).header("x-long", "x".repeat(17_000)), 431, "LIMIT_EXCEEDED"),
        ("syntax", query("{"), 400, "GRAPHQL_INVALID"),
        ("validation", query("{ nope }"), 400, "GRAPHQL_INVALID"),
        ("a missing variable", query("query($id: ID!) { node(id: $id) { id } }"), 400, "GRAPHQL_INVALID"),
        ("a limit", query(&format!("{{ viewer {{ class {} }} }}", "subject ".repeat(3_000))), 400, "LIMIT_EXCEEDED"),
        ("an argument", query("{ units(first: -1) { totalCount } }"), 200, "BAD_USER_INPUT"),
        ("a refusal", query(CREATE), 200, "UNAUTHENTICATED"),
    ]
}

const RESPONSE: &str = "application/graphql-response+json";
const ME: &str = "{ viewer { class } }";
const CREATE: &str = r#"mutation {
    createUnit(input: { kind: PROVINCE, system: STATE, name: "Trà Vinh", abbreviation: "TV", validFrom: "2020-01-01" }) { unit { id } }
}"#;

fn only(name: &'static str, value: &'static str) -> HeaderMap {
    [(name.parse().unwrap(), value.parse().unwrap())].into_iter().collect()
}

async fn each_has_code_request_id_and_language(app: App) {
    for (what, request, status, code) in wrongs(&app) {
        let mut sentences = Vec::new();
        for language in ["en", "vi"] {
            let request = request.try_clone().unwrap().header("accept-language", format!("{language}, fr;q=0.5"));
            let answer = request.header("x-request-id", "told.1").send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::from_u16(status).unwrap(), "{what}");
            assert_eq!(answer.headers()["x-request-id"], "told.1", "{what}");
            let kind = answer.headers()["content-type"].to_str().unwrap();
            assert!(kind.ends_with("json; charset=utf-8"), "{what}: {kind}");
            let body: Value = answer.json().await.unwrap();
            assert_eq!(body.get("data").is_some(), status == 200, "{what}: {body}");
            let error = &body["errors"][0];
            let known: Vec<_> = error.as_object().unwrap().keys().map(String::as_str).collect();
            let all = ["message", "locations", "path", "extensions"];
            assert!(known.iter().all(|name| all.contains(name)), "{what}: {error}");
            assert_eq!(error["extensions"]["code"], code, "{what}: {error}");
            assert_eq!(error["extensions"]["requestId"], "told.1", "{what}: {error}");
            sentences.push(error["message"].as_str().unwrap().to_owned());
        }
        assert!(!sentences[0].is_empty() && sentences[0] != sentences[1], "{what}: {sentences:?}");
    }
}

/// Lines and columns of the document, and the way to the field that failed.
async fn places_are_told(app: App) {
    let client = app.as_(Who::Public).with("accept", RESPONSE);
    for (document, line, column) in [
        ("{ viewer {\n class nope } }", 2, 8),
        ("{ viewer { class }", 1, 19),
        ("query A {\n  units { totalCount }\n}\nquery B {\n  units(first: \"x\") { totalCount } }", 5, 16),
        ("query($id: ID!) { node(id: $id) { id } }", 1, 7),
        ("query($id: ID) {\n  nodes(ids: [$id]) { id } }", 2, 15),
        ("{ viewer {\n  class } units(filter: { text: \"sở }) { totalCount } }", 2, 33),
    ] {
        let reply = client.query(document, json!({})).await.refused("GRAPHQL_INVALID");
        assert_eq!(reply.json["errors"][0]["locations"][0], json!({ "line": line, "column": column }), "{document}");
        assert!(reply.json["errors"][0].get("path").is_none(), "{document}");
    }
    let reply = client.query("{ me: viewer { class }\n  all: units(first: -1) { totalCount } }", json!({})).await;
    let error = &reply.refused("BAD_USER_INPUT").json;
    assert_eq!(error["data"]["me"], json!({ "class": null }));
    assert_eq!(error["data"]["all"], json!(null));
    assert_eq!(error["errors"][0]["path"], json!(["all"]));
    assert_eq!(error["errors"][0]["locations"], json!([{ "line": 2, "column": 3 }]));
}

/// What is wrong in the input of a mutation is told in the reader's language, with its type, and without its value.
async fn an_input_that_does_not_parse_is_told_without_its_value(app: App) {
    let create = |date: &str| {
        format!(
            "mutation {{ createUnit(input: {{ kind: PROVINCE, system: STATE, name: \"a\", abbreviation: \"b\", validFrom: \"{date}\" }}) {{ unit {{ id }} }} }}"
        )
    };
    let submit = |id: &str| format!("mutation {{ submitProject(input: {{ id: \"{id}\" }}) {{ project {{ id }} }} }}");
    World::units(&app).await;
    for (who, document, code, en, vi) in [
        (
            Who::admin(),
            create("2021-02-30 secret"),
            "BAD_USER_INPUT",
            "The input cannot be used: a value of it is no Date.",
            "Dữ liệu đầu vào không hợp lệ: có giá trị không đúng kiểu Date.",
        ),
        (
            Who::head("SGTVT"),
            submit("secret"),
            "BAD_ID",
            "This is not an ID of this system.",
            "Đây không phải mã định danh của hệ thống.",
        ),
    ] {
        for (language, told) in [("en", en), ("vi", vi)] {
            let token = app.as_(who.clone()).token(Duration::minutes(15)).unwrap();
            let request = app.http().post(app.url("/graphql")).bearer_auth(token).header("accept-language", language);
            let body: Value = request.json(&json!({ "query": document })).send().await.unwrap().json().await.unwrap();
            let error = &body["errors"][0];
            assert_eq!((&error["extensions"]["code"], &error["message"]), (&json!(code), &json!(told)), "{body}");
            assert!(!body.to_string().contains("secret"), "{body}");
        }
    }
}

/// A database that fails is our fault, and nobody is told of its tables.
async fn what_fails_inside_is_not_told(app: App) {
    app.run("alter table unit rename to elsewhere").await;
    let reply = app.as_(Who::Public).query("{ units { totalCount } viewer { class } }", json!({})).await;
    let reply = reply.refused("INTERNAL");
    assert_eq!(reply.json["data"], json!({ "units": null, "viewer": { "class": null } }));
    for inner in ["elsewhere", "relation", "no such table", "select", "sql", "unit\"", "src/"] {
        assert!(!reply.json["errors"].to_string().to_lowercase().contains(inner), "{inner}: {}", reply.text);
    }
    app.run("alter table elsewhere rename to unit").await;
}

/// Whatever the weights say, the language is one of the two.
#[tokio::test]
async fn weights_of_languages() {
    on(Backend::Sqlite, async |app: App| {
        for (said, english) in [
            ("vi;q=0.4, en;q=0.5", true),
            ("en;q=0.5, vi;q=0.5", false),
            ("en-GB, vi;q=0.9", true),
            ("de", false),
            ("*, en;q=0.1", true),
        ] {
            let request = app.http().get(app.url("/nothing")).header("accept-language", said);
            let body: Value = request.send().await.unwrap().json().await.unwrap();
            let message = body["errors"][0]["message"].as_str().unwrap();
            assert_eq!(message.starts_with("There is nothing here"), english, "{said}: {message}");
        }
    })
    .await;
}
