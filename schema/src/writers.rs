//! Where requests write.
//!
//! A connection lives on the thread that opened it. Where another thread waits for its answers, each of the many of a write
//! wakes two threads one after the other; so on `PostgreSQL` each thread that writes has a pool of its own.

use std::{fmt, sync::Arc};

use sea_orm::{DatabaseConnection, DbErr};
use thread_local::ThreadLocal;

use crate::direct::Watch;

/// The connections that requests write by. Cheap to clone.
#[derive(Clone)]
pub struct Writers(Kind);

#[derive(Clone)]
enum Kind {
    Common(DatabaseConnection),
    Own { pools: Arc<ThreadLocal<DatabaseConnection>>, open: Arc<Open>, watch: Option<Watch> },
}

type Open = dyn Fn() -> Result<DatabaseConnection, DbErr> + Send + Sync;

impl fmt::Debug for Writers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.own_pools()).finish()
    }
}

impl Writers {
    /// One pool for all threads.
    pub fn common(pool: DatabaseConnection) -> Self {
        Self(Kind::Common(pool))
    }

    /// A pool for each thread, made when it first writes. It must not connect before it is used.
    pub fn own(open: impl Fn() -> Result<DatabaseConnection, DbErr> + Send + Sync + 'static) -> Self {
        Self(Kind::Own { pools: Arc::default(), open: Arc::new(open), watch: None })
    }

    /// The same, with somebody who is told of each statement.
    #[must_use]
    pub fn watched(self, watch: Watch) -> Self {
        Self(match self.0 {
            Kind::Common(pool) => Kind::Common(with(pool, watch)),
            Kind::Own { pools, open, watch: _ } => Kind::Own { pools, open, watch: Some(watch) },
        })
    }

    /// The pool that this thread writes by.
    pub fn mine(&self) -> Result<&DatabaseConnection, DbErr> {
        match &self.0 {
            Kind::Common(pool) => Ok(pool),
            Kind::Own { pools, open, watch } => pools.get_or_try(|| {
                let pool = open()?;
                Ok(watch.iter().cloned().fold(pool, with))
            }),
        }
    }

    /// The pools that threads have of their own.
    pub fn own_pools(&self) -> impl Iterator<Item = &DatabaseConnection> {
        let pools = match &self.0 {
            Kind::Common(_) => None,
            Kind::Own { pools, .. } => Some(pools.iter()),
        };
        pools.into_iter().flatten()
    }
}

fn with(mut pool: DatabaseConnection, watch: Watch) -> DatabaseConnection {
    pool.set_metric_callback(move |info| watch(info.elapsed, info.failed));
    pool
}
