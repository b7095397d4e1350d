//! The server under load: places and turns, budgets, and clients that go away.

use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::json;
use tests::{App, Backend, Client, PUBLISHED, Reply, Who, World, at_once, eventually, on_with};
use tokio::task::JoinSet;

use crate::{
    held::{Held, create},
    private::{metrics, value},
};

/// So long nothing here waits that does not hang.
const LONG: Duration = Duration::from_secs(30);
/// How many are sent away while it is measured how fast.
const REFUSALS: u16 = 20;

macro_rules! under {
    ($($name:ident: [$(($key:literal, $value:literal)),* $(,)?];)+) => {
        $(
            mod $name {
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    super::on_with(super::Backend::Sqlite, &[$(($key, $value)),*], super::$name).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    super::on_with(super::Backend::Postgres, &[$(($key, $value)),*], super::$name).await;
                }
            }
        )+
    };
}

under! {
    the_next_is_sent_away_at_once: [
        ("THIDUA_LOAD_RUNNING", "1"), ("THIDUA_LOAD_WAITING", "1"), ("THIDUA_HTTP_REQUEST_SECONDS", "60"),
        ("THIDUA_DATABASE_LOCK_SECONDS", "60"), ("THIDUA_DATABASE_STATEMENT_SECONDS", "60"), ("THIDUA_PRIVATE_LISTEN", "127.0.0.1:0"),
    ];
    nobody_holds_every_place: [
        ("THIDUA_LOAD_RUNNING", "3"), ("THIDUA_LOAD_WAITING", "3"), ("THIDUA_LOAD_OF_ONE", "2"),
        ("THIDUA_HTTP_REQUEST_SECONDS", "60"), ("THIDUA_DATABASE_LOCK_SECONDS", "60"), ("THIDUA_DATABASE_STATEMENT_SECONDS", "60"),
    ];
    who_goes_away_frees_the_place: [
        ("THIDUA_LOAD_RUNNING", "1"), ("THIDUA_LOAD_WAITING", "0"), ("THIDUA_HTTP_REQUEST_SECONDS", "60"),
        ("THIDUA_DATABASE_LOCK_SECONDS", "60"), ("THIDUA_DATABASE_STATEMENT_SECONDS", "60"),
    ];
    a_budget_is_used_up_and_others_have_theirs: [("THIDUA_RATE_COST", "1000"), ("THIDUA_RATE_COST_PER_SECOND", "1")];
    an_address_asks_so_often: [
        ("THIDUA_RATE_COST", "10000"), ("THIDUA_RATE_COST_PER_SECOND", "100"), ("THIDUA_RATE_REQUESTS", "5"), ("THIDUA_RATE_REQUESTS_PER_SECOND", "1"), ("THIDUA_HTTP_TRUSTED_PROXIES", "127.0.0.0/8"),
    ];
    nobody_speaks_for_others: [("THIDUA_RATE_REQUESTS", "5"), ("THIDUA_RATE_REQUESTS_PER_SECOND", "1")];
    cost_is_told: [];
}

/// One runs, one waits, and whoever comes after that is told so while the first still runs. Health answers all the same.
async fn the_next_is_sent_away_at_once(app: App) {
    let held = Held::the_writer(&app).await;
    let mut all = JoinSet::new();
    for n in 0..5 {
        all.spawn(create(app.as_(Who::admin().named(&format!("admin.{n}"))), n));
    }
    // The lock is held: only who was sent away is answered.
    for _ in 0..3 {
        let refused = answered(&mut all).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED"));
        assert_eq!(refused.header("retry-after"), "1");
    }
    let public = app.as_(Who::Public);
    for path in ["/healthz", "/readyz"] {
        assert_eq!(public.send(public.request(Method::GET, path)).await.status, StatusCode::OK, "{path}");
    }
    is_refused_fast(&public).await;
    assert!(all.try_join_next().is_none());
    let counted = metrics(&app).await;
    let turned_away = f64::from(3 + REFUSALS);
    for (line, count) in [("thidua_requests_waiting", 1.0), ("thidua_requests_turned_away_total", turned_away)] {
        assert!((value(&counted, line) - count).abs() < 0.5, "{line}\n{counted}");
    }
    held.release().await;
    for _ in 0..2 {
        let _ = answered(&mut all).await.ok();
    }
    let _ = public.query("{ viewer { class } }", json!({})).await.ok();
    assert!(value(&metrics(&app).await, "thidua_requests_waiting").abs() < 0.5);
}

/// Whoever is sent away is told so at once: about as fast as the server says that it lives, and on a quiet machine within 20 ms.
async fn is_refused_fast(public: &Client) {
    let median = async |status: StatusCode, ask: &dyn Fn() -> RequestBuilder| {
        let mut times = Vec::new();
        for _ in 0..REFUSALS {
            let (request, began) = (ask(), Instant::now());
            assert_eq!(public.send(request).await.status, status);
            times.push(began.elapsed());
        }
        times.sort();
        times[times.len() / 2]
    };
    let query = json!({ "query": "{ viewer { class } }" });
    let lives = median(StatusCode::OK, &|| public.request(Method::GET, "/healthz")).await;
    let refused =
        median(StatusCode::SERVICE_UNAVAILABLE, &|| public.request(Method::POST, "/graphql").json(&query)).await;
    println!("refused within {refused:?}, {lives:?} to say that it lives");
    assert!(refused < lives * 20, "{refused:?}, {lives:?}");
    if std::env::var_os("THIDUA_TEST_ABSOLUTE").is_some() {
        assert!(refused < Duration::from_millis(20), "{refused:?}");
    }
}

