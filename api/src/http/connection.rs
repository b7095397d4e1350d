//! One connection of a client: its place among those of its address, the time that it has for its next request, and what it is told
//! when that is none.
//!
//! The HTTP server below times the first head only, and a connection that is kept open only until something of the next head
//! has come. Here there is one time for both: from the last byte of an answer to the whole head of the next request. After it the
//! server is told that the client has closed.

use std::{
    cell::Cell,
    error::Error,
    io,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
    time::Duration,
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    rt::net::TcpStream,
    web::Bytes,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

use super::{broken, places::Place};

/// A connection.
pub(super) struct Connection {
    stream: TcpStream,
    work: Rc<Work>,
    /// How many requests had begun when all of their answers were sent.
    sent: usize,
    /// What is still to be sent in place of a bare refusal.
    own: Bytes,
    time: Duration,
    end: Pin<Box<Sleep>>,
    /// Whether the time for the next head runs.
    is_timed: bool,
    _place: Option<Place>,
}

/// What is done on a connection.
#[derive(Debug, Default)]
pub(super) struct Work {
    begun: Cell<usize>,
    running: Cell<usize>,
    has_answered: Cell<bool>,
}

impl Work {
    fn begin(self: &Rc<Self>) -> Running {
        self.begun.set(self.begun.get() + 1);
        self.running.set(self.running.get() + 1);
        Running(Rc::clone(self))
    }

    /// Whether a request was answered and the next has not begun. Before the first, the server below has its own time.
    fn is_between(&self) -> bool {
        self.has_answered.get() && self.running.get() == 0
    }
}

/// A request that is being answered.
struct Running(Rc<Work>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.set(self.0.running.get() - 1);
        self.0.has_answered.set(true);
    }
}

impl Connection {
    /// A connection that was just accepted; each head after the first has so much time.
    pub(super) fn new(stream: TcpStream, time: Duration, place: Option<Place>) -> Self {
        let (work, own, end) = (Rc::default(), Bytes::new(), Box::pin(sleep(time)));
        Self { stream, work, sent: 0, own, time, end, is_timed: false, _place: place }
    }

    /// What is done on it, for its requests to tell.
    pub(super) fn work(&self) -> Rc<Work> {
        Rc::clone(&self.work)
    }

    /// Whether the next head has not come in time.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        self.is_timed &= self.work.is_between();
        self.is_timed && self.end.as_mut().poll(context).is_ready()
    }

    /// Everything was sent: if no request runs, the time for the next begins.
    fn sent(&mut self) {
        if self.work.running.get() == 0 {
            self.sent = self.work.begun.get();
        }
        if !self.is_timed && self.work.is_between() {
            self.end.as_mut().reset(Instant::now() + self.time);
            self.is_timed = true;
        }
    }

    /// Whether what is written now answers no request: every one that has begun was answered, and all of it was sent.
    fn answers_nothing(&self) -> bool {
        self.own.is_empty() && self.work.running.get() == 0 && self.work.begun.get() == self.sent
    }

    /// Sends what stands in place of a bare refusal.
    fn poll_own(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.own.is_empty() {
            let sent = ready!(Pin::new(&mut self.stream).poll_write(context, &self.own))?;
            let _ = self.own.split_to(sent);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.is_late(context) {
            // No bytes: what a client that has closed leaves.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut this.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.is_timed = false;
        if this.answers_nothing()
            && let Some(answer) = broken::answer(bytes)
        {
            this.own = answer.into();
            return Poll::Ready(Ok(bytes.len()));
        }
        ready!(this.poll_own(context))?;
        Pin::new(&mut this.stream).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_own(context))?;
        ready!(Pin::new(&mut this.stream).poll_flush(context))?;
        this.sent();
        // It is read from, and told so, as soon as the time is over; also if it is over already.
        if this.is_late(context) {
            context.waker().wake_by_ref();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_own(context))?;
        Pin::new(&mut this.stream).poll_shutdown(context)
    }
}

/// Tells the connection that a request runs, from its head to the last byte of its answer.
pub(super) async fn hold<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<Held>, actix_web::Error> {
    let running = request.conn_data::<Rc<Work>>().map(Work::begin);
    let response = next.call(request).await?;
    Ok(response.map_body(|_, body| Held { body: BoxBody::new(body), _running: running }))
}

/// The body of an answer on its way.
pub(super) struct Held {
    body: BoxBody,
    _running: Option<Running>,
}

impl MessageBody for Held {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
