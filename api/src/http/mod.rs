//! The HTTP surface: which paths there are, and what every answer carries.

mod accept;
mod address;
mod answer;
mod asking;
mod audit;
mod auth;
mod bearer;
mod body;
mod content_type;
mod cors;
mod encoding;
mod entry;
mod graphql;
mod headers;
mod heads;
mod health;
mod log;
mod parameters;
mod refusal;
mod representation;

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use actix_web::{
    FromRequest, Handler, HttpRequest, HttpResponse, Resource, Responder,
    guard::{Any, Get, Head},
    web,
};
use schema::Api;

use crate::{
    auth::{SealKeys, Signer, Verifier},
    clock::Clock,
    config::{Config, Mode},
    explorer,
    metrics::Metrics,
};

pub(crate) use cors::{cors, tell};
pub(crate) use headers::security;
pub(crate) use heads::measure;
pub(crate) use log::line;
pub(crate) use representation::{etag, represent};

/// What the handlers need. One for the whole server, shared by its threads.
#[derive(Clone)]
pub(crate) struct Door {
    /// What the system means.
    pub(crate) api: Api,
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
    /// How long a request may take.
    pub(crate) deadline: Duration,
    /// Whether the server is about to end.
    pub(crate) is_leaving: Arc<AtomicBool>,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// The published schema.
    pub(crate) sdl: Arc<str>,
    /// The keys of the audit trail, as published.
    pub(crate) seals: Arc<str>,
}

impl Door {
    /// The door of a configuration.
    pub(crate) fn new(
        api: Api,
        verifier: Verifier,
        signer: Option<Signer>,
        seals: &SealKeys,
        clock: Clock,
        config: &Config,
    ) -> Self {
        Self {
            api,
            verifier: Arc::new(verifier),
            signer: signer.map(Arc::new),
            is_demo: config.mode == Mode::Demo,
            sign_in: auth::Terms::of(config),
            clock,
            body_bytes: config.http.body_bytes.get(),
            public_seconds: config.http.public_seconds,
            deadline: Duration::from_secs(config.http.request_seconds.get()),
            is_leaving: Arc::new(AtomicBool::new(false)),
            metrics: Metrics::default(),
            sdl: Api::sdl().into(),
            seals: seals.json().to_string().into(),
        }
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
        .service(readable("/schema.graphql", sdl))
        .service(readable("/.well-known/thidua/audit-heads", audit::heads))
        .service(readable("/.well-known/thidua/audit-keys", audit::keys))
        .service(readable("/healthz", health::alive))
        .service(readable("/readyz", health::ready))
        .default_service(web::to(nothing));
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

async fn read_only(request: HttpRequest) -> HttpResponse {
    refusal::Refusal::method_not_allowed("GET, HEAD").respond(&asking::Asking::of(&request), accept::Media::Json)
}

/// The published schema, for code generators and for people.
async fn sdl(door: web::Data<Door>) -> HttpResponse {
    let text = web::Bytes::copy_from_slice(door.sdl.as_bytes());
    explorer::text("text/plain; charset=utf-8", text)
}

/// Every path that does not exist.
pub(crate) async fn nothing(request: HttpRequest) -> HttpResponse {
    refusal::Refusal::no_such_path().respond(&asking::Asking::of(&request), accept::Media::Json)
}
