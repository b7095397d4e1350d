//! What HTTP itself refuses, before there is a request: a head that is none, that is too long, or that does not come in time. The
//! server below answers with a bare status; here that becomes an answer like any other refusal's.

use std::fmt::Write as _;

use schema::viewer::Language;

use super::{
    accept::Media, asking::Asking, asking::REQUEST_ID, headers::SECURITY, heads::HEADER_BYTES, refusal::Refusal,
};

/// The whole answer in place of these bytes, if they are the bare one. Nothing of the request is known, not even in which language.
pub(super) fn answer(bare: &[u8]) -> Option<Vec<u8>> {
    let status = bare.strip_prefix(b"HTTP/1.1 ").or_else(|| bare.strip_prefix(b"HTTP/1.0 "))?;
    let refusal = match status.get(..4)? {
        b"400 " => Refusal::broken(),
        b"408 " => Refusal::head_too_slow(),
        b"431 " => Refusal::headers_too_large(HEADER_BYTES),
        _ => return None,
    };
    let asking = Asking::new(Language::Vi);
    let (response, body) = (refusal.respond(&asking, Media::Json), refusal.body(&asking));
    let mut text = format!("HTTP/1.1 {}\r\n{REQUEST_ID}: {}\r\n", response.status(), asking.request_id.0);
    let own = response.headers().iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    for (name, value) in own.chain(SECURITY) {
        let _ = write!(text, "{}: {value}\r\n", name.to_lowercase());
    }
    let date = str::from_utf8(bare).ok().and_then(|text| text.lines().find(|line| line.starts_with("date: ")));
    if let Some(date) = date {
        let _ = write!(text, "{date}\r\n");
    }
    let _ = write!(text, "connection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    tracing::debug!(id = %asking.request_id.0, status = response.status().as_u16(), "no request");
    Some([text.into_bytes(), body].concat())
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn only_a_bare_refusal_is_replaced() {
        for (bare, code) in
            [("400 Bad Request", "BAD_REQUEST"), ("408 Request Timeout", "TIMEOUT"), ("431 X", "LIMIT_EXCEEDED")]
        {
            let told = String::from_utf8(answer(format!("HTTP/1.1 {bare}\r\n\r\n").as_bytes()).unwrap()).unwrap();
            let (head, body) = told.split_once("\r\n\r\n").unwrap();
            assert!(head.starts_with(&format!("HTTP/1.1 {} ", &bare[..3])) && head.contains("nosniff"), "{head}");
            assert!(head.ends_with(&format!("\r\ncontent-length: {}", body.len())), "{head}");
            assert!(body.contains(code), "{body}");
        }
        for other in ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 400", "400 ", ""] {
            assert_eq!(answer(other.as_bytes()), None, "{other}");
        }
    }
}
