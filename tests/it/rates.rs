//! What may be spent: so many at once, one more is 429, and after the time that is told there is room for so many more. Where the
//! machine was too slow to ask all of it before anything came back, it is tried again with an account that nobody has used yet.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::json;
use tests::{App, Backend, Client, Reply, Who, on_with};
use tokio::time::sleep;

const CHEAP: &str = "{ viewer { class } }";
/// How often it is tried at most.
const TRIES: u32 = 40;
const SECOND: Duration = Duration::from_secs(1);

async fn ask(client: &Client) -> Reply {
    client.query(CHEAP, json!({})).await
}

/// Asks until it is refused: how many were answered, the refusal, and the time that it took.
async fn until_refused(client: &Client) -> (u32, Reply, Duration) {
    let began = Instant::now();
    let mut answered = 0;
    loop {
        let reply = ask(client).await;
        if reply.status != StatusCode::OK {
            return (answered, reply, began.elapsed());
        }
        answered += 1;
    }
}

/// Tries whether so many are answered, one more is refused, and in each later second so many again.
async fn holds(new: impl Fn(u32) -> Client, full: u32, per_second: u32, told: [&str; 2]) {
    for n in 0..TRIES {
        let client = new(n);
        let began = Instant::now();
        let (answered, refused, elapsed) = until_refused(&client).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
        assert!(answered >= full, "{answered} of {full}");
        if elapsed >= SECOND / per_second {
            continue;
        }
        assert_eq!(answered, full, "one more than may");
        assert_eq!((refused.header("retry-after"), refused.extension("retryAfter")), ("1", &json!(1)));
        assert_eq!(refused.header("ratelimit-policy"), told[0]);
        assert_eq!(refused.header("ratelimit"), told[1]);
        // A second later there are so many more, and then none again.
        sleep(SECOND).await;
        let (more, _, _) = until_refused(&client).await;
        assert!(more >= per_second, "{more} of {per_second}");
        if began.elapsed() < SECOND + SECOND / per_second {
            assert_eq!(more, per_second);
            return;
        }
    }
    panic!("this machine is too slow for {full} requests in {:?}", SECOND / per_second);
}

/// Requests of an address without a token.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_of_an_address() {
    let rates = [
        ("THIDUA_RATE_REQUESTS", "5"),
        ("THIDUA_RATE_REQUESTS_PER_SECOND", "2"),
        ("THIDUA_RATE_COST", "1000"),
        ("THIDUA_RATE_COST_PER_SECOND", "1000000"),
        ("THIDUA_HTTP_TRUSTED_PROXIES", "127.0.0.0/8"),
    ];
    Box::pin(on_with(Backend::Sqlite, &rates, async |app: App| {
        let new = |n: u32| app.as_(Who::Public).with("x-forwarded-for", format!("203.0.113.{n}"));
        let told = ["\"cost\";q=1000;w=1, \"requests\";q=5;w=3", "\"cost\";r=1000;t=0, \"requests\";r=0;t=3"];
        holds(new, 5, 2, told).await;
    }))
    .await;
}

/// Points of a person, of which the cheapest query takes one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn points_of_a_person() {
    let rates = [("THIDUA_RATE_COST", "6"), ("THIDUA_RATE_COST_PER_SECOND", "2")];
    Box::pin(on_with(Backend::Sqlite, &rates, async |app: App| {
        let new = |n: u32| app.as_(Who::admin().named(&format!("admin.{n}")));
        holds(new, 6, 2, ["\"cost\";q=6;w=3", "\"cost\";r=0;t=3"]).await;
    }))
    .await;
}

/// The defaults: forty requests at once and twenty a second, and ten thousand points and a hundred a second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_defaults() {
    let rates = [
        ("THIDUA_RATE_REQUESTS", "40"),
        ("THIDUA_RATE_REQUESTS_PER_SECOND", "20"),
        ("THIDUA_RATE_COST", "10000"),
        ("THIDUA_RATE_COST_PER_SECOND", "100"),
    ];
    Box::pin(on_with(Backend::Sqlite, &rates, async |app: App| {
        let (answered, refused, elapsed) = until_refused(&app.as_(Who::Public)).await;
        assert_eq!(refused.header("ratelimit-policy"), "\"cost\";q=10000;w=100, \"requests\";q=40;w=2");
        let most = 40.0 + elapsed.as_secs_f64() * 20.0;
        assert!(answered >= 40 && f64::from(answered) <= most, "{answered} in {elapsed:?}");
        let dear = "{ units(first: 100) { nodes { children(first: 90) { nodes { name } } } } }";
        let client = app.as_(Who::admin());
        let (began, mut spent) = (Instant::now(), 0);
        let refused = loop {
            let reply = client.query(dear, json!({})).await;
            if reply.status != StatusCode::OK {
                break reply;
            }
            spent += reply.ok().json["extensions"]["cost"]["requested"].as_u64().unwrap();
        };
        assert_eq!((refused.status, refused.code()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
        let wanted = refused.json["extensions"]["cost"]["requested"].as_u64().unwrap_or(1_000);
        let gained = began.elapsed().as_secs() * 100 + 100;
        assert!(spent <= 10_000 + gained && spent + wanted > 10_000, "{spent} points, {gained} gained at most");
    }))
    .await;
}
