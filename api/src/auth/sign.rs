//! Makes tokens: for `thidua token`, and for the people of the demo.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Header, encode};
use schema::viewer::Role;

use super::{
    KeyError,
    claims::{Audience, Payload},
    demo,
    keys::{PrivateKey, read},
};
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

/// Signs with one private key.
pub struct Signer {
    key: PrivateKey,
    issuer: String,
    audience: String,
}

impl Signer {
    /// Reads the configured key; without one, in demo mode, takes the demo key.
    pub fn new(config: &Auth, mode: Mode) -> Result<Self, KeyError> {
        let name = config.signing_key.display().to_string();
        let text = match (name.is_empty(), mode) {
            (false, _) => read(&config.signing_key)?,
            (true, Mode::Demo) => demo::PRIVATE_KEY.to_vec(),
            (true, Mode::Production) => return Err(KeyError::NoSigningKey),
        };
        let key = PrivateKey::parse(&text).ok_or_else(|| KeyError::Unusable(name.clone(), "private"))?;
        if mode == Mode::Production && key.thumbprint == demo::THUMBPRINT {
            return Err(KeyError::Demo(name));
        }
        Ok(Self { key, issuer: config.issuer.clone(), audience: config.audience.clone() })
    }

    /// A token for a person, from now on.
    pub fn issue(&self, person: &Person, now: DateTime<Utc>, life: Duration) -> Result<String, KeyError> {
        let mut header = Header::new(self.key.algorithm);
        header.kid = Some(self.key.thumbprint.clone());
        let payload = Payload {
            iss: self.issuer.clone(),
            aud: Audience::One(self.audience.clone()),
            sub: person.subject.clone(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + life).timestamp(),
            class: person.role.class.code().into(),
            duty: person.role.duty.code().into(),
            unit: person.unit.clone(),
            client: person.client.clone(),
        };
        encode(&header, &payload, &self.key.key).map_err(|error| KeyError::Signing(error.to_string()))
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("key", &self.key.thumbprint).finish_non_exhaustive()
    }
}
