//! From the outcome of an operation to an HTTP answer.

use actix_web::{
    HttpResponse,
    body::{BoxBody, MessageBody as _},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, ETAG, HeaderValue, RETRY_AFTER},
    },
};
use schema::{Answer, Outcome, tally::Tally};

use super::{accept::Media, refusal::Refusal, representation::etag};

/// The status depends on the media type: the older one says 200 to every well-formed request.
pub(super) fn respond(answer: Answer, media: Media, tally: &Tally) -> Result<HttpResponse, Refusal> {
    let status = match (answer.outcome, media) {
        (Outcome::MethodNotAllowed, _) => return Err(Refusal::method_not_allowed("POST")),
        (Outcome::Exhausted(_), _) => StatusCode::TOO_MANY_REQUESTS,
        (Outcome::RequestError, Media::Response) => StatusCode::BAD_REQUEST,
        (Outcome::RequestError, Media::Json) | (Outcome::Executed, _) => StatusCode::OK,
    };
    let mut response = HttpResponse::build(status).content_type(media.content_type()).body(answer.body);
    response.extensions_mut().insert(tally.clone());
    if let Outcome::Exhausted(seconds) = answer.outcome {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    }
    Ok(response)
}

/// What the public reads by GET is the same for everybody without a token: anybody may keep it for some seconds, and then ask
/// whether it is still so.
pub(super) fn public(response: HttpResponse, seconds: u32) -> HttpResponse {
    let (mut head, body) = response.into_parts();
    let bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        Err(body) => return head.set_body(body),
    };
    let lifetime = HeaderValue::from_str(&format!("public, max-age={seconds}, must-revalidate"));
    if let (Ok(lifetime), Ok(tag)) = (lifetime, HeaderValue::from_str(&etag(&bytes))) {
        head.headers_mut().insert(CACHE_CONTROL, lifetime);
        head.headers_mut().insert(ETAG, tag);
    }
    head.set_body(BoxBody::new(bytes))
}
