//! The files of the explorer, inside the binary, each with the hash of its bytes as its `ETag`.

use std::sync::LazyLock;

use crate::http::etag;
use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, ETAG},
    web::Bytes,
};

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
    /// The file.
    pub(super) fn respond(&self) -> HttpResponse {
        respond(self.content_type, &self.etag, Bytes::from_static(self.bytes))
    }
}

/// A text that may be kept as long as it has not changed.
pub(crate) fn text(content_type: &str, text: Bytes) -> HttpResponse {
    let etag = etag(&text);
    respond(content_type, &etag, text)
}

fn respond(content_type: &str, etag: &str, body: Bytes) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, etag)).insert_header((CACHE_CONTROL, "public, no-cache"));
    response.content_type(content_type).body(body)
}
