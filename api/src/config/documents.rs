//! Documents that are asked for by name, as configured.

use std::{num::NonZeroUsize, path::PathBuf};

use schema::Limit;
use serde::Deserialize;

/// Documents that are asked for by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// The folder of trusted documents; empty for none.
    pub trusted: PathBuf,
    /// Whether only trusted documents run.
    pub only_trusted: bool,
    /// Bytes kept by their hash for all clients together.
    pub kept_bytes: NonZeroUsize,
    /// Bytes kept by their hash for one client.
    pub kept_client_bytes: NonZeroUsize,
}

impl Documents {
    /// What documents kept by their hash may take, as published.
    pub(super) fn published(&self) -> [Limit; 2] {
        let limit = |name, value: NonZeroUsize, about, key| {
            Limit::new(name, value.get(), "bytes", about).at("document", key, "memory")
        };
        [
            limit(
                "keptBytes",
                self.kept_bytes,
                "Documents kept by their hash, of all clients together, each with 128 more; then the fullest makes room.",
                "documents.kept_bytes",
            ),
            limit(
                "keptClientBytes",
                self.kept_client_bytes,
                "Documents kept by their hash, of one client, each with 128 more; then the one not used for longest makes room.",
                "documents.kept_client_bytes",
            ),
        ]
    }
}
