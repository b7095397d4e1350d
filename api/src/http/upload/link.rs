//! `/files/…`: a file by its link, and the bytes of a slot by theirs.

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::header::{
        CONTENT_LENGTH, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue, HeaderName,
    },
    web::{Data, Path, Payload},
};
use futures_util::{StreamExt as _, TryStreamExt as _};
use schema::{Budget as _, error::Code};

use super::{
    super::{Door, accept::Media, asking::Asking, body, content_type, entry::Caller, gate::Place, refusal::Refusal},
    form::refusal,
};
use crate::files::{Link, Stopped, Use};

/// What a file costs, coming or going: as much as a root field.
const POINTS: usize = 1;

/// Sends a file to whoever has the link, for as long as it is good. A token that comes along must be of the same person, but for a
/// link that was made for the public.
pub(in super::super) async fn download(request: HttpRequest, token: Path<String>, door: Data<Door>) -> HttpResponse {
    match door.within(Box::pin(send(&request, &token, &door))).await {
        Ok(response) => response,
        Err(refusal) => refusal.respond(&Asking::of(&request), Media::Json),
    }
}

async fn send(request: &HttpRequest, token: &str, door: &Door) -> Result<HttpResponse, Refusal> {
    let (link, place) = follow(request, token, door, Use::Download).await?;
    let object = match door.files.get(link.file).await {
        Ok(object) => object,
        Err(object_store::Error::NotFound { .. }) => return Err(Refusal::bad_link()),
        Err(error) => return Err(refusal(&Stopped::Store(error))),
    };
    let (size, kind) = (object.meta.size, link.found().media_type);
    // Whoever reads slowly holds a place of their own and nobody else's.
    let own = place.leave();
    let bytes = object.into_stream().map_err(move |error| {
        let _held = &own;
        tracing::error!(%error, "a file broke off");
        std::io::Error::other(error)
    });
    let mut response = HttpResponse::Ok();
    response.content_type(if kind == "text/plain" { "text/plain; charset=utf-8".to_owned() } else { kind });
    response.insert_header(disposition(&link.name));
    response.insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    Ok(response.body(SizedStream::new(size, bytes)))
}

/// Never shown in place: saved under its name, which old programs get without accents.
pub(in super::super) fn disposition(name: &str) -> ContentDisposition {
    let plain: String = name.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '_' }).collect();
    let value = name.as_bytes().to_vec();
    let extended = ExtendedValue { charset: Charset::Ext("UTF-8".into()), language_tag: None, value };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(extended)],
    }
}

/// Takes the bytes of a slot, if they are the announced ones; 204 then, and nothing is stored otherwise.
pub(in super::super) async fn put(
    request: HttpRequest,
    mut payload: Payload,
    token: Path<String>,
    door: Data<Door>,
) -> HttpResponse {
    match door.within_files(Box::pin(take(&request, &mut payload, &token, &door))).await {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(refusal) => body::unread(refusal.respond(&Asking::of(&request), Media::Json), Some(payload)),
    }
}

async fn take(request: &HttpRequest, payload: &mut Payload, token: &str, door: &Door) -> Result<(), Refusal> {
    content_type::check_encoding(request.headers())?;
    let (link, place) = follow(request, token, door, Use::Upload).await?;
    let _own = place.leave();
    let announced = link.found();
    let most = usize::try_from(announced.size).unwrap_or(0);
    let said = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|bytes| bytes != most) {
        return Err(Refusal::other_bytes());
    }
    let mut intake = door.files.begin(link.file).await.map_err(|error| refusal(&Stopped::Store(error)))?;
    while let Some(chunk) = payload.next().await {
        let fault = match chunk {
            Err(_) => Some(Refusal::bad_request("The body ended early.", "Nội dung yêu cầu bị ngắt giữa chừng.")),
            Ok(chunk) if intake.bytes() + chunk.len() > most => Some(Refusal::other_bytes()),
            Ok(chunk) => intake.take(&chunk).await.err().map(|stopped| refusal(&stopped)),
        };
        if let Some(fault) = fault {
            intake.give_up().await;
            return Err(fault);
        }
    }
    let is_announced =
        |found: &schema::files::Found| (found.size, &found.sha256) == (announced.size, &announced.sha256);
    let stored = intake.finish(is_announced).await.map_err(|stopped| refusal(&stopped))?;
    stored.map(drop).ok_or_else(Refusal::other_bytes)
}

/// The link, and a place while it is followed: counted and paid for by whoever sends the request, like any other. It ends with
/// the session that it was made in, whoever has it by then.
pub(in super::super) async fn follow(
    request: &HttpRequest,
    token: &str,
    door: &Door,
    to: Use,
) -> Result<(Link, Place), Refusal> {
    let asking = Asking::of(request);
    let Caller { claims, account } = door.caller(request, &asking).await?;
    let place = door.gate.enter(&account).await?;
    account.spend(POINTS).map_err(|seconds| account.refusal(seconds))?;
    let link = door.files.follow(token, to, door.clock.now()).ok_or_else(Refusal::bad_link)?;
    if to == Use::Download && !door.api.may_send(link.file, door.clock.instant()).await.map_err(Refusal::of)? {
        return Err(Refusal::bad_link());
    }
    if let Some(claims) = &claims {
        door.known(Some(claims), &door.asked(&asking, None)).await?;
        if !link.sub.is_empty() && claims.subject != link.sub {
            return Err(Refusal::bad_link());
        }
    }
    if let Some(session) = link.sid {
        door.api.check_session(session, door.clock.instant()).await.map_err(|error| match error.code {
            Code::Unauthenticated => Refusal::bad_link(),
            _ => Refusal::of(error),
        })?;
    }
    Ok((link, place))
}
