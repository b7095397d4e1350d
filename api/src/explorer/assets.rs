//! The files of the explorer, inside the binary, each with the hash of its bytes as its `ETag`.

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH},
    web::Bytes,
};
use sha2::{Digest as _, Sha256};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// A file.
pub(super) struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    etag: String,
}

static ASSETS: LazyLock<[Asset; 6]> = LazyLock::new(|| {
    [
        asset("react.js", SCRIPT, include_bytes!("vendor/react.production.min.js")),
        asset("react-dom.js", SCRIPT, include_bytes!("vendor/react-dom.production.min.js")),
        asset("graphiql.js", SCRIPT, include_bytes!("vendor/graphiql.min.js")),
        asset("graphiql.css", STYLE, include_bytes!("vendor/graphiql.min.css")),
        asset("boot.js", SCRIPT, include_bytes!("boot.js")),
        asset("style.css", STYLE, include_bytes!("style.css")),
    ]
});

fn asset(name: &'static str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    Asset { name, content_type, bytes, etag: etag(bytes) }
}

/// The file of a name.
pub(super) fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

impl Asset {
    /// The file, or 304 when the browser has it.
    pub(super) fn respond(&self, request: &HttpRequest) -> HttpResponse {
        respond(request, self.content_type, &self.etag, Bytes::from_static(self.bytes))
    }
}

/// A text that may be kept as long as it has not changed.
pub(crate) fn text(request: &HttpRequest, content_type: &str, text: Bytes) -> HttpResponse {
    let etag = etag(&text);
    respond(request, content_type, &etag, text)
}

fn respond(request: &HttpRequest, content_type: &str, etag: &str, body: Bytes) -> HttpResponse {
    let had = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = had.is_some_and(|had| had.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, "public, no-cache"));
    if is_known { response.finish() } else { response.content_type(content_type).body(body) }
}

fn etag(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let digits = hash
        .iter()
        .take(16)
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16));
    format!("\"{}\"", digits.collect::<String>())
}
