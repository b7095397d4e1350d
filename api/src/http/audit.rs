//! What is published of the audit trail: its heads, and the keys that it is signed with.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data, Query},
};
use futures_util::stream::{once, unfold};
use serde::Deserialize;

use super::{Door, accept::Media, asking::Asking, refusal::Refusal};
use crate::explorer;

/// From where heads are asked for.
#[derive(Deserialize)]
pub(super) struct From {
    /// Only heads after this sequence.
    #[serde(default)]
    after: i64,
}

/// `/.well-known/thidua/audit-heads`: one JSON object a line, oldest first; written as it is read. To be kept elsewhere.
pub(super) async fn heads(request: HttpRequest, from: Option<Query<From>>, door: Data<Door>) -> HttpResponse {
    let after = from.map_or(0, |from| from.after);
    // The first page is read before the answer begins, so that a failure still has a status.
    let counted = door.public(&request);
    let page = async {
        let _place = door.gate.enter(&counted?.account).await?;
        door.api.heads(after).await.map_err(Refusal::of)
    };
    let first = match door.within(page).await {
        Ok(page) => page,
        Err(refusal) => return refusal.respond(&Asking::of(&request), Media::Json),
    };
    let api = door.api.clone();
    let rest = unfold(first.last().map(|head| head.sequence), move |after| {
        let api = api.clone();
        async move {
            let page = api.heads(after?).await;
            let next = page.as_ref().ok().and_then(|page| page.last()).map(|head| head.sequence);
            next.is_some().then_some(())?;
            Some((page.map(|page| lines(&page)), next))
        }
    });
    let all = futures_util::StreamExt::chain(once(async move { Ok(lines(&first)) }), rest);
    HttpResponse::Ok().content_type("application/jsonl; charset=utf-8").streaming(all)
}

fn lines(page: &[schema::trail::Head]) -> Bytes {
    page.iter().map(|head| head.line() + "\n").collect::<String>().into()
}

/// `/.well-known/thidua/audit-keys`: the public keys of the trail, as a key set (JWKS).
pub(super) async fn keys(door: Data<Door>) -> HttpResponse {
    explorer::text("application/jwk-set+json", Bytes::copy_from_slice(door.seals.as_bytes()))
}
