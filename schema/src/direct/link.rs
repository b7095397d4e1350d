//! One connection: its prepared statements, and what is in flight on it.

use std::{
    future::Future,
    num::NonZeroUsize,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use futures_util::TryStreamExt as _;
use lru::LruCache;
use tokio::{runtime::Handle, task::JoinHandle, time::timeout};
use tokio_postgres::{Client, Config, Error, NoTls, Row, Statement, error::SqlState, types::Type};

use super::{
    Question,
    value::{self, Bound},
};

/// How long a statement may go on that nobody waits for any more. Then its connection is closed, by which the server ends it;
/// what else is in flight there is asked again elsewhere.
const GRACE: Duration = Duration::from_millis(250);
/// Statements that are kept prepared on a connection.
const PREPARED: usize = 500;

/// A connection of one thread.
pub(super) struct Link {
    client: Client,
    prepared: Mutex<LruCache<String, Statement>>,
    in_flight: AtomicUsize,
    is_lost: AtomicBool,
    task: JoinHandle<()>,
}

/// Counts a connection while it is open.
struct Open(Arc<AtomicUsize>);

/// Counts a statement while it is in flight.
struct InFlight(Arc<Link>);

type Work = Pin<Box<dyn Future<Output = Result<Vec<Row>, Error>> + Send>>;

/// A statement that somebody waits for; dropped before its end, it is given the time of [`GRACE`].
struct Asked {
    work: Option<Work>,
    link: Arc<Link>,
}

impl Link {
    /// Connects, on the thread that asks.
    pub(super) async fn open(config: &Config, count: &Arc<AtomicUsize>) -> Result<Self, Error> {
        let (client, connection) = config.connect(NoTls).await?;
        let open = Open::new(count);
        let task = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a connection to the database was lost");
            }
            drop(open);
        });
        let prepared = Mutex::new(LruCache::new(NonZeroUsize::new(PREPARED).unwrap_or(NonZeroUsize::MIN)));
        let (in_flight, is_lost) = (AtomicUsize::new(0), AtomicBool::new(false));
        Ok(Self { client, prepared, in_flight, is_lost, task })
    }

    /// Statements in flight.
    pub(super) fn busy(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// Whether nothing can be asked here any more.
    pub(super) fn is_closed(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed) || self.client.is_closed() || self.task.is_finished()
    }

    async fn prepared(&self, question: &Question) -> Result<Statement, Error> {
        let kept = self.prepared.lock().unwrap_or_else(PoisonError::into_inner).get(&question.text).cloned();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let types: Vec<Type> = question.values.iter().map(value::ty).collect();
        let made = self.client.prepare_typed(&question.text, &types).await?;
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner).put(question.text.clone(), made.clone());
        Ok(made)
    }

    async fn rows(&self, question: &Question) -> Result<Vec<Row>, Error> {
        let answer = async {
            let statement = self.prepared(question).await?;
            let rows = self.client.query_raw(&statement, question.values.iter().map(Bound)).await?;
            rows.try_collect().await
        };
        answer.await.inspect_err(|error| {
            if is_lost(error) {
                self.is_lost.store(true, Ordering::Relaxed);
            }
        })
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Whether a statement was lost with its connection, and not refused.
pub(super) fn is_lost(error: &Error) -> bool {
    let by_network = || std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
    error.is_closed() || by_network() || error.code() == Some(&SqlState::ADMIN_SHUTDOWN)
}

/// The rows of a statement on a connection.
pub(super) fn ask(link: Arc<Link>, question: Arc<Question>) -> impl Future<Output = Result<Vec<Row>, Error>> {
    let flight = InFlight::on(&link);
    let work = async move { flight.0.rows(&question).await };
    Asked { work: Some(Box::pin(work)), link }
}

impl Future for Asked {
    type Output = Result<Vec<Row>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(work) = &mut self.work else { return Poll::Pending };
        let done = std::task::ready!(work.as_mut().poll(context));
        self.work = None;
        Poll::Ready(done)
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        let (Some(work), Ok(runtime)) = (self.work.take(), Handle::try_current()) else { return };
        let link = Arc::clone(&self.link);
        runtime.spawn(async move {
            if timeout(GRACE, work).await.is_err() {
                link.task.abort();
            }
        });
    }
}

impl Open {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(count))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl InFlight {
    fn on(link: &Arc<Link>) -> Self {
        link.in_flight.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(link))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}
