//! What is forgotten: slots that ended, and files that nothing holds.

use chrono::{DateTime, TimeDelta, Utc};
use entity::Instant;
use schema::{Api, error::Result};

use super::Store;

/// Files looked up at once.
const BATCH: usize = 500;
/// A file that nothing holds is left alone so long: its request may still run.
const GRACE: TimeDelta = TimeDelta::hours(1);

/// Forgets slots that ended, with what was put there; says how many.
pub(crate) async fn forget(api: &Api, store: &Store, now: Instant) -> Result<usize> {
    let files = api.end_slots(now).await?;
    for file in &files {
        store.remove(*file).await;
    }
    Ok(files.len())
}

/// Removes files that nothing holds, stored a while ago by the clock of the store; says how many.
///
/// In a store that another database uses nothing is removed: what this one does not know, that one may hold.
pub(crate) async fn sweep(api: &Api, store: &Store, now: DateTime<Utc>) -> Result<usize> {
    let Some(database) = api.first_entry().await? else { return Ok(0) };
    match store.is_of(&database.hyphenated().to_string()).await {
        Ok(true) => {}
        Ok(false) => {
            tracing::error!("the store of files belongs to another database; nothing is removed from it");
            return Ok(0);
        }
        Err(error) => {
            tracing::error!(%error, "whose store of files this is cannot be told");
            return Ok(0);
        }
    }
    let stored = match store.stored_before(now - GRACE).await {
        Ok(stored) => stored,
        Err(error) => {
            tracing::error!(%error, "the stored files could not be listed");
            return Ok(0);
        }
    };
    let mut gone = 0;
    for files in stored.chunks(BATCH) {
        let held = api.held_files(files).await?;
        for file in files.iter().filter(|file| !held.contains(file)) {
            store.remove(*file).await;
            gone += 1;
        }
    }
    Ok(gone)
}
