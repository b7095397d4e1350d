//! Requests whose head cannot be: 414 for an address and 431 for headers that are too large, 417 for an unknown expectation.

use actix_web::{
    Error,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::EXPECT,
    middleware::Next,
};

use super::{accept::Media, asking::Asking, refusal::Refusal};

/// Bytes of an address: room for a document at its limit, each byte of it written as three.
pub(crate) const ADDRESS_BYTES: usize = 60 * 1024;
/// Bytes of all headers together.
pub(crate) const HEADER_BYTES: usize = 16 * 1024;
/// Headers that the server below has room for.
pub(crate) const HEADERS: usize = 96;

/// Refuses what cannot be before anything reads it.
pub(crate) async fn measure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let address = request.uri().path_and_query().map_or(0, |text| text.as_str().len());
    let headers: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let refusal = if address > ADDRESS_BYTES {
        Refusal::address_too_long(ADDRESS_BYTES)
    } else if headers > HEADER_BYTES {
        Refusal::headers_too_large(HEADER_BYTES)
    } else if request.headers().get_all(EXPECT).any(|value| !value.as_bytes().eq_ignore_ascii_case(b"100-continue")) {
        Refusal::unknown_expectation()
    } else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let answer = refusal.respond(&Asking::of(request.request()), Media::Json);
    Ok(request.into_response(answer).map_into_right_body())
}
