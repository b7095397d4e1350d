//! Housekeeping: what is kept only for a while is forgotten, hour by hour; refusals that were only counted are recorded, minute by
//! minute.

use std::time::Duration;

use schema::Api;
use tokio::time::{interval, timeout};

use crate::{
    clock::Clock,
    exports::Exports,
    files::{self, Store},
};

/// How often what is kept only for a while is looked through.
const HOUSEKEEPING: Duration = Duration::from_hours(1);

/// How often refusals that were counted in a minute that is over are put in the trail.
const REFUSALS: Duration = Duration::from_secs(15);

/// How long it may take to record them at the end.
const LEAVING: Duration = Duration::from_secs(2);

/// What housekeeping needs.
#[derive(Clone)]
pub(crate) struct House {
    pub(crate) api: Api,
    pub(crate) files: Store,
    pub(crate) clock: Clock,
}

impl House {
    /// Puts in the trail at the end what was only counted until now. A database that does not answer is not waited for long.
    pub(crate) async fn leave(&self) {
        if timeout(LEAVING, self.api.settle_refusals(entity::Instant(i64::MAX))).await.is_err() {
            tracing::error!("refusals that were counted could not be recorded");
        }
    }

    /// Does it hour by hour.
    pub(crate) async fn keep(self) {
        let mut hours = interval(HOUSEKEEPING);
        let mut moments = interval(REFUSALS);
        loop {
            tokio::select! {
                _ = hours.tick() => self.tidy().await,
                _ = moments.tick() => self.api.settle_refusals(self.clock.instant()).await,
            }
        }
    }

    /// Does it once: kept answers, the head of the trail, slots that ended, files that nothing holds.
    pub(crate) async fn tidy(&self) {
        let Self { api, files, clock } = self;
        match api.forget(clock.instant()).await {
            Ok(0) => {}
            Ok(gone) => tracing::debug!(gone, "kept answers forgotten"),
            Err(error) => tracing::error!(%error, "kept answers could not be forgotten"),
        }
        match api.publish_head(clock.instant()).await {
            Ok(None) => {}
            Ok(Some(head)) => tracing::info!(head = head.line(), "head of the audit trail"),
            Err(error) => tracing::error!(%error, "the head of the audit trail could not be published"),
        }
        Exports { api: api.clone(), files: files.clone(), clock: clock.clone() }.tidy().await;
        if let Err(error) = files::forget(api, files, clock.instant()).await {
            tracing::error!(%error, "slots could not be forgotten");
        }
        if let Err(error) = files::sweep(api, files, clock.now()).await {
            tracing::error!(%error, "files that nothing holds could not be removed");
        }
    }
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("House")
    }
}
