//! How much is done at once, and how much everybody may ask for.

use std::num::{NonZeroU32, NonZeroUsize};

use serde::Deserialize;

/// How many requests there are at once.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// Requests that run.
    pub running: NonZeroUsize,
    /// Requests that wait for their turn.
    pub waiting: usize,
    /// Requests of one client, person or address, running and waiting.
    pub of_one: NonZeroUsize,
}

/// How much everybody may ask for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Points of cost that are there at first, and at most.
    pub cost: NonZeroU32,
    /// Points of cost that are added each second.
    pub cost_per_second: NonZeroU32,
    /// Requests of an address without a token that are there at first, and at most.
    pub requests: NonZeroU32,
    /// Requests that are added each second.
    pub requests_per_second: NonZeroU32,
}
