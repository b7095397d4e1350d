//! Signing in and out: `/auth/sign-in`, `/auth/refresh`, `/auth/password`, `/auth/sign-out`, and the public keys.
//!
//! These are endpoints of their own and no mutations: passwords and refresh tokens so never stand in a document, a kept answer or
//! an explained plan; a proxy can watch and slow them by their path; and a client needs nothing but HTTP to have a token. They
//! take JSON, which a page of another origin cannot send without asking, and answer in the words of OAuth (RFC 6749, 5.1 and 5.2).

use std::{net::IpAddr, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header::CACHE_CONTROL},
    web::{Data, Payload},
};
use chrono::{DateTime, Duration, Utc};
use schema::{Grant, NewPassword, SignIn, error::Code, viewer::Asked};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use super::{Door, asking::Asking, body, budget::client, content_type, refusal::Refusal};
use crate::{
    auth::{Signer, Throttle, Whose, scope},
    config::Config,
};

/// Bytes of a body here.
pub(crate) const CREDENTIALS_BYTES: usize = 4 * 1024;
/// Seconds for which others may keep the public keys; a new key is published longer than that before it signs.
const KEYS_FRESH: u32 = 300;

/// How one signs in.
#[derive(Clone)]
pub(super) struct Terms {
    throttle: Arc<Throttle>,
    access: Duration,
    refresh: Duration,
}

