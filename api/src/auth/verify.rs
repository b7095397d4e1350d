//! Which tokens are believed: one signature by a known key, and every registered claim there and true.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use jsonwebtoken::{Header, Validation, decode, decode_header};
use schema::viewer::Claims;

use super::{
    KeyError,
    claims::{Expected, Payload},
    demo,
    kept::{Kept, Seen},
    keys::{PublicKey, read},
};
use crate::config::{Auth, Mode};

/// Bytes of a token.
const MAX_BYTES: usize = 8 * 1024;

/// Why a token is not believed. Says nothing that helps to make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub &'static str);

/// Believes tokens that are signed with one of its keys.
pub struct Verifier {
    keys: HashMap<String, Arc<PublicKey>>,
    kept: Kept,
    expected: Expected,
    leeway: i64,
}

impl Verifier {
    /// Reads the configured keys; without any, in demo mode, the demo key.
    pub fn new(config: &Auth, mode: Mode) -> Result<Self, KeyError> {
        let mut keys = HashMap::new();
        for file in &config.public_keys {
            let name = file.display().to_string();
            let key = PublicKey::parse(&read(file)?).ok_or_else(|| KeyError::Unusable(name.clone(), "public"))?;
            if mode == Mode::Production && key.thumbprint == demo::THUMBPRINT {
                return Err(KeyError::Demo(name));
            }
            if keys.insert(key.id.clone(), Arc::new(key)).is_some() {
                return Err(KeyError::Doubled(name));
            }
        }
        if keys.is_empty() && mode == Mode::Demo {
            keys.extend(PublicKey::parse(demo::PUBLIC_KEY).map(|key| (key.id.clone(), Arc::new(key))));
        }
        let expected = Expected { issuer: config.issuer.clone(), audience: config.audience.clone() };
        Ok(Self { keys, kept: Kept::new(), expected, leeway: config.leeway_seconds.into() })
    }

    /// The claims of a token that can be believed at this time.
    #[expect(clippy::unused_async, reason = "keys may come from another server")]
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Arc<Claims>, Refused> {
        if token.len() > MAX_BYTES {
            return Err(Refused("The token is too long."));
        }
        let (hash, now) = (Kept::hash(token), now.timestamp());
        if let Some(seen) = self.kept.find(&hash) {
            if self.is_believed(&seen.key) && seen.times.check(now, self.leeway).is_ok() {
                return Ok(seen.claims);
            }
            self.kept.forget(&hash);
        }
        let seen = self.read(token)?;
        seen.times.check(now, self.leeway)?;
        let claims = Arc::clone(&seen.claims);
        self.kept.keep(hash, seen);
        Ok(claims)
    }

    /// Whether a key is still the one of its name.
    fn is_believed(&self, key: &Arc<PublicKey>) -> bool {
        self.keys.get(&key.id).is_some_and(|known| known.thumbprint == key.thumbprint)
    }

    /// A token whose signature and claims are good, whatever its times.
    fn read(&self, token: &str) -> Result<Seen, Refused> {
        let header = decode_header(token).map_err(|_| Refused("The token is not a JWT of a kind that is accepted."))?;
        let key = Arc::clone(self.key(&header)?);
        let payload =
            decode::<Payload>(token, &key.key, &signature_only(&key)).map_err(|error| explain(&error))?.claims;
        let times = payload.times();
        Ok(Seen { claims: Arc::new(payload.check(&self.expected)?), times, key })
    }

    /// The key that the header names; the only key, when it names none.
    fn key(&self, header: &Header) -> Result<&Arc<PublicKey>, Refused> {
        if header.crit.is_some() {
            return Err(Refused("The token has a critical header that is not known here."));
        }
        let key = match &header.kid {
            Some(id) => self.keys.get(id),
            None => self.keys.values().next().filter(|_| self.keys.len() == 1),
        };
        let key = key.ok_or(Refused("The token is signed with a key that is not known here."))?;
        if header.alg == key.algorithm {
            Ok(key)
        } else {
            Err(Refused("The algorithm of the token is not that of its key."))
        }
    }
}

/// The library checks the signature; the claims are checked here, against the request's own time.
fn signature_only(key: &PublicKey) -> Validation {
    let mut validation = Validation::new(key.algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

fn explain(error: &jsonwebtoken::errors::Error) -> Refused {
    match error.kind() {
        jsonwebtoken::errors::ErrorKind::Json(_) => {
            Refused("A claim of the token is missing, doubled or of the wrong type.")
        }
        _ => Refused("The signature of the token is not valid."),
    }
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier").field("keys", &self.keys.keys()).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "verify_test.rs"]
mod test;
