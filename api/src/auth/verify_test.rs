//! Tokens that must not be believed, each by one difference from one that is.

use chrono::Duration;
use futures_util::FutureExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use schema::viewer::Class;
use serde_json::{Value, json};

use super::*;
use crate::auth::{
    Signer, demo,
    demo::people,
    folder::{self, State},
};

const NOW: i64 = 1_628_208_000;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(NOW, 0).unwrap()
}

fn config() -> Auth {
    crate::config::load(&crate::config::Flags::default(), []).unwrap().auth
}

fn verify(token: &str) -> Result<Arc<Claims>, Refused> {
    verify_at(&verifier(), token, now())
}

fn verifier() -> Verifier {
    Verifier::new(&config(), Mode::Demo).unwrap()
}

/// With keys of this machine there is nothing to wait for.
fn verify_at(verifier: &Verifier, token: &str, now: DateTime<Utc>) -> Result<Arc<Claims>, Refused> {
    verifier.verify(token, now).now_or_never().unwrap()
}

fn good() -> Value {
    json!({
        "iss": "thidua", "aud": "thidua", "sub": "an", "iat": NOW, "nbf": NOW, "exp": NOW + 900,
        "class": "STANDING_BODY", "duty": "HEAD", "unit": "SNV",
    })
}

fn sign(payload: &Value) -> String {
    sign_with(payload, &Header::new(Algorithm::EdDSA))
}

fn sign_with(payload: &Value, header: &Header) -> String {
    encode(header, payload, &EncodingKey::from_ed_pem(demo::PRIVATE_KEY).unwrap()).unwrap()
}

fn with(name: &str, value: Value) -> String {
    let mut payload = good();
    payload[name] = value;
    sign(&payload)
}

/// Base64url without padding, by hand: what a forger would write.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digit = |chunk: &[u8], i: usize| {
        let word = u32::from(chunk[0]) << 16
            | u32::from(*chunk.get(1).unwrap_or(&0)) << 8
            | u32::from(*chunk.get(2).unwrap_or(&0));
        char::from(ALPHABET[(word >> (18 - 6 * i) & 63) as usize])
    };
    bytes.chunks(3).flat_map(|chunk| (0..=chunk.len()).map(move |i| digit(chunk, i))).collect()
}

#[test]
fn a_good_token_is_believed() {
    let claims = verify(&sign(&good())).unwrap();
    assert_eq!((claims.class, claims.unit.as_str(), claims.subject.as_str()), (Class::StandingBody, "SNV", "an"));
    assert!(verify(&with("aud", json!(["other", "thidua"]))).is_ok());
    assert_eq!(verify(&with("client", json!("app"))).unwrap().client.as_deref(), Some("app"));
}

#[test]
fn what_the_signer_issues_is_believed() {
    let signer = Signer::new(&config(), Mode::Demo).unwrap();
    for somebody in people() {
        let token = signer.issue(&somebody.person, now(), Duration::minutes(15)).unwrap();
        assert_eq!(verify(&token).unwrap().unit, somebody.person.unit);
    }
}

#[test]
fn the_demo_key_is_known_by_its_thumbprint() {
    assert_eq!(PublicKey::parse(demo::PUBLIC_KEY).unwrap().thumbprint, demo::THUMBPRINT);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/auth/demo/DEMO-ONLY-public.pem");
    let auth = Auth { public_keys: vec![file.into()], ..config() };
    assert!(matches!(Verifier::new(&auth, Mode::Production), Err(KeyError::Demo(_))));
    let auth = Auth { signing_key: file.replace("public", "private").into(), ..config() };
    assert!(matches!(Signer::new(&auth, Mode::Production), Err(KeyError::Demo(_))));
    assert!(matches!(Signer::new(&config(), Mode::Production), Err(KeyError::NoSigningKey)));
}

#[test]
fn every_claim_is_required() {
    for name in ["iss", "aud", "sub", "iat", "nbf", "exp", "class", "duty", "unit"] {
        let mut payload = good();
        payload.as_object_mut().unwrap().shift_remove(name);
        assert!(verify(&sign(&payload)).is_err(), "without {name}");
    }
}

#[test]
fn every_claim_has_its_type() {
    for name in ["iat", "nbf", "exp"] {
        assert!(verify(&with(name, json!((NOW + 10).to_string()))).is_err(), "{name} as text");
        assert!(verify(&with(name, Value::Null)).is_err(), "{name} null");
    }
    for name in ["iss", "sub", "class", "duty", "unit", "client"] {
        assert!(verify(&with(name, json!(["SNV"]))).is_err(), "{name} as a list");
        assert!(verify(&with(name, json!(""))).is_err(), "{name} empty");
    }
    assert!(verify(&with("aud", json!([]))).is_err());
    assert!(verify(&with("unit", json!("S\nNV"))).is_err());
}

