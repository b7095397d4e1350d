//! What citizen ids are hashed with, as configured.

use schema::CitizenKey;
use serde::Deserialize;

use super::Mode;

/// The key of the demo, which production refuses.
const DEMO_KEY: &str = "demo only: what citizen ids are hashed with";

/// What citizen ids are hashed with.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Personal {
    /// The secret; empty for the demo key, and in production for none.
    pub citizen_key: String,
    /// Its name.
    pub citizen_key_id: String,
}

impl Personal {
    /// The key, if citizen ids are taken at all.
    #[must_use]
    pub fn citizen_key(&self, mode: Mode) -> Option<CitizenKey> {
        let secret = match (self.citizen_key.as_str(), mode) {
            ("", Mode::Production) => return None,
            ("", Mode::Demo) => DEMO_KEY,
            (secret, _) => secret,
        };
        Some(CitizenKey { id: self.citizen_key_id.as_str().into(), secret: secret.as_bytes().into() })
    }

    /// Why the key cannot be used. The secret is not repeated.
    pub(super) fn complaint(&self, mode: Mode) -> Option<String> {
        if (1..32).contains(&self.citizen_key.len()) {
            return Some("personal.citizen_key must have at least 32 characters.".into());
        }
        if mode == Mode::Production && self.citizen_key == DEMO_KEY {
            return Some(
                "mode = \"production\" refuses the demo key: set personal.citizen_key to a secret of your own.".into(),
            );
        }
        let id = &self.citizen_key_id;
        let is_name = (1..=16).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric());
        (!is_name).then(|| "personal.citizen_key_id must be 1 to 16 letters and digits.".into())
    }
}

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Personal").field("citizen_key_id", &self.citizen_key_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: &str) -> Personal {
        Personal { citizen_key: secret.into(), citizen_key_id: "1".into() }
    }

    #[test]
    fn production_has_a_key_of_its_own_or_none() {
        assert!(key("").citizen_key(Mode::Demo).is_some() && key("").citizen_key(Mode::Production).is_none());
        assert!(key("").complaint(Mode::Production).is_none() && key(DEMO_KEY).complaint(Mode::Demo).is_none());
        assert!(key(DEMO_KEY).complaint(Mode::Production).is_some());
        let short = key("short").complaint(Mode::Demo).unwrap();
        assert!(!short.contains("\"short\""), "{short}");
        assert!(!format!("{:?}", key("a secret of at least thirty-two bytes")).contains("secret of"));
    }
}
