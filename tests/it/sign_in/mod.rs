//! Signing in with a name and a password: sessions, refresh tokens used once, what ends them, and the tries that are counted.

mod client;
mod lives;

use chrono::Duration;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{App, PUBLISHED, Who, World, at_once, both};

pub(crate) use client::{access, ready, say, sign_in, sign_out};
use client::{as_token, create, error, id, input, post, refresh};

const WHO: &str = "{ viewer { subject class duty unit { abbreviation } actions } }";
const FIRST: &str = "chín rồng một dòng sông";
const OWN: &str = "đồng bằng sông Cửu Long";

both!(
    a_first_password_is_changed_and_then_signs_in,
    whatever_is_wrong_answers_alike,
    a_refresh_token_is_used_once,
    two_who_refresh_at_once_end_the_session,
    sign_out_ends_one_session_or_all,
    a_session_ends_with_its_time,
    a_changed_role_takes_effect,
    a_disabled_user_is_out,
    tries_are_counted_by_name_and_by_address,
    the_trail_tells_of_sign_ins,
    read_only_tokens_do_not_write,
    administrators_keep_the_users,
    a_weak_password_is_refused,
    only_json_of_the_right_form_is_taken,
    the_keys_are_published,
);

/// What the administrator chose has to be changed; then there are tokens, and they are the user.
async fn a_first_password_is_changed_and_then_signs_in(app: App) {
    World::units(&app).await;
    create(&app, "an.nguyen", "DEPARTMENT", "HEAD", "SGTVT").await;
    let reply = sign_in(&app, "an.nguyen", FIRST).await;
    assert_eq!(
        (reply.status, error(&reply), reply.code()),
        (StatusCode::BAD_REQUEST, "invalid_grant", "PASSWORD_CHANGE_REQUIRED")
    );
    let change = json!({ "username": "AN.Nguyen", "password": FIRST, "new_password": OWN });
    let tokens = post(&app, "/auth/password", &change).await;
    assert_eq!(
        (tokens.status, tokens.json["token_type"].as_str()),
        (StatusCode::OK, Some("Bearer")),
        "{}",
        tokens.text
    );
    assert_eq!((tokens.json["expires_in"].as_i64(), tokens.json["scope"].as_str()), (Some(900), Some("read write")));
    let viewer = as_token(&app, &access(&tokens), WHO).await.ok();
    assert_eq!((viewer.str("viewer.subject"), viewer.str("viewer.unit.abbreviation")), ("an.nguyen", "SGTVT"));
    assert!(viewer.list("viewer.actions").contains(&json!("submitProject")));
    assert_eq!(sign_in(&app, "an.nguyen", FIRST).await.code(), "SIGN_IN_REFUSED");
    let again = sign_in(&app, " An.Nguyen ", OWN).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    assert_eq!(again.header("cache-control"), "private, no-store");
}

/// A wrong password, a name that is not there and a disabled user: the same words.
async fn whatever_is_wrong_answers_alike(app: App) {
    ready(&app, "an.nguyen").await;
    ready(&app, "binh.tran").await;
    let _ = say(&app, "disableUser", "binh.tran", json!({})).await.ok();
    let bodies: Vec<Value> = [
        sign_in(&app, "an.nguyen", "sai mật khẩu rồi nhé").await,
        sign_in(&app, "khong.co", OWN).await,
        sign_in(&app, "binh.tran", OWN).await,
        sign_in(&app, "an.nguyen", "").await,
    ]
    .into_iter()
    .map(|reply| {
        assert_eq!(
            (reply.status, error(&reply), reply.code()),
            (StatusCode::BAD_REQUEST, "invalid_grant", "SIGN_IN_REFUSED")
        );
        json!([reply.json["error_description"], reply.json["errors"][0]["message"]])
    })
    .collect();
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
}