impl Terms {
    /// As configured.
    pub(super) fn of(config: &Config) -> Self {
        Self {
            throttle: Arc::default(),
            access: Duration::minutes(config.auth.access_minutes.get().into()),
            refresh: Duration::days(config.auth.refresh_days.get().into()),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    username: String,
    password: String,
    /// Which scopes the tokens shall have; `read` alone for tokens that only read.
    scope: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    username: String,
    password: String,
    new_password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refresh {
    refresh_token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignOut {
    refresh_token: String,
    /// Whether every session of the user ends, and not only this one.
    #[serde(default)]
    everywhere: bool,
}

/// `/auth/sign-in`: tokens for a name and a password.
pub(super) async fn sign_in(request: HttpRequest, payload: Payload, door: Data<Door>) -> HttpResponse {
    answer(&request, payload, &door, async |asked, signer, sent: Credentials| {
        let is_read_only = read_only(sent.scope.as_deref())?;
        let who = who(&door, &sent.username, &sent.password, is_read_only);
        let grant = throttled(&request, &door, &sent.username, Box::pin(door.api.sign_in(&who, asked))).await?;
        granted(&door, signer, &grant)
    })
    .await
}

/// `/auth/password`: a new password for the old one, and tokens.
pub(super) async fn password(request: HttpRequest, payload: Payload, door: Data<Door>) -> HttpResponse {
    answer(&request, payload, &door, async |asked, signer, sent: Change| {
        let who = who(&door, &sent.username, &sent.password, false);
        let changed = Box::pin(door.api.change_password(&who, NewPassword(&sent.new_password), asked));
        let grant = throttled(&request, &door, &sent.username, changed).await?;
        granted(&door, signer, &grant)
    })
    .await
}

/// `/auth/refresh`: the next tokens of a session. A refresh token is good once; sent again, it ends the session.
pub(super) async fn refresh(request: HttpRequest, payload: Payload, door: Data<Door>) -> HttpResponse {
    answer(&request, payload, &door, async |asked, signer, sent: Refresh| {
        let grant = Box::pin(door.api.refresh(&sent.refresh_token, micros(&door), asked)).await.map_err(Refusal::of)?;
        granted(&door, signer, &grant)
    })
    .await
}

/// `/auth/sign-out`: ends a session, or all of a user. Whether there was one is not told (RFC 7009).
pub(super) async fn sign_out(request: HttpRequest, payload: Payload, door: Data<Door>) -> HttpResponse {
    answer(&request, payload, &door, async |asked, _signer, sent: SignOut| {
        Box::pin(door.api.sign_out(&sent.refresh_token, sent.everywhere, asked)).await.map_err(Refusal::of)?;
        Ok(HttpResponse::Ok().json(json!({})))
    })
    .await
}

/// `/.well-known/jwks.json`: the public keys that tokens of this server are signed with.
pub(super) async fn jwks(request: HttpRequest, door: Data<Door>) -> HttpResponse {
    let Some(signer) = &door.signer else { return super::nothing(request).await };
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, format!("public, max-age={KEYS_FRESH}")))
        .json(signer.jwks(door.clock.now()))
}

/// Does the work within the deadline; a refusal is told in the words of OAuth beside those of every other error.
async fn answer<T: DeserializeOwned>(
    request: &HttpRequest,
    mut payload: Payload,
    door: &Door,
    work: impl AsyncFnOnce(&Asked, &Signer, T) -> Result<HttpResponse, Refusal>,
) -> HttpResponse {
    let asking = Asking::of(request);
    let asked = door.asked(&asking, None);
    // Tries are counted elsewhere too; this keeps a flood of anything away from the database.
    let counted = door.public(request);
    let worked = async {
        let (caller, signer) = (counted?, signer(door)?);
        let sent = read(request, &mut payload, door).await?;
        // A place is for work: a body that comes slowly holds none.
        let _place = door.gate.enter(&caller.account).await?;
        work(&asked, signer, sent).await
    };
    match door.within(worked).await {
        Ok(response) => response,
        Err(refusal) => body::unread(refusal.respond_as(&asking, name(&refusal)), Some(payload)),
    }
}

/// The error of RFC 6749 (RFC 8628 for `slow_down`).
fn name(refusal: &Refusal) -> &'static str {
    match refusal.error.code {
        Code::SignInRefused | Code::PasswordChangeRequired | Code::Unauthenticated => "invalid_grant",
        Code::RateLimited => "slow_down",
        Code::Overloaded | Code::Timeout => "temporarily_unavailable",
        Code::Internal => "server_error",
        Code::BadUserInput => "invalid_scope",
        _ => "invalid_request",
    }
}

/// Nobody signs in here where an identity provider does that.
fn signer(door: &Door) -> Result<&Signer, Refusal> {
    door.signer.as_deref().ok_or_else(Refusal::no_such_path)
}

async fn read<T: DeserializeOwned>(request: &HttpRequest, payload: &mut Payload, door: &Door) -> Result<T, Refusal> {
    if request.method() != Method::POST {
        return Err(Refusal::method_not_allowed("POST"));
    }
    content_type::check(request.headers(), content_type::JSON)?;
    let body = body::read(request, payload, CREDENTIALS_BYTES, door.body_time).await?;
    // The error of the parser could repeat what was sent, a password.
    serde_json::from_slice(&body).map_err(|_| {
        Refusal::bad_request(
            "The body is not the JSON that is expected here: a member is missing, unknown or of another type.",
            "Nội dung yêu cầu không đúng dạng JSON cần có: thiếu, thừa hoặc sai kiểu một trường.",
        )
    })
}

fn read_only(scope: Option<&str>) -> Result<bool, Refusal> {
    match scope {
        None | Some("read write" | "write read") => Ok(false),
        Some("read") => Ok(true),
        Some(_) => Err(Refusal::of(schema::error::Error::input(
            "scope",
            "is `read` or `read write`",
            "là `read` hoặc `read write`",
        ))),
    }
}

fn who<'a>(door: &Door, name: &'a str, password: &'a str, is_read_only: bool) -> SignIn<'a> {
    SignIn { name, password, is_read_only, refresh_micros: micros(door) }
}

fn micros(door: &Door) -> i64 {
    door.sign_in.refresh.num_microseconds().unwrap_or(i64::MAX)
}

/// Takes a place for the name and one for the address, and gives them back when the password was right.
async fn throttled(
    request: &HttpRequest,
    door: &Door,
    name: &str,
    work: impl Future<Output = schema::error::Result<Grant>>,
) -> Result<Grant, Refusal> {
    let now = door.clock.now().timestamp();
    let address: IpAddr = client(request, &door.trusted_proxies);
    let throttle = &door.sign_in.throttle;
    throttle.take(Whose::Address(address), now).map_err(Refusal::slow_down)?;
    throttle.take(Whose::Name(name), now).map_err(|wait| {
        throttle.give_back(Whose::Address(address), now);
        Refusal::slow_down(wait)
    })?;
    let outcome = work.await;
    let is_wrong = outcome.as_ref().is_err_and(|error| error.code == Code::SignInRefused);
    if !is_wrong {
        throttle.give_back(Whose::Address(address), now);
        throttle.give_back(Whose::Name(name), now);
    }
    outcome.map_err(Refusal::of)
}

/// The answer of RFC 6749, 5.1.
fn granted(door: &Door, signer: &Signer, grant: &Grant) -> Result<HttpResponse, Refusal> {
    let (now, life): (DateTime<Utc>, Duration) = (door.clock.now(), door.sign_in.access);
    let token = signer.sign(&grant.claims, now, life).map_err(|error| {
        tracing::error!(%error, "a token could not be signed");
        Refusal::internal()
    })?;
    Ok(HttpResponse::Ok().json(json!({
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": life.num_seconds(),
        "refresh_token": grant.refresh_token,
        "refresh_token_expires_in": door.sign_in.refresh.num_seconds(),
        "scope": scope(&grant.claims),
    })))
}
