//! Statements that nobody waits for any more: on `PostgreSQL` their connection is closed, by which the server ends them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::sqlx::{Connection as _, Error, PgConnection, Postgres, pool::PoolOptions};

/// How long after a request was given up its connection may come back to the pool.
const LATELY: Duration = Duration::from_secs(2);
/// How long a connection that comes back may take to say that it is idle.
const SOON: Duration = Duration::from_millis(50);

/// Remembers when a request was last given up. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Abandoned {
    start: Instant,
    /// Milliseconds from the start, and one; 0 for never.
    last: Arc<AtomicU64>,
}

impl Default for Abandoned {
    fn default() -> Self {
        Self { start: Instant::now(), last: Arc::default() }
    }
}

/// A request at work. Dropped before it is `done`, it was given up: its client went away, or its time was up.
#[derive(Debug)]
pub struct AtWork(Option<Abandoned>);

impl Abandoned {
    /// A request begins.
    #[must_use]
    pub fn begin(&self) -> AtWork {
        AtWork(Some(self.clone()))
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }

    fn was_lately(&self) -> bool {
        let last = self.last.load(Ordering::Relaxed);
        let lately = u64::try_from(LATELY.as_millis()).unwrap_or(u64::MAX);
        last > 0 && self.millis().saturating_sub(last) < lately
    }

    /// A pool that closes a connection which comes back with a statement still running. It asks only while a request was
    /// given up lately; the pool's own question would wait for the statement's end.
    pub fn watch(self, pool: PoolOptions<Postgres>) -> PoolOptions<Postgres> {
        pool.after_release(move |connection, _| {
            let abandoned = self.clone();
            Box::pin(async move { Ok(!abandoned.was_lately() || is_idle(connection).await?) })
        })
    }
}

async fn is_idle(connection: &mut PgConnection) -> Result<bool, Error> {
    match tokio::time::timeout(SOON, connection.ping()).await {
        Ok(answered) => answered.map(|()| true),
        Err(_elapsed) => Ok(false),
    }
}

impl AtWork {
    /// It ended by itself.
    pub fn done(mut self) {
        self.0 = None;
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        if let Some(abandoned) = &self.0 {
            abandoned.last.store(abandoned.millis(), Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod test {
    use super::Abandoned;

    #[test]
    fn only_what_was_given_up_is_remembered() {
        let abandoned = Abandoned::default();
        abandoned.begin().done();
        assert!(!abandoned.was_lately());
        drop(abandoned.begin());
        assert!(abandoned.was_lately());
    }
}
