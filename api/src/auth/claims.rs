//! The claims of a token, each with its type, and what has to be true of them.

use schema::viewer::{Claims, Class, Duty};
use serde::{Deserialize, Serialize};

use super::Refused;

/// The payload of a token. A claim that is missing, doubled or of another type does not parse.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    /// Who issued it.
    pub(super) iss: String,
    /// For whom it was issued.
    pub(super) aud: Audience,
    /// The person or program.
    pub(super) sub: String,
    /// When it was issued, in seconds since 1970.
    pub(super) iat: i64,
    /// When it begins.
    pub(super) nbf: i64,
    /// When it ends.
    pub(super) exp: i64,
    /// The organisation class.
    pub(super) class: String,
    /// The duty.
    pub(super) duty: String,
    /// The unit, by identifier code or abbreviation.
    pub(super) unit: String,
    /// The program the person uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) client: Option<String>,
}

/// One audience or several.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Audience {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Audience {
    fn names(&self, wanted: &str) -> bool {
        match self {
            Self::One(one) => one == wanted,
            Self::Many(many) => many.iter().any(|one| one == wanted),
        }
    }
}

/// Whose tokens are believed, and meant for whom.
#[derive(Debug)]
pub(super) struct Expected {
    /// Who must have issued it.
    pub(super) issuer: String,
    /// Whom it must be for.
    pub(super) audience: String,
}

/// When a token was issued, begins and ends, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl Payload {
    /// When it was issued, begins and ends.
    pub(super) const fn times(&self) -> Times {
        Times { iat: self.iat, nbf: self.nbf, exp: self.exp }
    }

    /// Checks every claim but the times, and reads the role.
    pub(super) fn check(self, expected: &Expected) -> Result<Claims, Refused> {
        self.is_for(expected)?;
        for text in [&self.sub, &self.unit].into_iter().chain(&self.client) {
            sane(text)?;
        }
        let class = Class::from_code(&self.class).ok_or(Refused("The class of the token is not known."))?;
        let duty = Duty::from_code(&self.duty).ok_or(Refused("The duty of the token is not known."))?;
        Ok(Claims { subject: self.sub, class, duty, unit: self.unit, client: self.client })
    }

    fn is_for(&self, expected: &Expected) -> Result<(), Refused> {
        if self.iss != expected.issuer {
            return Err(Refused("The token was issued by somebody else."));
        }
        if !self.aud.names(&expected.audience) {
            return Err(Refused("The token is for another audience."));
        }
        Ok(())
    }
}

impl Times {
    /// Whether the token has begun and not ended, by a time in seconds since 1970; clocks may differ by the leeway.
    pub(super) const fn check(self, now: i64, leeway: i64) -> Result<(), Refused> {
        let (earliest, latest) = (now.saturating_sub(leeway), now.saturating_add(leeway));
        if self.exp <= earliest {
            return Err(Refused("The token has expired."));
        }
        if self.nbf > latest || self.iat > latest {
            return Err(Refused("The token is not valid yet."));
        }
        if self.exp <= self.nbf || self.exp <= self.iat {
            return Err(Refused("The token ends before it begins."));
        }
        Ok(())
    }
}

/// A name that can stand in a row and in a log: 1 to 200 characters, no control characters.
fn sane(text: &str) -> Result<(), Refused> {
    let fits = !text.is_empty() && text.chars().count() <= 200 && !text.chars().any(char::is_control);
    fits.then_some(()).ok_or(Refused("A claim of the token is empty, too long or has control characters."))
}