/// Whoever has as many places as one may have is refused, and everybody else is served.
async fn nobody_holds_every_place(app: App) {
    let held = Held::the_writer(&app).await;
    let mut all = JoinSet::new();
    for n in 0..5 {
        all.spawn(create(app.as_(Who::admin()), n));
    }
    for _ in 0..3 {
        let refused = answered(&mut all).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
        assert_eq!(refused.header("retry-after"), "1");
    }
    for _ in 0..20 {
        let _ = app.as_(Who::admin().named("another")).query("{ viewer { class } }", json!({})).await.ok();
    }
    held.release().await;
    for _ in 0..2 {
        let _ = answered(&mut all).await.ok();
    }
}

/// A client that closes its connection gives its place back, and on PostgreSQL its statement ends with it.
async fn who_goes_away_frees_the_place(app: App) {
    let held = Held::the_writer(&app).await;
    let client = app.as_(Who::admin());
    // Asked again where the other, who is to be refused, was there first.
    let going =
        tokio::spawn(async move { while create(client.clone(), 1).await.status == StatusCode::SERVICE_UNAVAILABLE {} });
    let other = app.as_(Who::admin().named("another"));
    let status = async || other.query("{ viewer { class } }", json!({})).await.status;
    eventually(async || (status().await == StatusCode::SERVICE_UNAVAILABLE).then_some(())).await;
    held.sees_waiting(1).await;
    going.abort();
    let _ = going.await;
    eventually(async || (status().await == StatusCode::OK).then_some(())).await;
    // The lock is still held, and would be for a minute: what waited for it is gone.
    held.sees_waiting(0).await;
    held.release().await;
    assert_eq!(app.number("select count(*) from unit").await, 0);
    let _ = create(other, 2).await.ok();
}

/// An agency that floods is told to wait; another, and the same agency's other program, are served meanwhile, and about as fast.
async fn a_budget_is_used_up_and_others_have_theirs(app: App) {
    World::units(&app).await;
    for name in ["flood", "calm", "first", "alone"] {
        World::agency(&app, "STC", name, PUBLISHED).await;
    }
    let client = |name: &str| app.as_(Who::agency("STC").by(name));
    let (flood, calm) = (client("flood"), client("calm"));
    let document = "{ units(first: 100) { totalCount nodes { name children(first: 5) { nodes { name } } } } }";
    let answered = |replies: &[Reply], status| replies.iter().filter(|reply| reply.status == status).count();
    let few = async |client: &Client| {
        let (mut served, mut slowest) = (Vec::new(), Duration::ZERO);
        for _ in 0..5 {
            let began = Instant::now();
            served.push(client.query(document, json!({})).await);
            slowest = slowest.max(began.elapsed());
        }
        (served, slowest)
    };
    // Once before, for what only the first one waits for.
    let _ = few(&client("first")).await;
    let (_, alone) = few(&client("alone")).await;
    let (flooded, (served, beside)) =
        tokio::join!(at_once(30, async |_| flood.query(document, json!({})).await), few(&calm));
    // Thirty come at once, and two threads answer; on a machine with other work to do, with time to spare.
    assert!(beside < (alone * 30).max(Duration::from_millis(500)), "{beside:?} beside a flood, {alone:?} alone");
    let first = flooded.iter().find(|reply| reply.status == StatusCode::OK).unwrap();
    let cost = &first.json["extensions"]["cost"];
    let requested = cost["requested"].as_u64().unwrap();
    // A thousand points, and hardly one a second.
    let most = usize::try_from(1_000 / requested).unwrap();
    assert!((most..=most + 1).contains(&answered(&flooded, StatusCode::OK)), "{cost}");
    let refused = flooded.iter().find(|reply| reply.status == StatusCode::TOO_MANY_REQUESTS).unwrap();
    assert_eq!(refused.code(), "RATE_LIMITED");
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert_eq!(*refused.extension("retryAfter"), json!(wait));
    assert!((1..=requested).contains(&wait), "{wait}");
    assert_eq!(answered(&served, StatusCode::OK), 5);
}

