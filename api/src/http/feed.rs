//! `/exemplars.atom`: the published exemplars as a feed (Atom, RFC 4287), for media and readers, without a token.

use std::fmt::Write as _;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use schema::{Operation, Outcome};
use serde_json::Value;

use super::{Door, accept::Media, asking::Asking, refusal::Refusal};
use crate::explorer;

/// What is read for it: the same read that anybody can make.
const QUERY: &str =
    "{ exemplars(first: 50, filter: { state: [PUBLISHED] }, orderBy: [{ field: PUBLISHED_AT, direction: DESC }]) {
    nodes { id kind name story publishedAt updatedAt unit { name } } } }";

/// What every entry is called by, so that it stays one and the same wherever this is served.
const FEED_ID: &str = "urn:uuid:0f1e6f0a-6c86-4b68-9d5c-3f4f9f6a6868";
/// When there is no entry yet, the feed was last changed on the day the campaign of the plan began.
const BEGINNING: &str = "2021-08-06T00:00:00Z";

/// The feed, or 304 when the reader has it.
pub(super) async fn exemplars(request: HttpRequest, door: Data<Door>) -> HttpResponse {
    let asking = Asking::of(&request);
    match door.within(read(&request, &door, &asking)).await {
        Ok(feed) => explorer::text("application/atom+xml; charset=utf-8", Bytes::from(feed)),
        Err(refusal) => refusal.respond(&asking, Media::Json),
    }
}

async fn read(request: &HttpRequest, door: &Door, asking: &Asking) -> Result<String, Refusal> {
    let operation = Operation { query: QUERY.into(), is_ours: true, ..Operation::default() };
    let caller = door.public(request)?;
    let answer = door.run(operation, &caller, door.asked(asking, None)).await?;
    if let Outcome::Exhausted(seconds) = answer.outcome {
        return Err(caller.account.refusal(seconds));
    }
    let body: Value = serde_json::from_slice(&answer.body).map_err(|_| Refusal::internal())?;
    let nodes = body["data"]["exemplars"]["nodes"].as_array().ok_or_else(Refusal::internal)?;
    Ok(feed(nodes))
}

fn feed(exemplars: &[Value]) -> String {
    let updated = exemplars.iter().filter_map(|one| one["updatedAt"].as_str()).max().unwrap_or(BEGINNING);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\">\n\
         <title>Điển hình tiên tiến</title>\n<id>{FEED_ID}</id>\n<link rel=\"self\" href=\"/exemplars.atom\"/>\n\
         <updated>{}</updated>\n",
        escaped(updated)
    );
    for exemplar in exemplars {
        entry(&mut xml, exemplar);
    }
    xml.push_str("</feed>\n");
    xml
}

fn entry(xml: &mut String, exemplar: &Value) {
    let text = |value: &Value| escaped(value.as_str().unwrap_or_default());
    let id = exemplar["id"].as_str().and_then(|id| id.split_once(':')).map_or("", |(_, key)| key);
    let _ = write!(
        xml,
        "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<author><name>{}</name></author>\n<category term=\"{}\"/>\n\
         <published>{}</published>\n<updated>{}</updated>\n<content type=\"text\">{}</content>\n</entry>\n",
        escaped(id),
        text(&exemplar["name"]),
        text(&exemplar["unit"]["name"]),
        text(&exemplar["kind"]),
        text(&exemplar["publishedAt"]),
        text(&exemplar["updatedAt"]),
        text(&exemplar["story"]),
    );
}

/// A text as XML holds it: markup escaped, and what XML 1.0 has no place for left out.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\t' | '\n' => written.push(c),
            '\r' => written.push_str("&#13;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c < ' ' => {}
            c => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(escaped("a < b & \"c\" ]]> \u{1}\u{FFFF}đ\r\n"), "a &lt; b &amp; &quot;c&quot; ]]&gt; đ&#13;\n");
    }
}
