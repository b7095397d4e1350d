//! The form in which answers leave: packed as the client likes, and not sent again where nothing changed.

use std::io::Read as _;

use reqwest::{Response, StatusCode, Url};
use serde_json::{Value, json};
use tests::{App, Who, World, both};

both!(answers_are_packed_as_the_client_likes, the_public_keeps_what_has_not_changed, head_is_get_without_a_body);

/// An answer of some kilobytes.
const LONG: &str = "{ serviceConfig { limits { name value unit about } } viewer { errorCodes } }";
const UNITS: &str = "{ units(first: 100) { nodes { id name } } }";

fn address(app: &App, document: &str) -> String {
    let url = Url::parse_with_params("http://x/graphql", [("query", document)]).unwrap();
    app.url(&format!("/graphql?{}", url.query().unwrap()))
}

async fn ask(app: &App, document: &str, headers: &[(&str, &str)]) -> Response {
    let request = app.http().get(address(app, document));
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn unpacked(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match encoding {
        "gzip" => drop(flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).unwrap()),
        "br" => drop(brotli::Decompressor::new(bytes, 4096).read_to_end(&mut out).unwrap()),
        "zstd" => out = zstd::stream::decode_all(bytes).unwrap(),
        _ => out = bytes.to_vec(),
    }
    out
}

async fn answers_are_packed_as_the_client_likes(app: App) {
    let plain = ask(&app, LONG, &[]).await;
    assert_eq!(header(&plain, "content-encoding"), "");
    let (plain_tag, plain) = (header(&plain, "etag"), plain.bytes().await.unwrap());
    assert!(plain.len() > 2_000);
    for (accepted, encoding) in
        [("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br, zstd", "br"), ("zstd", "zstd"), ("identity", "")]
    {
        // Twice: what the public reads is kept packed.
        for _ in 0..2 {
            let answer = ask(&app, LONG, &[("accept-encoding", accepted)]).await;
            assert_eq!(header(&answer, "content-encoding"), encoding, "{accepted}");
            assert!(answer.headers().get_all("vary").iter().any(|value| value == "accept-encoding"), "{accepted}");
            assert_eq!(header(&answer, "etag") == plain_tag, encoding.is_empty(), "each form has its own ETag");
            let length: usize = header(&answer, "content-length").parse().unwrap();
            let bytes = answer.bytes().await.unwrap();
            assert_eq!(bytes.len(), length, "{accepted}");
            assert!(encoding.is_empty() || length * 2 < plain.len(), "{accepted}: {length} of {}", plain.len());
            assert_eq!(unpacked(encoding, &bytes), plain, "{accepted}");
        }
    }
    // With a token, and by POST, too; what is short stays as it is.
    let client = app.as_(Who::admin()).with("accept-encoding", "gzip");
    let request = client.request(reqwest::Method::POST, "/graphql").json(&json!({ "query": LONG }));
    let answer = request.send().await.unwrap();
    assert_eq!((header(&answer, "content-encoding").as_str(), header(&answer, "etag").as_str()), ("gzip", ""));
    let bytes = unpacked("gzip", &answer.bytes().await.unwrap());
    assert!(serde_json::from_slice::<Value>(&bytes).unwrap()["data"]["viewer"]["errorCodes"].is_array());
    let short = client.query("{ viewer { class } }", json!({})).await.ok();
    assert_eq!(short.header("content-encoding"), "");
    // A client that asks for what is not made here is answered nevertheless.
    assert_eq!(ask(&app, LONG, &[("accept-encoding", "compress, identity;q=0")]).await.status(), StatusCode::OK);
}

/// An answer that anybody may have carries an `ETag`; it changes with what is read, and nobody with a token has one.
async fn the_public_keeps_what_has_not_changed(app: App) {
    World::units(&app).await;
    for accepted in ["identity", "gzip", "br"] {
        let headers = [("accept-encoding", accepted)];
        let first = ask(&app, UNITS, &headers).await;
        assert_eq!(header(&first, "cache-control"), "public, max-age=10, must-revalidate");
        // Nor does it tell the next what the first has left.
        assert_eq!((header(&first, "ratelimit"), header(&first, "ratelimit-policy")), (String::new(), String::new()));
        let tag = header(&first, "etag");
        let known = format!("\"other\", W/{tag}");
        for had in [tag.as_str(), known.as_str(), "*"] {
            let again = ask(&app, UNITS, &[headers[0], ("if-none-match", had)]).await;
            assert_eq!((again.status(), header(&again, "etag")), (StatusCode::NOT_MODIFIED, tag.clone()), "{had}");
            assert_eq!(header(&again, "cache-control"), "public, max-age=10, must-revalidate");
            assert_eq!(again.bytes().await.unwrap().len(), 0);
        }
    }
    let tag = header(&ask(&app, UNITS, &[]).await, "etag");
    app.run("update unit set name = 'Another', version = version + 1").await;
    let changed = ask(&app, UNITS, &[("if-none-match", &tag)]).await;
    assert_eq!(changed.status(), StatusCode::OK);
    assert_ne!(header(&changed, "etag"), tag);
    // Neither who has a token, nor what has errors, nor what came by POST.
    let token = app.as_(Who::auditor()).request(reqwest::Method::GET, "/").build().unwrap();
    let token = token.headers()["authorization"].to_str().unwrap().to_owned();
    let mine = ask(&app, UNITS, &[("authorization", &token), ("if-none-match", "*")]).await;
    let failed = ask(&app, "{ units(first: -1) { totalCount } }", &[("if-none-match", "*")]).await;
    let invalid = ask(&app, "{ nope }", &[("if-none-match", "*")]).await;
    for answer in [mine, failed, invalid] {
        assert_eq!((answer.status(), header(&answer, "etag")), (StatusCode::OK, String::new()));
        assert_eq!(header(&answer, "cache-control"), "private, no-store");
        assert!(header(&answer, "ratelimit").starts_with("\"cost\";r="), "{:?}", answer.headers());
    }
    let posted = app.as_(Who::Public).with("if-none-match", "*").query(UNITS, json!({})).await.ok();
    assert_eq!((posted.header("etag"), posted.header("cache-control")), ("", "private, no-store"));
}

async fn head_is_get_without_a_body(app: App) {
    for encoding in ["identity", "gzip"] {
        let whole = ask(&app, LONG, &[("accept-encoding", encoding)]).await;
        let head = app.http().head(address(&app, LONG)).header("accept-encoding", encoding).send().await.unwrap();
        for name in ["content-type", "content-length", "content-encoding", "etag", "cache-control"] {
            assert_eq!(header(&head, name), header(&whole, name), "{encoding} {name}");
        }
        assert_eq!((head.status(), head.bytes().await.unwrap().len()), (StatusCode::OK, 0));
    }
}
