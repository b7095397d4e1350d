//! A role that is missing, unknown, doubled or does not fit its unit gets nothing: not even what the public sees.

use chrono::Duration;
use jsonwebtoken::{Algorithm, EncodingKey, Header, crypto, encode};
use reqwest::StatusCode;
use schema::viewer::{Class, Duty, Role};
use serde_json::{Map, Value, json};
use tests::{App, Reply, Who, World, both, world::PUBLISHED};

both!(
    a_good_role_is_somebody,
    a_role_that_is_missing_gets_nothing,
    a_role_that_is_unknown_gets_nothing,
    a_role_that_is_doubled_gets_nothing,
    a_role_that_does_not_fit_its_unit_gets_nothing,
);

/// What a token of the head of a department claims.
fn good(app: &App) -> Map<String, Value> {
    let now = app.now().timestamp();
    let claims = json!({
        "iss": "thidua", "aud": "thidua", "sub": "an", "iat": now, "nbf": now, "exp": now + 900,
        "class": "DEPARTMENT", "duty": "HEAD", "unit": "SGTVT",
    });
    claims.as_object().unwrap().clone()
}

fn key() -> EncodingKey {
    EncodingKey::from_ed_pem(api::auth::demo::PRIVATE_KEY).unwrap()
}

fn sign(claims: &Map<String, Value>) -> String {
    encode(&Header::new(Algorithm::EdDSA), claims, &key()).unwrap()
}

/// Signs a body as it is written, names that stand twice included.
fn sign_text(app: &App, body: &str) -> String {
    let token = sign(&good(app));
    let head = token.split('.').next().unwrap();
    let body = base64(body.as_bytes());
    let signature = crypto::sign(format!("{head}.{body}").as_bytes(), &key(), Algorithm::EdDSA).unwrap();
    format!("{head}.{body}.{signature}")
}

/// Base64url without padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let byte = |chunk: &[u8], at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
    let word = |chunk: &[u8]| byte(chunk, 0) << 16 | byte(chunk, 1) << 8 | byte(chunk, 2);
    let digit = |chunk: &[u8], at: usize| char::from(ALPHABET[(word(chunk) >> (18 - 6 * at) & 63) as usize]);
    bytes.chunks(3).flat_map(|chunk| (0..=chunk.len()).map(move |at| digit(chunk, at))).collect()
}

async fn ask(app: &App, token: &str) -> Reply {
    let document = "{ viewer { class duty } units { totalCount } }";
    app.as_(Who::Public).with("authorization", format!("Bearer {token}")).query(document, json!({})).await
}

/// No data at all, and 401.
async fn gets_nothing(app: &App, token: &str, why: &str) {
    let reply = ask(app, token).await;
    assert_eq!((reply.status, reply.code()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"), "{why}: {}", reply.text);
    assert!(reply.json.get("data").is_none(), "{why}: {}", reply.text);
}

async fn a_good_role_is_somebody(app: App) {
    World::units(&app).await;
    for token in [sign(&good(&app)), sign_text(&app, &Value::from(good(&app)).to_string())] {
        let reply = ask(&app, &token).await.ok();
        assert_eq!((reply.str("viewer.class"), reply.str("viewer.duty")), ("DEPARTMENT", "HEAD"));
    }
}

async fn a_role_that_is_missing_gets_nothing(app: App) {
    World::units(&app).await;
    for name in ["class", "duty", "unit", "sub", "iss", "aud", "iat", "nbf", "exp"] {
        let mut claims = good(&app);
        claims.remove(name);
        gets_nothing(&app, &sign(&claims), &format!("no {name}")).await;
        claims.insert(name.into(), Value::Null);
        gets_nothing(&app, &sign(&claims), &format!("{name} is null")).await;
        claims.insert(name.into(), "".into());
        gets_nothing(&app, &sign(&claims), &format!("{name} is empty")).await;
    }
}

async fn a_role_that_is_unknown_gets_nothing(app: App) {
    World::units(&app).await;
    for (name, value) in [
        ("class", "KING"),
        ("class", "department"),
        ("class", "DEPARTMENT "),
        ("class", "PUBLIC"),
        ("duty", "BOSS"),
        ("duty", "head"),
        ("duty", "MEMBER"),
        ("duty", "ADMIN"),
        ("unit", "KHONG-CO"),
        ("unit", "sgtvt"),
    ] {
        let mut claims = good(&app);
        claims.insert(name.into(), value.into());
        gets_nothing(&app, &sign(&claims), &format!("{name} {value}")).await;
    }
}

/// As a list, as an object, as the same name twice in one object: which of them was meant cannot be told.
async fn a_role_that_is_doubled_gets_nothing(app: App) {
    World::units(&app).await;
    for (name, value) in [
        ("class", json!(["DEPARTMENT"])),
        ("class", json!(["DEPARTMENT", "STANDING_BODY"])),
        ("duty", json!(["HEAD", "OFFICER"])),
        ("unit", json!(["SGTVT", "STC"])),
        ("duty", json!({ "HEAD": true })),
        ("duty", json!(1)),
    ] {
        let mut claims = good(&app);
        claims.insert(name.into(), value.clone());
        gets_nothing(&app, &sign(&claims), &format!("{name} {value}")).await;
    }
    let body = Value::from(good(&app)).to_string();
    for more in [
        r#""class":"STANDING_BODY","#,
        r#""class":"DEPARTMENT","#,
        r#""duty":"OFFICER","#,
        r#""unit":"STC","#,
        r#""\u0063lass":"STANDING_BODY","#,
    ] {
        for body in [
            body.replacen('{', &format!("{{{more}"), 1),
            format!("{},{}}}", &body[..body.len() - 1], more.trim_end_matches(',')),
        ] {
            gets_nothing(&app, &sign_text(&app, &body), &body).await;
        }
    }
}

/// Every role, in a unit of every kind that there is here: somebody where it fits, nothing elsewhere.
async fn a_role_that_does_not_fit_its_unit_gets_nothing(app: App) {
    use entity::unit::UnitKind as K;
    World::units(&app).await;
    let units = [
        ("UBND", K::Province),
        ("SNV", K::Department),
        ("SGTVT", K::Department),
        ("CL", K::District),
        ("CL-MC", K::Commune),
        ("PCTV", K::Enterprise),
        ("BTV", K::Media),
    ];
    let system = |unit: &str| format!("system-{}", unit.to_lowercase());
    for (unit, _) in units {
        World::agency(&app, unit, &system(unit), PUBLISHED).await;
    }
    for class in Class::ALL {
        for duty in Duty::ALL {
            for (unit, kind) in units {
                let mut claims = good(&app);
                claims.insert("class".into(), class.code().into());
                claims.insert("duty".into(), duty.code().into());
                claims.insert("unit".into(), unit.into());
                claims.insert("client".into(), system(unit).into());
                let is_theirs = *class != Class::StandingBody || unit == "SNV";
                let (token, why) = (sign(&claims), format!("{class:?} {duty:?} in {unit}"));
                if Role::new(*class, *duty).is_some_and(|role| role.fits(kind) && is_theirs) {
                    assert_eq!(ask(&app, &token).await.ok().str("viewer.class"), class.code(), "{why}");
                } else {
                    gets_nothing(&app, &token, &why).await;
                }
            }
        }
    }
    // A unit that has ended is none, and so is one that is not there yet.
    app.run("update unit set valid_to = '2021-08-01' where abbreviation = 'SGTVT'").await;
    app.at(&(app.now() + Duration::days(1)).to_rfc3339());
    gets_nothing(&app, &sign(&good(&app)), "a unit that has ended").await;
}
