//! The keys of this server: those it signs with, those it believes, and those it publishes.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use chrono::{DateTime, Utc};
use jsonwebtoken::jwk::{Jwk, KeyAlgorithm, PublicKeyUse};
use serde_json::{Value, json};

use super::{
    KeyError, demo,
    folder::{self, State},
    keys::{PrivateKey, PublicKey, read},
};
use crate::config::{Auth, Mode};

/// Seconds after which a folder of keys is looked at again.
const FRESH: i64 = 30;

/// The keys as they were at some time.
#[derive(Default)]
pub(crate) struct Ring {
    believed: HashMap<String, Arc<PublicKey>>,
    /// With the second from which each signs, oldest first.
    signing: Vec<(i64, PrivateKey)>,
    published: Vec<Value>,
}

/// The keys, read again when their folder may have changed.
pub(crate) struct Rings {
    config: Auth,
    mode: Mode,
    read: RwLock<(i64, Arc<Ring>)>,
    turn: Mutex<()>,
}

impl Rings {
    /// Reads the configured keys; without any, in demo mode, the demo key.
    pub(crate) fn open(config: &Auth, mode: Mode) -> Result<Self, KeyError> {
        let ring = Arc::new(Ring::read(config, mode, None)?);
        let read = RwLock::new((i64::MIN, ring));
        Ok(Self { config: config.clone(), mode, read, turn: Mutex::new(()) })
    }

    /// Whether there is anything to sign with, now or later.
    pub(crate) fn has_signing_key(&self) -> bool {
        !self.known().1.signing.is_empty()
    }

    fn known(&self) -> (i64, Arc<Ring>) {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        (read.0, Arc::clone(&read.1))
    }

    /// The keys of a time. A folder that cannot be read leaves what there was, and is told in the log.
    pub(crate) fn at(&self, now: DateTime<Utc>) -> Arc<Ring> {
        let (read_at, ring) = self.known();
        let second = now.timestamp();
        let is_fresh = (0..FRESH).contains(&second.saturating_sub(read_at));
        if self.config.keys.as_os_str().is_empty() || is_fresh {
            return ring;
        }
        // A few small files, once in half a minute; whoever comes meanwhile takes what there is.
        let Ok(_turn) = self.turn.try_lock() else { return ring };
        let ring = match Ring::read(&self.config, self.mode, Some(second)) {
            Ok(ring) => Arc::new(ring),
            Err(error) => {
                tracing::error!(%error, "keys");
                ring
            }
        };
        *self.read.write().unwrap_or_else(PoisonError::into_inner) = (second, Arc::clone(&ring));
        ring
    }
}

impl Ring {
    /// `now` is not known while the server starts: then every key that is there counts.
    fn read(config: &Auth, mode: Mode, now: Option<i64>) -> Result<Self, KeyError> {
        let mut ring = Self::default();
        if !config.signing_key.as_os_str().is_empty() {
            ring.sign_with(&config.signing_key, 0, mode)?;
        }
        if !config.keys.as_os_str().is_empty() {
            for key in folder::list(&config.keys)? {
                match key.state {
                    State::Signs(from) => ring.sign_with(&key.file, from, mode)?,
                    State::Retired(at) if now.is_none_or(|now| now - at < folder::OVERLAP) => {
                        ring.believe(&key.file, mode, true)?;
                    }
                    State::Retired(_) => {}
                }
            }
        }
        for file in &config.public_keys {
            ring.believe(file, mode, false)?;
        }
        if mode == Mode::Demo && ring.signing.is_empty() && !config.is_remote() {
            ring.demo();
        }
        ring.signing.sort_by_key(|(from, _)| *from);
        Ok(ring)
    }

    fn sign_with(&mut self, file: &Path, from: i64, mode: Mode) -> Result<(), KeyError> {
        let name = file.display().to_string();
        let key = PrivateKey::parse(&read(file)?).ok_or_else(|| KeyError::Unusable(name.clone(), "private"))?;
        let public = PublicKey::of(key.jwk.clone()).ok_or_else(|| KeyError::Unusable(name.clone(), "private"))?;
        self.add(public, &name, mode, true)?;
        self.signing.push((from, key));
        Ok(())
    }

    fn believe(&mut self, file: &Path, mode: Mode, is_published: bool) -> Result<(), KeyError> {
        let name = file.display().to_string();
        let key = PublicKey::parse(&read(file)?).ok_or_else(|| KeyError::Unusable(name.clone(), "public"))?;
        self.add(key, &name, mode, is_published)
    }

    fn add(&mut self, key: PublicKey, name: &str, mode: Mode, is_published: bool) -> Result<(), KeyError> {
        if mode == Mode::Production && demo::is_public(&key.thumbprint) {
            return Err(KeyError::Demo(name.into()));
        }
        if is_published {
            self.published.push(published(&key));
        }
        match self.believed.insert(key.id.clone(), Arc::new(key)) {
            // The public half of the own signing key may be named as well.
            Some(other) if self.believed.get(&other.id).is_some_and(|key| key.thumbprint == other.thumbprint) => Ok(()),
            Some(_) => Err(KeyError::Doubled(name.into())),
            None => Ok(()),
        }
    }

    fn demo(&mut self) {
        if let Some((private, public)) = PrivateKey::parse(demo::PRIVATE_KEY).zip(PublicKey::parse(demo::PUBLIC_KEY)) {
            self.signing.push((0, private));
            if self.believed.is_empty() {
                self.published.push(published(&public));
                self.believed.insert(public.id.clone(), Arc::new(public));
            }
        }
    }

    /// The newest key whose time to sign has come; before that of the first, the first.
    pub(super) fn signing_key(&self, now: DateTime<Utc>) -> Option<&PrivateKey> {
        let begun = self.signing.iter().rev().find(|(from, _)| *from <= now.timestamp());
        begun.or(self.signing.first()).map(|(_, key)| key)
    }

    /// The key of a name; the only key, for a token that names none.
    pub(super) fn find(&self, id: Option<&str>) -> Option<&Arc<PublicKey>> {
        match id {
            Some(id) => self.believed.get(id),
            None => self.believed.values().next().filter(|_| self.believed.len() == 1),
        }
    }

    /// Whether a key of this thumbprint is believed.
    pub(super) fn has(&self, thumbprint: &str) -> bool {
        self.believed.values().any(|key| key.thumbprint == thumbprint)
    }

    /// The keys as others fetch them (RFC 7517).
    pub(crate) fn jwks(&self) -> Value {
        json!({ "keys": self.published })
    }
}

/// A public key with its name, its use and its algorithm.
fn published(key: &PublicKey) -> Value {
    let mut jwk: Jwk = key.jwk.clone();
    jwk.common.key_id = Some(key.id.clone());
    jwk.common.public_key_use = Some(PublicKeyUse::Signature);
    jwk.common.key_algorithm = match key.algorithm {
        jsonwebtoken::Algorithm::ES256 => Some(KeyAlgorithm::ES256),
        _ => Some(KeyAlgorithm::EdDSA),
    };
    json!(jwk)
}
