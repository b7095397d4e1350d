//! One operation on a socket: its answers, or its refusal, under its id.

use std::panic::AssertUnwindSafe;

use actix_web::web::Data;
use futures_util::{FutureExt as _, StreamExt as _};
use schema::{
    Answer, Events, Operation, Outcome, Started,
    viewer::{Asked, Language},
};
use serde_json::Value;

use super::{
    close::Close,
    message,
    outbox::{Outbox, Slot},
};
use crate::http::{
    Door,
    asking::{Asking, check_key},
    ending,
    entry::Caller,
    parameters,
    refusal::Refusal,
};

/// An operation as it was asked for.
pub(super) struct Wanted {
    /// Its id on the socket.
    pub(super) id: String,
    /// What it does.
    pub(super) operation: Operation,
    /// The `Idempotency-Key`: on a socket it stands in `extensions.idempotencyKey`.
    pub(super) key: Option<String>,
}

impl Wanted {
    /// Reads the payload of `subscribe`, which is that of a POST.
    pub(super) fn read(id: String, payload: Value) -> Result<Self, Close> {
        let bad = |refusal: Refusal| Close::bad_message(&refusal.error.en);
        let Value::Object(map) = payload else { return Err(Close::bad_message("its payload is an object.")) };
        let key = match map.get("extensions").and_then(|extensions| extensions.get("idempotencyKey")) {
            None | Some(Value::Null) => None,
            Some(key) => Some(check_key(key.as_str()).map_err(bad)?.to_owned()),
        };
        let operation = parameters::from_object(map).map_err(bad)?;
        Ok(Self { id, operation, key })
    }
}

/// Where the answers go, and for whom.
pub(super) struct Ground {
    /// The door.
    pub(super) door: Data<Door>,
    /// Who asks.
    pub(super) caller: Caller,
    /// The language of messages.
    pub(super) language: Language,
    /// The queue of the socket.
    pub(super) outbox: Outbox,
}

/// Runs an operation and sends what comes of it.
pub(super) async fn run(ground: Ground, wanted: Wanted, slot: Slot) {
    let Wanted { id, operation, key } = wanted;
    let asking = Asking::new(ground.language);
    let asked = ground.door.asked(&asking, key);
    match start(&ground, operation, asked).await {
        Ok(Started::Answered(answer)) => ground.answer(&id, &answer, slot),
        Ok(Started::Following(events)) => {
            let all = AssertUnwindSafe(ground.follow(&id, events)).catch_unwind().await;
            match all {
                Ok(true) => ground.outbox.send(message::complete(&id), Some(slot)),
                // The socket is closed next, so that the client comes back elsewhere.
                Ok(false) => {}
                Err(_panic) => ground.refuse(&id, &Refusal::internal(), &asking, Some(slot)),
            }
        }
        Err(refusal) => ground.refuse(&id, &refusal, &asking, Some(slot)),
    }
}

async fn start(ground: &Ground, operation: Operation, asked: Asked) -> Result<Started, Refusal> {
    let door = &ground.door;
    door.within(door.start(operation, &ground.caller, asked)).await
}

impl Ground {
    /// An answer that is the only one.
    fn answer(&self, id: &str, answer: &Answer, slot: Slot) {
        match answer.outcome {
            Outcome::Executed => {
                self.outbox.send(message::next(id, &answer.body), Some(slot));
                self.outbox.send(message::complete(id), None);
            }
            Outcome::RequestError | Outcome::MethodNotAllowed | Outcome::Exhausted(_) => {
                self.outbox.send(message::error(id, &answer.body), Some(slot));
            }
        }
    }

    /// Every answer of a subscription, until there are no more (true) or the server leaves (false).
    async fn follow(&self, id: &str, mut events: Events) -> bool {
        let leaving = ending::leaving(self.door.leaving.subscribe());
        let mut leaving = std::pin::pin!(leaving);
        loop {
            tokio::select! {
                () = &mut leaving => return false,
                event = events.next() => match event {
                    Some(event) => self.outbox.send(message::next(id, &event), None),
                    None => return true,
                },
            }
        }
    }

    /// Says why an operation does not run.
    pub(super) fn refuse(&self, id: &str, refusal: &Refusal, asking: &Asking, slot: Option<Slot>) {
        self.outbox.send(message::error(id, &refusal.body(asking)), slot);
    }
}