/// The second use of a refresh token ends the session of whoever used it first too.
async fn a_refresh_token_is_used_once(app: App) {
    let first = ready(&app, "an.nguyen").await;
    let second = refresh(&app, &first).await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.text);
    assert_ne!(second.json["refresh_token"], first.json["refresh_token"]);
    assert_eq!(as_token(&app, &access(&second), WHO).await.status, StatusCode::OK);
    let stolen = refresh(&app, &first).await;
    assert_eq!((stolen.status, error(&stolen)), (StatusCode::BAD_REQUEST, "invalid_grant"));
    assert_eq!(stolen.json["error_description"], "The session has ended; sign in again.");
    assert_eq!(refresh(&app, &second).await.code(), "SIGN_IN_REFUSED", "the whole family is gone");
    let access_now = as_token(&app, &access(&second), WHO).await;
    assert_eq!((access_now.status, access_now.code()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    let told =
        "select subject || ' ' || noun || ' ' || result || ' ' || code from audit_entry where action = 'revokeSession'";
    assert_eq!(app.column::<String>(told).await, ["an.nguyen User REFUSED SIGN_IN_REFUSED"]);
    for token in ["", "tdr_", "nonsense", &"x".repeat(2000)] {
        assert_eq!(post(&app, "/auth/refresh", &json!({ "refresh_token": token })).await.code(), "SIGN_IN_REFUSED");
    }
}

/// One of them gets tokens, and they are worth nothing.
async fn two_who_refresh_at_once_end_the_session(app: App) {
    let tokens = ready(&app, "an.nguyen").await;
    let replies = at_once(2, async |_| refresh(&app, &tokens).await).await;
    let good: Vec<_> = replies.iter().filter(|reply| reply.status == StatusCode::OK).collect();
    assert_eq!(good.len(), 1, "{replies:?}");
    assert_eq!(refresh(&app, good[0]).await.code(), "SIGN_IN_REFUSED");
}

/// One session, or every one; a token that is not known is told nothing.
async fn sign_out_ends_one_session_or_all(app: App) {
    let here = ready(&app, "an.nguyen").await;
    let there = sign_in(&app, "an.nguyen", OWN).await;
    let elsewhere = sign_in(&app, "an.nguyen", OWN).await;
    assert_eq!(sign_out(&app, &here, false).await.status, StatusCode::OK);
    assert_eq!(as_token(&app, &access(&here), WHO).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refresh(&app, &here).await.code(), "SIGN_IN_REFUSED");
    assert_eq!(as_token(&app, &access(&there), WHO).await.status, StatusCode::OK);
    assert_eq!(sign_out(&app, &there, true).await.status, StatusCode::OK);
    assert_eq!(as_token(&app, &access(&elsewhere), WHO).await.status, StatusCode::UNAUTHORIZED);
    let unknown = post(&app, "/auth/sign-out", &json!({ "refresh_token": "tdr_unknown" })).await;
    assert_eq!(unknown.status, StatusCode::OK);
}

/// An access token lives fifteen minutes, a refresh token seven days, a session thirty.
async fn a_session_ends_with_its_time(app: App) {
    let mut tokens = ready(&app, "an.nguyen").await;
    let start = app.now();
    let at = |days: i64| app.at(&(start + Duration::days(days)).to_rfc3339());
    app.at(&(start + Duration::minutes(16)).to_rfc3339());
    assert_eq!(as_token(&app, &access(&tokens), WHO).await.status, StatusCode::UNAUTHORIZED);
    for day in [6, 12, 18, 24, 29] {
        at(day);
        tokens = refresh(&app, &tokens).await;
        assert_eq!(tokens.status, StatusCode::OK, "day {day}: {}", tokens.text);
    }
    at(30);
    assert_eq!(refresh(&app, &tokens).await.code(), "SIGN_IN_REFUSED");
    let tokens = sign_in(&app, "an.nguyen", OWN).await;
    at(37);
    assert_eq!(refresh(&app, &tokens).await.code(), "SIGN_IN_REFUSED");
}

/// Another role, unit or state written by another process shows within half a minute; the next refresh has the new role.
async fn a_changed_role_takes_effect(app: App) {
    let tokens = ready(&app, "an.nguyen").await;
    let start = app.now();
    assert_eq!(as_token(&app, &access(&tokens), WHO).await.ok().str("viewer.duty"), "HEAD");
    app.run("update user_account set duty = 'OFFICER' where name = 'an.nguyen'").await;
    app.at(&(start + Duration::seconds(30)).to_rfc3339());
    let old = as_token(&app, &access(&tokens), WHO).await;
    assert_eq!((old.status, old.code()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    let tokens = refresh(&app, &tokens).await;
    assert_eq!(as_token(&app, &access(&tokens), WHO).await.ok().str("viewer.duty"), "OFFICER");
    // Here it shows at once.
    let _ = say(&app, "updateUser", "an.nguyen", json!({ "duty": "HEAD" })).await.ok();
    assert_eq!(as_token(&app, &access(&tokens), WHO).await.status, StatusCode::UNAUTHORIZED);
}

/// Every session ends at once, and comes back with no enabling.
async fn a_disabled_user_is_out(app: App) {
    let tokens = ready(&app, "an.nguyen").await;
    let _ = say(&app, "disableUser", "an.nguyen", json!({})).await.ok();
    assert_eq!(as_token(&app, &access(&tokens), WHO).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refresh(&app, &tokens).await.code(), "SIGN_IN_REFUSED");
    let _ = say(&app, "disableUser", "an.nguyen", json!({})).await.refused("INVALID_TRANSITION");
    let _ = say(&app, "enableUser", "an.nguyen", json!({})).await.ok();
    assert_eq!(refresh(&app, &tokens).await.code(), "SIGN_IN_REFUSED");
    assert_eq!(sign_in(&app, "an.nguyen", OWN).await.status, StatusCode::OK);
    let tokens = sign_in(&app, "an.nguyen", OWN).await;
    let _ = say(&app, "resetPassword", "an.nguyen", json!({ "password": FIRST })).await.ok();
    assert_eq!(as_token(&app, &access(&tokens), WHO).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(sign_in(&app, "an.nguyen", FIRST).await.code(), "PASSWORD_CHANGE_REQUIRED");
}

/// Five wrong tries in fifteen minutes for a name, whether it is there or not, and for an address; right ones do not count.
async fn tries_are_counted_by_name_and_by_address(app: App) {
    ready(&app, "an.nguyen").await;
    for _ in 0..7 {
        assert_eq!(sign_in(&app, "an.nguyen", OWN).await.status, StatusCode::OK);
    }
    let tries = limit(&app, "signInTries").await;
    for _ in 0..tries {
        assert_eq!(sign_in(&app, "an.nguyen", "sai mật khẩu rồi nhé").await.code(), "SIGN_IN_REFUSED");
    }
    for name in ["an.nguyen", "binh.tran"] {
        let reply = sign_in(&app, name, OWN).await;
        assert_eq!(
            (reply.status, error(&reply), reply.code()),
            (StatusCode::TOO_MANY_REQUESTS, "slow_down", "RATE_LIMITED")
        );
        assert_eq!(reply.header("retry-after"), limit(&app, "signInSeconds").await.to_string());
    }
    app.at(&(app.now() + Duration::minutes(15)).to_rfc3339());
    assert_eq!(sign_in(&app, "an.nguyen", OWN).await.status, StatusCode::OK);
}

/// Who signed in, who tried, who went; and nothing of what was typed as a name that is not there.
async fn the_trail_tells_of_sign_ins(app: App) {
    let tokens = ready(&app, "an.nguyen").await;
    let _ = sign_in(&app, "an.nguyen", "sai mật khẩu rồi nhé").await;
    let _ = sign_in(&app, "mật khẩu gõ nhầm chỗ", OWN).await;
    let _ = sign_out(&app, &tokens, false).await;
    let document = "{ auditEntries(filter: { noun: [\"User\"] }, orderBy: [{ field: SEQUENCE, direction: ASC }]) {
        nodes { subject class action result code } } }";
    let trail = app.as_(Who::auditor()).query(document, json!({})).await.ok();
    let told: Vec<String> = trail
        .list("auditEntries.nodes")
        .iter()
        .map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap_or("-").to_owned();
            [text("subject"), text("class"), text("action"), text("result"), text("code")].join(" ")
        })
        .collect();
    assert_eq!(
        told[1..],
        [
            "an.nguyen DEPARTMENT changePassword DONE -",
            "an.nguyen DEPARTMENT signIn DONE -",
            "an.nguyen DEPARTMENT signIn REFUSED SIGN_IN_REFUSED",
            "  signIn REFUSED SIGN_IN_REFUSED",
            "an.nguyen DEPARTMENT signOut DONE -",
        ],
        "{told:?}"
    );
    assert!(told[0].ends_with("createUser DONE -"), "{told:?}");
}

