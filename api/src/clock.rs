//! The time as a value: the real clock stands here only, and tests put their own in its place.

use std::sync::Arc;

use chrono::{DateTime, Utc};

/// Where the time comes from. Cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The clock of this machine.
    #[must_use]
    pub fn system() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place where time comes from the machine")]
        Self(Arc::new(Utc::now))
    }

    /// A clock that says what `now` says, for tests.
    pub fn of(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }

    /// The time now as rows keep it.
    #[must_use]
    pub fn instant(&self) -> entity::Instant {
        entity::Instant(self.now().timestamp_micros())
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}
