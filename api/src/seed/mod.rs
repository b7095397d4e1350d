//! The demo data, written through the same API as a client's.

use schema::{
    Api, Operation, Outcome,
    error::{Error, Result},
    viewer::{Asked, Language},
};
use serde_json::Value;

use crate::{clock::Clock, progress::Progress};

/// What the public may ask to see whether there is anything at all.
const IS_EMPTY: &str = "{ units(first: 1) { edges { cursor } } }";

/// Whether there is no unit yet.
pub async fn is_needed(api: &Api, clock: &Clock) -> Result<bool> {
    let asked =
        Asked { language: Language::En, request_id: "start".into(), now: clock.instant(), idempotency_key: None };
    let operation =
        Operation { query: IS_EMPTY.into(), operation_name: None, variables: Value::Null, queries_only: true };
    let answer = api.execute(operation, api.viewer(None, asked).await?).await;
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let edges =
        body.pointer("/data/units/edges").and_then(Value::as_array).filter(|_| answer.outcome == Outcome::Executed);
    edges.map(Vec::is_empty).ok_or_else(|| {
        tracing::error!(%body, "whether the database is empty cannot be told");
        Error::internal()
    })
}

/// Writes the demo data.
#[expect(clippy::unused_async, reason = "the data is still to come, and is written through the asynchronous API")]
pub async fn run(_api: &Api, progress: &Progress) -> Result<()> {
    progress.step(1, 1, "nothing yet");
    Ok(())
}
