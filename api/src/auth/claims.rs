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

/// What the claims of a token have to be.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    /// Who must have issued it.
    pub(super) issuer: &'a str,
    /// Whom it must be for.
    pub(super) audience: &'a str,
    /// The time, in seconds since 1970.
    pub(super) now: i64,
    /// By how many seconds clocks may differ.
    pub(super) leeway: i64,
}

impl Payload {
    /// Checks every registered claim, then reads the role.
    pub(super) fn check(self, expected: &Expected<'_>) -> Result<Claims, Refused> {
        self.is_for(expected)?;
        self.is_now(expected)?;
        for text in [&self.sub, &self.unit].into_iter().chain(&self.client) {
            sane(text)?;
        }
        let class = Class::from_code(&self.class).ok_or(Refused("The class of the token is not known."))?;
        let duty = Duty::from_code(&self.duty).ok_or(Refused("The duty of the token is not known."))?;
        Ok(Claims { subject: self.sub, class, duty, unit: self.unit, client: self.client })
    }

    fn is_for(&self, expected: &Expected<'_>) -> Result<(), Refused> {
        if self.iss != expected.issuer {
            return Err(Refused("The token was issued by somebody else."));
        }
        if !self.aud.names(expected.audience) {
            return Err(Refused("The token is for another audience."));
        }
        Ok(())
    }

    fn is_now(&self, expected: &Expected<'_>) -> Result<(), Refused> {
        let (earliest, latest) =
            (expected.now.saturating_sub(expected.leeway), expected.now.saturating_add(expected.leeway));
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
