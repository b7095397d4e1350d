//! Tokens: who signs them, which are believed, and how one is made.

mod claims;
pub mod demo;
mod kept;
mod keys;
mod seal;
mod sign;
mod verify;

pub use keys::KeyError;
pub use seal::{SealKeys, SealingKey};
pub use sign::{Person, Signer};
pub use verify::{Refused, Verifier};
