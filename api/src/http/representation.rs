//! The form in which an answer leaves: packed as the client likes, or not at all when the client has it already.
//!
//! Handlers give the whole answer, with an `ETag` of its bytes where it may be kept. What is sent in pieces passes as it is.

use std::sync::LazyLock;

use actix_web::{
    Error,
    body::{BodySize, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType, Method, StatusCode, Version,
        header::{
            CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH,
        },
    },
    middleware::Next,
    web::Bytes,
};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest as _, Sha256};

use super::encoding::{Encoding, negotiate};

/// Bytes from which an answer is packed: below, it fits in one packet anyway.
const WORTH_PACKING: usize = 1024;
/// Bytes of packed answers that are kept, by their `ETag`: the explorer's files, the schema, what the public reads most.
const KEPT_BYTES: u64 = 8 * 1024 * 1024;

#[derive(Clone)]
struct ByBytes;

impl Weighter<String, Bytes> for ByBytes {
    fn weight(&self, key: &String, packed: &Bytes) -> u64 {
        (key.len() + packed.len()) as u64
    }
}

static KEPT: LazyLock<Cache<String, Bytes, ByBytes>> = LazyLock::new(|| Cache::with_weighter(100, KEPT_BYTES, ByBytes));

/// The `ETag` of some bytes.
pub(crate) fn etag(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let digits = hash.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    format!("\"{}\"", digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect::<String>())
}

/// Packs an answer, and answers 304 where its `ETag` is one that the client has.
pub(crate) async fn represent<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, Bytes>>, Error> {
    let response = next.call(request).await?;
    let size = match response.response().body().size() {
        BodySize::Sized(size) => usize::try_from(size).unwrap_or_default(),
        BodySize::None => return Ok(response.map_into_left_body()),
        BodySize::Stream => return Ok(without_chunks(response).map_into_left_body()),
    };
    let (request, mut answer) = response.into_parts();
    let is_packed = answer.headers().contains_key(CONTENT_ENCODING);
    let encoding = if size < WORTH_PACKING || is_packed { None } else { negotiate(request.headers()) };
    let tag = tag(answer.headers(), encoding);
    if let Some(tag) = &tag {
        answer.headers_mut().insert(ETAG, tag.clone());
        let is_read = [Method::GET, Method::HEAD].contains(request.method());
        if is_read && answer.status() == StatusCode::OK && is_known(request.headers(), tag) {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            answer.headers_mut().remove(CONTENT_TYPE);
            return Ok(ServiceResponse::new(request, answer.set_body(Bytes::new()).map_into_right_body()));
        }
    }
    let Some(encoding) = encoding else {
        return Ok(ServiceResponse::new(request, answer.map_into_left_body()));
    };
    let (mut head, body) = answer.into_parts();
    let bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        Err(body) => return Ok(ServiceResponse::new(request, head.set_body(body).map_into_left_body())),
    };
    let may_be_kept = is_public(head.headers());
    let bytes = match packed(encoding, &bytes, tag.as_ref().filter(|_| may_be_kept)) {
        Some(packed) => {
            head.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
            packed
        }
        None => bytes,
    };
    Ok(ServiceResponse::new(request, head.set_body(bytes).map_into_right_body()))
}

/// HTTP/1.0 knows no chunks (RFC 9112, 6.1): there, what has no length ends with the connection.
fn without_chunks<B>(mut response: ServiceResponse<B>) -> ServiceResponse<B> {
    if response.request().version() < Version::HTTP_11 {
        let head = response.response_mut().head_mut();
        head.no_chunking(true);
        head.set_connection_type(ConnectionType::Close);
    }
    response
}

/// The `ETag` of this form: each form of an answer has its own, since they differ byte for byte.
fn tag(headers: &HeaderMap, encoding: Option<Encoding>) -> Option<HeaderValue> {
    let plain = headers.get(ETAG)?;
    let Some(encoding) = encoding else { return Some(plain.clone()) };
    let text = format!("{}-{}\"", plain.to_str().ok()?.trim_end_matches('"'), encoding.name());
    HeaderValue::from_str(&text).ok()
}

/// Whether the client says that it has this form (a weak comparison, as RFC 9110 wants it here).
fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let said =
        headers.get_all(IF_NONE_MATCH).filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let tag = tag.to_str().unwrap_or_default();
    said.map(str::trim).any(|had| had == "*" || had.trim_start_matches("W/") == tag)
}

fn is_public(headers: &HeaderMap) -> bool {
    let has = |name: HeaderName, word: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.starts_with(word))
    };
    has(CACHE_CONTROL, "public")
}

fn packed(encoding: Encoding, bytes: &Bytes, tag: Option<&HeaderValue>) -> Option<Bytes> {
    let key = tag.and_then(|tag| tag.to_str().ok());
    if let Some(kept) = key.and_then(|key| KEPT.get(key)) {
        return Some(kept);
    }
    let packed = encoding.pack(bytes).inspect_err(|error| tracing::error!(%error, "packing")).ok()?;
    let packed = Bytes::from(packed);
    if let Some(key) = key {
        KEPT.insert(key.to_owned(), packed.clone());
    }
    Some(packed)
}
