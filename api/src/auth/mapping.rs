//! How an issuer's claims tell class, duty, unit, client and scope.

use serde_json::{Map, Value};

use super::Refused;
use crate::config;

/// A claim, and what its words mean here.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// The names on the way to it: `realm_access.roles` stands in an object.
    path: Vec<String>,
    /// Their word and ours. Without any, their words are ours.
    words: Vec<(String, String)>,
}

/// Which claims tell what.
#[derive(Clone, Debug)]
pub(super) struct Mapping {
    pub(super) class: Claim,
    pub(super) duty: Claim,
    pub(super) unit: Claim,
    pub(super) client: Claim,
    scope: Claim,
}

const WRONG: Refused = Refused::Token("A claim of the token is missing, doubled or of the wrong type.");

impl Mapping {
    /// As configured.
    pub(super) fn of(claims: &config::ClaimNames) -> Self {
        Self {
            class: Claim::of(&claims.class, &claims.class_words),
            duty: Claim::of(&claims.duty, &claims.duty_words),
            unit: Claim::of(&claims.unit, &claims.unit_words),
            client: Claim::of(&claims.client, &[]),
            scope: Claim::of(&claims.scope, &[]),
        }
    }

    /// The scopes of a token: a text with spaces (RFC 8693), or a list; none when it has no such claim.
    pub(super) fn scopes<'a>(&self, body: &'a Map<String, Value>) -> Result<Option<Vec<&'a str>>, Refused> {
        match self.scope.find(body) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.split(' ').collect())),
            Some(Value::Array(items)) => items.iter().map(Value::as_str).collect::<Option<_>>().map(Some).ok_or(WRONG),
            Some(_) => Err(WRONG),
        }
    }
}

impl Claim {
    fn of(path: &str, words: &[String]) -> Self {
        let words = words.iter().filter_map(|word| word.split_once('='));
        Self {
            path: path.split('.').map(str::to_owned).collect(),
            words: words.map(|(theirs, ours)| (theirs.trim().to_owned(), ours.trim().to_owned())).collect(),
        }
    }

    /// A claim may have dots in its own name (`https://example.org/class`): that is looked for first.
    fn find<'a>(&self, body: &'a Map<String, Value>) -> Option<&'a Value> {
        let whole = body.get(&self.path.join("."));
        whole.or_else(|| {
            let (last, way) = self.path.split_last()?;
            way.iter().try_fold(body, |object, name| object.get(name)?.as_object())?.get(last)
        })
    }

    /// Our word for what a token claims; none when it does not have the claim. Where words are configured, the claim may be
    /// a list, such as groups, in which exactly one of them stands.
    pub(super) fn word(&self, body: &Map<String, Value>) -> Result<Option<String>, Refused> {
        let theirs = match self.find(body) {
            None => return Ok(None),
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(many)) if !self.words.is_empty() => {
                many.iter().map(Value::as_str).collect::<Option<_>>().ok_or(WRONG)?
            }
            Some(_) => return Err(WRONG),
        };
        if self.words.is_empty() {
            return Ok(theirs.first().map(|word| (*word).to_owned()));
        }
        let ours = |word: &&str| self.words.iter().find(|(theirs, _)| theirs == word).map(|(_, ours)| ours.clone());
        let mut found: Vec<String> = theirs.iter().filter_map(ours).collect();
        found.sort_unstable();
        found.dedup();
        match found.len() {
            1 => Ok(found.pop()),
            0 => Err(Refused::Token("The token has none of the roles that are known here.")),
            _ => Err(Refused::Token("The token has more than one role.")),
        }
    }
}

#[cfg(test)]
mod test {
    use serde_json::json;

    use super::*;

    fn word(path: &str, words: &[&str], body: &Value) -> Result<Option<String>, Refused> {
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        Claim::of(path, &words).word(body.as_object().unwrap())
    }

    #[test]
    fn a_claim_is_found_where_it_stands() {
        let is = |path, body| assert_eq!(word(path, &[], &body), Ok(Some("HEAD".into())));
        is("duty", json!({ "duty": "HEAD" }));
        is("thidua.duty", json!({ "thidua": { "duty": "HEAD" } }));
        is("https://example.org/duty", json!({ "https://example.org/duty": "HEAD" }));
        assert_eq!(word("thidua.duty", &[], &json!({ "thidua": "HEAD" })), Ok(None));
        assert!(word("duty", &[], &json!({ "duty": ["HEAD"] })).is_err());
        assert!(word("duty", &[], &json!({ "duty": 1 })).is_err());
    }

    #[test]
    fn words_are_translated_and_one_of_a_list_must_be_known() {
        let words = ["truong-phong=HEAD", "giam-doc=HEAD", "chuyen-vien=OFFICER"];
        let of = |value: Value| word("groups", &words, &json!({ "groups": value }));
        assert_eq!(of(json!("truong-phong")), Ok(Some("HEAD".into())));
        assert_eq!(of(json!(["vpn", "chuyen-vien"])), Ok(Some("OFFICER".into())));
        assert_eq!(of(json!(["truong-phong", "giam-doc"])), Ok(Some("HEAD".into())));
        assert!(of(json!(["truong-phong", "chuyen-vien"])).is_err());
        assert!(of(json!(["vpn"])).is_err());
        assert!(of(json!("HEAD")).is_err(), "our own word is not theirs");
        assert!(of(json!([1, "chuyen-vien"])).is_err());
    }
}
