//! Documents that are asked for by name, as configured.

use std::{num::NonZeroUsize, path::PathBuf};

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
