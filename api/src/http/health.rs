//! Whether the process lives, and whether it wants requests. Neither touches the database.

use actix_web::{HttpResponse, web::Data};

use super::Door;

/// `/healthz`: the process answers.
pub(super) async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `/readyz`: the process wants requests. It does not while it ends.
pub(super) async fn ready(door: Data<Door>) -> HttpResponse {
    let (mut response, word) = if door.is_leaving() {
        (HttpResponse::ServiceUnavailable(), "leaving\n")
    } else {
        (HttpResponse::Ok(), "ready\n")
    };
    response.content_type("text/plain; charset=utf-8").body(word)
}
