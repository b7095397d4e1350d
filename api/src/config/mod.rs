//! The configuration: one tree, commented in `default.toml`, overridden by a file, variables and flags.

mod check;
mod documents;
mod error;
mod exports;
mod files;
mod imports;
mod layers;
mod limits;
mod load;
mod personal;
mod private;
mod published;
mod sockets;
mod tree;

use std::{
    net::SocketAddr,
    num::{NonZeroU32, NonZeroU64, NonZeroUsize},
    path::PathBuf,
};

use ipnet::IpNet;
use serde::Deserialize;

pub use check::is_safe_url;
pub use documents::Documents;
pub use error::Error;
pub use exports::Exports;
pub use files::Files;
pub use imports::Imports;
pub use layers::{Flags, load};
pub use limits::Limits;
pub use load::{Load, Rate};
pub use personal::Personal;
pub use private::Private;
pub use sockets::Sockets;

/// The commented default file, as `thidua config` prints it.
pub const DEFAULTS: &str = include_str!("default.toml");

/// The whole configuration. Every key is explained in `default.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Whether demo keys and demo data are allowed.
    pub mode: Mode,
    /// The address to serve on.
    pub listen: SocketAddr,
    /// Whether the explorer is served at `/`.
    pub explorer: bool,
    /// Who may ask for the schema itself by introspection.
    pub introspection: Introspection,
    /// The abbreviation of the unit that holds the Standing Body.
    pub standing_body: String,
    /// The database.
    pub database: Database,
    /// The HTTP server.
    pub http: Http,
    /// The private listener.
    pub private: Private,
    /// Whose tokens are believed.
    pub auth: Auth,
    /// What the audit trail is signed with.
    pub audit: Audit,
    /// What citizen ids are hashed with.
    pub personal: Personal,
    /// Documents that are asked for by name.
    pub documents: Documents,
    /// Where files are kept.
    pub files: Files,
    /// What only demo mode has.
    pub demo: Demo,
    /// The log.
    pub log: Log,
    /// How much is done at once.
    pub load: Load,
    /// How much everybody may ask for.
    pub rate: Rate,
    /// The wall in front of execution.
    pub limits: Limits,
    /// What exports may take.
    pub exports: Exports,
    /// What imports may take.
    pub imports: Imports,
    /// Sockets and streams of events.
    pub sockets: Sockets,
}

/// Whether this is a demonstration or the real thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Demo keys, demo tokens, demo data.
    Demo,
    /// None of them.
    Production,
}

/// Who may introspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Introspection {
    /// Everybody in demo mode, in production whoever has a token.
    Auto,
    /// Everybody.
    Everyone,
    /// Whoever has a token.
    Token,
}

impl Config {
    /// Whether the public may introspect.
    #[must_use]
    pub fn is_introspection_public(&self) -> bool {
        match self.introspection {
            Introspection::Auto => self.mode == Mode::Demo,
            Introspection::Everyone => true,
            Introspection::Token => false,
        }
    }
}

/// Which database, and how it is used.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite://…` or `postgres://…`.
    pub url: String,
    /// The size of the pool.
    pub connections: NonZeroU32,
    /// Seconds a statement may run (`PostgreSQL`; reads of `SQLite`).
    pub statement_seconds: NonZeroU64,
    /// Seconds a statement may wait for a lock (`PostgreSQL`).
    pub lock_seconds: NonZeroU64,
}

/// The HTTP server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Bytes of a body.
    pub body_bytes: NonZeroUsize,
    /// Seconds until the headers of a request are there, counted from the connection or from the last answer on it.
    pub header_seconds: NonZeroU64,
    /// Connections of one address.
    pub connections_of_one: NonZeroUsize,
    /// Seconds until a body is there.
    pub body_seconds: NonZeroU64,
    /// Proxies whose word is taken for a client's address.
    pub trusted_proxies: Vec<IpNet>,
    /// Seconds of a request.
    pub request_seconds: NonZeroU64,
    /// Seconds in which requests are still taken at the end, while the server says that it is not ready.
    pub leaving_seconds: u64,
    /// Seconds the running requests have to finish after that.
    pub shutdown_seconds: u64,
    /// Threads that serve requests; 0 for one for each core.
    pub workers: usize,
    /// Seconds for which answers to public reads by GET may be kept.
    pub public_seconds: u32,
    /// Origins whose pages may call the API.
    pub allowed_origins: Vec<String>,
}

/// Whose tokens are believed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// What `iss` must be.
    pub issuer: String,
    /// What `aud` must name.
    pub audience: String,
    /// Seconds by which clocks may differ.
    pub leeway_seconds: u32,
    /// Folder of the keys that this server signs with; empty for none.
    pub keys: PathBuf,
    /// File of a private key to sign with; empty for none.
    pub signing_key: PathBuf,
    /// Files of public keys.
    pub public_keys: Vec<PathBuf>,
    /// Where the issuer's keys are fetched; empty for none, or for OpenID Connect discovery.
    pub jwks_url: String,
    /// Minutes that an access token lives.
    pub access_minutes: NonZeroU32,
    /// Days that a refresh token lives.
    pub refresh_days: NonZeroU32,
    /// Which claims tell the role.
    pub claims: ClaimNames,
}

impl Auth {
    /// Whether the keys of the issuer are fetched: from the address given, or, where no key is configured and the issuer is
    /// an address, from where OpenID Connect discovery finds them.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        let has_keys = !self.public_keys.is_empty() || self.signs();
        !self.jwks_url.is_empty() || (!has_keys && self.issuer.contains("://"))
    }

    /// Whether a key to sign with is configured.
    #[must_use]
    pub fn signs(&self) -> bool {
        !self.keys.as_os_str().is_empty() || !self.signing_key.as_os_str().is_empty()
    }
}

/// Which claims tell the role, and by which words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimNames {
    /// The claim of the organisation class.
    pub class: String,
    /// The claim of the duty.
    pub duty: String,
    /// The claim of the unit.
    pub unit: String,
    /// The claim of the client.
    pub client: String,
    /// The claim of the scopes.
    pub scope: String,
    /// The issuer's words for classes, `theirs=OURS`.
    pub class_words: Vec<String>,
    /// The issuer's words for duties.
    pub duty_words: Vec<String>,
    /// The issuer's words for units.
    pub unit_words: Vec<String>,
}

/// What the audit trail is signed with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// File of the private key; empty for the demo key.
    pub signing_key: PathBuf,
    /// Files of the public keys that it was signed with before.
    pub public_keys: Vec<PathBuf>,
}

/// What only demo mode has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// Whether an empty database is filled with the demo data.
    pub data: bool,
}

/// The log.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// What is logged.
    pub filter: String,
    /// How a line looks.
    pub format: LogFormat,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
}
