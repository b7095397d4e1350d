//! One connection that only reads: its prepared statements, and how long it stays with one.

use std::{
    cell::RefCell,
    num::NonZeroUsize,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use lru::LruCache;
use rusqlite::{CachedStatement, Connection, Error, ErrorCode, OpenFlags, Result, functions::FunctionFlags};
use sea_orm::Value;

use super::{
    Question,
    packed::{GATHER, Gather, Packed, Packer},
};

/// Steps of a statement's program between two looks at whether it may go on.
const LOOK: i32 = 1_000;
/// How often a thread that serves others looks before it gives a statement away: some milliseconds of work.
const LOOKS: u32 = 200;
/// How often a statement that was given away is given away at once, before it is tried again.
const TIMES: u32 = 100;
/// Statements that are kept prepared, and statements that are known to be long.
const KEPT: usize = 300;
/// The page cache of a thread that serves others, as SQLite wants it: minus KiB.
pub(super) const CACHE_HERE: &str = "-16384";
/// That of a thread apart, of which there are several; what it reads for long would not stay there anyway.
pub(super) const CACHE_APART: &str = "-2048";
/// How long a statement waits for a lock of another process, where it holds up nobody else.
const BUSY: Duration = Duration::from_secs(5);

/// A connection.
pub(super) struct Reader {
    connection: Connection,
    /// Statements that took too long for a thread that serves others, and how often they are still given away at once.
    long: RefCell<LruCache<String, u32>>,
    open: Arc<AtomicUsize>,
}

impl Reader {
    /// Opens a file with a page cache.
    pub(super) fn open(file: &Path, cache: &str, open: &Arc<AtomicUsize>) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        connection.pragma_update(None, "cache_size", cache)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.set_prepared_statement_cache_capacity(KEPT);
        let harmless = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        connection.create_aggregate_function(GATHER, -1, harmless, Gather)?;
        let long = LruCache::new(NonZeroUsize::new(KEPT).unwrap_or(NonZeroUsize::MIN));
        open.fetch_add(1, Ordering::Relaxed);
        Ok(Self { connection, long: RefCell::new(long), open: Arc::clone(open) })
    }

    /// The rows of a statement that takes a moment; none where it takes longer, or waits for a lock.
    pub(super) fn at_once(&self, question: &Question) -> Result<Option<Vec<Packed>>> {
        if self.is_long(&question.text) {
            return Ok(None);
        }
        let mut looks = LOOKS;
        self.connection.busy_timeout(Duration::ZERO)?;
        self.connection.progress_handler(
            LOOK,
            Some(move || {
                looks -= 1;
                looks == 0
            }),
        )?;
        let rows = self.rows(question);
        let was_stopped = is(&rows, ErrorCode::OperationInterrupted);
        if was_stopped {
            self.long.borrow_mut().put(question.text.clone(), TIMES);
        }
        if was_stopped || is(&rows, ErrorCode::DatabaseBusy) { Ok(None) } else { rows.map(Some) }
    }

    fn is_long(&self, text: &str) -> bool {
        let mut long = self.long.borrow_mut();
        let left = if long.is_empty() { None } else { long.get_mut(text) };
        let Some(left) = left else { return false };
        *left -= 1;
        if *left == 0 {
            long.pop(text);
        }
        true
    }

    /// The rows of a statement that may take until then, if nobody gives it up before.
    pub(super) fn until(&self, end: Instant, is_given_up: Arc<AtomicBool>, question: &Question) -> Result<Vec<Packed>> {
        self.connection.busy_timeout(BUSY)?;
        let is_over = move || is_given_up.load(Ordering::Relaxed) || Instant::now() > end;
        self.connection.progress_handler(LOOK, Some(is_over))?;
        self.rows(question)
    }

    fn rows(&self, question: &Question) -> Result<Vec<Packed>> {
        let mut statement = self.connection.prepare_cached(&question.text)?;
        for (i, value) in question.values.iter().enumerate() {
            bind(&mut statement, i + 1, value)?;
        }
        let width = statement.column_count();
        let (mut all, mut packer) = (Vec::new(), Packer::default());
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            for i in 0..width {
                packer.push(row.get_ref(i)?)?;
            }
            all.push(packer.row());
        }
        Ok(all)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn is<T>(result: &Result<T>, code: ErrorCode) -> bool {
    result.as_ref().is_err_and(|error| error.sqlite_error_code() == Some(code))
}

/// Values in the form in which entities store them.
fn bind(statement: &mut CachedStatement<'_>, place: usize, value: &Value) -> Result<()> {
    match value {
        Value::Bool(value) => statement.raw_bind_parameter(place, value),
        Value::Int(value) => statement.raw_bind_parameter(place, value),
        Value::BigInt(value) => statement.raw_bind_parameter(place, value),
        Value::String(value) => statement.raw_bind_parameter(place, value),
        Value::Uuid(value) => statement.raw_bind_parameter(place, value.as_ref().map(|id| &id.as_bytes()[..])),
        Value::ChronoDate(value) => statement.raw_bind_parameter(place, value.map(|day| day.to_string())),
        other => Err(Error::ToSqlConversionFailure(format!("{other:?} is not bound in a read").into())),
    }
}
