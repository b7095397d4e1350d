//! Reads a body, and stops at its limit.

use std::{
    error::Error,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    http::{ConnectionType, header::CONTENT_LENGTH},
    web::{Bytes, BytesMut, Payload},
};
use futures_util::StreamExt as _;
use tokio::time::timeout;

use super::refusal::Refusal;

/// Bytes that are made room for before any has come: what a client says of its body costs nothing yet.
const AT_FIRST: usize = 16 * 1024;

/// The whole body, if it has at most `limit` bytes and comes in time. What says it is longer is refused before a byte is read.
pub(super) async fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    limit: usize,
    time: Duration,
) -> Result<BytesMut, Refusal> {
    timeout(time, all(request, payload, limit)).await.unwrap_or_else(|_| Err(Refusal::body_too_slow()))
}

async fn all(request: &HttpRequest, payload: &mut Payload, limit: usize) -> Result<BytesMut, Refusal> {
    let said = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|bytes| bytes > limit) {
        return Err(Refusal::body_too_large(limit));
    }
    let mut body = BytesMut::with_capacity(said.unwrap_or(0).min(AT_FIRST));
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

/// An answer that holds on to the rest of a body that nobody reads: the server then closes the connection behind the answer,
/// and does not go on reading for as long as somebody goes on sending.
pub(super) fn unread(answer: HttpResponse, payload: Option<Payload>) -> HttpResponse {
    if let Some(payload) = payload {
        return answer.map_body(|_, body| BoxBody::new(Unread { body, _payload: payload }));
    }
    // It was being read as a form, and what is left of it is not asked for.
    let mut answer = answer;
    answer.head_mut().set_connection_type(ConnectionType::Close);
    answer
}

struct Unread {
    body: BoxBody,
    _payload: Payload,
}

impl MessageBody for Unread {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
