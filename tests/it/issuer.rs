//! An identity provider over real HTTP: discovery, rotation, outage, and tokens with key ids that nobody knows.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration as Time,
};

use api::{
    auth::{Person, Signer, folder},
    config::{Auth, Mode},
};
use chrono::{DateTime, Duration, Utc};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{App, Backend, Reply, Who, at_once};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};

const WHO: &str = "{ viewer { subject class duty } }";

/// A small provider: its documents, how it answers, and how often it was asked for its keys.
struct Issuer {
    url: String,
    said: Arc<Said>,
    keys: std::path::PathBuf,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Said {
    jwks: Mutex<String>,
    discovery: Mutex<String>,
    asked: AtomicUsize,
    is_down: Mutex<bool>,
}

impl Issuer {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let said = Arc::new(Said::default());
        *said.discovery.lock().unwrap() = json!({ "issuer": url, "jwks_uri": format!("{url}/jwks") }).to_string();
        let task = tokio::spawn(serve(listener, Arc::clone(&said)));
        let keys = std::env::temp_dir().join(format!("thidua-issuer-{}", uuid::Uuid::new_v4().simple()));
        Self { url, said, keys, task }
    }

    /// A new key of the provider at a time; it is published when `publish` says so.
    fn generate(&self, at: DateTime<Utc>) -> String {
        folder::generate(&self.keys, jsonwebtoken::Algorithm::ES256, at).unwrap().id
    }

    fn signer(&self, app: &App) -> Signer {
        let auth = Auth { issuer: self.url.clone(), keys: self.keys.clone(), ..app.config().auth.clone() };
        Signer::new(&auth, Mode::Production).unwrap()
    }

    /// Publishes the keys of these ids.
    fn publish(&self, app: &App, ids: &[&str]) {
        let all = self.signer(app).jwks(app.now());
        let keys: Vec<&Value> =
            all["keys"].as_array().unwrap().iter().filter(|key| ids.contains(&key["kid"].as_str().unwrap())).collect();
        *self.said.jwks.lock().unwrap() = json!({ "keys": keys }).to_string();
    }

    fn is_down(&self, is_down: bool) {
        *self.said.is_down.lock().unwrap() = is_down;
    }

    fn asked(&self) -> usize {
        self.said.asked.load(Ordering::SeqCst)
    }

    async fn app(&self) -> App {
        App::start_with(Backend::Sqlite, &[("THIDUA_AUTH_ISSUER", &self.url)]).await
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
        let _ = std::fs::remove_dir_all(&self.keys);
    }
}

async fn serve(listener: TcpListener, said: Arc<Said>) {
    while let Ok((mut socket, _)) = listener.accept().await {
        let mut head = vec![0; 4096];
        let read = socket.read(&mut head).await.unwrap_or(0);
        let path = String::from_utf8_lossy(&head[..read]).split(' ').nth(1).unwrap_or_default().to_owned();
        let body = if path == "/.well-known/openid-configuration" {
            said.discovery.lock().unwrap().clone()
        } else {
            said.asked.fetch_add(1, Ordering::SeqCst);
            said.jwks.lock().unwrap().clone()
        };
        let status = if *said.is_down.lock().unwrap() { "503 Service Unavailable" } else { "200 OK" };
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        let _ = socket.write_all(answer.as_bytes()).await;
    }
}

fn person() -> Person {
    let Who::Person(person) = Who::admin() else { panic!("nobody") };
    person
}

fn token(signer: &Signer, app: &App) -> String {
    signer.issue(&person(), app.now(), Duration::days(3)).unwrap()
}

async fn ask(app: &App, token: &str) -> Reply {
    app.as_(Who::Public).with("authorization", format!("Bearer {token}")).query(WHO, json!({})).await
}

fn later(app: &App, seconds: i64) {
    app.at(&(app.now() + Duration::seconds(seconds)).to_rfc3339());
}

/// Asks until what happens behind the requests has happened.
async fn until(app: &App, token: &str, status: StatusCode) {
    for _ in 0..200 {
        if ask(app, token).await.status == status {
            return;
        }
        tokio::time::sleep(Time::from_millis(20)).await;
    }
    panic!("never {status}");
}

/// With the issuer's address alone, its keys are found, fetched once for all who wait, and kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keys_are_discovered_and_kept() {
    let issuer = Issuer::start().await;
    let app = issuer.app().await;
    let key = issuer.generate(app.now());
    issuer.publish(&app, &[&key]);
    let token = token(&issuer.signer(&app), &app);
    let replies = at_once(8, async |_| ask(&app, &token).await).await;
    assert!(replies.iter().all(|reply| reply.clone().ok().str("viewer.class") == "ADMIN"));
    assert_eq!(issuer.asked(), 1);
    let sign_in = app.as_(Who::Public);
    let sign_in = sign_in.send(sign_in.request(reqwest::Method::POST, "/auth/sign-in").json(&json!({}))).await;
    assert_eq!(sign_in.status, StatusCode::NOT_FOUND, "nobody signs in here");
    app.finish().await;
}

