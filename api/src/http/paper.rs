//! `/papers/…`: a paper by its link, made when it is fetched, out of what its reader may see then.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::HeaderName,
    web::{Data, Path, block},
};
use schema::{Operation, Outcome, paper::Reading};
use serde_json::Value;

use super::{Door, accept::Media, asking::Asking, budget, entry::Caller, refusal::Refusal, upload};
use crate::files::Use;

/// Sends a paper to whoever has the link, for as long as it is good. A token that comes along must be of the same person.
pub(super) async fn paper(request: HttpRequest, token: Path<String>, door: Data<Door>) -> HttpResponse {
    let asking = Asking::of(&request);
    let printed = door.within(Box::pin(print(&request, &token, &door, &asking))).await;
    printed.unwrap_or_else(|refusal| refusal.respond(&asking, Media::Json))
}

async fn print(request: &HttpRequest, token: &str, door: &Door, asking: &Asking) -> Result<HttpResponse, Refusal> {
    let (link, place) = upload::follow(request, token, door, Use::Paper).await?;
    // What it is read by takes places of its own.
    drop(place);
    let (kind, format) = link.paper().ok_or_else(Refusal::bad_link)?;
    let claims = link.claims().map(Arc::new);
    let account = door.budgets.account(claims.as_deref(), budget::client(request, &door.trusted_proxies));
    account.request().map_err(|seconds| account.refusal(seconds))?;
    let caller = Caller { claims, account };
    let mut reading = Reading::begin(kind, link.file);
    while let Some((query, variables)) = reading.wants() {
        let operation = Operation { query, variables, is_ours: true, ..Operation::default() };
        let data = ask(door, operation, &caller, asking).await?;
        reading.take(data).map_err(Refusal::of)?;
    }
    // A long list takes its time, which others need not wait for.
    let bytes = block(move || reading.write(format)).await.map_err(|_ended| Refusal::internal())?;
    let mut response = HttpResponse::Ok();
    response.content_type(format.media_type());
    response.insert_header(upload::disposition(&link.name));
    response.insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    Ok(response.body(bytes.map_err(Refusal::of)?))
}

/// The data of an answer without errors.
async fn ask(door: &Door, operation: Operation, caller: &Caller, asking: &Asking) -> Result<Value, Refusal> {
    let answer = door.run(operation, caller, door.asked(asking, None)).await?;
    if let Outcome::Exhausted(seconds) = answer.outcome {
        return Err(caller.account.refusal(seconds));
    }
    let mut body: Value = serde_json::from_slice(&answer.body).map_err(|_| Refusal::internal())?;
    if let Some(errors) = body.get("errors") {
        tracing::error!(%errors, "a paper could not be read");
        return Err(Refusal::internal());
    }
    Ok(body["data"].take())
}
