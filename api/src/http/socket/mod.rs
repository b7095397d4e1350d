//! `/graphql/ws`: GraphQL over WebSocket, by the protocol graphql-transport-ws.

mod close;
mod conversation;
mod frames;
mod message;
mod operation;
mod outbox;
mod who;

use actix_http::{
    body::{BodyStream, MessageBody as _},
    ws::{handshake, verify_handshake},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method, Version,
        header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL},
    },
    web::{Data, Payload},
};

use super::{Door, accept::Media, asking::Asking, budget::client, cors, places::Holder, refusal::Refusal};
use close::Close;
use conversation::Conversation;
use frames::Frames;
use outbox::{Outbox, Room};

/// The one subprotocol that is spoken.
const PROTOCOL: &str = "graphql-transport-ws";

/// Opens a socket, or says why not.
pub(super) async fn socket(request: HttpRequest, payload: Payload, door: Data<Door>) -> HttpResponse {
    let asking = Asking::of(&request);
    let opened = door.within(open(&request, payload, door.clone(), &asking)).await;
    opened.unwrap_or_else(|refusal| refusal.respond(&asking, Media::Json))
}

async fn open(
    request: &HttpRequest,
    payload: Payload,
    door: Data<Door>,
    asking: &Asking,
) -> Result<HttpResponse, Refusal> {
    if request.method() != Method::GET {
        return Err(Refusal::method_not_allowed("GET"));
    }
    cors::check_origin(request, &door.allowed_origins)?;
    // HTTP/1.0 knows no upgrade (RFC 9110, 7.8).
    if request.version() < Version::HTTP_11 || verify_handshake(request.head()).is_err() {
        return Err(Refusal::upgrade_required());
    }
    // A header that is not believed is refused here, where the answer can still say so.
    let claims = door.caller(request, asking).await?.claims;
    if door.is_leaving() {
        return Err(Refusal::leaving());
    }
    let permit = door.open.clone().try_acquire_owned().map_err(|_| Refusal::full())?;
    let address = client(request, &door.trusted_proxies);
    let outbox = Outbox::new(Room { messages: door.sockets.queue.get(), bytes: door.sockets.queue_bytes.get() });
    // Until it is known whose socket it is, it has a place among those of its address.
    let place = door.new_sockets.take(Holder::of(None, address));
    outbox.keep(place.ok_or_else(|| Refusal::too_many_sockets(door.sockets.uninitialised.get()))?);
    let mut response = handshake(request.head()).map_err(|_| Refusal::upgrade_required())?;
    let body = BodyStream::new(outbox.body(permit)).boxed();
    if speaks(request) {
        response.insert_header((SEC_WEBSOCKET_PROTOCOL, PROTOCOL));
        let frames = Frames::new(payload, door.sockets.message_bytes.get());
        let has_header = request.headers().contains_key(AUTHORIZATION);
        let who = who::Who { claims, has_header, address, language: asking.language };
        actix_web::rt::spawn(Conversation::new(door, who, frames, outbox).run());
    } else {
        outbox.close(Close::SUBPROTOCOL);
    }
    response.message_body(body).map(Into::into).map_err(|_| Refusal::internal())
}

/// Whether the client offers the subprotocol; what else it offers does not matter.
fn speaks(request: &HttpRequest) -> bool {
    let offers = request.headers().get_all(SEC_WEBSOCKET_PROTOCOL).filter_map(|value| value.to_str().ok());
    offers.flat_map(|value| value.split(',')).any(|offer| offer.trim() == PROTOCOL)
}
