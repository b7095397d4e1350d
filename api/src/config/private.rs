//! The private listener as configured.

use std::net::SocketAddr;

use serde::{Deserialize, Deserializer, de::Error as _};

/// Counters and details of health, for whoever runs the server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Private {
    /// The address to serve them on; nothing where it is `off`.
    #[serde(deserialize_with = "address")]
    pub listen: Option<SocketAddr>,
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text == "off" {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| D::Error::custom("expected an address such as 127.0.0.1:9464, or off"))
}
