//! What waits to be read by one client: a queue with a bound of messages and of bytes, in order. When it is full the socket is
//! closed; it never grows. Pongs are not in it: of those that wait only the last is sent (RFC 6455, 5.5.3), before all else.

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
    /// Bytes of what waits.
    bytes: usize,
    /// The last answer to a ping of WebSocket, and to one of the protocol.
    pongs: [Option<Message>; 2],
    close: Option<Close>,
    /// Whether nothing more can be sent: the client has gone, or was told that the socket closes.
    is_over: bool,
    waker: Option<Waker>,
    /// The socket's place among those of its principal, held until the connection is gone.
    place: Option<Place>,
}

/// How much may wait.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Messages.
    pub(super) messages: usize,
    /// Bytes of all of them. One alone may have more: it is bounded as an answer.
    pub(super) bytes: usize,
}

/// The queue of one socket, for all who send on it. They all live on one thread.
#[derive(Clone)]
pub(super) struct Outbox {
    queue: Rc<RefCell<Queue>>,
    news: Rc<Notify>,
    room: Room,
}

impl Outbox {
    /// An empty queue with so much room.
    pub(super) fn new(room: Room) -> Self {
        Self { queue: Rc::default(), news: Rc::default(), room }
    }

    /// Sends a message of the protocol.
    pub(super) fn send(&self, message: String, slot: Option<Slot>) {
        self.push(Message::Text(message.into()), slot);
    }

    /// Answers a ping of WebSocket.
    pub(super) fn pong(&self, bytes: Bytes) {
        self.answer(0, Message::Pong(bytes));
    }

    /// Answers a ping of the protocol.
    pub(super) fn send_pong(&self, message: String) {
        self.answer(1, Message::Text(message.into()));
    }

    fn answer(&self, kind: usize, pong: Message) {
        let mut queue = self.queue.borrow_mut();
        if queue.close.is_none() && !queue.is_over {
            queue.pongs[kind] = Some(pong);
            queue.waker.take().into_iter().for_each(Waker::wake);
        }
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
        let bytes = length(&message);
        let is_full = queue.waiting.len() >= self.room.messages;
        if is_full || (!queue.waiting.is_empty() && queue.bytes + bytes > self.room.bytes) {
            queue.end(Close::SLOW);
            self.news.notify_one();
        } else {
            queue.bytes += bytes;
            queue.waiting.push_back((message, slot));
        }
        queue.waker.take().into_iter().for_each(Waker::wake);
    }

    /// Closes the socket. The first reason counts. What waits is sent before where the end is in order, else forgotten: who is
    /// sent away for a reason has no claim to it.
    pub(super) fn close(&self, why: Close) {
        let mut queue = self.queue.borrow_mut();
        if queue.close.is_none() {
            queue.end(why);
        }
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

impl Queue {
    fn end(&mut self, why: Close) {
        if !why.is_in_order() {
            (self.waiting, self.pongs, self.bytes) = Default::default();
        }
        self.close = Some(why);
    }

    /// What is sent next.
    fn pop(&mut self) -> Option<Message> {
        if let Some(pong) = self.pongs.iter_mut().find_map(Option::take) {
            return Some(pong);
        }
        let (message, _slot) = self.waiting.pop_front()?;
        self.bytes -= length(&message);
        Some(message)
    }
}

/// Bytes of a message, without those of its frame.
fn length(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len(),
        Message::Ping(bytes) | Message::Pong(bytes) | Message::Binary(bytes) => bytes.len(),
        Message::Continuation(_) | Message::Nop | Message::Close(_) => 0,
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
        let message = match (queue.pop(), queue.close.clone()) {
            (Some(message), _) => message,
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

    const ROOM: Room = Room { messages: 3, bytes: 10 };

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
        let outbox = Outbox::new(ROOM);
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
    fn the_queue_holds_so_many_bytes() {
        let outbox = Outbox::new(ROOM);
        let mut body = outbox.body(permit());
        outbox.send("longer than ten".into(), None);
        assert!(!outbox.is_closing(), "one alone may be longer");
        assert_eq!(read(&mut body).len(), 1);
        for text in ["12345", "67890"] {
            outbox.send(text.into(), None);
        }
        assert!(!outbox.is_closing());
        assert_eq!(read(&mut body).len(), 2);
        for text in ["12345", "67890x"] {
            outbox.send(text.into(), None);
        }
        assert!(outbox.is_closing());
        assert_eq!(read(&mut body).len(), 1, "the close frame");
    }

    #[test]
    fn of_pongs_that_wait_only_the_last_is_sent() {
        let outbox = Outbox::new(ROOM);
        let mut body = outbox.body(permit());
        outbox.send("answer".into(), None);
        for n in 0..1_000 {
            outbox.pong(Bytes::from(n.to_string()));
            outbox.send_pong(format!("pong {n}"));
        }
        assert!(!outbox.is_closing());
        assert_eq!(read(&mut body), ["999", "pong 999", "answer"]);
    }

    #[test]
    fn who_is_sent_away_for_a_reason_leaves_nothing_behind() {
        let outbox = Outbox::new(ROOM);
        let mut body = outbox.body(permit());
        outbox.send("answer".into(), None);
        outbox.pong(Bytes::from_static(b"pong"));
        outbox.close(Close::INIT_TIMEOUT);
        assert_eq!(read(&mut body).len(), 1, "the close frame");
    }

    #[test]
    fn a_slot_is_given_back_when_its_answer_is_read() {
        let slots = Arc::new(Semaphore::new(1));
        let outbox = Outbox::new(ROOM);
        let mut body = outbox.body(permit());
        outbox.send("answer".into(), slots.clone().try_acquire_owned().ok());
        assert_eq!(slots.available_permits(), 0);
        read(&mut body);
        assert_eq!(slots.available_permits(), 1);
    }

    #[test]
    fn a_close_comes_after_what_waits_and_ends_it() {
        let outbox = Outbox::new(ROOM);
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
