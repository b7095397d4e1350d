//! Which pages may call the API: an allow-list, and never with cookies.

use actix_cors::{Cors, CorsError};
use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{
        ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HeaderName, ORIGIN, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
    },
    middleware::Next,
};

use super::{
    accept::Media,
    asking::{Asking, REQUEST_ID},
    refusal::Refusal,
};

/// Seconds a browser may remember the answer to its question.
const MAX_AGE: usize = 3600;

/// The rules of an allow-list. An empty one allows no other origin; `*` allows any.
pub(crate) fn cors(origins: &[String]) -> Cors {
    let rules = Cors::default()
        .allowed_methods(["GET", "POST"])
        .allowed_headers([ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE])
        .allowed_headers([HeaderName::from_static(REQUEST_ID), HeaderName::from_static("idempotency-key")])
        .expose_headers([HeaderName::from_static(REQUEST_ID), RETRY_AFTER, WWW_AUTHENTICATE])
        .max_age(MAX_AGE);
    if origins.iter().any(|origin| origin == "*") {
        return rules.allow_any_origin().send_wildcard();
    }
    origins.iter().fold(rules, |rules, origin| rules.allowed_origin(origin))
}

/// What the rules refuse is told like any other refusal, and kept apart by caches.
pub(crate) async fn tell<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let response = next.call(request).await?;
    let is_refused = response.response().error().is_some_and(|error| error.as_error::<CorsError>().is_some());
    if !is_refused {
        return Ok(response.map_into_left_body());
    }
    let asking = Asking::of(response.request());
    let mut refusal = Refusal::foreign_origin().respond(&asking, Media::Json);
    refusal.headers_mut().append(VARY, ORIGIN.into());
    Ok(response.into_response(refusal).map_into_right_body())
}
