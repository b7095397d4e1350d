//! The keys of an identity provider, fetched from its JWKS address and kept.
//!
//! They are fetched again every ten minutes, behind the requests, and at once for a key id that is not known, but at most every
//! thirty seconds and once for all who wait. While the provider cannot be reached, what was fetched within a day is believed.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use serde::Deserialize;
use serde_json::Value;

use super::{KeyError, Refused, keys::PublicKey};
use crate::config::{Auth, is_safe_url};

/// Seconds after which keys are fetched again.
const FRESH: i64 = 10 * 60;
/// Seconds between two tries.
const PAUSE: i64 = 30;
/// Seconds for which keys are believed though they could not be fetched again.
const STALE: i64 = 24 * 60 * 60;
/// How long a try takes at most.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of an answer.
const MAX_BYTES: usize = 64 * 1024;
/// Keys of a provider.
const MAX_KEYS: usize = 32;

/// The keys of a provider.
pub(super) struct Remote(Arc<Inner>);

struct Inner {
    issuer: String,
    /// Empty: found by OpenID Connect discovery.
    jwks_url: String,
    http: reqwest::Client,
    state: RwLock<Arc<State>>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Clone, Default)]
struct State {
    keys: HashMap<String, Arc<PublicKey>>,
    read_at: Option<i64>,
    tried_at: Option<i64>,
}

impl State {
    fn is_within(at: Option<i64>, seconds: i64, now: i64) -> bool {
        at.is_some_and(|at| (0..seconds).contains(&(now - at)))
    }

    fn is_usable(&self, now: i64) -> bool {
        Self::is_within(self.read_at, STALE, now)
    }

    fn is_due(&self, now: i64) -> bool {
        !Self::is_within(self.read_at, FRESH, now) && !Self::is_within(self.tried_at, PAUSE, now)
    }

    fn find(&self, id: Option<&str>, now: i64) -> Option<&Arc<PublicKey>> {
        match id {
            _ if !self.is_usable(now) => None,
            Some(id) => self.keys.get(id),
            None => self.keys.values().next().filter(|_| self.keys.len() == 1),
        }
    }
}

impl Remote {
    /// The provider of a configuration, if keys come from one.
    pub(super) fn of(config: &Auth) -> Result<Option<Self>, KeyError> {
        if !config.is_remote() {
            return Ok(None);
        }
        let http = reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).no_proxy();
        let http = http.build().map_err(|error| KeyError::NoClient(error.to_string()))?;
        Ok(Some(Self(Arc::new(Inner {
            issuer: config.issuer.clone(),
            jwks_url: config.jwks_url.clone(),
            http,
            state: RwLock::default(),
            turn: tokio::sync::Mutex::new(()),
        }))))
    }

    /// The key of a name; the only key, for a token that names none.
    pub(super) async fn find(&self, id: Option<&str>, now: i64) -> Result<Arc<PublicKey>, Refused> {
        let state = self.current(now);
        if let Some(key) = state.find(id, now) {
            return Ok(Arc::clone(key));
        }
        self.0.refresh(now).await;
        let state = self.0.state();
        match state.find(id, now) {
            Some(key) => Ok(Arc::clone(key)),
            None if state.is_usable(now) => Err(Refused::UNKNOWN_KEY),
            None => Err(Refused::Unavailable),
        }
    }

    /// Whether a key is still the one of its name.
    pub(super) fn believes(&self, key: &PublicKey, now: i64) -> bool {
        let state = self.current(now);
        state.find(Some(&key.id), now).is_some_and(|known| known.thumbprint == key.thumbprint)
    }

    /// Whether a key of this thumbprint is believed. While nothing is known, none is missing.
    pub(super) fn has(&self, thumbprint: &str, now: i64) -> bool {
        let state = self.current(now);
        !state.is_usable(now) || state.keys.values().any(|key| key.thumbprint == thumbprint)
    }

    /// What is known; when that is old, it is fetched again behind this request.
    fn current(&self, now: i64) -> Arc<State> {
        let state = self.0.state();
        if state.is_usable(now) && state.is_due(now) {
            let inner = Arc::clone(&self.0);
            tokio::spawn(async move { inner.refresh(now).await });
        }
        state
    }
}

impl Inner {
    fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }

    /// Fetches the keys, unless somebody has just tried to.
    async fn refresh(&self, now: i64) {
        let _turn = self.turn.lock().await;
        let state = self.state();
        if State::is_within(state.tried_at, PAUSE, now) {
            return;
        }
        self.put(State { tried_at: Some(now), ..State::clone(&state) });
        match self.fetch().await {
            Ok(keys) => self.put(State { keys, read_at: Some(now), tried_at: Some(now) }),
            Err(why) => tracing::warn!(why, issuer = self.issuer, "the keys of the issuer could not be fetched"),
        }
    }

    async fn fetch(&self) -> Result<HashMap<String, Arc<PublicKey>>, String> {
        let url = if self.jwks_url.is_empty() { self.discover().await? } else { self.jwks_url.clone() };
        keys(&self.get(&url).await?)
    }

    /// OpenID Connect discovery: the document must be that of the issuer whose tokens are believed.
    async fn discover(&self) -> Result<String, String> {
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let found: Discovered = serde_json::from_slice(&self.get(&url).await?).map_err(|error| error.to_string())?;
        if found.issuer != self.issuer {
            return Err(format!("{url} is the document of the issuer {}", found.issuer));
        }
        if is_safe_url(&found.jwks_uri) {
            Ok(found.jwks_uri)
        } else {
            Err(format!("jwks_uri {} is not https", found.jwks_uri))
        }
    }

    async fn get(&self, url: &str) -> Result<Vec<u8>, String> {
        let mut response = self.http.get(url).send().await.map_err(|error| told(&error))?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(format!("{url} answers {}", response.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| told(&error))? {
            if body.len() + chunk.len() > MAX_BYTES {
                return Err(format!("{url} answers more than {MAX_BYTES} bytes"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// An error with what is behind it, which alone says what happened.
fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[derive(Deserialize)]
struct Discovered {
    issuer: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

/// The keys of a set that are of use here. Others, such as RSA keys, are left out; of two with one name, neither is believed.
fn keys(body: &[u8]) -> Result<HashMap<String, Arc<PublicKey>>, String> {
    let set: Set = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    if set.keys.len() > MAX_KEYS {
        return Err(format!("there are more than {MAX_KEYS} keys"));
    }
    let mut keys = HashMap::new();
    let mut doubled = Vec::new();
    for key in set.keys.iter().filter_map(|jwk| PublicKey::parse(jwk.to_string().as_bytes())) {
        let id = key.id.clone();
        if keys.insert(id.clone(), Arc::new(key)).is_some() {
            doubled.push(id);
        }
    }
    keys.retain(|id, _| !doubled.contains(id));
    if keys.is_empty() { Err("there is no Ed25519 or P-256 key for signatures".into()) } else { Ok(keys) }
}
