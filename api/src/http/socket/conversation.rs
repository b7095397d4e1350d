//! One socket from its opening to its end: what is said when, and who has to end it why.

use std::{cell::RefCell, collections::HashMap, rc::Rc, sync::Arc, time::Duration};

use actix_web::{rt, web::Data};
use tokio::{
    sync::Semaphore,
    task::AbortHandle,
    time::{Instant, sleep_until},
};

use super::{
    close::Close,
    frames::{Frames, Heard},
    message::{self, Message},
    operation::{self, Ground, Wanted},
    outbox::Outbox,
    who::Who,
};
use crate::http::{Door, asking::Asking, ending, json::Unique, refusal::Refusal};

/// What runs on a socket, by id. What is dropped from here is cancelled.
#[derive(Clone, Default)]
struct Running(Rc<RefCell<HashMap<String, AbortHandle>>>);

/// One socket.
pub(super) struct Conversation {
    door: Data<Door>,
    who: Who,
    frames: Frames,
    outbox: Outbox,
    slots: Arc<Semaphore>,
    running: Running,
    /// Whether `connection_init` was accepted.
    is_known: bool,
    opened: Instant,
    /// When it is looked next whether session, role and unit still hold.
    look: Instant,
    /// When the client was last heard, and whether it was asked since.
    heard: Instant,
    was_asked: bool,
    /// Until when what still runs may go on, once the server is about to end.
    leaves: Option<Instant>,
}

impl Conversation {
    /// A socket that was just opened.
    pub(super) fn new(door: Data<Door>, who: Who, frames: Frames, outbox: Outbox) -> Self {
        let (slots, now) = (Arc::new(Semaphore::new(door.sockets.subscriptions.get())), Instant::now());
        Self {
            door,
            who,
            frames,
            outbox,
            slots,
            running: Running::default(),
            is_known: false,
            opened: now,
            look: now,
            heard: now,
            was_asked: false,
            leaves: None,
        }
    }

    /// Talks until somebody closes or goes, then cancels what still runs.
    pub(super) async fn run(mut self) {
        let _counted = self.door.metrics.load.socket();
        while !self.outbox.is_closing() {
            if let Err(why) = self.step().await {
                self.outbox.close(why);
            }
        }
        self.running.cancel_all();
    }

    /// Waits for one thing to happen.
    async fn step(&mut self) -> Result<(), Close> {
        if self.leaves.is_some() && self.running.is_empty() {
            return Err(Close::LEAVING);
        }
        let expires = self.is_known.then(|| self.who.expires()).flatten();
        let (timer, leaving) = (self.timer(), self.door.leaving.subscribe());
        tokio::select! {
            heard = self.frames.next() => {
                self.heard = Instant::now();
                self.was_asked = false;
                match heard {
                    Some(heard) => self.hear(heard?).await,
                    None => Err(Close::GONE),
                }
            }
            () = ending::at(&self.door.clock, expires) => Err(Close::EXPIRED),
            () = ending::leaving(leaving), if self.leaves.is_none() => {
                self.leaves = Some(Instant::now() + self.door.farewell);
                Ok(())
            }
            () = sleep_until(self.leaves.unwrap_or(timer)), if self.leaves.is_some() => Err(Close::LEAVING),
            () = sleep_until(self.look), if self.is_known => {
                self.look = Instant::now() + self.door.holds();
                if self.door.still_holds(self.who.claims.as_ref()).await { Ok(()) } else { Err(Close::ENDED) }
            }
            () = self.outbox.news() => Ok(()),
            () = sleep_until(timer) => self.time_passed(),
        }
    }

    /// When something is due that nobody says: the first message, or a sign of life.
    fn timer(&self) -> Instant {
        let quiet = Duration::from_secs(self.door.sockets.quiet_seconds.get());
        match (self.is_known, self.was_asked) {
            (false, _) => self.opened + Duration::from_secs(self.door.sockets.init_seconds.get()),
            (true, false) => self.heard + quiet,
            (true, true) => self.heard + quiet * 2,
        }
    }

