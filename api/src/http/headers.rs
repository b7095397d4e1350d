//! What every answer carries, unless it says otherwise itself.

use actix_web::middleware::DefaultHeaders;

/// Nothing here is to be guessed at, framed, stored by a shared cache, or told to other sites.
pub(super) const SECURITY: [(&str, &str); 8] = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cache-Control", "private, no-store"),
];

/// The same for every answer to a request.
pub(crate) fn security() -> DefaultHeaders {
    SECURITY.into_iter().fold(DefaultHeaders::new(), DefaultHeaders::add)
}
