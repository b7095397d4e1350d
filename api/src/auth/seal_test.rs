//! Which keys the trail is signed with, and which signatures are believed.

use std::path::PathBuf;

use schema::trail::{Keys as _, Signer as _};

use super::*;

fn audit(signing_key: &str) -> Audit {
    Audit { signing_key: signing_key.into(), public_keys: Vec::new() }
}

fn demo_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/auth/demo/DEMO-ONLY-private.pem")
}

#[test]
fn production_refuses_no_key_and_the_demo_key() {
    assert!(matches!(SealingKey::new(&audit(""), Mode::Production), Err(KeyError::NoSealingKey)));
    let demo = audit(demo_file().to_str().unwrap());
    assert!(matches!(SealingKey::new(&demo, Mode::Production), Err(KeyError::Demo(_))));
    assert!(matches!(SealingKey::new(&audit("/not/there"), Mode::Demo), Err(KeyError::Unreadable(..))));
    assert!(SealingKey::new(&demo, Mode::Demo).is_ok());
}

#[test]
fn a_signature_is_held_against_the_key_it_names() {
    let key = SealingKey::new(&audit(""), Mode::Demo).unwrap();
    let signature = key.sign("a text").unwrap();
    let keys = SealKeys::published(&audit(""), Mode::Demo).unwrap();
    assert_eq!(keys.is_signed(key.key_id(), "a text", &signature), Some(true));
    assert_eq!(keys.is_signed(key.key_id(), "another", &signature), Some(false));
    assert_eq!(keys.is_signed(key.key_id(), "a text", "not base64 !"), Some(false));
    assert_eq!(keys.is_signed("another", "a text", &signature), None);
}

#[test]
fn keys_are_read_back_as_they_are_published() {
    let published = SealKeys::published(&audit(""), Mode::Demo).unwrap().json().to_string();
    let mut keys = SealKeys::default();
    keys.put_text("keys.json", published.as_bytes()).unwrap();
    assert_eq!(keys.json().to_string(), published);
    assert!(published.contains("\"crv\":\"Ed25519\"") && !published.contains("\"d\""), "{published}");
    keys.put_text("key.pem", demo::PUBLIC_KEY).unwrap();
    assert!(keys.put_text("none", b"{}").is_err());
}
