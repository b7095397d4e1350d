//! The HTTP surface: which paths there are, and what every answer carries.

mod accept;
mod answer;
mod asking;
mod audit;
mod auth;
mod bearer;
mod body;
mod broken;
mod budget;
mod connection;
mod content_type;
mod cors;
mod counted;
mod document;
mod encoding;
mod ending;
mod entrance;
mod entry;
mod feed;
mod gate;
mod graphql;
mod headers;
mod heads;
mod health;
mod json;
mod log;
mod paper;
mod parameters;
mod places;
mod refusal;
mod representation;
mod socket;
mod stream;
mod template;
mod upload;

use std::{sync::Arc, time::Duration};

use actix_web::{
    FromRequest, Handler, HttpRequest, HttpResponse, Resource, Responder,
    guard::{Any, Get, Head},
    middleware::from_fn,
    web,
};
use ipnet::IpNet;
use schema::Api;
use tokio::sync::{Semaphore, watch};

use budget::{Allowance, Rate};

use crate::{
    abandoned::Abandoned,
    auth::{SealKeys, Signer, Verifier},
    clock::Clock,
    config::{self, Config, Mode},
    explorer::{self, DemoTokens},
    files::Store,
    metrics::Metrics,
};

pub(crate) use auth::CREDENTIALS_BYTES;
pub(crate) use budget::Budgets;
pub(crate) use counted::count;
pub(crate) use entrance::serve;
pub(crate) use gate::Gate;
pub(crate) use headers::security;
pub(crate) use heads::{ADDRESS_BYTES, HEADER_BYTES, HEADERS, measure};
use places::Places;
pub(crate) use representation::{etag, represent};
pub(crate) use upload::MAP_BYTES;

/// What the handlers need. One for the whole server, shared by its threads.
#[derive(Clone)]
pub(crate) struct Door {
    /// What the system means.
    pub(crate) api: Api,
    /// Where files are kept.
    pub(crate) files: Store,
    /// Whose tokens are believed.
    pub(crate) verifier: Arc<Verifier>,
    /// Signs the tokens of whoever signs in here; none where an identity provider does that.
    pub(crate) signer: Option<Arc<Signer>>,
    /// Whether this is a demonstration.
    pub(crate) is_demo: bool,
    /// How one signs in.
    sign_in: auth::Terms,
    /// The time.
    pub(crate) clock: Clock,
    /// Bytes of a body.
    pub(crate) body_bytes: usize,
    /// Seconds for which what the public reads may be kept.
    pub(crate) public_seconds: u32,
    /// How long a body may take to come.
    pub(crate) body_time: Duration,
    /// Whose word is taken for a client's address.
    pub(crate) trusted_proxies: Arc<[IpNet]>,
    /// What everybody may still spend.
    pub(crate) budgets: Arc<Budgets>,
    /// How many run and wait at once.
    pub(crate) gate: Arc<Gate>,
    /// Where it is remembered that a request was given up.
    pub(crate) abandoned: Abandoned,
    /// How long a request may take.
    pub(crate) deadline: Duration,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// Whether the server is about to end; told to whatever stays open.
    pub(crate) leaving: Arc<watch::Sender<bool>>,
    /// How long a socket waits for what runs on it once the server is about to end.
    pub(crate) farewell: Duration,
    /// What holds sockets and streams.
    pub(crate) sockets: config::Sockets,
    /// Sockets and streams of all together.
    pub(crate) open: Arc<Semaphore>,
    /// Sockets of each address of which it is not known yet whose they are.
    pub(crate) new_sockets: Arc<Places>,
    /// Sockets of each principal.
    pub(crate) socket_places: Arc<Places>,
    /// Streams of each principal.
    pub(crate) stream_places: Arc<Places>,
    /// Origins whose pages may open sockets and streams.
    pub(crate) allowed_origins: Arc<[String]>,
    /// The tokens that the explorer offers.
    pub(crate) demo_tokens: DemoTokens,
    /// The published schema.
    pub(crate) sdl: web::Bytes,
    /// The keys of the audit trail, as published.
    pub(crate) seals: Arc<str>,
}

