//! A client: speaks to one server as one person, over HTTP.

use std::{
    future::{Future as _, poll_fn},
    sync::{Arc, LazyLock},
    task::Poll,
    time::{Duration as StdDuration, Instant},
};

use chrono::Duration;
use reqwest::{
    Method, RequestBuilder,
    header::{ACCEPT_LANGUAGE, AUTHORIZATION},
};
use serde_json::{Value, json};

use crate::{App, Reply, Socket, Who};

/// Speaks as one person. Every request has a new token of that person, by the test's clock.
#[derive(Clone)]
pub struct Client {
    app: App,
    who: Who,
    headers: Vec<(Arc<str>, String)>,
}

impl Client {
    pub(crate) fn new(app: App, who: Who) -> Self {
        Self { app, who, headers: Vec::new() }
    }

    /// The same with one header more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with an `Idempotency-Key`.
    #[must_use]
    pub fn keyed(self, key: &str) -> Self {
        self.with("idempotency-key", key)
    }

    /// Runs a document with variables, by POST.
    ///
    /// # Panics
    ///
    /// When there is no answer.
    pub async fn query(&self, document: &str, variables: Value) -> Reply {
        self.send(self.request(Method::POST, "/graphql").json(&json!({ "query": document, "variables": variables })))
            .await
    }

    /// Says one verb: the mutation of that name with that input, answering this selection of its payload.
    ///
    /// # Panics
    ///
    /// When there is no such verb, or no answer.
    pub async fn say(&self, verb: &str, input: Value, selection: &str) -> Reply {
        let ty = input_of(verb);
        let document = format!("mutation($input: {ty}) {{ {verb}(input: $input) {{ {selection} }} }}");
        self.query(&document, json!({ "input": input })).await
    }

    /// A new token of this person, by the test's clock.
    ///
    /// # Panics
    ///
    /// When the token cannot be made.
    pub fn token(&self, life: Duration) -> Option<String> {
        let Who::Person(person) = &self.who else { return None };
        Some(self.app.signer().issue(person, self.app.now(), life).expect("a token"))
    }

    /// Opens a socket and introduces this person.
    ///
    /// # Panics
    ///
    /// When the socket is not opened, or the person not accepted.
    pub async fn socket(&self) -> Socket {
        let mut socket = Socket::open(&self.app, "/graphql/ws", &[]).await.expect("a socket");
        let token = self.token(Duration::minutes(15)).map(|token| format!("Bearer {token}"));
        let payload = token.map_or(json!({}), |token| json!({ "Authorization": token }));
        socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
        socket.hear().await.is("connection_ack");
        socket
    }

    /// A request with this person's token and headers, to be completed by a test of HTTP itself.
    ///
    /// # Panics
    ///
    /// When the token cannot be made.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.app.http().request(method, self.app.url(path)).header(ACCEPT_LANGUAGE, "en");
        if let Some(token) = self.token(Duration::minutes(15)) {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        self.headers.iter().fold(request, |request, (name, value)| request.header(name.as_ref(), value))
    }

    /// Sends such a request.
    ///
    /// # Panics
    ///
    /// When there is no answer.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        Reply::read(request.send().await.expect("an answer")).await
    }
}

/// The type of a mutation's input, as published.
fn input_of(verb: &str) -> &'static str {
    static SDL: LazyLock<String> = LazyLock::new(schema::Api::sdl);
    let found =
        SDL.split_once(&format!("\t{verb}(")).and_then(|(_, rest)| rest.split_once("input: ")?.1.split_once('\n'));
    found.unwrap_or_else(|| panic!("there is no mutation {verb}")).0
}

/// Looks again and again until there is something to see.
///
/// # Panics
///
/// When there is nothing after half a minute.
pub async fn eventually<T>(look: impl AsyncFn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(began.elapsed() < StdDuration::from_secs(30), "it does not happen");
        tokio::time::sleep(StdDuration::from_millis(10)).await;
    }
}

/// Does something `count` times at once; the answers in their order.
pub async fn at_once<T>(count: usize, work: impl AsyncFn(usize) -> T) -> Vec<T> {
    let mut running: Vec<_> = (0..count).map(|n| Some(Box::pin(work(n)))).collect();
    let mut done: Vec<_> = (0..count).map(|_| None).collect();
    poll_fn(|context| {
        for (work, done) in running.iter_mut().zip(&mut done) {
            if let Some(Poll::Ready(value)) = work.as_mut().map(|work| work.as_mut().poll(context)) {
                (*done, *work) = (Some(value), None);
            }
        }
        if running.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
