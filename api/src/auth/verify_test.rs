//! Tokens that must not be believed, each by one difference from one that is.

use chrono::Duration;
use futures_util::FutureExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use schema::viewer::Class;
use serde_json::{Value, json};

use super::*;
use crate::auth::{Signer, demo::people};

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
        Refused("A claim of the token is missing, doubled or of the wrong type.")
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
    let (mut verifier, token) = (verifier(), sign(&good()));
    assert!(verify_at(&verifier, &token, now()).is_ok());
    verifier.keys.clear();
    assert!(verify_at(&verifier, &token, now()).is_err());
    assert!(verifier.kept.find(&Kept::hash(&token)).is_none());
}

#[test]
fn a_kept_token_is_not_believed_when_another_key_has_taken_the_name() {
    let (mut verifier, token) = (verifier(), sign(&good()));
    assert!(verify_at(&verifier, &token, now()).is_ok());
    let stranger = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let stranger = PublicKey { id: demo::THUMBPRINT.into(), ..PublicKey::parse(stranger.as_bytes()).unwrap() };
    verifier.keys.insert(demo::THUMBPRINT.into(), Arc::new(stranger));
    assert_eq!(verify_at(&verifier, &token, now()).unwrap_err(), Refused("The signature of the token is not valid."));
}

#[test]
fn a_kept_token_does_not_speak_for_another() {
    let (verifier, token) = (verifier(), sign(&good()));
    assert!(verify_at(&verifier, &token, now()).is_ok());
    for other in [token.replace('.', ".."), format!("{token}="), token[..token.len() - 1].to_owned()] {
        assert!(verify_at(&verifier, &other, now()).is_err(), "{other}");
    }
}
