//! Reads a body, and stops at its limit.

use actix_web::{
    HttpRequest,
    http::header::CONTENT_LENGTH,
    web::{BytesMut, Payload},
};
use futures_util::StreamExt as _;

use super::refusal::Refusal;

/// The whole body, if it has at most `limit` bytes. What says it is longer is refused before a byte is read.
pub(super) async fn read(request: &HttpRequest, mut payload: Payload, limit: usize) -> Result<BytesMut, Refusal> {
    let said = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|bytes| bytes > limit) {
        return Err(Refusal::body_too_large(limit));
    }
    let mut body = BytesMut::with_capacity(said.unwrap_or(0));
    while let Some(chunk) = payload.next().await {
        let chunk =
            chunk.map_err(|_| Refusal::bad_request("The body ended early.", "Nội dung yêu cầu bị ngắt giữa chừng."))?;
        if body.len() + chunk.len() > limit {
            return Err(Refusal::body_too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
