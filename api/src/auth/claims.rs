//! The claims of a token, each with its type, and what has to be true of them.
//!
//! Which claims tell the role, and by which words, is configured, since each identity provider has its own. A claim that is
//! missing, doubled, of another type or with an unknown word means no.

use entity::Instant;
use schema::viewer::{Claims, Class, Duty};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Refused, mapping::Mapping, strict::Strict};

/// Whose tokens are believed, and meant for whom.
#[derive(Debug)]
pub(super) struct Expected {
    /// Who must have issued it.
    pub(super) issuer: String,
    /// Whom it must be for.
    pub(super) audience: String,
    /// How the role is told.
    pub(super) mapping: Mapping,
    /// Whether tokens are issued here, so that `sid` is a session of ours.
    pub(super) is_ours: bool,
}

/// When a token was issued, begins and ends, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    iat: i64,
    nbf: i64,
    exp: i64,
}

const WRONG: Refused = Refused::Token("A claim of the token is missing, doubled or of the wrong type.");

impl Expected {
    /// Checks every claim but the times, and reads the role.
    pub(super) fn read(&self, Strict(body): &Strict) -> Result<(Claims, Times), Refused> {
        let times = Times { iat: number(body, "iat")?, nbf: number(body, "nbf")?, exp: number(body, "exp")? };
        if text(body, "iss")? != Some(&self.issuer) {
            return Err(Refused::Token("The token was issued by somebody else."));
        }
        if !self.is_for_us(body)? {
            return Err(Refused::Token("The token is for another audience."));
        }
        let claims = self.role(body)?;
        for text in [&claims.subject, &claims.unit].into_iter().chain(&claims.client) {
            sane(text)?;
        }
        let expires = Instant(times.exp.saturating_mul(1_000_000));
        Ok((Claims { expires, ..claims }, times))
    }

    fn is_for_us(&self, body: &Map<String, Value>) -> Result<bool, Refused> {
        match body.get("aud") {
            Some(Value::String(one)) => Ok(*one == self.audience),
            Some(Value::Array(many)) if many.iter().all(Value::is_string) => {
                Ok(many.iter().any(|one| one.as_str() == Some(&self.audience)))
            }
            _ => Err(WRONG),
        }
    }

    fn role(&self, body: &Map<String, Value>) -> Result<Claims, Refused> {
        let subject = text(body, "sub")?.ok_or(WRONG)?.to_owned();
        let class = Class::from_code(&self.mapping.class.word(body)?.ok_or(WRONG)?);
        let class = class.ok_or(Refused::Token("The class of the token is not known."))?;
        let duty = Duty::from_code(&self.mapping.duty.word(body)?.ok_or(WRONG)?);
        let duty = duty.ok_or(Refused::Token("The duty of the token is not known."))?;
        let unit = self.mapping.unit.word(body)?.ok_or(WRONG)?;
        let client = self.mapping.client.word(body)?;
        if class == Class::Agency && client.is_none() {
            return Err(Refused::Token("The token of another agency's system must name its client."));
        }
        let is_read_only = self.mapping.scopes(body)?.is_some_and(|scopes| !scopes.contains(&"write"));
        Ok(Claims {
            subject,
            class,
            duty,
            unit,
            client,
            session: self.session(body)?,
            key: None,
            is_read_only,
            expires: Instant(0),
        })
    }

    /// The session, where tokens are issued here. Another issuer's `sid` is a session of its own.
    fn session(&self, body: &Map<String, Value>) -> Result<Option<Uuid>, Refused> {
        if !self.is_ours {
            return Ok(None);
        }
        text(body, "sid")?.map(|id| Uuid::try_parse(id).map_err(|_| WRONG)).transpose()
    }
}

impl Times {
    /// Whether the token has begun and not ended, by a time in seconds since 1970; clocks may differ by the leeway.
    pub(super) const fn check(self, now: i64, leeway: i64) -> Result<(), Refused> {
        let (earliest, latest) = (now.saturating_sub(leeway), now.saturating_add(leeway));
        if self.exp <= earliest {
            return Err(Refused::Token("The token has expired."));
        }
        if self.nbf > latest || self.iat > latest {
            return Err(Refused::Token("The token is not valid yet."));
        }
        if self.exp <= self.nbf || self.exp <= self.iat {
            return Err(Refused::Token("The token ends before it begins."));
        }
        Ok(())
    }
}

/// A time: a whole number, and no text that looks like one.
fn number(body: &Map<String, Value>, name: &str) -> Result<i64, Refused> {
    body.get(name).and_then(Value::as_i64).ok_or(WRONG)
}

fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Refused> {
    body.get(name).map(|value| value.as_str().ok_or(WRONG)).transpose()
}

/// A name that can stand in a row and in a log: 1 to 200 characters, no control characters.
fn sane(text: &str) -> Result<(), Refused> {
    let fits = !text.is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control);
    fits.then_some(()).ok_or(Refused::Token("A claim of the token is empty, too long or has control characters."))
}
