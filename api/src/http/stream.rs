//! Answers as server-sent events, by the protocol graphql-sse in the mode of distinct connections: an event `next` for each
//! answer, then `complete`.

use std::{convert::Infallible, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use actix_web::{
    HttpResponse,
    http::header::CACHE_CONTROL,
    web::{Bytes, Data},
};
use futures_util::{FutureExt as _, StreamExt as _, stream};
use schema::{Answer, Events, Outcome, tally::Tally, viewer::Claims};
use tokio::{
    sync::OwnedSemaphorePermit,
    time::{Instant, sleep_until},
};

use super::{
    Door, ending,
    places::{Holder, Place},
    refusal::Refusal,
};
use crate::metrics::Counted;

/// What is sent when there is nothing to say, so that whoever has gone is noticed; it is also the first to be sent.
const COMMENT: &[u8] = b":\n\n";
/// The last event, with the empty data without which browsers do not tell it.
const COMPLETE: &[u8] = b"event: complete\ndata:\n\n";
const MEDIA: &str = "text/event-stream; charset=utf-8";

/// One answer as a whole stream, errors of the request included; but a mutation by GET is refused as ever.
pub(super) fn whole(answer: &Answer, tally: &Tally) -> Result<HttpResponse, Refusal> {
    match answer.outcome {
        Outcome::MethodNotAllowed => Err(Refusal::method_not_allowed("POST")),
        Outcome::Executed | Outcome::RequestError | Outcome::Exhausted(_) => {
            let mut response = head().body([COMMENT, &next(&answer.body), COMPLETE].concat());
            response.extensions_mut().insert(tally.clone());
            Ok(response)
        }
    }
}

/// A stream that was opened, and what it has to give back when it ends.
struct Opened {
    door: Data<Door>,
    events: Events,
    claims: Option<Arc<Claims>>,
    /// When it is looked next whether they still hold.
    look: Instant,
    is_over: bool,
    _place: Place,
    _permit: OwnedSemaphorePermit,
    _counted: Counted,
}

/// A subscription as a stream. It ends with the last answer, with the token or its session, or with the server; but for the first without
/// `complete`, so that the client comes back.
pub(super) fn following(
    door: &Data<Door>,
    events: Events,
    claims: Option<&Arc<Claims>>,
    holder: Holder,
) -> Result<HttpResponse, Refusal> {
    if door.is_leaving() {
        return Err(Refusal::leaving());
    }
    let limit = door.sockets.streams_per_principal.get();
    let place = door.stream_places.take(holder).ok_or_else(|| Refusal::too_many_streams(limit))?;
    let permit = door.open.clone().try_acquire_owned().map_err(|_| Refusal::full())?;
    let (claims, look) = (claims.cloned(), Instant::now() + door.holds());
    let opened = Opened {
        door: door.clone(),
        events,
        claims,
        look,
        is_over: false,
        _place: place,
        _permit: permit,
        _counted: door.metrics.load.socket(),
    };
    let first = stream::once(std::future::ready(Bytes::from_static(COMMENT)));
    let all = first.chain(stream::unfold(Box::new(opened), after)).map(Ok::<_, Infallible>);
    Ok(head().streaming(all))
}

async fn after(mut opened: Box<Opened>) -> Option<(Bytes, Box<Opened>)> {
    if opened.is_over {
        return None;
    }
    let said = opened.next().await?;
    Some((said, opened))
}

impl Opened {
    /// What is said next; nothing when the stream ends.
    async fn next(&mut self) -> Option<Bytes> {
        let quiet = Instant::now() + Duration::from_secs(self.door.sockets.quiet_seconds.get());
        loop {
            if self.look <= Instant::now() {
                if !self.door.still_holds(self.claims.as_ref()).await {
                    return None;
                }
                self.look = Instant::now() + self.door.holds();
            }
            if let Some(said) = self.wait(quiet).await {
                return said;
            }
        }
    }

    /// Waits for one thing to happen: what is said then, or the end. Nothing, when it is time to look at the claims.
    async fn wait(&mut self, quiet: Instant) -> Option<Option<Bytes>> {
        let leaving = self.door.leaving.subscribe();
        let expires = self.claims.as_ref().map(|claims| claims.expires);
        let said = tokio::select! {
            biased;
            () = ending::leaving(leaving) => None,
            () = ending::at(&self.door.clock, expires) => None,
            () = sleep_until(self.look) => return None,
            event = AssertUnwindSafe(self.events.next()).catch_unwind() => match event {
                Ok(Some(answer)) => Some(next(&answer).into()),
                Ok(None) => {
                    self.is_over = true;
                    Some(Bytes::from_static(COMPLETE))
                }
                // The panic itself was logged where it happened.
                Err(_panic) => None,
            },
            () = sleep_until(quiet) => Some(Bytes::from_static(COMMENT)),
        };
        Some(said)
    }
}

fn next(answer: &[u8]) -> Vec<u8> {
    [b"event: next\ndata: ", answer, b"\n\n"].concat()
}

fn head() -> actix_web::HttpResponseBuilder {
    let mut head = HttpResponse::Ok();
    head.content_type(MEDIA);
    // Nothing on the way may keep events back.
    head.insert_header((CACHE_CONTROL, "private, no-store, no-transform"));
    head.insert_header(("X-Accel-Buffering", "no"));
    head
}
