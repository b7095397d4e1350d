//! Who asks, by the header `Authorization` (RFC 6750): nobody, or the claims of a token that is believed.

use std::sync::Arc;

use actix_web::{HttpRequest, http::header::AUTHORIZATION};
use schema::viewer::Claims;

use super::{Door, refusal::Refusal};
use crate::auth::Refused;

/// No header is the public; a header that is not believed is refused.
pub(super) async fn claims(request: &HttpRequest, door: &Door) -> Result<Option<Arc<Claims>>, Refusal> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let Some(header) = headers.next() else { return Ok(None) };
    if headers.next().is_some() {
        return Err(Refusal::bad_token(Refused::Token("There is more than one Authorization header.")));
    }
    believe(header.to_str().unwrap_or_default(), door).await.map(Some)
}

/// The claims of `Bearer`, a space, and a token, wherever it stood.
pub(super) async fn believe(authorization: &str, door: &Door) -> Result<Arc<Claims>, Refusal> {
    let malformed = Refused::Token("Authorization must be: Bearer, a space, a token.");
    let token = bearer(authorization).ok_or_else(|| Refusal::bad_token(malformed))?;
    door.verifier.verify(token, door.clock.now()).await.map_err(Refusal::bad_token)
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
