//! A folder of keys to sign with: made, listed and retired by `thidua keys`, read by every server that shares it.
//!
//! A file is named by the time from which its key signs and by its key id: `20260131T080000Z.ID.pem`. What is retired keeps its
//! public half for a day, `20260131T080000Z.ID.retired-20260301T080000Z.jwk`, so that tokens which it signed live out their
//! time.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, NaiveDateTime, Utc};
use jsonwebtoken::Algorithm;

use super::{
    KeyError,
    keys::{PrivateKey, read},
};

/// Seconds for which a retired key is still believed: no token lives longer.
pub const OVERLAP: i64 = 24 * 60 * 60;
/// Seconds before a new key signs, when there is one already: until then every server has read it, and every cache of
/// `/.well-known/jwks.json` is old.
pub const LEAD: i64 = 10 * 60;

const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// A key of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its file.
    pub file: PathBuf,
    /// Its name in tokens.
    pub id: String,
    /// What it is for.
    pub state: State,
}

/// What a key of the folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It signs from this second since 1970, until there is a newer one.
    Signs(i64),
    /// It was retired at this second, and is believed for a day more.
    Retired(i64),
}

/// The keys of a folder, oldest first. Files that are no keys by their names are left alone.
pub fn list(folder: &Path) -> Result<Vec<Entry>, KeyError> {
    let failed = |error: std::io::Error| KeyError::Unreadable(folder.display().to_string(), error.to_string());
    let mut all = Vec::new();
    for file in fs::read_dir(folder).map_err(failed)? {
        let file = file.map_err(failed)?.path();
        all.extend(entry(&file));
    }
    all.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(all)
}

fn entry(file: &Path) -> Option<Entry> {
    let name = file.file_name()?.to_str()?;
    let (id, state) = match name.split('.').collect::<Vec<_>>()[..] {
        [from, id, "pem"] => (id, State::Signs(second(from)?)),
        [_, id, retired, "jwk"] => (id, State::Retired(second(retired.strip_prefix("retired-")?)?)),
        _ => return None,
    };
    Some(Entry { file: file.to_owned(), id: id.to_owned(), state })
}

fn second(stamp: &str) -> Option<i64> {
    Some(NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc().timestamp())
}

fn stamp(second: i64) -> String {
    DateTime::from_timestamp(second, 0).unwrap_or_default().format(STAMP).to_string()
}

/// Makes a new key. It signs at once when it is the first one, else after a while.
pub fn generate(folder: &Path, algorithm: Algorithm, now: DateTime<Utc>) -> Result<Entry, KeyError> {
    let failed = |error: std::io::Error| KeyError::Unwritable(folder.display().to_string(), error.to_string());
    fs::create_dir_all(folder).map_err(failed)?;
    let pem = pem(&pkcs8(algorithm).ok_or(KeyError::NoRandomness)?);
    let key = PrivateKey::parse(pem.as_bytes()).ok_or(KeyError::NoRandomness)?;
    let is_first = !list(folder)?.iter().any(|key| matches!(key.state, State::Signs(_)));
    let from = now.timestamp() + if is_first { 0 } else { LEAD };
    let file = folder.join(format!("{}.{}.pem", stamp(from), key.thumbprint));
    let mut options = fs::OpenOptions::new();
    let mut out = options.write(true).create_new(true).mode(0o600).open(&file).map_err(failed)?;
    out.write_all(pem.as_bytes()).and_then(|()| out.sync_all()).map_err(failed)?;
    Ok(Entry { file, id: key.thumbprint, state: State::Signs(from) })
}

/// Retires a key: it signs no more, and is believed for a day; with `is_leaked`, not for a moment.
pub fn retire(folder: &Path, id: &str, is_leaked: bool, now: DateTime<Utc>) -> Result<(), KeyError> {
    let failed = |error: std::io::Error| KeyError::Unwritable(folder.display().to_string(), error.to_string());
    let all = list(folder)?;
    let key = all.iter().find(|key| key.id == id).ok_or_else(|| KeyError::Unknown(id.into()))?;
    let signs = |other: &&Entry| matches!(other.state, State::Signs(from) if other.id != id && from <= now.timestamp());
    if matches!(key.state, State::Signs(_)) && !all.iter().any(|other| signs(&other)) {
        return Err(KeyError::Last(id.into()));
    }
    if !is_leaked && matches!(key.state, State::Signs(_)) {
        let private = PrivateKey::parse(&read(&key.file)?);
        let private = private.ok_or_else(|| KeyError::Unusable(key.file.display().to_string(), "private"))?;
        let retired = key.file.with_extension(format!("retired-{}.jwk", stamp(now.timestamp())));
        fs::write(retired, serde_json::json!(private.jwk).to_string()).map_err(failed)?;
    }
    fs::remove_file(&key.file).map_err(failed)
}

fn pkcs8(algorithm: Algorithm) -> Option<Vec<u8>> {
    let random = SystemRandom::new();
    let made = match algorithm {
        Algorithm::ES256 => EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random),
        _ => Ed25519KeyPair::generate_pkcs8v1(&random),
    };
    Some(made.ok()?.as_ref().to_vec())
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
}
