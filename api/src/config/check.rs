//! What no single key can say: values that do not go together, and what production refuses.

use tracing_subscriber::EnvFilter;

use super::{Config, Error, Mode};

/// The database of the demo, which production does not take by accident.
const DEMO_DATABASE: &str = "sqlite://var/thidua.sqlite?mode=rwc";

/// Refuses a configuration whose values contradict each other.
pub(super) fn check(config: &Config) -> Result<(), Error> {
    let complaint = address(config)
        .or_else(|| private(config))
        .or_else(|| pages(config))
        .or_else(|| log(config))
        .or_else(|| origins(config))
        .or_else(|| issuer(config))
        .or_else(|| documents(config))
        .or_else(|| links(config))
        .or_else(|| config.personal.complaint(config.mode))
        .or_else(|| production(config));
    complaint.map_or(Ok(()), |sentence| Err(Error::Contradiction(sentence)))
}

fn address(config: &Config) -> Option<String> {
    let known =
        ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| config.database.url.starts_with(scheme));
    // The URL may hold a password: it is not repeated.
    (!known).then(|| "database.url must begin with sqlite:// or postgres://.".into())
}

fn private(config: &Config) -> Option<String> {
    let inner = config.private.listen.filter(|inner| inner.port() != 0 && *inner == config.listen)?;
    Some(format!("listen and private.listen are both {inner}; the private listener needs an address of its own."))
}

fn pages(config: &Config) -> Option<String> {
    let limits = &config.limits;
    (limits.page_default > limits.page_max).then(|| {
        format!(
            "limits.page_default = {} is more than limits.page_max = {}; it must be at most that.",
            limits.page_default, limits.page_max
        )
    })
}

fn log(config: &Config) -> Option<String> {
    let error = EnvFilter::try_new(&config.log.filter).err()?;
    Some(format!(
        "log.filter = {:?} cannot be used: {error}; expected a level such as info, or info,api=debug.",
        config.log.filter
    ))
}

fn links(config: &Config) -> Option<String> {
    // The secret is not repeated.
    let is_short = (1..32).contains(&config.files.link_secret.len());
    is_short.then(|| "files.link_secret must have at least 32 characters.".into())
}

fn documents(config: &Config) -> Option<String> {
    let is_missing = config.documents.only_trusted && config.documents.trusted.as_os_str().is_empty();
    is_missing.then(|| "documents.only_trusted = true needs documents.trusted: the folder of those documents.".into())
}

fn origins(config: &Config) -> Option<String> {
    let wrong = config.http.allowed_origins.iter().find(|origin| !is_origin(origin))?;
    Some(format!(
        "http.allowed_origins has {wrong:?}; expected an origin such as https://example.org, without a path, or *."
    ))
}

fn is_origin(origin: &str) -> bool {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    origin == "*"
        || host.is_some_and(|host| {
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b))
        })
}

/// One issuer: an identity provider whose keys are fetched, or this server itself.
fn issuer(config: &Config) -> Option<String> {
    let auth = &config.auth;
    if !auth.jwks_url.is_empty() && auth.signs() {
        return Some("auth.jwks_url is for tokens of an identity provider, auth.keys and auth.signing_key are for tokens of this server; set one of them.".into());
    }
    let url = if auth.jwks_url.is_empty() { &auth.issuer } else { &auth.jwks_url };
    if auth.is_remote() && !is_safe_url(url) {
        return Some(format!(
            "{url} cannot be used to fetch keys; expected an address with https:// (http:// on this machine only)."
        ));
    }
    let claims = &auth.claims;
    let words = [&claims.class_words, &claims.duty_words, &claims.unit_words];
    let wrong = words.into_iter().flatten().find(|word| !word.contains('='))?;
    Some(format!("auth.claims has the word {wrong:?}; expected their-word=OUR_WORD."))
}

/// Whether keys may be fetched from an address: what comes unprotected over a network is not to be believed.
#[must_use]
pub fn is_safe_url(url: &str) -> bool {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let is_local = |rest: &str| rest.is_empty() || rest.starts_with([':', '/']);
    url.starts_with("https://") || local.iter().any(|host| url.strip_prefix(host).is_some_and(is_local))
}

fn production(config: &Config) -> Option<String> {
    if config.mode == Mode::Demo {
        return None;
    }
    if config.auth.public_keys.is_empty() && !config.auth.signs() && !config.auth.is_remote() {
        return Some(
            "mode = \"production\" needs to know whose tokens to believe: auth.keys for users who sign in here, auth.jwks_url or an auth.issuer with https:// for an identity provider, or auth.public_keys.".into(),
        );
    }
    if config.audit.signing_key.as_os_str().is_empty() {
        return Some(
            "mode = \"production\" needs audit.signing_key: the PEM file of a private Ed25519 key that the audit trail is signed with.".into(),
        );
    }
    (config.database.url == DEMO_DATABASE)
        .then(|| "mode = \"production\" needs a database of its own: set database.url (THIDUA_DATABASE_URL).".into())
}
