//! A bucket that fills steadily and is taken from: what it holds may be spent at once, what it gains may be spent always.

use std::time::{Duration, Instant};

/// How large a bucket is and how fast it fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    /// What a full bucket holds.
    pub(crate) full: u32,
    /// What it gains in a second.
    pub(crate) per_second: u32,
}

/// A bucket. Time comes in as a value.
#[derive(Debug)]
pub(super) struct Bucket {
    rate: Rate,
    level: f64,
    since: Instant,
}

impl Bucket {
    /// A full one.
    pub(super) fn new(rate: Rate, now: Instant) -> Self {
        Self { rate, level: f64::from(rate.full), since: now }
    }

    /// Takes so much and says what is left, or how long it takes until there is as much. What is more than a full bucket
    /// holds is not refused for ever: it takes the whole bucket.
    pub(super) fn take(&mut self, wanted: u32, now: Instant) -> Result<u32, Duration> {
        self.fill(now);
        let wanted = f64::from(wanted.min(self.rate.full));
        if self.level >= wanted {
            self.level -= wanted;
            return Ok(self.left());
        }
        Err(Duration::from_secs_f64((wanted - self.level) / f64::from(self.rate.per_second)))
    }

    /// What is left, and the seconds until it is full, rounded up.
    pub(super) fn look(&mut self, now: Instant) -> (u32, u64) {
        self.fill(now);
        let missing = f64::from(self.rate.full) - self.level;
        (self.left(), whole_seconds(Duration::from_secs_f64(missing / f64::from(self.rate.per_second))))
    }

    fn fill(&mut self, now: Instant) {
        let gained = now.saturating_duration_since(self.since).as_secs_f64() * f64::from(self.rate.per_second);
        self.level = (self.level + gained).min(f64::from(self.rate.full));
        self.since = self.since.max(now);
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a u32")]
    fn left(&self) -> u32 {
        self.level as u32
    }
}

/// Seconds, rounded up: whoever waits that long has waited long enough.
pub(super) fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

#[cfg(test)]
mod test {
    use super::*;

    const RATE: Rate = Rate { full: 10, per_second: 2 };

    #[test]
    fn what_it_holds_is_spent_at_once_and_what_it_gains_after() {
        let start = Instant::now();
        let mut bucket = Bucket::new(RATE, start);
        assert_eq!(bucket.take(4, start), Ok(6));
        assert_eq!(bucket.take(6, start), Ok(0));
        assert_eq!(bucket.take(1, start), Err(Duration::from_millis(500)));
        assert_eq!(bucket.take(3, start), Err(Duration::from_millis(1500)));
        let later = start + Duration::from_millis(1500);
        assert_eq!(bucket.take(3, later), Ok(0));
        assert!(bucket.take(1, later).is_err());
    }

    #[test]
    fn it_never_holds_more_than_full_and_time_never_runs_back() {
        let start = Instant::now();
        let mut bucket = Bucket::new(RATE, start);
        let later = start + Duration::from_secs(1000);
        assert_eq!(bucket.look(later), (10, 0));
        assert_eq!(bucket.take(10, later), Ok(0));
        assert_eq!(bucket.look(start), (0, 5));
        assert_eq!(bucket.look(later + Duration::from_millis(600)), (1, 5));
    }

    #[test]
    fn more_than_full_takes_all_of_it() {
        let start = Instant::now();
        let mut bucket = Bucket::new(RATE, start);
        assert_eq!(bucket.take(1_000, start), Ok(0));
        assert_eq!(bucket.take(1_000, start), Err(Duration::from_secs(5)));
    }
}
