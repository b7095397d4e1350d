//! Which media type the client wants its answer in, by the q-values of `Accept` (RFC 9110, GraphQL over HTTP).

/// The two media types of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status says how it went.
    Response,
    /// `application/json`: what every client understands; 200 whenever the request was well formed.
    Json,
}

impl Media {
    /// As a `Content-Type`.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The media type of the answer; none when the client takes neither (406).
///
/// A client that names no media type gets `application/json`, as the specification wants for those that do not know
/// the newer one; so does one that only says `*/*`.
pub(super) fn negotiate(accept: Option<&str>) -> Option<Media> {
    let Some(accept) = accept.filter(|text| !text.trim().is_empty()) else { return Some(Media::Json) };
    let ranges: Vec<_> = accept.split(',').filter_map(range).collect();
    let response = quality(&ranges, "graphql-response+json");
    let json = quality(&ranges, "json");
    match (response, json) {
        ((0, _), (0, _)) => None,
        // Asked for equally: the newer one, but only if it was named.
        ((r, named), (j, _)) if r > j || (r == j && named) => Some(Media::Response),
        _ => Some(Media::Json),
    }
}

/// What a client takes that can read server-sent events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Streams {
    /// No events.
    Never,
    /// Events where an operation has many answers.
    Subscriptions,
    /// Events rather than anything else.
    Always,
}

/// Whether the client names `text/event-stream`, and likes it better than JSON.
pub(super) fn streams(accept: Option<&str>) -> Streams {
    let ranges: Vec<_> = accept.unwrap_or_default().split(',').filter_map(range).collect();
    let stream =
        ranges.iter().filter(|(class, sub, _)| class == "text" && sub == "event-stream").map(|(_, _, q)| *q).max();
    match stream {
        None | Some(0) => Streams::Never,
        Some(q) if q > quality(&ranges, "graphql-response+json").0.max(quality(&ranges, "json").0) => Streams::Always,
        Some(_) => Streams::Subscriptions,
    }
}

/// A media range: type, subtype, quality in thousandths.
type Range = (String, String, u16);

/// The quality of a subtype of `application`, by the most specific range; and whether it was named.
fn quality(ranges: &[Range], subtype: &str) -> (u16, bool) {
    let best =
        |class: &str, sub: &str| ranges.iter().filter(|(t, s, _)| t == class && s == sub).map(|(_, _, q)| *q).max();
    match best("application", subtype) {
        Some(q) => (q, true),
        None => (best("application", "*").or_else(|| best("*", "*")).unwrap_or(0), false),
    }
}

/// Reads a range. One that asks for another charset than UTF-8 is not one of ours.
fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (class, sub) = parts.next()?.split_once('/')?;
    let mut quality = 1000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => quality = thousandths(value.trim())?,
            "charset" if !is_utf8(value.trim()) => return None,
            _ => {}
        }
    }
    Some((class.trim().to_ascii_lowercase(), sub.trim().to_ascii_lowercase(), quality))
}

/// Whether a charset parameter says UTF-8.
pub(super) fn is_utf8(value: &str) -> bool {
    ["utf-8", "utf8"].iter().any(|name| value.trim_matches('"').eq_ignore_ascii_case(name))
}

fn thousandths(text: &str) -> Option<u16> {
    let value: f32 = text.parse().ok().filter(|value| (0.0..=1.0).contains(value))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
    Some((value * 1000.0).round() as u16)
}

#[cfg(test)]
mod test {
    use super::{Media::*, Streams, negotiate, streams};

    #[test]
    fn who_names_nothing_gets_json() {
        for accept in [None, Some(""), Some("*/*"), Some("application/*"), Some("application/json")] {
            assert_eq!(negotiate(accept), Some(Json), "{accept:?}");
        }
    }

    #[test]
    fn who_names_the_new_one_gets_it() {
        for accept in [
            "application/graphql-response+json",
            "application/graphql-response+json, application/json;q=0.9",
            "application/json, application/graphql-response+json",
            "application/graphql-response+json; charset=utf-8, */*;q=0.1",
            "Application/GraphQL-Response+JSON;Q=1.0",
        ] {
            assert_eq!(negotiate(Some(accept)), Some(Response), "{accept}");
        }
    }

    #[test]
    fn qualities_decide() {
        assert_eq!(negotiate(Some("application/graphql-response+json;q=0.5, application/json;q=0.6")), Some(Json));
        assert_eq!(negotiate(Some("application/graphql-response+json;q=0.5, */*;q=0.4")), Some(Response));
        assert_eq!(negotiate(Some("application/json;q=0, */*")), Some(Response));
        assert_eq!(negotiate(Some("application/graphql-response+json;q=0, application/json;q=0.001")), Some(Json));
    }

    #[test]
    fn who_takes_neither_gets_nothing() {
        for accept in
            ["text/html", "image/*", "*/*;q=0", "application/json; charset=latin1", "nonsense", "application/json;q=2"]
        {
            assert_eq!(negotiate(Some(accept)), None, "{accept}");
        }
    }
    #[test]
    fn events_are_for_those_who_name_them() {
        for (accept, wanted) in [
            (None, Streams::Never),
            (Some("*/*"), Streams::Never),
            (Some("text/*"), Streams::Never),
            (Some("text/event-stream;q=0, */*"), Streams::Never),
            (Some("text/event-stream"), Streams::Always),
            (Some("Text/Event-Stream; charset=utf-8"), Streams::Always),
            (Some("text/event-stream, multipart/mixed"), Streams::Always),
            (Some("application/json;q=0.5, text/event-stream"), Streams::Always),
            (Some("application/graphql-response+json, application/json, text/event-stream"), Streams::Subscriptions),
            (Some("text/event-stream;q=0.9, */*"), Streams::Subscriptions),
        ] {
            assert_eq!(streams(accept), wanted, "{accept:?}");
        }
    }
}