    fn time_passed(&mut self) -> Result<(), Close> {
        match (self.is_known, self.was_asked) {
            (false, _) => Err(Close::INIT_TIMEOUT),
            (true, true) => Err(Close::SILENT),
            (true, false) => {
                self.was_asked = true;
                self.outbox.ping();
                Ok(())
            }
        }
    }

    async fn hear(&mut self, heard: Heard) -> Result<(), Close> {
        match heard {
            Heard::Text(text) => self.obey(message::read(&text)?).await,
            Heard::Ping(bytes) => {
                self.outbox.pong(bytes);
                Ok(())
            }
            Heard::Pong => Ok(()),
            Heard::Closed(code) => Err(Close::echo(code)),
        }
    }

    async fn obey(&mut self, message: Message) -> Result<(), Close> {
        match message {
            Message::ConnectionInit { .. } if self.is_known => return Err(Close::TWO_INITS),
            Message::ConnectionInit { payload: Unique(payload) } => {
                let door = self.door.clone();
                let time_left = tokio::time::timeout_at(self.timer(), self.who.init(&payload, &door));
                time_left.await.map_err(|_| Close::INIT_TIMEOUT)??;
                let place = self.door.socket_places.take(self.who.holder()).ok_or(Close::TOO_MANY)?;
                self.outbox.keep(place);
                self.is_known = true;
                self.look = Instant::now() + self.door.holds();
                self.outbox.send(message::ack(), None);
            }
            // Of somebody who has not said who it is nothing is kept, the payload of a ping neither.
            Message::Ping { payload: Unique(payload) } if self.is_known => {
                self.outbox.send_pong(message::pong(&payload));
            }
            Message::Ping { .. } => self.outbox.send_pong(message::pong(&serde_json::Value::Null)),
            Message::Pong {} => {}
            Message::Subscribe { id, payload: Unique(payload) } => self.begin(id, payload)?,
            Message::Complete { id } => self.running.cancel(&id),
        }
        Ok(())
    }

    fn begin(&self, id: String, payload: serde_json::Value) -> Result<(), Close> {
        if !self.is_known {
            return Err(Close::UNAUTHORIZED);
        }
        if self.running.has(&id) {
            return Err(Close::duplicate(&id));
        }
        let wanted = Wanted::read(id.clone(), payload)?;
        let (language, outbox) = (self.who.language, self.outbox.clone());
        let (door, caller) = (self.door.clone(), self.who.caller(&self.door));
        let counted = caller.account.request();
        let ground = Ground { door, caller, language, outbox: outbox.clone() };
        if let Err(seconds) = counted {
            let refusal = ground.caller.account.refusal(seconds);
            ground.refuse(&id, &refusal, &Asking::new(language), None);
            return Ok(());
        }
        match self.slots.clone().try_acquire_owned() {
            Err(_) => {
                let refusal = Refusal::too_many_operations(self.door.sockets.subscriptions.get());
                ground.refuse(&id, &refusal, &Asking::new(language), None);
            }
            // Whoever is sent away soon begins nothing more.
            Ok(_) if self.leaves.is_some() => {}
            Ok(slot) => {
                let (running, done) = (self.running.clone(), id.clone());
                let task = rt::spawn(async move {
                    operation::run(ground, wanted, slot).await;
                    running.forget(&done);
                    outbox.tell();
                });
                self.running.put(id, task.abort_handle());
            }
        }
        Ok(())
    }
}

impl Running {
    fn has(&self, id: &str) -> bool {
        self.0.borrow().contains_key(id)
    }

    fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    fn put(&self, id: String, task: AbortHandle) {
        self.0.borrow_mut().insert(id, task);
    }

    fn forget(&self, id: &str) {
        self.0.borrow_mut().remove(id);
    }

    fn cancel(&self, id: &str) {
        if let Some(task) = self.0.borrow_mut().remove(id) {
            task.abort();
        }
    }

    fn cancel_all(&self) {
        self.0.borrow_mut().drain().for_each(|(_, task)| task.abort());
    }
}
