//! The key of the audit trail: the server signs with one, and whoever checks holds signatures against several.

use std::collections::BTreeMap;

use aws_lc_rs::signature::Ed25519KeyPair;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, crypto, jwk::Jwk};
use schema::trail::{Keys, Signer};
use serde_json::{Value, json};

use super::{
    KeyError, demo,
    keys::{PrivateKey, PublicKey, read},
};
use crate::config::{Audit, Mode};

/// Signs entries and heads of the trail.
pub struct SealingKey {
    key: PrivateKey,
    /// The same, ready to sign: to read a key costs as much as to sign.
    pair: Ed25519KeyPair,
}

impl SealingKey {
    /// Reads the configured key; without one, in demo mode, takes the demo key.
    pub fn new(config: &Audit, mode: Mode) -> Result<Self, KeyError> {
        let name = config.signing_key.display().to_string();
        let text = match (name.is_empty(), mode) {
            (false, _) => read(&config.signing_key)?,
            (true, Mode::Demo) => demo::PRIVATE_KEY.to_vec(),
            (true, Mode::Production) => return Err(KeyError::NoSealingKey),
        };
        let key = PrivateKey::parse(&text).filter(|key| key.algorithm == Algorithm::EdDSA);
        let key = key.ok_or_else(|| KeyError::Unusable(name.clone(), "private"))?;
        if mode == Mode::Production && key.thumbprint == demo::THUMBPRINT {
            return Err(KeyError::Demo(name));
        }
        let pair = Ed25519KeyPair::from_pkcs8(key.key.as_bytes()).map_err(|_| KeyError::Unusable(name, "private"))?;
        Ok(Self { key, pair })
    }
}

impl Signer for SealingKey {
    fn key_id(&self) -> &str {
        &self.key.thumbprint
    }

    fn sign(&self, text: &str) -> Option<String> {
        self.pair.try_sign(text.as_bytes()).ok().map(|signature| URL_SAFE_NO_PAD.encode(signature))
    }
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SealingKey").field(&self.key.thumbprint).finish()
    }
}

/// Public keys by their names.
#[derive(Default)]
pub struct SealKeys(BTreeMap<String, (DecodingKey, Jwk)>);

impl SealKeys {
    /// The keys that a server publishes: its own, and those it signed with before.
    pub fn published(config: &Audit, mode: Mode) -> Result<Self, KeyError> {
        let own = SealingKey::new(config, mode)?;
        let jwk = Jwk::from_encoding_key(&own.key.key, own.key.algorithm);
        let mut keys = Self::default();
        keys.put(jwk.map_err(|error| KeyError::Signing(error.to_string()))?);
        for file in &config.public_keys {
            keys.put_text(&file.display().to_string(), &read(file)?)?;
        }
        Ok(keys)
    }

    /// Puts the keys of a file to these: PEM, a JWK, or a key set such as `/.well-known/thidua/audit-keys` answers.
    pub fn put_file(&mut self, file: &std::path::Path) -> Result<(), KeyError> {
        self.put_text(&file.display().to_string(), &read(file)?)
    }

    fn put_text(&mut self, name: &str, text: &[u8]) -> Result<(), KeyError> {
        let set: Option<Value> = serde_json::from_slice(text).ok();
        let set = set.as_ref().and_then(|json| json["keys"].as_array());
        let texts = set
            .map_or_else(|| vec![text.to_vec()], |keys| keys.iter().map(|key| key.to_string().into_bytes()).collect());
        let found = texts.iter().filter_map(|text| self.put(PublicKey::read(text)?)).count();
        if found == 0 { Err(KeyError::Unusable(name.into(), "public Ed25519")) } else { Ok(()) }
    }

    fn put(&mut self, jwk: Jwk) -> Option<()> {
        let key = PublicKey::of(jwk.clone()).filter(|key| key.algorithm == Algorithm::EdDSA)?;
        self.0.insert(key.thumbprint, (key.key, jwk));
        Some(())
    }

    /// As a key set (JWKS, RFC 7517).
    #[must_use]
    pub fn json(&self) -> Value {
        let keys = self.0.iter().map(|(id, (_, jwk))| {
            let mut key = json!(jwk.algorithm);
            key["kid"] = id.as_str().into();
            key["use"] = "sig".into();
            key["alg"] = "EdDSA".into();
            key
        });
        json!({ "keys": keys.collect::<Vec<_>>() })
    }
}

impl Keys for SealKeys {
    fn is_signed(&self, key_id: &str, text: &str, signature: &str) -> Option<bool> {
        let (key, _) = self.0.get(key_id)?;
        Some(crypto::verify(signature, text.as_bytes(), key, Algorithm::EdDSA).unwrap_or(false))
    }
}

impl std::fmt::Debug for SealKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
#[path = "seal_test.rs"]
mod test;
