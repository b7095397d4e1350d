//! `/graphql`: from an HTTP request to an operation and back, in the order in which it can be refused.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header::ACCEPT},
    web::{Data, Payload},
};
use schema::Operation;

use super::{
    Door,
    accept::{Media, negotiate},
    answer,
    asking::{Asking, idempotency_key},
    bearer, body, content_type, parameters,
    refusal::Refusal,
};

/// Answers within the deadline, whatever happens inside.
pub(super) async fn graphql(request: HttpRequest, payload: Payload, door: Data<Door>) -> HttpResponse {
    let asking = Asking::of(&request);
    let media = media(&request);
    match door.within(attempt(&request, payload, &door, &asking, media)).await {
        Ok(response) => response,
        Err(refusal) => refusal.respond(&asking, media.unwrap_or(Media::Json)),
    }
}

async fn attempt(
    request: &HttpRequest,
    payload: Payload,
    door: &Door,
    asking: &Asking,
    media: Option<Media>,
) -> Result<HttpResponse, Refusal> {
    if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) {
        return Err(Refusal::method_not_allowed("GET, HEAD, POST"));
    }
    let media = media.ok_or_else(Refusal::not_acceptable)?;
    let claims = match bearer::claims(request, door).await {
        Ok(claims) => claims,
        Err(refusal) => {
            door.api.refuse_stranger(&asking.request_id.0, door.clock.instant()).await;
            return Err(refusal);
        }
    };
    let asked = door.asked(asking, idempotency_key(request.headers())?);
    let operation = operation(request, payload, door).await?;
    let tally = asked.tally.clone();
    let answer = door.run(operation, claims.as_deref(), asked).await?;
    let is_public = claims.is_none() && request.method() != Method::POST && tally.code().is_none();
    let response = answer::respond(answer, media, &tally)?;
    Ok(if is_public { answer::public(response, door.public_seconds) } else { response })
}

fn media(request: &HttpRequest) -> Option<Media> {
    let values: Vec<_> = request.headers().get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect();
    negotiate((!values.is_empty()).then(|| values.join(",")).as_deref())
}

async fn operation(request: &HttpRequest, payload: Payload, door: &Door) -> Result<Operation, Refusal> {
    if request.method() != Method::POST {
        return parameters::from_url(request.query_string());
    }
    content_type::check(request.headers())?;
    let body = body::read(request, payload, door.body_bytes).await?;
    parameters::from_body(&body)
}
