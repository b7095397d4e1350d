//! Tokens that were verified lately, so that a signature is checked once and not with every request.
//!
//! A token is kept by the SHA-256 of its whole text. What was kept is believed only while its key is, and its times are
//! compared with the clock at each use.

use std::sync::Arc;

use quick_cache::sync::Cache;
use schema::viewer::Claims;
use sha2::{Digest as _, Sha256};

use super::{claims::Times, keys::PublicKey};

/// Tokens kept; those not used lately make room for new ones. One takes about 600 bytes.
const CAPACITY: usize = 10_000;

/// A token whose signature and claims were found good.
#[derive(Clone)]
pub(super) struct Seen {
    /// What it claims.
    pub(super) claims: Arc<Claims>,
    /// When it begins and ends.
    pub(super) times: Times,
    /// The key that signed it.
    pub(super) key: Arc<PublicKey>,
}

/// The tokens kept, by their hash. Tokens that were refused are not kept: they would push out those that are in use.
pub(super) struct Kept(Cache<[u8; 32], Seen>);

impl Kept {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self(Cache::new(CAPACITY))
    }

    /// The hash that a token is kept by.
    pub(super) fn hash(token: &str) -> [u8; 32] {
        Sha256::digest(token).into()
    }

    /// What was kept under a hash.
    pub(super) fn find(&self, hash: &[u8; 32]) -> Option<Seen> {
        self.0.get(hash)
    }

    /// Keeps a token.
    pub(super) fn keep(&self, hash: [u8; 32], seen: Seen) {
        self.0.insert(hash, seen);
    }

    /// Forgets a token that is not believed any more.
    pub(super) fn forget(&self, hash: &[u8; 32]) {
        self.0.remove(hash);
    }
}
