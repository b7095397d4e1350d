//! The private listener: what is counted and how things are, and none of it on the public address.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{App, Backend, Who, World, eventually, on};

/// Runs a body on both databases, with a private listener on a port of its own.
macro_rules! with_private {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            use super::{Backend, started};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                started(Backend::Sqlite, super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                started(Backend::Postgres, super::$name).await;
            }
        }
    )+ };
}

with_private!(
    requests_and_statements_are_counted,
    sockets_are_counted,
    labels_do_not_grow,
    health_has_its_details,
    nothing_of_it_is_public
);

async fn started<F: Future<Output = ()>>(backend: Backend, body: impl FnOnce(App) -> F) {
    tests::on_with(backend, &[("THIDUA_PRIVATE_LISTEN", "127.0.0.1:0")], body).await;
}

/// What is counted, as Prometheus reads it.
pub(crate) async fn metrics(app: &App) -> String {
    let answer = app.http().get(app.private_url("/metrics")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    answer.text().await.unwrap()
}

/// The value of one line; 0 where it is not there.
pub(crate) fn value(metrics: &str, line: &str) -> f64 {
    let found = metrics.lines().find_map(|known| known.strip_prefix(line)?.strip_prefix(' '));
    found.map_or(0.0, |number| number.parse().unwrap())
}

async fn requests_and_statements_are_counted(app: App) {
    World::units(&app).await;
    let before = metrics(&app).await;
    let client = app.as_(Who::Public);
    for _ in 0..3 {
        let _ = client.query("{ units { totalCount } }", json!({})).await.ok();
    }
    let _ = client.query("{ units(first: -1) { totalCount } }", json!({})).await.refused("BAD_USER_INPUT");
    let _ = client.query("{ nope }", json!({})).await.refused("GRAPHQL_INVALID");
    let _ = client.query("{ __schema { queryType { name } } }", json!({})).await.ok();
    let _ = client.query("mutation { submitProject(input: { id: \"x\" }) { project { id } } }", json!({})).await;
    let nothing = app.http().get(app.url("/nothing")).send().await.unwrap();
    assert_eq!(nothing.status(), StatusCode::NOT_FOUND);
    let token = app.http().post(app.url("/graphql")).bearer_auth("x").json(&json!({})).send().await.unwrap();
    assert_eq!(token.status(), StatusCode::UNAUTHORIZED);
    let after = metrics(&app).await;
    let more = |line: &str| value(&after, line) - value(&before, line);
    for (labels, count) in [
        ("kind=\"query\",status=\"200\",code=\"OK\"", 3.0),
        ("kind=\"query\",status=\"200\",code=\"BAD_USER_INPUT\"", 1.0),
        ("kind=\"none\",status=\"200\",code=\"GRAPHQL_INVALID\"", 1.0),
        ("kind=\"introspection\",status=\"200\",code=\"OK\"", 1.0),
        ("kind=\"mutation\",status=\"200\",code=\"UNAUTHENTICATED\"", 1.0),
        ("kind=\"page\",status=\"404\",code=\"NOT_FOUND\"", 1.0),
        ("kind=\"none\",status=\"401\",code=\"UNAUTHENTICATED\"", 1.0),
    ] {
        assert!((more(&format!("thidua_requests_total{{{labels}}}")) - count).abs() < 0.5, "{labels}\n{after}");
    }
    assert!((more("thidua_request_seconds_count{kind=\"query\"}") - 4.0).abs() < 0.5, "{after}");
    assert!(more("thidua_statement_seconds_count{kind=\"read\"}") >= 3.0, "{after}");
    assert!(value(&after, "thidua_statement_seconds_count{kind=\"write\"}") > 0.0, "{after}");
    assert!(value(&after, "thidua_requests_running").abs() < 0.5, "{after}");
    assert!(value(&after, "process_resident_memory_bytes") > 1e6, "{after}");
    assert!(after.contains("thidua_pool_connections{pool=\"") && after.contains("thidua_info{version=\""), "{after}");
}

/// A socket is counted while it is open.
async fn sockets_are_counted(app: App) {
    let open = async |count: f64| {
        let is_so = (value(&metrics(&app).await, "thidua_sockets_open") - count).abs() < 0.5;
        is_so.then_some(())
    };
    let (one, other) = (app.as_(Who::admin()).socket().await, app.as_(Who::Public).socket().await);
    eventually(async || open(2.0).await).await;
    drop(one);
    eventually(async || open(1.0).await).await;
    drop(other);
    eventually(async || open(0.0).await).await;
}

/// Whatever is sent, there are no more lines than kinds, statuses and codes.
async fn labels_do_not_grow(app: App) {
    let lines = |text: &str| text.lines().count();
    let ask = async |n: usize| {
        let _ = app.http().request(Method::GET, app.url(&format!("/nothing/{n}"))).send().await.unwrap();
        let _ = app.http().get(app.url(&format!("/graphql?query=%7Ba{n}%7D&operationName=o{n}"))).send().await.unwrap();
        let method = Method::from_bytes(format!("M{n}").as_bytes()).unwrap();
        let _ = app.http().request(method, app.url("/graphql")).send().await.unwrap();
    };
    ask(0).await;
    let before = lines(&metrics(&app).await);
    for n in 1..20 {
        ask(n).await;
    }
    assert_eq!(lines(&metrics(&app).await), before);
}

async fn health_has_its_details(app: App) {
    let health = async || {
        let answer = app.http().get(app.private_url("/health")).send().await.unwrap();
        (answer.status(), answer.json::<Value>().await.unwrap())
    };
    let (status, body) = health().await;
    assert_eq!((status, &body["status"], &body["database"]["reachable"]), (StatusCode::OK, &json!("ok"), &json!(true)));
    assert_eq!(body["database"]["migrations"]["pending"], json!([]));
    assert!(body["database"]["migrations"]["applied"].as_u64().unwrap() > 5, "{body}");
    assert_eq!((&body["isLeaving"], &body["mode"]), (&json!(false), &json!("demo")));
    assert!(
        body["version"].is_string() && body["uptimeSeconds"].is_u64() && body["pools"][0]["most"].is_u64(),
        "{body}"
    );
    // A step that this program expects and the database does not have.
    app.run("delete from seaql_migrations where version = (select max(version) from seaql_migrations)").await;
    let (status, body) = health().await;
    assert_eq!((status, &body["status"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("failing")));
    assert_eq!(body["database"]["migrations"]["pending"].as_array().unwrap().len(), 1, "{body}");
}

async fn nothing_of_it_is_public(app: App) {
    for path in ["/metrics", "/health", "/private", "/explorer/metrics"] {
        let answer = app.http().get(app.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/graphql", "/", "/schema.graphql", "/nothing"] {
        let answer = app.http().get(app.private_url(path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let answer = app.http().post(app.private_url("/metrics")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// What is off is not there.
#[tokio::test]
async fn what_can_be_closed() {
    tests::on_with(
        Backend::Sqlite,
        &[("THIDUA_EXPLORER", "false"), ("THIDUA_INTROSPECTION", "token")],
        async |app: App| {
            for path in ["/", "/explorer/boot.js", "/explorer/tokens.json", "/explorer/graphiql.js"] {
                let answer = app.http().get(app.url(path)).send().await.unwrap();
                assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
            }
            let schema = "{ __schema { queryType { name } } }";
            let _ = app.as_(Who::Public).query(schema, json!({})).await.refused("FORBIDDEN");
            let _ =
                app.as_(Who::Public).query("{ __type(name: \"Unit\") { name } }", json!({})).await.refused("FORBIDDEN");
            let _ = app.as_(Who::Public).query("{ __typename units { totalCount } }", json!({})).await.ok();
            let _ = app.as_(Who::admin()).query(schema, json!({})).await.ok();
            let sdl = app.http().get(app.url("/schema.graphql")).send().await.unwrap();
            assert_eq!(sdl.status(), StatusCode::OK);
        },
    )
    .await;
}

/// Unless it is said otherwise, a demo is open.
#[tokio::test]
async fn what_a_demo_has() {
    on(Backend::Sqlite, async |app: App| {
        assert_eq!(app.http().get(app.url("/")).send().await.unwrap().status(), StatusCode::OK);
        let _ = app.as_(Who::Public).query("{ __schema { queryType { name } } }", json!({})).await.ok();
    })
    .await;
}
