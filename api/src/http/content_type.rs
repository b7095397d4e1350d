//! What a request's body may be: JSON in UTF-8, not compressed; everything else is 415.

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};

use super::{accept::is_utf8, refusal::Refusal};

/// What JSON is called.
pub(super) const JSON: &[&str] = &["application/json"];
/// What an operation in JSON is called; older clients have a name of their own for it.
pub(super) const OPERATION: &[&str] = &["application/json", "application/graphql+json"];

/// Refuses a body of another kind. A page of another origin cannot send these without asking first (CORS), which closes CSRF.
pub(super) fn check(headers: &HeaderMap, known: &[&str]) -> Result<(), Refusal> {
    let mut types = headers.get_all(CONTENT_TYPE);
    let (first, second) = (types.next().and_then(|value| value.to_str().ok()), types.next());
    if second.is_some() || !first.is_some_and(|value| is_one(value, known)) {
        return Err(Refusal::unsupported_type());
    }
    check_encoding(headers)
}

/// Refuses a body that is compressed, whatever it holds: a small one may become as large as it likes.
pub(super) fn check_encoding(headers: &HeaderMap) -> Result<(), Refusal> {
    let encoded = headers.get_all(CONTENT_ENCODING).any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"));
    if encoded { Err(Refusal::encoded_body()) } else { Ok(()) }
}

fn is_one(value: &str, known: &[&str]) -> bool {
    let mut parts = value.split(';').map(str::trim);
    let named = parts.next().is_some_and(|name| known.iter().any(|one| name.eq_ignore_ascii_case(one)));
    named
        && parts
            .filter_map(|part| part.split_once('='))
            .all(|(name, value)| !name.trim().eq_ignore_ascii_case("charset") || is_utf8(value.trim()))
}

#[cfg(test)]
mod test {
    use super::{JSON, OPERATION, is_one};

    #[test]
    fn json_in_utf8_only() {
        for good in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/json;charset=\"utf-8\"",
            "application/json; odata=x",
        ] {
            assert!(is_one(good, JSON) && is_one(good, OPERATION), "{good}");
        }
        let older = "application/graphql+json; charset=utf-8";
        assert!(is_one(older, OPERATION) && !is_one(older, JSON));
        for bad in [
            "",
            "text/plain",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "application/json-seq",
            "application/graphql",
            "multipart/form-data",
        ] {
            assert!(!is_one(bad, OPERATION), "{bad}");
        }
    }
}
