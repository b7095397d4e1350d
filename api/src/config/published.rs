//! The limits that are kept in front of the schema, as they are published with the schema's own.

use super::Config;

impl Config {
    /// Every limit that requests are held to, as the schema takes and publishes them.
    #[must_use]
    pub fn all_limits(&self) -> schema::Limits {
        schema::Limits { beside: self.sockets.published(), ..self.limits.to_schema() }
    }
}
