//! Whether the process lives, and whether it wants requests. Neither touches the database.

use std::sync::atomic::Ordering;

use actix_web::{HttpResponse, web::Data};

use super::Door;

/// `/healthz`: the process answers.
pub(super) async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `/readyz`: the process wants requests. It does not while it ends.
pub(super) async fn ready(door: Data<Door>) -> HttpResponse {
    let mut response =
        if door.is_leaving.load(Ordering::Relaxed) { HttpResponse::ServiceUnavailable() } else { HttpResponse::Ok() };
    let word = if door.is_leaving.load(Ordering::Relaxed) { "leaving\n" } else { "ready\n" };
    response.content_type("text/plain; charset=utf-8").body(word)
}
