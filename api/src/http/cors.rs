//! Which pages may call the API: an allow-list, and never with cookies.

use actix_cors::{Cors, CorsError};
use actix_web::{
    Error, HttpRequest,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{
        ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, ORIGIN, RETRY_AFTER, VARY,
        WWW_AUTHENTICATE,
    },
    middleware::Next,
};

use super::{
    accept::Media,
    asking::{Asking, REQUEST_ID},
    budget::{RATE_LIMIT, RATE_LIMIT_POLICY},
    refusal::Refusal,
};

/// Seconds a browser may remember the answer to its question.
const MAX_AGE: usize = 3600;

/// The rules of an allow-list. An empty one allows no other origin; `*` allows any.
pub(crate) fn cors(origins: &[String]) -> Cors {
    let rules = Cors::default()
        .allowed_methods(["GET", "POST", "PUT"])
        .allowed_headers([ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE])
        .allowed_headers([HeaderName::from_static(REQUEST_ID), HeaderName::from_static("idempotency-key")])
        .allowed_headers(["apollo-require-preflight", "graphql-preflight"])
        .expose_headers([HeaderName::from_static(REQUEST_ID), RETRY_AFTER, WWW_AUTHENTICATE])
        .expose_headers([RATE_LIMIT, RATE_LIMIT_POLICY].map(HeaderName::from_static))
        .max_age(MAX_AGE);
    if origins.iter().any(|origin| origin == "*") {
        return rules.allow_any_origin().send_wildcard();
    }
    origins.iter().fold(rules, |rules, origin| rules.allowed_origin(origin))
}

/// Refuses what a page of another origin opens by itself, without the question that CORS knows: sockets and streams. A page of
/// this server's own host may, and so may whatever is no page.
pub(super) fn check_origin(request: &HttpRequest, allowed: &[String]) -> Result<(), Refusal> {
    let Some(origin) = request.headers().get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if may(origin, host, allowed) { Ok(()) } else { Err(Refusal::foreign_origin()) }
}

fn may(origin: &str, host: &str, allowed: &[String]) -> bool {
    let is_own = origin.split_once("://").is_some_and(|(_, of)| !host.is_empty() && of.eq_ignore_ascii_case(host));
    is_own || allowed.iter().any(|one| one == "*" || one == origin)
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

#[cfg(test)]
mod test {
    use super::may;

    #[test]
    fn own_pages_and_allowed_ones_may_open_sockets() {
        let allowed = ["https://baocao.example".to_owned()];
        for (origin, host) in [
            ("https://baocao.example", "thidua.example"),
            ("https://thidua.example", "thidua.example"),
            ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ] {
            assert!(may(origin, host, &allowed), "{origin}");
        }
        for (origin, host) in [
            ("https://evil.example", "thidua.example"),
            ("http://baocao.example", "thidua.example"),
            ("https://baocao.example.evil.example", "thidua.example"),
            ("https://baocao.example:8443", "thidua.example"),
            ("http://127.0.0.1:8081", "127.0.0.1:8080"),
            ("null", "null"),
            ("null", "thidua.example"),
            ("https://", ""),
            ("", ""),
        ] {
            assert!(!may(origin, host, &allowed), "{origin}");
        }
        assert!(may("null", "thidua.example", &["*".into()]));
    }
}
