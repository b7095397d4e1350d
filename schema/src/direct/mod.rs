//! Reads on PostgreSQL by short ways: each thread has connections of its own, and a connection takes the next statement
//! before the last is answered.
//!
//! A pool that threads share hands a connection to another thread than the one that waits for its socket, and a statement
//! that waits for the answer of the one before leaves both sides idle in between. Writes keep to the pool: a transaction
//! needs a connection for itself.

mod link;
mod value;

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::Value;
use thread_local::ThreadLocal;
use tokio_postgres::{Config, Error as PgError, Row, error::SqlState};

use crate::error::{Code, Error, Result};
use link::Link;
pub(crate) use value::Raw;

/// How long a server may take to answer a new connection.
const TO_CONNECT: Duration = Duration::from_secs(5);

/// How often a statement is asked whose connections turn out to be closed: the server may have closed several.
const ATTEMPTS: usize = 3;

/// Is told of each statement: how long it took, and whether it failed.
pub type Watch = Arc<dyn Fn(Duration, bool) + Send + Sync>;

/// Connections of each thread's own. Cheap to clone.
#[derive(Clone)]
pub struct Direct {
    shared: Arc<Shared>,
    watch: Option<Watch>,
}

struct Shared {
    config: Config,
    /// Connections of one thread.
    most: usize,
    threads: ThreadLocal<Links>,
    open: Arc<AtomicUsize>,
}

/// The connections of one thread.
#[derive(Default)]
struct Links {
    open: Mutex<Vec<Arc<Link>>>,
    opening: tokio::sync::Mutex<()>,
}

/// A statement with its values.
struct Question {
    text: String,
    values: Vec<Value>,
}

impl fmt::Debug for Direct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Direct").field("most", &self.shared.most).field("open", &self.open()).finish_non_exhaustive()
    }
}

impl Direct {
    /// For a server's URL; each connection begins with these settings, and each thread has at most so many. Nothing is
    /// opened before the first statement.
    pub fn new(url: &str, settings: &[(&str, &str)], most: NonZeroUsize) -> Result<Self, PgError> {
        let mut config: Config = url.parse()?;
        let given = config.get_options().map(str::to_owned);
        let settings = settings.iter().map(|(name, value)| format!("-c {name}={value}"));
        config.options(given.into_iter().chain(settings).collect::<Vec<_>>().join(" "));
        config.application_name("thidua").connect_timeout(TO_CONNECT);
        let shared = Shared { config, most: most.get(), threads: ThreadLocal::new(), open: Arc::default() };
        Ok(Self { shared: Arc::new(shared), watch: None })
    }

    /// The same, with somebody who is told of each statement.
    #[must_use]
    pub fn watched(self, watch: Watch) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// How many connections are open, of all threads.
    pub fn open(&self) -> usize {
        self.shared.open.load(Ordering::Relaxed)
    }

    /// How many of them do nothing.
    pub fn idle(&self) -> usize {
        let idle = |links: &Links| links.locked().iter().filter(|link| link.busy() == 0).count();
        self.shared.threads.iter().map(idle).sum::<usize>().min(self.open())
    }

    /// How many connections there may be, of the threads that have asked.
    pub fn most(&self) -> usize {
        self.shared.most * self.shared.threads.iter().count()
    }

    /// The rows of a statement. Where a connection turns out to be closed it is asked again on another: it only reads.
    pub(crate) async fn rows(&self, text: String, values: Vec<Value>) -> Result<Vec<Row>> {
        let began = Instant::now();
        let question = Arc::new(Question { text, values });
        let mut answer = self.attempt(&question).await;
        for _ in 1..ATTEMPTS {
            if !answer.as_ref().is_err_and(link::is_lost) {
                break;
            }
            answer = self.attempt(&question).await;
        }
        if let Some(watch) = &self.watch {
            watch(began.elapsed(), answer.is_err());
        }
        answer.map_err(|error| told(&error))
    }

    async fn attempt(&self, question: &Arc<Question>) -> Result<Vec<Row>, PgError> {
        link::ask(self.shared.link().await?, Arc::clone(question)).await
    }
}

impl Shared {
    /// A connection of this thread: an idle one, else a new one, else the least busy.
    async fn link(&self) -> Result<Arc<Link>, PgError> {
        let links = self.threads.get_or_default();
        if let Some(link) = links.pick(self.most) {
            return Ok(link);
        }
        let _turn = match (links.opening.try_lock(), links.pick(1)) {
            (Ok(turn), _) => turn,
            (Err(_), Some(busy)) => return Ok(busy),
            (Err(_), None) => links.opening.lock().await,
        };
        if let Some(link) = links.pick(self.most) {
            return Ok(link);
        }
        let link = Arc::new(Link::open(&self.config, &self.open).await?);
        links.locked().push(Arc::clone(&link));
        Ok(link)
    }
}

impl Links {
    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Link>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An idle connection, or the least busy where there are as many as there may be.
    fn pick(&self, most: usize) -> Option<Arc<Link>> {
        let mut links = self.locked();
        links.retain(|link| !link.is_closed());
        let least = links.iter().min_by_key(|link| link.busy())?;
        (least.busy() == 0 || links.len() >= most).then(|| Arc::clone(least))
    }
}

/// An error as the caller is told.
fn told(error: &PgError) -> Error {
    match error.code() {
        Some(code) if [SqlState::QUERY_CANCELED, SqlState::LOCK_NOT_AVAILABLE].contains(code) => Error::database_late(),
        None | Some(&SqlState::TOO_MANY_CONNECTIONS | &SqlState::CANNOT_CONNECT_NOW) => {
            tracing::error!(error = %Chain(error), "database");
            Error::new(
                Code::Overloaded,
                "The database cannot be reached; nothing was changed. Try again in a moment.",
                "Không kết nối được cơ sở dữ liệu; chưa có gì thay đổi. Vui lòng thử lại sau giây lát.",
            )
        }
        Some(_) => {
            tracing::error!(error = %Chain(error), "database");
            Error::internal()
        }
    }
}

/// An error with what caused it, in one line.
struct Chain<'a>(&'a dyn std::error::Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        self.0.source().map_or(Ok(()), |source| write!(f, ": {}", Chain(source)))
    }
}
