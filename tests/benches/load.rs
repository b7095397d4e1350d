//! The load: connections that send one request after the other until the time is up.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{Result, http::Connection};

/// Requests made beforehand, sent in turn by whichever connection is free.
pub(crate) type Requests = Arc<[Vec<u8>]>;

/// What came of a slice.
pub(crate) struct Slice {
    /// How many milliseconds each answer took.
    pub(crate) millis: Vec<f64>,
    /// How long the slice took.
    pub(crate) seconds: f64,
}

/// Loads a server over `connections` for `time`.
pub(crate) async fn load(
    address: SocketAddr,
    requests: &Requests,
    connections: usize,
    time: Duration,
) -> Result<Slice> {
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }
    let (turn, began) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let tasks: Vec<_> = open
        .into_iter()
        .map(|connection| tokio::spawn(send(connection, Arc::clone(requests), Arc::clone(&turn), began + time)))
        .collect();
    let mut millis = Vec::new();
    for task in tasks {
        millis.extend(task.await??);
    }
    Ok(Slice { millis, seconds: began.elapsed().as_secs_f64() })
}

/// Sends one request after the other over one connection for as long as this is awaited; counts those that were answered.
pub(crate) async fn go_on(address: SocketAddr, requests: &Requests, done: &AtomicUsize) -> Result<()> {
    let mut connection = Connection::open(address).await?;
    for request in requests.iter().cycle() {
        let body = connection.exchange(request).await?;
        if is_refusal(body) {
            return Err(String::from_utf8_lossy(body).into());
        }
        done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// Whether there are errors: `data` is an object, after it errors are a list.
fn is_refusal(body: &[u8]) -> bool {
    body.ends_with(b"]}") && body.starts_with(b"{\"data\"")
}

async fn send(
    mut connection: Connection,
    requests: Requests,
    turn: Arc<AtomicUsize>,
    until: Instant,
) -> std::result::Result<Vec<f64>, String> {
    let mut millis = Vec::with_capacity(100_000);
    let mut now = Instant::now();
    while now < until {
        let request = &requests[turn.fetch_add(1, Ordering::Relaxed) % requests.len()];
        let body = connection.exchange(request).await.map_err(|error| error.to_string())?;
        if is_refusal(body) {
            return Err(String::from_utf8_lossy(body).into_owned());
        }
        let done = Instant::now();
        millis.push((done - now).as_secs_f64() * 1000.0);
        now = done;
    }
    Ok(millis)
}
