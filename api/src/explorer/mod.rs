//! The explorer: `GraphiQL` out of the binary, without any foreign address, under a strict Content-Security-Policy.

mod assets;
mod tokens;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
    middleware::from_fn,
    web::{Data, Path, ServiceConfig},
};
use uuid::Uuid;

use crate::http::{Door, count, nothing, readable};

pub(crate) use assets::text;
pub(crate) use tokens::DemoTokens;

const INDEX: &str = include_str!("index.html");

/// The paths of the explorer.
pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(readable("/", index).wrap(from_fn(count)))
        .service(readable("/explorer/tokens.json", tokens).wrap(from_fn(count)))
        .service(readable("/explorer/{file}", file).wrap(from_fn(count)));
}

/// The page. Scripts come from files only; the few styles that `GraphiQL` makes at run time carry this answer's nonce.
async fn index(door: Data<Door>) -> HttpResponse {
    let nonce = Uuid::new_v4().simple().to_string();
    let mode = if door.is_demo { "demo" } else { "production" };
    let sign_in = if door.signer.is_some() { "here" } else { "elsewhere" };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .body(INDEX.replace("{nonce}", &nonce).replace("{mode}", mode).replace("{sign-in}", sign_in))
}

/// A script or a style.
async fn file(request: HttpRequest, name: Path<String>) -> HttpResponse {
    match assets::find(&name) {
        Some(asset) => asset.respond(),
        None => nothing(request).await,
    }
}

/// A token for one person of each role. Only in demo mode; the key that signs them is no secret there.
async fn tokens(request: HttpRequest, door: Data<Door>) -> HttpResponse {
    let Some(signer) = door.signer.as_ref().filter(|_| door.is_demo) else { return nothing(request).await };
    let tokens = door.demo_tokens.at(door.clock.now(), signer);
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).content_type("application/json").body(tokens)
}