#[test]
fn a_doubled_claim_is_no_claim() {
    let payload = good().to_string().replace("\"duty\":\"HEAD\"", "\"duty\":\"OFFICER\",\"duty\":\"HEAD\"");
    let head = sign(&good()).split('.').next().unwrap().to_owned();
    let message = format!("{head}.{}", base64(payload.as_bytes()));
    let key = EncodingKey::from_ed_pem(demo::PRIVATE_KEY).unwrap();
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::EdDSA).unwrap();
    assert_eq!(
        verify(&format!("{message}.{signature}")).unwrap_err(),
        Refused::Token("A claim of the token is missing, doubled or of the wrong type.")
    );
}

#[test]
fn times_have_thirty_seconds_of_leeway() {
    for (name, last_good, first_bad) in
        [("exp", NOW - 29, NOW - 30), ("nbf", NOW + 30, NOW + 31), ("iat", NOW + 30, NOW + 31)]
    {
        let mut payload = good();
        (payload["iat"], payload["nbf"]) = (json!(NOW - 900), json!(NOW - 900));
        payload[name] = json!(last_good);
        assert!(verify(&sign(&payload)).is_ok(), "{name} {last_good}");
        payload[name] = json!(first_bad);
        assert!(verify(&sign(&payload)).is_err(), "{name} {first_bad}");
    }
    assert!(verify(&with("exp", json!(i64::MIN))).is_err());
    assert!(verify(&with("nbf", json!(i64::MAX))).is_err());
}

#[test]
fn others_tokens_are_not_ours() {
    assert!(verify(&with("aud", json!("somebody-else"))).is_err());
    assert!(verify(&with("iss", json!("somebody-else"))).is_err());
    assert!(verify(&with("class", json!("KING"))).is_err());
    assert!(verify(&with("duty", json!("head"))).is_err());
}

#[test]
fn no_algorithm_and_another_algorithm_are_refused() {
    let payload = base64(good().to_string().as_bytes());
    for alg in ["none", "None", "NONE", ""] {
        let head = base64(json!({ "alg": alg, "typ": "JWT" }).to_string().as_bytes());
        assert!(verify(&format!("{head}.{payload}.")).is_err(), "{alg}");
    }
    let secret = EncodingKey::from_secret(demo::PUBLIC_KEY);
    let confused = encode(&Header::new(Algorithm::HS256), &good(), &secret).unwrap();
    assert!(verify(&confused).is_err(), "the public key as a secret");
}

#[test]
fn a_changed_token_is_refused() {
    let token = sign(&good());
    let parts: Vec<_> = token.split('.').collect();
    let mut other = good();
    other["duty"] = json!("OFFICER");
    assert!(verify(&format!("{}.{}.{}", parts[0], base64(other.to_string().as_bytes()), parts[2])).is_err());
    assert!(verify(&format!("{}.{}.", parts[0], parts[1])).is_err());
    for broken in ["", ".", "..", "a.b.c", "x", &"a".repeat(9000)] {
        assert!(verify(broken).is_err(), "{broken}");
    }
}

#[test]
fn the_key_is_picked_by_its_name() {
    let named = |kid: &str| Header { kid: Some(kid.into()), ..Header::new(Algorithm::EdDSA) };
    assert!(verify(&sign_with(&good(), &named(demo::THUMBPRINT))).is_ok());
    assert!(verify(&sign_with(&good(), &named("../../etc/passwd"))).is_err());
    let critical = Header { crit: Some(vec!["exp".into()]), ..Header::new(Algorithm::EdDSA) };
    assert!(verify(&sign_with(&good(), &critical)).is_err());
}

#[test]
fn a_kept_token_is_believed_for_its_time_only() {
    let (verifier, token) = (verifier(), sign(&good()));
    for (seconds, is_believed) in
        [(0, true), (1, true), (929, true), (930, false), (929, true), (-31, false), (-30, true)]
    {
        let at = now() + Duration::seconds(seconds);
        assert_eq!(verify_at(&verifier, &token, at).is_ok(), is_believed, "after {seconds} s");
    }
}

#[test]
fn a_kept_token_is_not_believed_when_its_key_has_gone() {
    let keys = Folder::new();
    let (first, person) = (keys.generate(now()), &people()[0].person);
    let (signer, verifier) = keys.open();
    let token = signer.issue(person, now(), Duration::minutes(15)).unwrap();
    assert!(verify_at(&verifier, &token, now()).is_ok());
    assert!(matches!(folder::retire(&keys.0, &first, true, now()), Err(KeyError::Last(_))), "nothing would sign");

    let second = keys.generate(now());
    let later = now() + Duration::seconds(folder::LEAD);
    assert_eq!(kid(&signer.issue(person, later - Duration::seconds(1), Duration::minutes(15)).unwrap()), first);
    assert_eq!(kid(&signer.issue(person, later, Duration::minutes(15)).unwrap()), second);
    assert!(verify_at(&verifier, &token, later).is_ok(), "both are believed");
    folder::retire(&keys.0, &first, true, later).unwrap();
    assert!(verify_at(&verifier, &token, later).is_ok(), "the folder is read every 30 s");
    let noticed = later + Duration::seconds(31);
    assert_eq!(verify_at(&verifier, &token, noticed).unwrap_err(), Refused::UNKNOWN_KEY);
}