/// A token with the scope `read` reads what its user may, and says no verb.
async fn read_only_tokens_do_not_write(app: App) {
    let world = World::launched(&app).await;
    ready(&app, "an.nguyen").await;
    let body = json!({ "username": "an.nguyen", "password": OWN, "scope": "read" });
    let tokens = post(&app, "/auth/sign-in", &body).await;
    assert_eq!(tokens.json["scope"], "read", "{}", tokens.text);
    let viewer = as_token(&app, &access(&tokens), WHO).await.ok();
    assert_eq!((viewer.str("viewer.duty"), viewer.list("viewer.actions").len()), ("HEAD", 0));
    let create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
    let before = app.number("select count(*) from project").await;
    for tokens in [tokens.clone(), refresh(&app, &tokens).await] {
        let client = app.as_(Who::Public).with("authorization", format!("Bearer {}", access(&tokens)));
        let input = world.project_input("Đường tỉnh 911", &json!({}));
        let reply = client.query(create, json!({ "input": input })).await.refused("FORBIDDEN");
        assert_eq!(*reply.extension("scope"), json!("write"));
    }
    assert_eq!(app.number("select count(*) from project").await, before);
    let nonsense = json!({ "username": "an.nguyen", "password": OWN, "scope": "admin" });
    assert_eq!(error(&post(&app, "/auth/sign-in", &nonsense).await), "invalid_scope");
}

