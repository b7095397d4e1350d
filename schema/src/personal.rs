//! Citizen ids (số định danh cá nhân): never kept, only a keyed hash to know the same person by, and three digits.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{
    error::{Error, Result},
    trail::hex,
};

/// The key that citizen ids are hashed with, by its name. Whoever has the database without it cannot try all ids.
#[derive(Clone)]
pub struct CitizenKey {
    /// Its name, which stands before each hash: hashes of another key are known as such.
    pub id: Arc<str>,
    /// At least 32 bytes.
    pub secret: Arc<[u8]>,
}

/// What is kept of a citizen id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed {
    /// `KEY:` and HMAC-SHA-256 of the twelve digits, in hexadecimal.
    pub hash: String,
    /// The last three digits.
    pub tail: String,
}

impl CitizenKey {
    /// What is kept of a citizen id: twelve digits, spaces between them allowed. An error never repeats them.
    pub fn hash(&self, written: &str) -> Result<Hashed> {
        let digits: String = written.chars().filter(|c| *c != ' ').collect();
        if digits.len() != 12 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::input("citizenId", "must be twelve digits", "phải gồm mười hai chữ số"));
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).map_err(|_length| Error::internal())?;
        mac.update(digits.as_bytes());
        let hash = format!("{}:{}", self.id, hex(&mac.finalize().into_bytes()));
        Ok(Hashed { hash, tail: digits[9..].to_owned() })
    }
}

impl std::fmt::Debug for CitizenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CitizenKey").field(&self.id).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: &[u8]) -> CitizenKey {
        CitizenKey { id: "k1".into(), secret: secret.into() }
    }

    #[test]
    fn a_hash_is_known_again_by_its_key_alone() {
        let one = key(&[7; 32]).hash("084 099 001 234").unwrap();
        assert_eq!(one, key(&[7; 32]).hash("084099001234").unwrap());
        assert_eq!(one.tail, "234");
        assert!(one.hash.starts_with("k1:") && one.hash.len() == 3 + 64 && !one.hash.contains("084099001234"));
        assert_ne!(one.hash, key(&[8; 32]).hash("084099001234").unwrap().hash);
    }

    #[test]
    fn an_error_does_not_repeat_the_digits() {
        for written in ["08409900123", "0840990012345", "08409900123x", "", "٠٨٤٠٩٩"] {
            let error = key(&[7; 32]).hash(written).unwrap_err();
            assert!(written.is_empty() || !format!("{error:?}").contains(written), "{error:?}");
        }
    }
}