#[test]
fn a_retired_key_is_believed_for_a_day() {
    let keys = Folder::new();
    let first = keys.generate(now());
    let (signer, verifier) = keys.open();
    let token = signer.issue(&people()[0].person, now(), Duration::days(2)).unwrap();
    keys.generate(now() - Duration::seconds(folder::LEAD));
    folder::retire(&keys.0, &first, false, now()).unwrap();
    let day = Duration::seconds(folder::OVERLAP);
    assert!(verify_at(&verifier, &token, now() + day - Duration::seconds(1)).is_ok());
    assert!(verify_at(&verifier, &token, now() + day + Duration::seconds(31)).is_err());
    assert!(folder::list(&keys.0).unwrap().iter().all(|key| key.id != first || matches!(key.state, State::Retired(_))));
}

#[test]
fn both_algorithms_sign_and_are_published() {
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256] {
        let keys = Folder::new();
        folder::generate(&keys.0, algorithm, now()).unwrap();
        let (signer, verifier) = keys.open();
        let token = signer.issue(&people()[0].person, now(), Duration::minutes(15)).unwrap();
        assert!(verify_at(&verifier, &token, now()).is_ok(), "{algorithm:?}");
        let published = &signer.jwks(now())["keys"][0];
        assert_eq!(published["kid"].as_str(), Some(kid(&token).as_str()));
        assert_eq!((&published["use"], published.get("d")), (&json!("sig"), None));
        assert_eq!(published["alg"], json!(if algorithm == Algorithm::ES256 { "ES256" } else { "EdDSA" }));
    }
}

/// A folder of keys that goes with the test.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("thidua-keys-{}", uuid::Uuid::new_v4().simple())))
    }

    fn generate(&self, at: DateTime<Utc>) -> String {
        folder::generate(&self.0, Algorithm::EdDSA, at).unwrap().id
    }

    fn open(&self) -> (Signer, Verifier) {
        let auth = Auth { keys: self.0.clone(), ..config() };
        let rings = Arc::new(Rings::open(&auth, Mode::Production).unwrap());
        (Signer::with(Arc::clone(&rings), &auth), Verifier::with(rings, &auth).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn kid(token: &str) -> String {
    decode_header(token).unwrap().kid.unwrap()
}

#[test]
fn keys_that_everybody_has_are_refused_in_production() {
    let keys = Folder::new();
    std::fs::create_dir_all(&keys.0).unwrap();
    let example = keys.0.join("example.jwk");
    let text = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    std::fs::write(&example, text).unwrap();
    let auth = Auth { public_keys: vec![example], ..config() };
    assert!(matches!(Verifier::new(&auth, Mode::Production), Err(KeyError::Demo(_))));
    assert!(Verifier::new(&auth, Mode::Demo).is_ok());
}

#[test]
fn short_and_other_keys_are_no_keys() {
    let rsa = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs","e":"AQAB"}"#;
    let secret = r#"{"kty":"oct","k":"c2VjcmV0"}"#;
    let p384 = r#"{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}"#;
    let encryption = r#"{"kty":"OKP","crv":"Ed25519","use":"enc","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let other = r#"{"kty":"OKP","crv":"Ed25519","alg":"ES256","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    for text in [rsa, secret, p384, encryption, other, "", "-----BEGIN PUBLIC KEY-----"] {
        assert!(PublicKey::parse(text.as_bytes()).is_none(), "{text}");
    }
}

#[test]
fn a_scope_without_write_only_reads() {
    let is_read_only = |scope: Value| verify(&with("scope", scope)).map(|claims| claims.is_read_only);
    assert!(!verify(&sign(&good())).unwrap().is_read_only);
    for (scope, expected) in
        [("write", false), ("read write", false), ("read", true), ("", true), ("openid writer", true)]
    {
        assert_eq!(is_read_only(json!(scope)), Ok(expected), "{scope}");
    }
    assert_eq!(is_read_only(json!(["read", "write"])), Ok(false));
    assert!(is_read_only(json!(1)).is_err());
    assert!(is_read_only(json!(["write", 1])).is_err());
}

#[test]
fn another_agencys_token_names_its_client() {
    let mut payload = good();
    (payload["class"], payload["duty"]) = (json!("AGENCY"), json!("CLIENT"));
    assert!(verify(&sign(&payload)).is_err());
    payload["client"] = json!("so-lieu-thong-ke");
    assert_eq!(verify(&sign(&payload)).unwrap().client.as_deref(), Some("so-lieu-thong-ke"));
}

#[test]
fn a_session_is_a_uuid() {
    let session = uuid::Uuid::now_v7();
    assert_eq!(verify(&with("sid", json!(session.to_string()))).unwrap().session, Some(session));
    assert!(verify(&with("sid", json!("1 or 1=1"))).is_err());
    assert!(verify(&with("sid", json!(7))).is_err());
}

#[test]
fn a_kept_token_does_not_speak_for_another() {
    let (verifier, token) = (verifier(), sign(&good()));
    assert!(verify_at(&verifier, &token, now()).is_ok());
    for other in [token.replace('.', ".."), format!("{token}="), token[..token.len() - 1].to_owned()] {
        assert!(verify_at(&verifier, &other, now()).is_err(), "{other}");
    }
}
