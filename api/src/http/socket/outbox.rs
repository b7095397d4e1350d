//! What waits to be read by one client: a queue with a bound, in order. When it is full the socket is closed; it never grows.

use std::{
    cell::RefCell,
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use actix_http::ws::{Codec, Message};
use actix_web::web::{Bytes, BytesMut};
use futures_util::Stream;
use tokio::sync::{Notify, OwnedSemaphorePermit, futures::Notified};
use tokio_util::codec::Encoder as _;

use super::close::Close;
use crate::http::places::Place;

/// The right to run one operation. It goes with the last answer and is given back when that leaves the queue, so that
/// answers nobody reads are counted too.
pub(super) type Slot = OwnedSemaphorePermit;

#[derive(Default)]
struct Queue {
    waiting: VecDeque<(Message, Option<Slot>)>,
    close: Option<Close>,
    /// Whether nothing more can be sent: the client has gone, or was told that the socket closes.
    is_over: bool,
    waker: Option<Waker>,
    /// The socket's place among those of its principal, held until the connection is gone.
    place: Option<Place>,
}

/// The queue of one socket, for all who send on it. They all live on one thread.
#[derive(Clone)]
pub(super) struct Outbox {
    queue: Rc<RefCell<Queue>>,
    news: Rc<Notify>,
    most: usize,
}

impl Outbox {
    /// An empty queue for so many messages.
    pub(super) fn new(most: usize) -> Self {
        Self { queue: Rc::default(), news: Rc::default(), most }
    }

    /// Sends a message of the protocol.
    pub(super) fn send(&self, message: String, slot: Option<Slot>) {
        self.push(Message::Text(message.into()), slot);
    }

    /// Answers a ping.
    pub(super) fn pong(&self, bytes: Bytes) {
        self.push(Message::Pong(bytes), None);
    }

    /// Asks whether the client is there.
    pub(super) fn ping(&self) {
        self.push(Message::Ping(Bytes::new()), None);
    }

    fn push(&self, message: Message, slot: Option<Slot>) {
        let mut queue = self.queue.borrow_mut();
        if queue.close.is_some() || queue.is_over {
            return;
        }
        if queue.waiting.len() == self.most {
            queue.waiting.clear();
            queue.close = Some(Close::SLOW);
            self.news.notify_one();
        } else {
            queue.waiting.push_back((message, slot));
        }
        queue.waker.take().into_iter().for_each(Waker::wake);
    }

    /// Closes the socket after what is in the queue. The first reason counts.
    pub(super) fn close(&self, why: Close) {
        let mut queue = self.queue.borrow_mut();
        queue.close.get_or_insert(why);
        queue.waker.take().into_iter().for_each(Waker::wake);
    }

    /// Whether the socket closes or has gone.
    pub(super) fn is_closing(&self) -> bool {
        let queue = self.queue.borrow();
        queue.close.is_some() || queue.is_over
    }

    /// Keeps the place of the socket until the connection is gone.
    pub(super) fn keep(&self, place: Place) {
        self.queue.borrow_mut().place = Some(place);
    }

    /// Tells whoever waits for news that there are some.
    pub(super) fn tell(&self) {
        self.news.notify_one();
    }

    /// Waits until the queue was full, the client has gone, or somebody tells.
    pub(super) fn news(&self) -> Notified<'_> {
        self.news.notified()
    }

    /// The body of the answer: what is in the queue, as frames. `permit` is held as long as the connection is there.
    pub(super) fn body(&self, permit: OwnedSemaphorePermit) -> Sending {
        Sending { outbox: self.clone(), codec: Codec::new(), _permit: permit }
    }
}

/// The queue on its way to the client, one message each time the connection has room.
pub(super) struct Sending {
    outbox: Outbox,
    codec: Codec,
    _permit: OwnedSemaphorePermit,
}

impl Stream for Sending {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let mut queue = this.outbox.queue.borrow_mut();
        if queue.is_over {
            return Poll::Ready(None);
        }
        let message = match (queue.waiting.pop_front(), queue.close.clone()) {
            (Some((message, _slot)), _) => message,
            (None, Some(close)) => {
                queue.is_over = true;
                Message::Close(close.reason())
            }
            (None, None) => {
                queue.waker = Some(context.waker().clone());
                return Poll::Pending;
            }
        };
        let mut bytes = BytesMut::new();
        match this.codec.encode(message, &mut bytes) {
            Ok(()) => Poll::Ready(Some(Ok(bytes.freeze()))),
            Err(_) => Poll::Ready(None),
        }
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.outbox.queue.borrow_mut().is_over = true;
        self.outbox.news.notify_one();
    }
}

#[cfg(test)]
mod test {
    use std::sync::Arc;

    use futures_util::{FutureExt as _, StreamExt as _};
    use tokio::sync::Semaphore;

    use super::*;

    fn permit() -> OwnedSemaphorePermit {
        Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap()
    }

    fn read(body: &mut Sending) -> Vec<String> {
        let mut read = Vec::new();
        while let Some(Some(Ok(bytes))) = body.next().now_or_never() {
            read.push(String::from_utf8_lossy(&bytes[2..]).into_owned());
        }
        read
    }

    #[test]
    fn the_queue_holds_n_and_closes_at_n_plus_one() {
        let outbox = Outbox::new(3);
        let mut body = outbox.body(permit());
        for _ in 0..2 {
            (0..3).for_each(|n| outbox.send(n.to_string(), None));
            assert!(!outbox.is_closing());
            assert_eq!(read(&mut body), ["0", "1", "2"]);
        }
        (0..4).for_each(|n| outbox.send(n.to_string(), None));
        assert!(outbox.is_closing() && outbox.news().now_or_never().is_some());
        assert_eq!(read(&mut body).len(), 1, "what waits is dropped; the close frame is sent");
        assert_eq!(body.next().now_or_never(), Some(None));
    }

    #[test]
    fn a_slot_is_given_back_when_its_answer_is_read() {
        let slots = Arc::new(Semaphore::new(1));
        let outbox = Outbox::new(3);
        let mut body = outbox.body(permit());
        outbox.send("answer".into(), slots.clone().try_acquire_owned().ok());
        assert_eq!(slots.available_permits(), 0);
        read(&mut body);
        assert_eq!(slots.available_permits(), 1);
    }

    #[test]
    fn a_close_comes_after_what_waits_and_ends_it() {
        let outbox = Outbox::new(3);
        let mut body = outbox.body(permit());
        outbox.send("last".into(), None);
        outbox.close(Close::LEAVING);
        outbox.close(Close::SLOW);
        outbox.send("too late".into(), None);
        let read = read(&mut body);
        assert_eq!((read.len(), read[0].as_str()), (2, "last"));
        assert!(read[1].ends_with(&*Close::LEAVING.why), "{read:?}");
    }
}
