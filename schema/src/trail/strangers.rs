//! Refusals of people whom nobody knows: recorded, but only so many a minute, so that nobody without a token can fill the trail.

use std::sync::{Mutex, PoisonError};

use entity::Instant;

/// How many refusals of strangers a process records in a minute; what is more is in the log.
const A_MINUTE: u32 = 60;

/// How many strangers were refused in the present minute.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<(i64, u32)>);

impl Strangers {
    /// Whether one more refusal is to be recorded. The first that is not, of a minute, is said in the log.
    pub fn admit(&self, now: Instant) -> bool {
        let minute = now.0.div_euclid(60_000_000);
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.0 != minute {
            *counted = (minute, 0);
        }
        counted.1 = counted.1.saturating_add(1);
        if counted.1 == A_MINUTE + 1 {
            tracing::warn!(
                most = A_MINUTE,
                "more refusals of requests without a valid token than the trail takes in a minute"
            );
        }
        counted.1 <= A_MINUTE
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn so_many_a_minute() {
        let strangers = Strangers::default();
        let admitted = |now, count| (0..count).filter(|_| strangers.admit(Instant(now))).count();
        assert_eq!(admitted(0, 100), 60);
        assert_eq!(admitted(59_999_999, 1), 0);
        assert_eq!(admitted(60_000_000, 100), 60);
    }
}
