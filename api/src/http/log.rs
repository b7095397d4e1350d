//! One line a request, its place in the counters, and the request id on every answer. No token, no query string, no variable is logged, and of a path the
//! pattern only.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, HeaderName, HeaderValue, VARY},
    middleware::Next,
    web::Data,
};
use tracing::Instrument as _;

use schema::{error::Code, tally::Tally};

use super::{
    Door,
    asking::{REQUEST_ID, RequestId},
};
use crate::metrics::label;

/// Makes the request id, runs the request inside a span that carries it, and says how it went.
pub(crate) async fn line<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let id = RequestId::of(request.headers());
    request.extensions_mut().insert(id.clone());
    let (method, began) = (request.method().clone(), Instant::now());
    let metrics = request.app_data::<Data<Door>>().map(|door| door.metrics.clone()).unwrap_or_default();
    let running = metrics.load.run();
    // At the level of errors, so that it is there whatever the filter is.
    let span = tracing::error_span!("request", id = %id.0);
    let mut response = next.call(request).instrument(span.clone()).await?;
    drop(running);
    let (kind, code) = found(&response);
    metrics.answered(kind, response.status(), code, began.elapsed());
    let millis = began.elapsed().as_secs_f64() * 1000.0;
    // A path that is nobody's here may hold anything, and one of a link holds the link.
    let path = response.request().match_pattern().unwrap_or_else(|| "-".into());
    span.in_scope(|| tracing::debug!(%method, path, status = response.status().as_u16(), millis, "answered"));
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        headers.insert(HeaderName::from_static(REQUEST_ID), value);
    }
    for name in [ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION] {
        headers.append(VARY, name.into());
    }
    Ok(response)
}

/// What kind of request it was, and its first error: as the operation tells, or the refusal.
fn found<B>(response: &ServiceResponse<B>) -> (&'static str, Option<Code>) {
    let extensions = response.response().extensions();
    let tally = extensions.get::<Tally>();
    let kind = match tally.and_then(Tally::kind) {
        Some(kind) => label(kind),
        None if response.request().path().starts_with("/graphql") => "none",
        None => "page",
    };
    (kind, tally.and_then(Tally::code).or_else(|| extensions.get::<Code>().copied()))
}
