//! Reads on SQLite by a short way: on the thread that asks, over a connection of its own.
//!
//! A file needs no network: what takes a moment is done before a message to another thread would have arrived. What takes
//! longer must not hold up whoever else the thread serves. It is stopped and asked again on a thread apart, and the next time
//! at once there; so are searches, whose one step may be long.

mod packed;
mod reader;

use std::{
    fmt,
    num::NonZeroUsize,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::{Error as SqliteError, ErrorCode};
use sea_orm::Value;
use thread_local::ThreadLocal;
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{
    direct::Watch,
    error::{Error, Result},
};
pub(crate) use packed::{GATHER, Packed, Value as PackedValue, Values};
use reader::{CACHE_APART, CACHE_HERE, Reader};

/// Reads of a file. Cheap to clone.
#[derive(Clone)]
pub struct Local {
    shared: Arc<Shared>,
    is_apart: bool,
    watch: Option<Watch>,
}

struct Shared {
    file: PathBuf,
    /// How long a statement may take.
    patience: Duration,
    /// The connection of each thread that asks.
    here: ThreadLocal<Reader>,
    open_here: Arc<AtomicUsize>,
    /// Connections of threads apart that do nothing.
    idle: Mutex<Vec<Reader>>,
    open_apart: Arc<AtomicUsize>,
    /// How many statements may run on threads apart.
    places: Arc<Semaphore>,
    most: usize,
}

/// A statement with its values.
struct Question {
    text: String,
    values: Vec<Value>,
}

/// Says that nobody waits any more, when it is dropped.
struct Waiting(Arc<AtomicBool>);

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local")
            .field("file", &self.shared.file)
            .field("is_apart", &self.is_apart)
            .finish_non_exhaustive()
    }
}

impl Local {
    /// For a file, with so many threads apart and so long for a statement there. Nothing is opened before the first statement.
    pub fn new(file: PathBuf, most: NonZeroUsize, patience: Duration) -> Self {
        let shared = Shared {
            file,
            patience,
            here: ThreadLocal::new(),
            open_here: Arc::default(),
            idle: Mutex::default(),
            open_apart: Arc::default(),
            places: Arc::new(Semaphore::new(most.get())),
            most: most.get(),
        };
        Self { shared: Arc::new(shared), is_apart: false, watch: None }
    }

    /// The same for statements that are always asked on threads apart.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self { is_apart: true, ..self.clone() }
    }

    /// The same, with somebody who is told of each statement.
    #[must_use]
    pub fn watched(self, watch: Watch) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// How many connections are open.
    pub fn open(&self) -> usize {
        let open = if self.is_apart { &self.shared.open_apart } else { &self.shared.open_here };
        open.load(Ordering::Relaxed)
    }

    /// How many of them do nothing. A thread that tells is not at work on its own.
    pub fn idle(&self) -> usize {
        if self.is_apart { self.shared.locked().len() } else { self.open() }
    }

    /// How many connections there may be; of threads that ask, as many as have asked.
    pub fn most(&self) -> usize {
        if self.is_apart { self.shared.most } else { self.open() }
    }

    /// The rows of a statement.
    pub(crate) async fn rows(&self, text: String, values: Vec<Value>) -> Result<Vec<Packed>> {
        let began = Instant::now();
        let answer = self.answer(Question { text, values }).await;
        if let Some(watch) = &self.watch {
            watch(began.elapsed(), answer.is_err());
        }
        answer.map_err(|error| told(&error))
    }

    async fn answer(&self, question: Question) -> Result<Vec<Packed>, SqliteError> {
        if !self.is_apart
            && let Some(rows) = self.shared.here(&question)?
        {
            return Ok(rows);
        }
        Arc::clone(&self.shared).apart(question).await
    }
}

impl Shared {
    /// The rows of a statement that takes a moment, on this thread.
    fn here(&self, question: &Question) -> Result<Option<Vec<Packed>>, SqliteError> {
        self.here.get_or_try(|| Reader::open(&self.file, CACHE_HERE, &self.open_here))?.at_once(question)
    }

    /// The rows of any statement, on a thread for itself. It is stopped when nobody waits for them any more.
    async fn apart(self: Arc<Self>, question: Question) -> Result<Vec<Packed>, SqliteError> {
        let gone = || SqliteError::UnwindingPanic;
        let end = Instant::now() + self.patience;
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| gone())?;
        let is_given_up = Arc::new(AtomicBool::new(false));
        let _waiting = Waiting(Arc::clone(&is_given_up));
        let work = spawn_blocking(move || {
            let idle = self.locked().pop();
            let reader = idle.map_or_else(|| Reader::open(&self.file, CACHE_APART, &self.open_apart), Ok)?;
            let rows = reader.until(end, is_given_up, &question);
            self.locked().push(reader);
            drop(place);
            rows
        });
        work.await.map_err(|_| gone())?
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// An error as the caller is told.
fn told(error: &SqliteError) -> Error {
    let late = [ErrorCode::OperationInterrupted, ErrorCode::DatabaseBusy, ErrorCode::DatabaseLocked];
    if error.sqlite_error_code().is_some_and(|code| late.contains(&code)) {
        return Error::database_late();
    }
    tracing::error!(%error, "database");
    Error::internal()
}

#[cfg(test)]
#[path = "local_test.rs"]
mod test;
