//! Who asks: a token that is not believed is 401 and never the public; none is the public.

use api::{
    auth::{Person, Signer},
    config::{Auth, Mode},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use tests::{App, Reply, Who, World, both, root};

use crate::sign_in::limit;

const WHO: &str = "{ viewer { subject class duty unit { abbreviation } actions } }";

both!(
    no_token_is_the_public,
    a_token_says_who_asks,
    a_bad_token_is_401,
    a_role_that_does_not_fit_its_unit_is_401,
    a_token_ends_after_the_leeway,
    a_token_has_a_length,
    the_public_cannot_write,
    health_needs_no_token,
);

/// Without a token one is the public, who may do nothing.
async fn no_token_is_the_public(app: App) {
    let reply = app.as_(Who::Public).query(WHO, json!({})).await.ok();
    assert_eq!(
        *reply.data("viewer"),
        json!({ "subject": null, "class": null, "duty": null, "unit": null, "actions": [] })
    );
}

/// The claims are the viewer; an identifier names the unit as well as its abbreviation does.
async fn a_token_says_who_asks(app: App) {
    World::units(&app).await;
    let reply = app.as_(Who::head("SGTVT").named("giamdoc.sgtvt")).query(WHO, json!({})).await.ok();
    assert_eq!(reply.str("viewer.subject"), "giamdoc.sgtvt");
    assert_eq!((reply.str("viewer.class"), reply.str("viewer.duty")), ("DEPARTMENT", "HEAD"));
    assert_eq!(reply.str("viewer.unit.abbreviation"), "SGTVT");
    assert!(reply.list("viewer.actions").contains(&json!("submitProject")));
    assert!(!reply.list("viewer.actions").contains(&json!("acceptProject")));
    let reply = app.as_(Who::chair()).query(WHO, json!({})).await.ok();
    assert_eq!(reply.str("viewer.unit.abbreviation"), "UBND");
}

/// Whatever is wrong with a token: 401 with a challenge, no data, and nothing happens.
async fn a_bad_token_is_401(app: App) {
    for (why, token) in bad_tokens(&app) {
        let reply = with(&app, &format!("Bearer {token}"), WHO).await;
        refused(&reply, why);
    }
    let good = good_token(&app);
    for header in [good.clone(), format!("Basic {good}"), "Bearer".into(), "Bearer ".into(), format!("Bearer {good} x")]
    {
        refused(&with(&app, &header, WHO).await, &header);
    }
    let twice = app.as_(Who::admin()).with("authorization", format!("Bearer {good}"));
    refused(&twice.query(WHO, json!({})).await, "two headers");
}

/// A role that does not fit its unit, or a unit that is not there, is nobody: not the public.
async fn a_role_that_does_not_fit_its_unit_is_401(app: App) {
    World::units(&app).await;
    for who in [
        Who::head("CL"),
        Who::district_head("SGTVT"),
        Who::enterprise_head("SNV"),
        Who::media("CL"),
        Who::head("KHONG-CO"),
    ] {
        refused(&app.as_(who.clone()).query(WHO, json!({})).await, &format!("{who:?}"));
    }
}

/// Clocks may differ by the leeway, and no more.
async fn a_token_ends_after_the_leeway(app: App) {
    let (person, start) = (person(Who::admin()), app.now());
    let token = app.signer().issue(&person, start, Duration::minutes(15)).unwrap();
    let leeway = i64::from(app.config().auth.leeway_seconds);
    for (seconds, status) in [
        (15 * 60 + leeway - 1, StatusCode::OK),
        (15 * 60 + leeway, StatusCode::UNAUTHORIZED),
        (-leeway - 1, StatusCode::UNAUTHORIZED),
        (-leeway, StatusCode::OK),
    ] {
        app.at(&(start + Duration::seconds(seconds)).to_rfc3339());
        assert_eq!(with(&app, &format!("Bearer {token}"), WHO).await.status, status, "{seconds} s");
    }
}

/// A token may have so many bytes, and not one more, however well it is signed.
async fn a_token_has_a_length(app: App) {
    let most = usize::try_from(limit(&app, "tokenBytes").await).unwrap();
    let key = EncodingKey::from_ed_pem(&demo_key("private")).unwrap();
    // What stands in a header besides moves the length where no number of letters in the claims would meet it.
    let of = |bytes: usize| {
        let padded = |letters: usize, kind: &str| {
            let mut claims = claims(&app);
            claims["more"] = "x".repeat(letters).into();
            let header = Header { typ: Some(kind.to_owned()), ..Header::new(Algorithm::EdDSA) };
            encode(&header, &claims, &key).unwrap()
        };
        let short = padded(0, "JWT").len();
        let letters = (bytes - short) * 3 / 4;
        let all = (letters - 4..=letters).flat_map(|letters| ["JWT", "JWT+"].map(|kind| padded(letters, kind)));
        all.into_iter().find(|token| token.len() == bytes).unwrap()
    };
    let (fits, long) = (of(most), of(most + 1));
    let _ = with(&app, &format!("Bearer {fits}"), WHO).await.ok();
    let reply = with(&app, &format!("Bearer {long}"), WHO).await;
    refused(&reply, "one byte more");
    assert!(reply.text.contains("too long"), "{}", reply.text);
}

/// A mutation without a token is refused in the answer, where the field stands; reading goes on.
async fn the_public_cannot_write(app: App) {
    let world = World::launched(&app).await;
    let reply = app
        .as_(Who::Public)
        .say("submitProject", json!({ "id": world.campaign.replace("Campaign", "Project") }), "project { id }")
        .await;
    let reply = reply.refused("UNAUTHENTICATED");
    assert_eq!(*reply.data("submitProject"), Value::Null);
    assert_eq!(reply.status, StatusCode::OK);
}

async fn with(app: &App, authorization: &str, document: &str) -> Reply {
    let client = app.as_(Who::Public).with("authorization", authorization);
    client.query(document, json!({})).await
}

#[track_caller]
fn refused(reply: &Reply, why: &str) {
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{why}: {}", reply.text);
    assert_eq!(reply.code(), "UNAUTHENTICATED", "{why}");
    assert!(reply.header(header::WWW_AUTHENTICATE.as_str()).starts_with("Bearer "), "{why}: {:?}", reply.headers);
    assert!(reply.json.get("data").is_none(), "{why}: {}", reply.text);
}

fn person(who: Who) -> Person {
    match who {
        Who::Person(person) => person,
        Who::Public => panic!("nobody"),
    }
}

fn good_token(app: &App) -> String {
    app.signer().issue(&person(Who::admin()), app.now(), Duration::minutes(15)).unwrap()
}

/// Tokens with one thing wrong each.
pub fn bad_tokens(app: &App) -> Vec<(&'static str, String)> {
    let (admin, now, life) = (person(Who::admin()), app.now(), Duration::minutes(15));
    let by = |change: fn(&mut Auth)| {
        let mut auth = app.config().auth.clone();
        change(&mut auth);
        Signer::new(&auth, Mode::Demo).unwrap().issue(&admin, now, life).unwrap()
    };
    let good = good_token(app);
    let [head, body, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!("{good}") };
    vec![
        ("garbage", "x.y.z".into()),
        ("no signature", format!("{head}.{body}.")),
        ("two parts", format!("{head}.{body}")),
        (
            "another's signature",
            format!("{head}.{}.{signature}", by(|auth| auth.issuer = "other".into()).split('.').nth(1).unwrap()),
        ),
        ("alg none", format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{body}.")),
        ("alg HS256", format!("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.{body}.{signature}")),
        ("audience", by(|auth| auth.audience = "somebody else".into())),
        ("issuer", by(|auth| auth.issuer = "somebody else".into())),
        ("expired", app.signer().issue(&admin, now - Duration::hours(1), life).unwrap()),
        ("not yet", app.signer().issue(&admin, now + Duration::hours(1), life).unwrap()),
        ("HS256 by the public key", confused(app)),
        ("a text for a number", with_text(app)),
        ("too long", format!("{good}{}", "A".repeat(9000))),
    ]
}

/// The claims of a good token.
fn claims(app: &App) -> Value {
    let good = good_token(app);
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(good.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

fn demo_key(half: &str) -> Vec<u8> {
    std::fs::read(root().join(format!("api/src/auth/demo/DEMO-ONLY-{half}.pem"))).unwrap()
}

/// The public key as the secret of another algorithm.
fn confused(app: &App) -> String {
    let key = EncodingKey::from_secret(&demo_key("public"));
    encode(&Header::new(Algorithm::HS256), &claims(app), &key).unwrap()
}

/// Well signed, with the times as texts.
fn with_text(app: &App) -> String {
    let mut claims = claims(app);
    claims["exp"] = claims["exp"].to_string().into();
    encode(&Header::new(Algorithm::EdDSA), &claims, &EncodingKey::from_ed_pem(&demo_key("private")).unwrap()).unwrap()
}

/// Health answers whoever asks, with whatever token.
async fn health_needs_no_token(app: App) {
    for path in ["/healthz", "/readyz"] {
        let client = app.as_(Who::Public).with("authorization", "Bearer nonsense");
        assert_eq!(client.send(client.request(Method::GET, path)).await.status, StatusCode::OK, "{path}");
    }
}
