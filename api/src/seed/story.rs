//! The timeline: what the stories of all things say happened, put in the order of time.

use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Weekday};
use entity::Instant;
use schema::viewer::Claims;
use serde_json::Value;

/// Hours by which Việt Nam is ahead of UTC.
const VIETNAM: i64 = 7;

/// Somebody says a verb at a time.
#[derive(Debug)]
pub(super) struct Act {
    /// When.
    pub(super) at: Instant,
    /// Who.
    pub(super) who: Claims,
    /// The mutation.
    pub(super) verb: &'static str,
    /// Its input; `@key` stands for the ID of what was made under that key.
    pub(super) input: Value,
    /// Under which key what it makes is remembered.
    pub(super) key: Option<String>,
}

/// Everything that happens, in the order it is told.
#[derive(Default)]
pub(super) struct Timeline {
    acts: Vec<Act>,
    stories: i64,
}

impl Timeline {
    /// Begins the story of one thing. Stories begin at different minutes of the morning.
    pub(super) fn story(&mut self) -> Story<'_> {
        self.stories += 1;
        let minute = self.stories * 7 % 120;
        Story { acts: &mut self.acts, minute }
    }

    /// Everything in the order of time; at the same time, in the order it was told.
    pub(super) fn in_order(mut self) -> Vec<Act> {
        self.acts.sort_by_key(|act| act.at.0);
        self.acts
    }
}

/// What happens to one thing, step by step.
pub(super) struct Story<'a> {
    acts: &'a mut Vec<Act>,
    minute: i64,
}

impl Story<'_> {
    /// Lets some minutes pass before the next step of the day.
    pub(super) fn wait(&mut self, minutes: i64) {
        self.minute += minutes;
    }

    /// Somebody says a verb on a day, three minutes of the clock after the step before.
    pub(super) fn act(&mut self, day: NaiveDate, who: Claims, verb: &'static str, input: Value) {
        self.minute += 3;
        let morning = day.and_time(NaiveTime::MIN) + Duration::minutes(7 * 60 + 30 + self.minute);
        let at = Instant((morning - Duration::hours(VIETNAM)).and_utc().timestamp_micros());
        self.acts.push(Act { at, who, verb, input, key: None });
    }

    /// The same, and what it makes is remembered.
    pub(super) fn make(
        &mut self,
        key: impl Into<String>,
        day: NaiveDate,
        who: Claims,
        verb: &'static str,
        input: Value,
    ) {
        self.act(day, who, verb, input);
        if let Some(act) = self.acts.last_mut() {
            act.key = Some(key.into());
        }
    }
}

/// A day as the tables write it. A day that is none becomes one of 1970, where nothing exists yet and the API refuses everything.
pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

/// So many days later, or the Monday after where that is a weekend.
pub(super) fn later(day: NaiveDate, days: i64) -> NaiveDate {
    let day = day.checked_add_signed(Duration::days(days)).unwrap_or(day);
    let more = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    day.checked_add_signed(Duration::days(more)).unwrap_or(day)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn nothing_happens_on_a_weekend() {
        assert_eq!(later(day("2021-08-06"), 1), day("2021-08-09"));
        assert_eq!(later(day("2021-08-06"), 3), day("2021-08-09"));
    }
}
