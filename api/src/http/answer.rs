//! From the outcome of an operation to an HTTP answer.

use actix_web::{HttpResponse, http::StatusCode};
use schema::{Answer, Outcome};

use super::{accept::Media, refusal::Refusal};

/// The status depends on the media type: the older one says 200 to every well-formed request.
pub(super) fn respond(answer: Answer, media: Media) -> Result<HttpResponse, Refusal> {
    let status = match (answer.outcome, media) {
        (Outcome::MethodNotAllowed, _) => return Err(Refusal::method_not_allowed("POST")),
        (Outcome::Exhausted(_), _) => StatusCode::TOO_MANY_REQUESTS,
        (Outcome::RequestError, Media::Response) => StatusCode::BAD_REQUEST,
        (Outcome::RequestError, Media::Json) | (Outcome::Executed, _) => StatusCode::OK,
    };
    Ok(HttpResponse::build(status).content_type(media.content_type()).body(answer.body))
}