/// A new key is fetched when its first token comes; an old one is believed as long as it is published.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_rotate_with_overlap() {
    let issuer = Issuer::start().await;
    let app = issuer.app().await;
    let first = issuer.generate(app.now());
    issuer.publish(&app, &[&first]);
    let old = token(&issuer.signer(&app), &app);
    assert_eq!(ask(&app, &old).await.status, StatusCode::OK);
    let second = issuer.generate(app.now() - Duration::hours(1));
    issuer.publish(&app, &[&first, &second]);
    folder::retire(&issuer.keys, &first, true, app.now()).unwrap();
    later(&app, 31);
    let new = token(&issuer.signer(&app), &app);
    assert_eq!((ask(&app, &new).await.status, issuer.asked()), (StatusCode::OK, 2));
    assert_eq!(ask(&app, &old).await.status, StatusCode::OK, "both are published");
    issuer.publish(&app, &[&second]);
    later(&app, 601);
    until(&app, &old, StatusCode::UNAUTHORIZED).await;
    assert_eq!(ask(&app, &new).await.status, StatusCode::OK);
    app.finish().await;
}

/// While the provider is down, what was fetched is believed for a day; then nothing can be said, which is no 401.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_is_served_from_what_was_fetched() {
    let issuer = Issuer::start().await;
    let app = issuer.app().await;
    let key = issuer.generate(app.now());
    issuer.publish(&app, &[&key]);
    issuer.is_down(true);
    let token = token(&issuer.signer(&app), &app);
    let reply = ask(&app, &token).await;
    assert_eq!(
        (reply.status, reply.code()),
        (StatusCode::SERVICE_UNAVAILABLE, "OVERLOADED"),
        "nothing was ever fetched"
    );
    assert_eq!(reply.header("retry-after"), "30");
    issuer.is_down(false);
    later(&app, 31);
    assert_eq!(ask(&app, &token).await.status, StatusCode::OK);
    issuer.is_down(true);
    later(&app, 23 * 60 * 60);
    assert_eq!(ask(&app, &token).await.status, StatusCode::OK);
    later(&app, 2 * 60 * 60);
    assert_eq!(ask(&app, &token).await.status, StatusCode::SERVICE_UNAVAILABLE);
    app.finish().await;
}

/// However many tokens with unknown key ids come, the provider is asked once in thirty seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_unknown_key_ids_does_not_reach_the_provider() {
    let issuer = Issuer::start().await;
    let app = issuer.app().await;
    let key = issuer.generate(app.now());
    issuer.publish(&app, &[&key]);
    assert_eq!(ask(&app, &token(&issuer.signer(&app), &app)).await.status, StatusCode::OK);
    let stranger = Issuer::start().await;
    stranger.generate(app.now());
    let auth = Auth { issuer: issuer.url.clone(), keys: stranger.keys.clone(), ..app.config().auth.clone() };
    let unknown = token(&Signer::new(&auth, Mode::Production).unwrap(), &app);
    for round in 1..=3 {
        later(&app, 30);
        let replies = at_once(20, async |_| ask(&app, &unknown).await).await;
        assert!(replies.iter().all(|reply| reply.status == StatusCode::UNAUTHORIZED));
        assert_eq!(issuer.asked(), 1 + round);
    }
    app.finish().await;
}

/// A document of another issuer, a foreign address, too many bytes or keys, and no JSON: nothing of it is believed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_the_issuers_is_not_believed() {
    let issuer = Issuer::start().await;
    let app = issuer.app().await;
    let key = issuer.generate(app.now());
    issuer.publish(&app, &[&key]);
    let token = token(&issuer.signer(&app), &app);
    let good = issuer.said.discovery.lock().unwrap().clone();
    for discovery in [
        json!({ "issuer": "http://127.0.0.1:1", "jwks_uri": format!("{}/jwks", issuer.url) }).to_string(),
        json!({ "issuer": issuer.url, "jwks_uri": "http://keys.example/jwks" }).to_string(),
        json!({ "issuer": issuer.url }).to_string(),
        "{".into(),
    ] {
        *issuer.said.discovery.lock().unwrap() = discovery;
        assert_eq!(ask(&app, &token).await.status, StatusCode::SERVICE_UNAVAILABLE);
        later(&app, 31);
    }
    *issuer.said.discovery.lock().unwrap() = good;
    let jwks = issuer.said.jwks.lock().unwrap().clone();
    let one: Value = serde_json::from_str(&jwks).unwrap();
    let key = &one["keys"][0];
    for bad in [
        " ".repeat(70_000) + &jwks,
        json!({ "keys": vec![key; 33] }).to_string(),
        json!({ "keys": [key, key] }).to_string(),
        json!({ "keys": [] }).to_string(),
    ] {
        *issuer.said.jwks.lock().unwrap() = bad;
        assert_eq!(ask(&app, &token).await.status, StatusCode::SERVICE_UNAVAILABLE);
        later(&app, 31);
    }
    *issuer.said.jwks.lock().unwrap() = jwks;
    assert_eq!(ask(&app, &token).await.status, StatusCode::OK);
    app.finish().await;
}
