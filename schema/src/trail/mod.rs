//! The trail (nhật ký): who did what, or was refused, in a chain that cannot be changed without being seen.
//!
//! Each entry has a sequence (1, 2, 3, … without a gap), the digest of the entry before it, its own digest over all of
//! its content (`canonical`), and a signature of sequence and digest by the server's key. Whoever edits, removes, swaps or
//! inserts an entry in the database breaks a digest or a signature; whoever cuts off the tail contradicts a head that was
//! published, or a receipt that somebody has.
//!
//! **Why the chain is made inside the transaction of the write.** Another way would be to write entries unchained and let one
//! sealer number them later. Then a write would not wait for another; but its answer could hold no sequence and no digest
//! without waiting for the sealer, and there would be a time in which an entry is in no chain at all. Here a write does all
//! its work first and takes the chain as its very last step (`append`): on `PostgreSQL` a lock that lives until the
//! transaction ends, on `SQLite` the one writer's turn. Nothing that can wait comes after it, so there is no deadlock, and
//! the order of sequences is the order of commits: whoever has read up to a sequence will never find a lower one later. Writes
//! wait for each other only for the insert and the commit itself; the benchmark `record` measures it.

mod append;
mod canonical;
mod check;
mod deed;
mod floods;
mod guards;
mod head;
mod kept;
mod receipt;
mod strangers;
mod verify;

pub use append::{append, begin, receipt};
pub use canonical::{hex, row, sha256};
pub use check::{Fault, What};
pub use deed::Deed;
pub(crate) use deed::record;
pub use floods::Floods;
pub use head::{Head, page as heads, publish, publish_daily};
pub(crate) use kept::{keep, of_session as kept_of, refuse as refuse_vote};
pub use receipt::{Receipt, register};
pub use strangers::Strangers;
pub use verify::{Report, verify};

/// The server's own key. Outside this room, so that nobody here can read it.
pub trait Signer: Send + Sync {
    /// The name of the key: its thumbprint (RFC 7638).
    fn key_id(&self) -> &str;
    /// Ed25519 over the bytes of a text, in base64url without padding; none if the key cannot.
    fn sign(&self, text: &str) -> Option<String>;
}

/// Keys that signatures of the trail are held against.
pub trait Keys: Send + Sync {
    /// Whether the signature is this key's over the text; none where the key is not known.
    fn is_signed(&self, key_id: &str, text: &str, signature: &str) -> Option<bool>;
}
