//! Which tokens are believed: one signature by a known key, and every registered claim there and true.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Validation, decode, decode_header};
use schema::viewer::Claims;

use super::{
    KeyError,
    claims::Expected,
    kept::{Kept, Seen},
    keys::PublicKey,
    mapping::Mapping,
    remote::Remote,
    ring::Rings,
    strict::Strict,
};
use crate::config::{Auth, Mode};

/// Bytes of a token.
pub(crate) const TOKEN_BYTES: usize = 8 * 1024;

/// Why a token is not believed. Says nothing that helps to make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is something wrong with it.
    Token(&'static str),
    /// The keys of its issuer cannot be fetched, so that nothing can be said about it.
    Unavailable,
}

impl Refused {
    pub(super) const UNKNOWN_KEY: Self = Self::Token("The token is signed with a key that is not known here.");
}

/// Believes tokens that are signed with one of its keys.
pub struct Verifier {
    rings: Arc<Rings>,
    remote: Option<Remote>,
    kept: Kept,
    expected: Expected,
    leeway: i64,
}

impl Verifier {
    /// Reads the configured keys; without any, in demo mode, the demo key.
    pub fn new(config: &Auth, mode: Mode) -> Result<Self, KeyError> {
        Self::with(Arc::new(Rings::open(config, mode)?), config)
    }

    /// Believes the keys that are read already, and those of the configured provider.
    pub(crate) fn with(rings: Arc<Rings>, config: &Auth) -> Result<Self, KeyError> {
        let expected = Expected {
            issuer: config.issuer.clone(),
            audience: config.audience.clone(),
            mapping: Mapping::of(&config.claims),
            is_ours: rings.has_signing_key(),
        };
        let remote = Remote::of(config)?;
        Ok(Self { rings, remote, kept: Kept::new(), expected, leeway: config.leeway_seconds.into() })
    }

    /// The claims of a token that can be believed at this time.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Arc<Claims>, Refused> {
        if token.len() > TOKEN_BYTES {
            return Err(Refused::Token("The token is too long."));
        }
        let hash = Kept::hash(token);
        if let Some(seen) = self.kept.find(&hash) {
            if self.is_believed(&seen.key, now) && seen.times.check(now.timestamp(), self.leeway).is_ok() {
                return Ok(seen.claims);
            }
            self.kept.forget(&hash);
        }
        let seen = self.read(token, now).await?;
        seen.times.check(now.timestamp(), self.leeway)?;
        let claims = Arc::clone(&seen.claims);
        self.kept.keep(hash, seen);
        Ok(claims)
    }

    /// Whether a key is still the one of its name.
    fn is_believed(&self, key: &Arc<PublicKey>, now: DateTime<Utc>) -> bool {
        let ring = self.rings.at(now);
        ring.find(Some(&key.id)).is_some_and(|known| known.thumbprint == key.thumbprint)
            || self.remote.as_ref().is_some_and(|remote| remote.believes(key, now.timestamp()))
    }

    /// Whether the key of these claims is still believed: one that leaked ends what was opened with it.
    pub fn still_believes(&self, claims: &Claims, now: DateTime<Utc>) -> bool {
        let Some(key) = &claims.key else { return true };
        self.rings.at(now).has(key) || self.remote.as_ref().is_some_and(|remote| remote.has(key, now.timestamp()))
    }

    /// A token whose signature and claims are good, whatever its times.
    async fn read(&self, token: &str, now: DateTime<Utc>) -> Result<Seen, Refused> {
        let header =
            decode_header(token).map_err(|_| Refused::Token("The token is not a JWT of a kind that is accepted."))?;
        if header.crit.is_some() {
            return Err(Refused::Token("The token has a critical header that is not known here."));
        }
        let key = self.key(header.kid.as_deref(), now).await?;
        if header.alg != key.algorithm {
            return Err(Refused::Token("The algorithm of the token is not that of its key."));
        }
        let body = decode::<Strict>(token, &key.key, &signature_only(&key)).map_err(|error| explain(&error))?.claims;
        let (claims, times) = self.expected.read(&body)?;
        let claims = Claims { key: Some(key.thumbprint.as_str().into()), ..claims };
        Ok(Seen { claims: Arc::new(claims), times, key })
    }

    /// The key that a token names; the only key, when it names none.
    async fn key(&self, id: Option<&str>, now: DateTime<Utc>) -> Result<Arc<PublicKey>, Refused> {
        match (self.rings.at(now).find(id), &self.remote) {
            (Some(key), _) => Ok(Arc::clone(key)),
            (None, Some(remote)) => remote.find(id, now.timestamp()).await,
            (None, None) => Err(Refused::UNKNOWN_KEY),
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
            Refused::Token("A claim of the token is missing, doubled or of the wrong type.")
        }
        _ => Refused::Token("The signature of the token is not valid."),
    }
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier").field("issuer", &self.expected.issuer).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "verify_test.rs"]
mod test;
