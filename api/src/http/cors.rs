//! Which pages may call the API: an allow-list, and never with cookies.

use actix_cors::Cors;
use actix_web::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE,
};

use super::asking::REQUEST_ID;

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