impl Door {
    /// The door of a configuration.
    pub(crate) fn new(
        api: Api,
        files: Store,
        (verifier, signer): (Verifier, Option<Signer>),
        seals: &SealKeys,
        clock: Clock,
        (metrics, abandoned): (Metrics, Abandoned),
        config: &Config,
    ) -> Self {
        Self {
            api,
            files,
            verifier: Arc::new(verifier),
            signer: signer.map(Arc::new),
            is_demo: config.mode == Mode::Demo,
            sign_in: auth::Terms::of(config),
            clock,
            body_bytes: config.http.body_bytes.get(),
            public_seconds: config.http.public_seconds,
            body_time: Duration::from_secs(config.http.body_seconds.get()),
            trusted_proxies: config.http.trusted_proxies.clone().into(),
            budgets: Arc::new(Budgets::new(allowance(config))),
            gate: Arc::new(Gate::new(config.load.running.get(), config.load.waiting, metrics.load.clone())),
            abandoned,
            deadline: Duration::from_secs(config.http.request_seconds.get()),
            metrics,
            leaving: Arc::new(watch::Sender::new(false)),
            farewell: farewell(config),
            sockets: config.sockets.clone(),
            open: Arc::new(Semaphore::new(config.sockets.total.get().min(Semaphore::MAX_PERMITS))),
            new_sockets: Places::new(config.sockets.uninitialised.get()),
            socket_places: Places::new(config.sockets.per_principal.get()),
            stream_places: Places::new(config.sockets.streams_per_principal.get()),
            allowed_origins: config.http.allowed_origins.as_slice().into(),
            demo_tokens: DemoTokens::default(),
            sdl: Api::sdl().into(),
            seals: seals.json().to_string().into(),
        }
    }
}

/// A second less than the server has, so that there is time to say so.
fn farewell(config: &Config) -> Duration {
    Duration::from_secs((config.http.leaving_seconds + config.http.shutdown_seconds).saturating_sub(1))
}

fn allowance(config: &Config) -> Allowance {
    let rate = &config.rate;
    Allowance {
        cost: Rate { full: rate.cost.get(), per_second: rate.cost_per_second.get() },
        requests: Rate { full: rate.requests.get(), per_second: rate.requests_per_second.get() },
        at_once: config.load.of_one.get(),
    }
}

/// The paths.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/graphql").to(graphql::graphql))
        .service(web::resource("/auth/sign-in").to(auth::sign_in))
        .service(web::resource("/auth/refresh").to(auth::refresh))
        .service(web::resource("/auth/password").to(auth::password))
        .service(web::resource("/auth/sign-out").to(auth::sign_out))
        .service(readable("/.well-known/jwks.json", auth::jwks))
        .service(web::resource("/graphql/ws").to(socket::socket))
        .service(web::resource("/graphql/stream").to(graphql::stream))
        .service(readable("/files/{link}", upload::download).route(web::put().to(upload::put)))
        .service(readable("/papers/{link}", paper::paper))
        .service(readable("/import-templates/{name}", template::of_import).wrap(from_fn(count)))
        .service(readable("/schema.graphql", sdl).wrap(from_fn(count)))
        .service(readable("/.well-known/thidua/audit-heads", audit::heads))
        .service(readable("/.well-known/thidua/audit-keys", audit::keys))
        .service(readable("/exemplars.atom", feed::exemplars))
        .service(readable("/healthz", health::alive))
        .service(readable("/readyz", health::ready))
        .default_service(web::to(nowhere));
}

/// A path that is only read: GET, HEAD, and 405 to everything else.
pub(crate) fn readable<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let read = web::route().guard(Any(Get()).or(Head())).to(handler);
    web::resource(path).route(read).default_service(web::to(read_only))
}

async fn read_only(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let refusal = refusal::Refusal::method_not_allowed("GET, HEAD");
    body::unread(refusal.respond(&asking::Asking::of(&request), accept::Media::Json), Some(payload))
}

/// The published schema, for code generators and for people.
async fn sdl(door: web::Data<Door>) -> HttpResponse {
    explorer::text("text/plain; charset=utf-8", door.sdl.clone())
}

/// Every path that does not exist, whatever is sent there.
async fn nowhere(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    body::unread(nothing(request).await, Some(payload))
}

/// There is nothing under a path.
pub(crate) async fn nothing(request: HttpRequest) -> HttpResponse {
    refusal::Refusal::no_such_path().respond(&asking::Asking::of(&request), accept::Media::Json)
}
