//! When what stays open has to end: the server leaves, or the token of whoever opened it expires.

use std::time::Duration;

use entity::Instant;
use tokio::{sync::watch, time::sleep};

use crate::clock::Clock;

/// How long the clock is trusted to run evenly; then it is looked at again.
const LOOK: Duration = Duration::from_mins(1);

/// Waits until the server is told to end.
pub(super) async fn leaving(mut leaving: watch::Receiver<bool>) {
    // The sender lives as long as the server does; without it there is no server.
    let _ = leaving.wait_for(|is_leaving| *is_leaving).await;
}

/// Waits until a time has come by the clock; for ever, if there is none.
pub(super) async fn at(clock: &Clock, end: Option<Instant>) {
    let Some(end) = end else { return std::future::pending().await };
    while let Some(left) = left(clock, end) {
        sleep(left).await;
    }
}

/// How long to sleep before a time; nothing when it has come.
fn left(clock: &Clock, end: Instant) -> Option<Duration> {
    let micros = u64::try_from(end.0.saturating_sub(clock.instant().0)).ok().filter(|micros| *micros > 0)?;
    // A millisecond more than there is left, since timers may come a little early.
    Some(Duration::from_micros(micros).saturating_add(Duration::from_millis(1)).min(LOOK))
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn what_is_left_is_slept_at_most_a_minute_at_a_time() {
        let clock = Clock::of(|| chrono::DateTime::UNIX_EPOCH);
        assert_eq!(left(&clock, Instant(0)), None);
        assert_eq!(left(&clock, Instant(-1)), None);
        assert_eq!(left(&clock, Instant(2_000)), Some(Duration::from_millis(3)));
        assert_eq!(left(&clock, Instant(i64::MAX)), Some(LOOK));
    }
}