/// The public is counted by the address that the proxy saw, not by what a client says of itself.
async fn an_address_asks_so_often(app: App) {
    let from = |address: &str| app.as_(Who::Public).with("x-forwarded-for", format!("198.51.100.1, {address}"));
    let ask = async |client: &Client| client.query("{ viewer { class } }", json!({})).await;
    let mut last = ask(&from("203.0.113.1")).await.ok();
    assert_eq!(last.header("ratelimit-policy"), "\"cost\";q=10000;w=100, \"requests\";q=5;w=5");
    assert!(last.header("ratelimit").contains("\"requests\";r=4;t="), "{}", last.header("ratelimit"));
    let began = Instant::now();
    while last.status == StatusCode::OK && began.elapsed() < LONG {
        last = at_once(10, async |_| ask(&from("203.0.113.1")).await).await.pop().unwrap();
    }
    assert_eq!((last.status, last.code()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
    assert_eq!(last.header("retry-after"), "1");
    assert!(last.header("ratelimit").contains("\"requests\";r=0;t="), "{}", last.header("ratelimit"));
    // What costs little is counted too, but whether the server lives and is ready.
    for path in ["/", "/explorer/tokens.json", "/explorer/boot.js", "/schema.graphql"] {
        let status = async |address: &str| {
            let client = from(address);
            client.send(client.request(Method::GET, path)).await.status
        };
        let flooded = at_once(10, async |_| status("203.0.113.3").await).await;
        assert!(flooded.contains(&StatusCode::TOO_MANY_REQUESTS), "{path}: {flooded:?}");
        assert_eq!(status("203.0.113.4").await, StatusCode::OK, "{path}");
    }
    for path in ["/healthz", "/readyz"] {
        let client = from("203.0.113.3");
        let all = at_once(10, async |_| client.send(client.request(Method::GET, path)).await.status).await;
        assert_eq!(all, [StatusCode::OK; 10], "{path}");
    }
    let _ = ask(&from("203.0.113.2")).await.ok();
    let _ = ask(&app.as_(Who::admin()).with("x-forwarded-for", "203.0.113.1")).await.ok();
}

/// Without a trusted proxy the header is nothing.
async fn nobody_speaks_for_others(app: App) {
    let ask = async |n: usize| {
        let client = app.as_(Who::Public).with("x-forwarded-for", format!("203.0.113.{n}"));
        client.query("{ viewer { class } }", json!({})).await.status
    };
    let began = Instant::now();
    let mut all = Vec::new();
    while !all.contains(&StatusCode::TOO_MANY_REQUESTS) && began.elapsed() < LONG {
        all = at_once(20, ask).await;
    }
    assert!(all.contains(&StatusCode::TOO_MANY_REQUESTS), "{all:?}");
}

/// What a request costs, and may cost, and what is left: in the answer and in its headers.
async fn cost_is_told(app: App) {
    World::units(&app).await;
    let ask = async |document: &str| app.as_(Who::auditor()).query(document, json!({})).await.ok();
    let cost = |reply: &Reply| reply.json["extensions"]["cost"].clone();
    let requested = async |document: &str| cost(&ask(document).await)["requested"].clone();
    assert_eq!(requested("{ __typename }").await, json!(1));
    assert_eq!(requested("{ units(first: 20) { nodes { name } } }").await, json!(3));
    assert_eq!(requested("{ units(first: 20) { totalCount nodes { name } } }").await, json!(8));
    assert_eq!(requested("{ units(first: 10) { nodes { children(first: 10) { nodes { name } } } } }").await, json!(14));
    assert_eq!(requested("{ a: units(first: 20) { nodes { name } } b: viewer { class } }").await, json!(4));
    assert_eq!(requested("{ __schema { queryType { name } } }").await, json!(101));
    // Every text is a look through the list, each time that the list is gone through.
    let texts = |n: usize| {
        format!(
            "{{ units(first: 20, filter: {{ or: [{}] }}) {{ totalCount nodes {{ name }} }} }}",
            "{ text: \"so\" } ".repeat(n)
        )
    };
    assert_eq!(requested(&texts(1)).await, json!(18));
    assert_eq!(requested(&texts(2)).await, json!(28));
    let kinds = |n: usize| {
        format!(
            "{{ units(first: 20, filter: {{ or: [{}] }}) {{ nodes {{ name }} }} }}",
            "{ kind: [PROVINCE] } ".repeat(n)
        )
    };
    assert_eq!(requested(&kinds(9)).await, json!(3));
    assert_eq!(requested(&kinds(10)).await, json!(4));
    let told = cost(&ask("{ viewer { class } }").await);
    assert_eq!(told["allowed"], json!(app.config().limits.cost.get()));
    assert!(told["remaining"].is_u64(), "{told}");
}

/// What a limit of cost says at N and N + 1.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cost_holds_at_n() {
    let document = "{ units(first: 20) { nodes { name } } }";
    for (limit, code) in [("3", ""), ("2", "LIMIT_EXCEEDED")] {
        on_with(Backend::Sqlite, &[("THIDUA_LIMITS_COST", limit)], async |app: App| {
            let reply = app.as_(Who::Public).query(document, json!({})).await;
            assert_eq!(reply.code(), code, "{limit}: {}", reply.text);
            assert!(reply.json.get("data").is_some() == code.is_empty());
        })
        .await;
    }
}

async fn answered(all: &mut JoinSet<Reply>) -> Reply {
    tokio::time::timeout(LONG, all.join_next()).await.unwrap().unwrap().unwrap()
}
