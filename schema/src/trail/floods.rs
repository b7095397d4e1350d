//! Refusals that come before anything is attempted on an object: recorded once for each person, way and code in a minute.
//!
//! A verb that is refused is an act, costs what an act costs, and is in the trail each time. A document that does not fit the
//! schema or the limits, a request too many, a token whose session has ended are none: a broken client sends thousands of
//! them, each for next to nothing. The first of a minute tells who, when and why; the others tell nothing more, and are in the
//! log of requests under their ids.

use entity::Instant;
use quick_cache::sync::Cache;

use crate::error::Code;

/// People, ways and codes remembered; the server has few enough ways and codes, so that nobody pushes out the others alone.
const CAPACITY: usize = 50_000;

/// What was recorded last, and in which minute.
pub struct Floods(Cache<(String, &'static str, &'static str), i64>);

impl Default for Floods {
    fn default() -> Self {
        Self(Cache::new(CAPACITY))
    }
}

impl Floods {
    /// Whether this is the first such refusal of the subject in the present minute.
    pub fn admit(&self, subject: &str, way: &'static str, code: Code, now: Instant) -> bool {
        let (key, minute) = ((subject.to_owned(), way, code.code()), now.0.div_euclid(60_000_000));
        if self.0.get(&key) == Some(minute) {
            return false;
        }
        self.0.insert(key, minute);
        true
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn once_a_minute_for_each_person_way_and_code() {
        let floods = Floods::default();
        let first = |subject, way, code, now| floods.admit(subject, way, code, Instant(now));
        assert!(first("an", "request", Code::GraphqlInvalid, 0));
        assert!(!first("an", "request", Code::GraphqlInvalid, 59_999_999));
        assert!(first("an", "request", Code::RateLimited, 0));
        assert!(first("an", "authenticate", Code::GraphqlInvalid, 0));
        assert!(first("binh", "request", Code::GraphqlInvalid, 0));
        assert!(first("an", "request", Code::GraphqlInvalid, 60_000_000));
    }
}