/// The administrator makes and lists users; nobody else sees one, and nobody sees a hash.
async fn administrators_keep_the_users(app: App) {
    World::units(&app).await;
    create(&app, "an.nguyen", "DEPARTMENT", "HEAD", "SGTVT").await;
    let list =
        "{ users { totalCount nodes { name fullName class duty state mustChangePassword unit { abbreviation } } } }";
    let users = app.as_(Who::admin()).query(list, json!({})).await.ok();
    assert_eq!(users.column("users.nodes", "name"), ["an.nguyen"]);
    assert_eq!(*users.data("users.nodes.0.mustChangePassword"), json!(true));
    World::agency(&app, "SGTVT", "agency-system", PUBLISHED).await;
    for who in [Who::Public, Who::head("SGTVT"), Who::standing_head(), Who::chair()] {
        assert_eq!(app.as_(who).query(list, json!({})).await.ok().int("users.totalCount"), 0);
    }
    let _ = app.as_(Who::agency("SGTVT")).query(list, json!({})).await.refused("SCOPE_MISSING");
    for (class, duty, unit) in
        [("DISTRICT", "HEAD", "SGTVT"), ("DEPARTMENT", "MEMBER", "SGTVT"), ("DEPARTMENT", "HEAD", "CL")]
    {
        let input = input(&app, "binh.tran", class, duty, unit).await;
        let _ = app.as_(Who::admin()).say("createUser", input, "user { id }").await.refused("BAD_USER_INPUT");
    }
    let same = input(&app, "AN.NGUYEN", "DEPARTMENT", "HEAD", "SGTVT").await;
    let _ = app.as_(Who::admin()).say("createUser", same, "user { id }").await.refused("DUPLICATE");
    let theirs = input(&app, "binh.tran", "DEPARTMENT", "HEAD", "SGTVT").await;
    let _ = app.as_(Who::head("SGTVT")).say("createUser", theirs, "user { id }").await.refused("FORBIDDEN");
    create(&app, "quantri.moi", "ADMIN", "ADMIN", "").await;
    let own = app.as_(Who::admin().named("quantri.moi"));
    let id = id(&app, "quantri.moi").await;
    let _ = own.say("disableUser", json!({ "id": id }), "user { id }").await.refused("FORBIDDEN");
    let hashes: Vec<String> = app.column("select password_hash from user_account").await;
    assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")), "{hashes:?}");
    let keyed: Vec<String> = app.column("select digest from idempotency_record").await;
    assert!(keyed.is_empty());
}

