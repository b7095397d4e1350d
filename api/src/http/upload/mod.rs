//! Files with a request: the GraphQL multipart request specification, and the links to files.

mod form;
mod inbox;
mod link;
mod map;

use actix_web::http::header::{CONTENT_TYPE, HeaderMap};

use super::refusal::Refusal;

pub(crate) use form::MAP_BYTES;
pub(super) use form::read;
pub(super) use link::{disposition, download, follow, put};

/// The headers of which one must be there and not be empty: a page of another origin cannot send them without asking first.
const PREFLIGHT: [&str; 2] = ["apollo-require-preflight", "graphql-preflight"];

/// Whether the body is a multipart form that may be read.
pub(super) fn is_multipart(headers: &HeaderMap) -> Result<bool, Refusal> {
    let mut types = headers.get_all(CONTENT_TYPE).filter_map(|value| value.to_str().ok());
    let is_form = types.any(|value| {
        value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart/form-data"))
    });
    let is_asked =
        |name: &&'static str| headers.get(*name).is_some_and(|value| !value.as_bytes().trim_ascii().is_empty());
    if is_form && !PREFLIGHT.iter().any(is_asked) {
        return Err(Refusal::no_preflight());
    }
    Ok(is_form)
}
