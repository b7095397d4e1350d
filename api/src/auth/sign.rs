//! Makes tokens: for whoever signs in here, for `thidua token`, and for the people of the demo.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use entity::Instant;
use jsonwebtoken::{Header, encode};
use schema::viewer::{Claims, Role};
use serde_json::{Value, json};

use super::{KeyError, ring::Rings};
use crate::config::{Auth, Mode};

/// Whom a token is for.
#[derive(Clone, Debug)]
pub struct Person {
    /// The person or program.
    pub subject: String,
    /// The role.
    pub role: Role,
    /// The unit, by identifier code or abbreviation.
    pub unit: String,
    /// The program the person uses.
    pub client: Option<String>,
}

impl From<&Person> for Claims {
    fn from(person: &Person) -> Self {
        Self {
            subject: person.subject.clone(),
            class: person.role.class,
            duty: person.role.duty,
            unit: person.unit.clone(),
            client: person.client.clone(),
            session: None,
            key: None,
            is_read_only: false,
            expires: Instant(i64::MAX),
        }
    }
}

/// Signs with the current key.
pub struct Signer {
    rings: Arc<Rings>,
    issuer: String,
    audience: String,
}

impl Signer {
    /// Reads the configured keys; without any, in demo mode, takes the demo key.
    pub fn new(config: &Auth, mode: Mode) -> Result<Self, KeyError> {
        let rings = Rings::open(config, mode)?;
        if !rings.has_signing_key() {
            return Err(KeyError::NoSigningKey);
        }
        Ok(Self::with(Arc::new(rings), config))
    }

    /// Signs with the keys that are read already.
    pub(crate) fn with(rings: Arc<Rings>, config: &Auth) -> Self {
        Self { rings, issuer: config.issuer.clone(), audience: config.audience.clone() }
    }

    /// A token for a person, from now on.
    pub fn issue(&self, person: &Person, now: DateTime<Utc>, life: Duration) -> Result<String, KeyError> {
        self.sign(&person.into(), now, life)
    }

    /// A token that claims this, from now on.
    pub fn sign(&self, claims: &Claims, now: DateTime<Utc>, life: Duration) -> Result<String, KeyError> {
        let ring = self.rings.at(now);
        let key = ring.signing_key(now).ok_or(KeyError::NoSigningKey)?;
        let mut header = Header::new(key.algorithm);
        header.kid = Some(key.thumbprint.clone());
        let mut payload = json!({
            "iss": self.issuer,
            "aud": self.audience,
            "sub": claims.subject,
            "iat": now.timestamp(),
            "nbf": now.timestamp(),
            "exp": (now + life).timestamp(),
            "class": claims.class.code(),
            "duty": claims.duty.code(),
            "unit": claims.unit,
            "scope": scope(claims),
        });
        if let Some(client) = &claims.client {
            payload["client"] = client.as_str().into();
        }
        if let Some(session) = claims.session {
            payload["sid"] = session.hyphenated().to_string().into();
        }
        encode(&header, &payload, &key.key).map_err(|error| KeyError::Signing(error.to_string()))
    }

    /// The public keys that its tokens are verified with, as others fetch them (RFC 7517).
    pub fn jwks(&self, now: DateTime<Utc>) -> Value {
        self.rings.at(now).jwks()
    }
}

/// The scopes of a token.
pub(crate) const fn scope(claims: &Claims) -> &'static str {
    if claims.is_read_only { "read" } else { "read write" }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}
