//! What every entry shares, whatever an operation came by: one time and one guard around it, and one way from who asks to what
//! is answered.

use std::{future::Future, panic::AssertUnwindSafe, sync::Arc};

use futures_util::FutureExt as _;
use schema::{
    Answer, Now, Operation, Started,
    tally::Tally,
    viewer::{Asked, Claims},
};
use tokio::time::timeout;

use super::{Door, asking::Asking, refusal::Refusal};

impl Door {
    /// Does the work of one operation within the deadline, whatever happens inside.
    pub(super) async fn within<T>(&self, work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
        match timeout(self.deadline, AssertUnwindSafe(work).catch_unwind()).await {
            Ok(Ok(done)) => done,
            // The panic itself was logged where it happened.
            Ok(Err(_panic)) => Err(Refusal::internal()),
            Err(_elapsed) => {
                tracing::warn!("deadline passed");
                Err(Refusal::timeout())
            }
        }
    }

    /// What belongs to one operation and not to the person, as of now.
    pub(super) fn asked(&self, asking: &Asking, idempotency_key: Option<String>) -> Asked {
        Asked {
            language: asking.language,
            request_id: asking.request_id.0.clone(),
            now: self.clock.instant(),
            idempotency_key,
            tally: Tally::default(),
        }
    }

    /// Runs an operation for whoever these claims speak of; for the public, without any.
    pub(super) async fn run(
        &self,
        operation: Operation,
        claims: Option<&Claims>,
        asked: Asked,
    ) -> Result<Answer, Refusal> {
        let viewer = self.api.viewer(claims, asked).await.map_err(Refusal::of)?;
        Ok(self.api.execute(operation, viewer).await)
    }

    /// The same by a way on which answers can follow each other.
    pub(super) async fn start(
        &self,
        operation: Operation,
        claims: Option<&Claims>,
        asked: Asked,
    ) -> Result<Started, Refusal> {
        let viewer = self.api.viewer(claims, asked).await.map_err(Refusal::of)?;
        let clock = self.clock.clone();
        let now: Now = Arc::new(move || clock.instant());
        Ok(self.api.start(operation, viewer, now).await)
    }

    /// Whether the server was told to end.
    pub(super) fn is_leaving(&self) -> bool {
        *self.leaving.borrow()
    }
}
