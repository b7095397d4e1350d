//! Tokens: who signs them, which are believed, and how one is made.

mod claims;
pub mod demo;
pub mod folder;
mod kept;
mod keys;
mod mapping;
mod remote;
mod ring;
mod seal;
mod sign;
mod strict;
mod throttle;
mod verify;

pub use keys::KeyError;
pub(crate) use ring::Rings;
pub use seal::{SealKeys, SealingKey};
pub(crate) use sign::scope;
pub use sign::{Person, Signer};
pub(crate) use throttle::{TRIES, Throttle, WINDOW, Whose};
pub(crate) use verify::TOKEN_BYTES;
pub use verify::{Refused, Verifier};
