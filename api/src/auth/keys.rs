//! Keys: Ed25519 and P-256 only, from PEM or JWK, each named by its thumbprint (RFC 7638).

use std::path::Path;

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse, ThumbprintHash},
};

/// A key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file could not be read.
    #[error("the key file {0} cannot be read: {1}.")]
    Unreadable(String, String),
    /// The file holds no key of a kind that is believed.
    #[error("the key file {0} holds no {1} key of the kinds Ed25519 or P-256 (PEM or JWK).")]
    Unusable(String, &'static str),
    /// The demo key in production.
    #[error(
        "the key file {0} is one that everybody has: the demo's, or an example of a standard; production needs a key of its own."
    )]
    Demo(String),
    /// Two keys with one name.
    #[error("the key file {0} has the key id of another one.")]
    Doubled(String),
    /// There is nothing to sign with.
    #[error("there is no key to sign with: make one with `thidua keys generate` in the folder of auth.keys.")]
    NoSigningKey,
    /// There is nothing to sign the audit trail with.
    #[error(
        "there is no key to sign the audit trail with: set audit.signing_key to the PEM file of a private Ed25519 key."
    )]
    NoSealingKey,
    /// The folder could not be written to.
    #[error("the folder of keys {0} cannot be written to: {1}.")]
    Unwritable(String, String),
    /// There is no such key.
    #[error("there is no key {0} in the folder; `thidua keys list` names them.")]
    Unknown(String),
    /// There would be nothing left to sign with.
    #[error("the key {0} is the only one that signs; make another one first, and wait until it signs.")]
    Last(String),
    /// The system gives no random numbers, or the library makes no key of them.
    #[error("a key could not be made.")]
    NoRandomness,
    /// Keys cannot be fetched.
    #[error("the client that fetches keys cannot be made: {0}.")]
    NoClient(String),
    /// The library refused.
    #[error("the token could not be signed: {0}.")]
    Signing(String),
}

/// A public key with its name and the one algorithm it is for.
pub(super) struct PublicKey {
    pub(super) id: String,
    pub(super) thumbprint: String,
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
    pub(super) jwk: Jwk,
}

/// A private key with the name and algorithm of its public half.
pub(super) struct PrivateKey {
    pub(super) thumbprint: String,
    pub(super) algorithm: Algorithm,
    pub(super) key: EncodingKey,
    /// The public half.
    pub(super) jwk: Jwk,
}

/// Reads a file.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, KeyError> {
    std::fs::read(file).map_err(|error| KeyError::Unreadable(file.display().to_string(), error.to_string()))
}

impl PublicKey {
    /// A public key from a text in PEM or JWK.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        Self::of(Self::read(text)?)
    }

    /// What a text in PEM or JWK holds.
    pub(super) fn read(text: &[u8]) -> Option<Jwk> {
        serde_json::from_slice::<Jwk>(text).ok().or_else(|| pem(text))
    }

    /// A public key for signatures of the one algorithm it is for.
    pub(super) fn of(jwk: Jwk) -> Option<Self> {
        let algorithm = algorithm(&jwk)?;
        let is_for = |named: &KeyAlgorithm| {
            matches!(
                (named, algorithm),
                (KeyAlgorithm::EdDSA, Algorithm::EdDSA) | (KeyAlgorithm::ES256, Algorithm::ES256)
            )
        };
        let is_fit = jwk.common.key_algorithm.as_ref().is_none_or(is_for)
            && jwk.common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
        is_fit.then_some(())?;
        let thumbprint = jwk.thumbprint(ThumbprintHash::SHA256).ok()?;
        let id = jwk.common.key_id.clone().unwrap_or_else(|| thumbprint.clone());
        Some(Self { id, thumbprint, algorithm, key: DecodingKey::from_jwk(&jwk).ok()?, jwk })
    }
}

impl PrivateKey {
    /// A private key from a text in PEM (PKCS #8).
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let edwards = EncodingKey::from_ed_pem(text).map(|key| (key, Algorithm::EdDSA));
        let (key, algorithm) =
            edwards.or_else(|_| EncodingKey::from_ec_pem(text).map(|key| (key, Algorithm::ES256))).ok()?;
        let jwk = Jwk::from_encoding_key(&key, algorithm).ok()?;
        (self::algorithm(&jwk)? == algorithm).then_some(())?;
        Some(Self { thumbprint: jwk.thumbprint(ThumbprintHash::SHA256).ok()?, algorithm, key, jwk })
    }
}

fn pem(text: &[u8]) -> Option<Jwk> {
    let key = DecodingKey::from_ed_pem(text).or_else(|_| DecodingKey::from_ec_pem(text)).ok()?;
    Jwk::from_decoding_key(&key, None).ok()
}

/// The one algorithm a key is for; none for kinds of keys that are not believed.
fn algorithm(jwk: &Jwk) -> Option<Algorithm> {
    match &jwk.algorithm {
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => Some(Algorithm::EdDSA),
        AlgorithmParameters::EllipticCurve(point) if point.curve == EllipticCurve::P256 => Some(Algorithm::ES256),
        _ => None,
    }
}
