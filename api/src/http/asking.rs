//! What belongs to one request and not to the person: language, request id, idempotency key.

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::header::{ACCEPT_LANGUAGE, HeaderMap},
};
use schema::viewer::Language;
use uuid::Uuid;

use super::refusal::Refusal;

/// The header with the request id, of requests and of answers.
pub(super) const REQUEST_ID: &str = "x-request-id";
/// The header with the idempotency key.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// How an error is told: in which language, under which id.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    /// The language of messages.
    pub(super) language: Language,
    /// The request id.
    pub(super) request_id: RequestId,
}

/// The id of a request, made once for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestId(pub(super) String);

impl Asking {
    /// Reads the headers; whatever is not sane is as if it were not there.
    pub(super) fn of(request: &HttpRequest) -> Self {
        let language = text(request.headers(), ACCEPT_LANGUAGE.as_str()).map_or(Language::Vi, language);
        let made = request.extensions().get::<RequestId>().cloned();
        Self { language, request_id: made.unwrap_or_else(|| RequestId::of(request.headers())) }
    }
}

impl Asking {
    /// For an operation that is not a request of its own: under a new id.
    pub(super) fn new(language: Language) -> Self {
        Self { language, request_id: RequestId(Uuid::now_v7().to_string()) }
    }
}

impl RequestId {
    /// The client's id when it is sane, else a new one.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let sane = |id: &&str| {
            (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
        };
        Self(text(headers, REQUEST_ID).filter(sane).map_or_else(|| Uuid::now_v7().to_string(), str::to_owned))
    }
}

/// The idempotency key: 1 to 200 visible ASCII characters.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut keys = headers.get_all(IDEMPOTENCY_KEY);
    let Some(first) = keys.next() else { return Ok(None) };
    let only = first.to_str().ok().filter(|_| keys.next().is_none());
    check_key(only).map(|key| Some(key.to_owned()))
}

/// An idempotency key as it may be.
pub(super) fn check_key(key: Option<&str>) -> Result<&str, Refusal> {
    let is_key = |key: &&str| (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    key.filter(is_key).ok_or_else(|| {
        Refusal::bad_request(
            "Idempotency-Key must be given once and have 1 to 200 visible ASCII characters.",
            "Idempotency-Key chỉ được nêu một lần, gồm 1 đến 200 ký tự ASCII nhìn thấy được.",
        )
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// English when it is preferred to Vietnamese; Vietnamese is the default.
fn language(accept: &str) -> Language {
    let quality = |wanted: &str| {
        let of = |part: &str| {
            let (tag, parameters) = part.trim().split_once(';').unwrap_or((part.trim(), ""));
            let is_it = tag.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case(wanted));
            is_it.then(|| parameters.trim().strip_prefix("q=").map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0)))
        };
        accept.split(',').filter_map(of).fold(0.0, f32::max)
    };
    if quality("en") > quality("vi") { Language::En } else { Language::Vi }
}

#[cfg(test)]
mod test {
    use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
    use schema::viewer::Language;

    use super::{IDEMPOTENCY_KEY, REQUEST_ID, RequestId, idempotency_key, language};

    fn with(name: &'static str, value: &str) -> HeaderMap {
        [(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())].into_iter().collect()
    }

    #[test]
    fn vietnamese_unless_english_is_preferred() {
        for vi in ["vi", "vi-VN,vi;q=0.9,en;q=0.8", "fr", "*", "", "en;q=0", "en, vi", "en;q=x"] {
            assert_eq!(language(vi), Language::Vi, "{vi}");
        }
        for en in ["en", "en-US,en;q=0.9", "en, vi;q=0.9", "EN-gb", "fr, en;q=0.1"] {
            assert_eq!(language(en), Language::En, "{en}");
        }
    }

    #[test]
    fn a_sane_request_id_is_kept() {
        assert_eq!(RequestId::of(&with(REQUEST_ID, "a.B_9-")).0, "a.B_9-");
        for bad in ["", "a b", "é", "a\"b", &"a".repeat(65)] {
            assert_eq!(RequestId::of(&with(REQUEST_ID, bad)).0.len(), 36, "{bad}");
        }
    }

    #[test]
    fn an_idempotency_key_is_visible_ascii() {
        assert_eq!(idempotency_key(&HeaderMap::new()).ok().unwrap(), None);
        assert_eq!(idempotency_key(&with(IDEMPOTENCY_KEY, "k:1")).ok().unwrap().as_deref(), Some("k:1"));
        assert!(idempotency_key(&with(IDEMPOTENCY_KEY, &"k".repeat(200))).is_ok());
        for bad in ["", "a b", &"k".repeat(201)] {
            assert!(idempotency_key(&with(IDEMPOTENCY_KEY, bad)).is_err(), "{bad}");
        }
        let mut twice = with(IDEMPOTENCY_KEY, "a");
        twice.append(HeaderName::from_static(IDEMPOTENCY_KEY), HeaderValue::from_static("a"));
        assert!(idempotency_key(&twice).is_err());
    }
}