/// Length, and not what everybody takes.
async fn a_weak_password_is_refused(app: App) {
    World::units(&app).await;
    create(&app, "an.nguyen", "DEPARTMENT", "HEAD", "SGTVT").await;
    for weak in ["Tr0ub4dor&3", "passwordpassword", "an.nguyen an.nguyen", FIRST] {
        let change = json!({ "username": "an.nguyen", "password": FIRST, "new_password": weak });
        let reply = post(&app, "/auth/password", &change).await;
        assert_eq!(
            (reply.status, error(&reply), reply.code()),
            (StatusCode::BAD_REQUEST, "invalid_request", "WEAK_PASSWORD"),
            "{weak}"
        );
        assert_eq!(*reply.extension("field"), json!("new_password"), "{weak}");
    }
    let mut weak = input(&app, "binh.tran", "DEPARTMENT", "HEAD", "SGTVT").await;
    weak["password"] = json!("123456789012345");
    let reply = app.as_(Who::admin()).say("createUser", weak, "user { id }").await.refused("WEAK_PASSWORD");
    assert_eq!(*reply.extension("field"), json!("password"));
}

/// What a page of another origin could send without asking is not taken; nor is what is missing, unknown or too long.
async fn only_json_of_the_right_form_is_taken(app: App) {
    let client = app.as_(Who::Public);
    let form =
        client.request(Method::POST, "/auth/sign-in").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(client.send(form.body("username=a&password=b")).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let get = client.send(client.request(Method::GET, "/auth/sign-in")).await;
    assert_eq!((get.status, get.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    for body in [
        json!({}),
        json!([]),
        json!({ "username": "a" }),
        json!({ "username": 1, "password": "b" }),
        json!({ "username": "a", "password": "b", "x": 1 }),
    ] {
        let reply = post(&app, "/auth/sign-in", &body).await;
        assert_eq!((reply.status, error(&reply)), (StatusCode::BAD_REQUEST, "invalid_request"), "{body}");
    }
    let long = json!({ "username": "a", "password": "b".repeat(5000) });
    assert_eq!(post(&app, "/auth/sign-in", &long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

/// Other systems verify our tokens with these.
async fn the_keys_are_published(app: App) {
    let client = app.as_(Who::Public);
    let reply = client.send(client.request(Method::GET, "/.well-known/jwks.json")).await;
    assert_eq!(reply.header("cache-control"), "public, max-age=300");
    let keys = reply.json["keys"].as_array().unwrap();
    assert_eq!((keys.len(), keys[0]["alg"].as_str(), keys[0].get("d")), (1, Some("EdDSA"), None));
}

/// A limit as it is published.
pub async fn limit(app: &App, name: &str) -> i64 {
    let all = app.as_(Who::Public).query("{ serviceConfig { limits { name value } } }", json!({})).await.ok();
    let limits = all.list("serviceConfig.limits");
    limits.iter().find(|limit| limit["name"] == name).unwrap()["value"].as_i64().unwrap()
}
