//! What is wrong with a chain of entries: a pure check, one entry after the other, that remembers the last one only.

use entity::audit_entry::Model;

use super::{
    Keys,
    canonical::{self, GENESIS, sha256},
};

/// What is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// There is no entry: from the sequence on, up to this one.
    Missing(i64),
    /// The content does not have the digest that is kept with it.
    Edited,
    /// The entry is signed for another place.
    Moved(i64),
    /// It does not follow on the entry before it.
    Unlinked,
    /// The signature is not by the key it names: nobody with the key wrote this.
    Forged,
    /// It names a key that was not given.
    UnknownKey(String),
    /// It has no digest or signature, after entries that have.
    Unsealed,
    /// A published head or a receipt says that the digest here is another.
    Contradicted(&'static str),
    /// A published head or a receipt says that there is an entry here: the trail is cut off before it.
    Truncated(&'static str),
    /// What says so cannot be believed itself.
    Unbelievable(String),
}

/// A place in the trail where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The sequence.
    pub sequence: i64,
    /// What is wrong there.
    pub what: What,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n = self.sequence;
        match &self.what {
            What::Missing(to) if *to == n => write!(f, "{n}: removed: there is no entry"),
            What::Missing(to) => write!(f, "{n}: removed: there is no entry from {n} to {to}"),
            What::Edited => write!(f, "{n}: edited: the content does not have the digest kept with it"),
            What::Moved(from) => write!(f, "{n}: swapped: this entry belongs at {from}"),
            What::Unlinked => {
                write!(f, "{n}: does not follow on the entry before it, which was edited, swapped or inserted")
            }
            What::Forged => write!(f, "{n}: inserted or edited: the signature is not by the server's key"),
            What::UnknownKey(key) => write!(f, "{n}: signed by the key {key}, which was not given"),
            What::Unsealed => write!(f, "{n}: inserted: the entry has no digest and no signature"),
            What::Contradicted(by) => write!(f, "{n}: edited: {by} has another digest for this place"),
            What::Truncated(by) => write!(f, "{n}: truncated: {by} has an entry here, the trail ends before it"),
            What::Unbelievable(why) => write!(f, "{n}: {why}"),
        }
    }
}

/// A walk along the chain.
pub struct Walk<'a> {
    keys: &'a dyn Keys,
    /// The last sequence; 0 before the first entry.
    pub sequence: i64,
    /// The digest of the last entry.
    pub digest: String,
    /// How many entries were read.
    pub entries: u64,
    is_chained: bool,
}

impl<'a> Walk<'a> {
    /// Before the first entry.
    pub fn new(keys: &'a dyn Keys) -> Self {
        Self { keys, sequence: 0, digest: GENESIS.to_owned(), entries: 0, is_chained: false }
    }

    /// Goes on to the next entry, and says what is wrong there.
    pub fn step(&mut self, entry: &Model) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut say = |sequence, what| faults.push(Fault { sequence, what });
        let is_counted = self.is_chained || self.entries == 0 && entry.digest.is_some();
        let has_gap = is_counted && entry.seq > self.sequence + 1;
        if has_gap {
            say(self.sequence + 1, What::Missing(entry.seq - 1));
        }
        if let Some(digest) = &entry.digest {
            if let Some(what) = self.judge(entry, digest, has_gap) {
                say(entry.seq, what);
            }
            self.digest.clone_from(digest);
            self.is_chained = true;
        } else {
            // Entries from before there was a chain: the first that is chained covers them.
            if self.is_chained {
                say(entry.seq, What::Unsealed);
            }
            self.digest = sha256(canonical::entry(entry, &self.digest).as_bytes());
        }
        self.sequence = entry.seq;
        self.entries += 1;
        faults
    }

    /// The first thing that is wrong with an entry that has a digest. After a gap it cannot follow on what is missing.
    fn judge(&self, entry: &Model, digest: &str, has_gap: bool) -> Option<What> {
        let previous = entry.previous.as_deref().unwrap_or_default();
        if sha256(canonical::entry(entry, previous).as_bytes()) != digest {
            return Some(What::Edited);
        }
        let (Some(key), Some(signature)) = (&entry.key_id, &entry.signature) else { return Some(What::Unsealed) };
        match self.keys.is_signed(key, &canonical::seal(entry.seq, digest), signature) {
            Some(true) => {}
            Some(false) => return Some(What::Forged),
            None => return Some(What::UnknownKey(key.clone())),
        }
        (previous != self.digest && !has_gap).then_some(What::Unlinked)
    }
}
