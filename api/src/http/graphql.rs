//! `/graphql`: from an HTTP request to an operation and back, in the order in which it can be refused.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header::ACCEPT},
    web::{Data, Payload},
};
use schema::{Operation, Started};

use super::{
    Door,
    accept::{Media, Streams, negotiate, streams},
    answer,
    asking::{Asking, idempotency_key},
    body,
    budget::client,
    content_type, cors, parameters,
    places::Holder,
    refusal::Refusal,
    stream, upload,
};

/// What the client takes.
#[derive(Clone, Copy)]
struct Accepted {
    /// The media type of an answer; none when it takes neither.
    media: Option<Media>,
    /// Server-sent events.
    streams: Streams,
}

/// Answers within the deadline, whatever happens inside.
pub(super) async fn graphql(request: HttpRequest, payload: Payload, door: Data<Door>) -> HttpResponse {
    let accepted = accepted(&request);
    answer(&request, payload, &door, accepted).await
}

/// The same where every answer is a stream of events, whatever the client says it takes.
pub(super) async fn stream(request: HttpRequest, payload: Payload, door: Data<Door>) -> HttpResponse {
    answer(&request, payload, &door, Accepted { media: None, streams: Streams::Always }).await
}

async fn answer(request: &HttpRequest, payload: Payload, door: &Data<Door>, accepted: Accepted) -> HttpResponse {
    let mut payload = Some(payload);
    let asking = Asking::of(request);
    // It is long for the stack, and passes through several hands.
    let work = Box::pin(attempt(request, &mut payload, door, &asking, accepted));
    match door.within_for(request, work).await {
        Ok(response) => response,
        Err(refusal) => body::unread(refusal.respond(&asking, accepted.media.unwrap_or(Media::Json)), payload),
    }
}

async fn attempt(
    request: &HttpRequest,
    payload: &mut Option<Payload>,
    door: &Data<Door>,
    asking: &Asking,
    accepted: Accepted,
) -> Result<HttpResponse, Refusal> {
    if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) {
        return Err(Refusal::method_not_allowed("GET, HEAD, POST"));
    }
    if accepted.media.is_none() && accepted.streams == Streams::Never {
        return Err(Refusal::not_acceptable());
    }
    let caller = door.caller(request, asking).await?;
    let asked = door.asked(asking, idempotency_key(request.headers())?);
    let tally = asked.tally.clone();
    if request.method() == Method::POST && upload::is_multipart(request.headers())? {
        let media = accepted.media.ok_or_else(Refusal::not_acceptable)?;
        door.may_upload(&caller, &asked).await?;
        // Who sends files has a place for it, so that nobody sends more at once than anybody runs.
        let _place = caller.account.place().ok_or_else(|| caller.account.refusal(1))?;
        let payload = payload.take().ok_or_else(Refusal::internal)?;
        let (operation, inbox) = Box::pin(upload::read(request, payload, door)).await?;
        // The files have had their time; what is done with them has that of any request.
        let answer = door.within(door.run(operation, &caller, asked)).await;
        inbox.settle(&door.api).await;
        let mut response = answer::respond(answer?, media, &tally)?;
        caller.account.tell(response.headers_mut());
        return Ok(response);
    }
    let operation = operation(request, payload, door).await?;
    let (claims, method) = (caller.claims.as_deref(), request.method());
    let answer = match accepted.streams {
        Streams::Never => Started::Answered(door.run(operation, &caller, asked).await?),
        Streams::Subscriptions | Streams::Always => door.start(operation, &caller, asked).await?,
    };
    match (answer, accepted) {
        // There is no end to wait for, and nothing to tell of it before.
        (Started::Following(_), _) if method == Method::HEAD => Err(Refusal::method_not_allowed("GET, POST")),
        (Started::Following(events), _) => {
            cors::check_origin(request, &door.allowed_origins)?;
            let holder = Holder::of(claims, client(request, &door.trusted_proxies));
            stream::following(door, events, caller.claims.as_ref(), holder)
        }
        (
            Started::Answered(answer),
            Accepted { media: Some(media), streams: Streams::Never | Streams::Subscriptions },
        ) => {
            let is_public = claims.is_none() && method != Method::POST && tally.code().is_none();
            let mut response = answer::respond(answer, media, &tally)?;
            if is_public {
                // What anybody may keep does not tell what one of them has left.
                return Ok(answer::public(response, door.public_seconds));
            }
            caller.account.tell(response.headers_mut());
            Ok(response)
        }
        (Started::Answered(answer), _) => stream::whole(&answer, &tally),
    }
}

fn accepted(request: &HttpRequest) -> Accepted {
    let values: Vec<_> = request.headers().get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect();
    let all = (!values.is_empty()).then(|| values.join(","));
    Accepted { media: negotiate(all.as_deref()), streams: streams(all.as_deref()) }
}

async fn operation(request: &HttpRequest, payload: &mut Option<Payload>, door: &Door) -> Result<Operation, Refusal> {
    if request.method() != Method::POST {
        return parameters::from_url(request.query_string());
    }
    content_type::check(request.headers(), content_type::OPERATION)?;
    let payload = payload.as_mut().ok_or_else(Refusal::internal)?;
    let body = body::read(request, payload, door.body_bytes, door.body_time).await?;
    parameters::from_body(&body)
}
