//! Refusals that come by the thousand: the first of a minute is in the trail as it comes, the others with one entry that counts
//! them.
//!
//! A verb that is refused is an act, costs what an act costs, and is in the trail each time. A document that does not fit the
//! schema or the limits, a request too many, a token whose session has ended are none: a broken client sends thousands of
//! them, each for next to nothing. The first of a minute tells who, when and why. The last of them is an entry too, made once
//! the minute is over, and says how many came between; so nothing is missing, and the trail grows by two entries a minute.

use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
};

use entity::Instant;

use super::Deed;
use crate::error::Code;

/// People, ways and codes told apart in a minute; what is more is counted by way and code only.
const CAPACITY: usize = 5_000;

/// A minute, in microseconds.
const MINUTE: i64 = 60_000_000;

/// Who was refused in which way with which code; of the server's own few ways and codes.
type Key = (String, &'static str, &'static str);

/// What was refused and is not in the trail yet.
#[derive(Default)]
pub(super) struct Left(Option<(Box<Deed>, u64)>);

impl Left {
    /// One more.
    pub(super) fn add(&mut self, deed: Deed) {
        let before = self.0.take().map_or(0, |(_, more)| more + 1);
        self.0 = Some((Box::new(deed), before));
    }

    /// The last of them, which says how many came before it.
    pub(super) fn close(self) -> Option<Deed> {
        self.0.map(|(deed, more)| if more == 0 { *deed } else { deed.counting(more) })
    }
}

/// What was refused in the present minute, and which minute that is.
#[derive(Default)]
pub struct Floods(Mutex<(i64, HashMap<Key, Left>)>);

impl Floods {
    /// What is to be recorded now that this was refused: what a minute that is over has left, and this if it is the first of
    /// its kind in the present one.
    pub fn admit(&self, subject: &str, way: &'static str, code: Code, deed: Deed) -> Vec<Deed> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = turn(&mut state, deed.at());
        let mut key = (subject.to_owned(), way, code.code());
        if state.1.len() >= CAPACITY && !state.1.contains_key(&key) {
            key.0.clear();
        }
        if let Some(left) = state.1.get_mut(&key) {
            left.add(deed);
        } else {
            state.1.insert(key, Left::default());
            due.push(deed);
        }
        due
    }

    /// What is to be recorded of minutes that are over.
    pub fn due(&self, now: Instant) -> Vec<Deed> {
        turn(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), now)
    }
}

/// Begins another minute where it has come, and says what the one before has left.
fn turn(state: &mut (i64, HashMap<Key, Left>), now: Instant) -> Vec<Deed> {
    let minute = now.0.div_euclid(MINUTE);
    if state.0 == minute {
        return Vec::new();
    }
    state.0 = minute;
    let mut due: Vec<Deed> = mem::take(&mut state.1).into_values().filter_map(Left::close).collect();
    due.sort_by_key(Deed::at);
    due
}

#[cfg(test)]
mod test {
    use super::*;

    fn admit(floods: &Floods, subject: &str, way: &'static str, code: Code, now: i64) -> Vec<Option<String>> {
        let deed = Deed::by(subject, way, Instant(now), "r").refused(code);
        floods.admit(subject, way, code, deed).into_iter().map(|deed| deed.entry().purpose).collect()
    }

    #[test]
    fn once_a_minute_for_each_person_way_and_code() {
        let floods = Floods::default();
        let first = |subject, way, code, now| admit(&floods, subject, way, code, now).len() == 1;
        assert!(first("an", "request", Code::GraphqlInvalid, 0));
        assert!(first("an", "request", Code::RateLimited, 0));
        assert!(first("an", "authenticate", Code::GraphqlInvalid, 0));
        assert!(first("binh", "request", Code::GraphqlInvalid, 0));
        assert!(!first("an", "request", Code::GraphqlInvalid, 59_999_999));
    }

    #[test]
    fn the_last_says_how_many_came_before_it() {
        let floods = Floods::default();
        let one = |now| admit(&floods, "an", "request", Code::GraphqlInvalid, now);
        assert_eq!(one(0), [None]);
        (1..=3).for_each(|now| assert!(one(now).is_empty()));
        assert!(floods.due(Instant(MINUTE - 1)).is_empty());
        assert_eq!(one(MINUTE), [Some("2 more between the first and this one".into()), None]);
        assert!(one(MINUTE + 1).is_empty());
        let last: Vec<_> = floods.due(Instant(2 * MINUTE)).into_iter().map(Deed::entry).collect();
        assert_eq!((last.len(), last[0].at, last[0].purpose.clone()), (1, Instant(MINUTE + 1), None));
        assert!(floods.due(Instant(3 * MINUTE)).is_empty());
    }

    #[test]
    fn people_beyond_the_capacity_are_counted_together() {
        let floods = Floods::default();
        let recorded = |n: usize| admit(&floods, &n.to_string(), "request", Code::GraphqlInvalid, 0).len();
        assert_eq!((0..CAPACITY + 100).map(recorded).sum::<usize>(), CAPACITY + 1);
        assert_eq!(
            floods.due(Instant(MINUTE))[0].clone().entry().purpose.as_deref(),
            Some("98 more between the first and this one")
        );
    }
}
