//! What is wrong with a configuration, as one sentence that names the key, the value and where it came from.

/// A configuration that cannot be used. The binary ends with exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be read.
    #[error("the configuration file {file} cannot be read: {reason}.")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// The file is not TOML.
    #[error("the configuration file {file} is not TOML, {reason}.")]
    NotToml {
        /// The file.
        file: String,
        /// Where and why.
        reason: String,
    },
    /// There is no such key.
    #[error("there is no key {key} ({origin}); the nearest is {nearest}.")]
    UnknownKey {
        /// The key as written.
        key: String,
        /// Where it came from.
        origin: String,
        /// The key that was perhaps meant.
        nearest: String,
    },
    /// The value cannot be used.
    #[error("{key} = {value} ({origin}) cannot be used: {reason}.")]
    BadValue {
        /// The key.
        key: String,
        /// The value as written.
        value: String,
        /// Where it came from.
        origin: String,
        /// What is wrong, and what is expected.
        reason: String,
    },
    /// Two values do not go together.
    #[error("{0}")]
    Contradiction(String),
}
