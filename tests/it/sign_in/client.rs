//! What a client of the built-in sign-in asks, and the users it asks as.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{App, Reply, Who, World};

use super::{FIRST, OWN};

pub(crate) async fn post(app: &App, path: &str, body: &Value) -> Reply {
    let client = app.as_(Who::Public);
    client.send(client.request(Method::POST, path).json(body)).await
}

pub(crate) async fn sign_in(app: &App, name: &str, password: &str) -> Reply {
    post(app, "/auth/sign-in", &json!({ "username": name, "password": password })).await
}

pub(crate) async fn refresh(app: &App, tokens: &Reply) -> Reply {
    post(app, "/auth/refresh", &json!({ "refresh_token": tokens.json["refresh_token"] })).await
}

pub(crate) async fn sign_out(app: &App, tokens: &Reply, everywhere: bool) -> Reply {
    post(app, "/auth/sign-out", &json!({ "refresh_token": tokens.json["refresh_token"], "everywhere": everywhere }))
        .await
}

pub(crate) async fn as_token(app: &App, token: &str, document: &str) -> Reply {
    app.as_(Who::Public).with("authorization", format!("Bearer {token}")).query(document, json!({})).await
}

pub(crate) fn access(tokens: &Reply) -> String {
    tokens.json["access_token"].as_str().unwrap_or_else(|| panic!("{}", tokens.text)).to_owned()
}

pub(crate) fn error(reply: &Reply) -> &str {
    reply.json["error"].as_str().unwrap_or_default()
}

/// A head of the Department of Transport who has chosen a password; the tokens that gave.
pub(crate) async fn ready(app: &App, name: &str) -> Reply {
    if app.number("select count(*) from unit").await == 0 {
        World::units(app).await;
    }
    create(app, name, "DEPARTMENT", "HEAD", "SGTVT").await;
    let change = json!({ "username": name, "password": FIRST, "new_password": OWN });
    let tokens = post(app, "/auth/password", &change).await;
    assert_eq!(tokens.status, StatusCode::OK, "{}", tokens.text);
    tokens
}

pub(crate) async fn create(app: &App, name: &str, class: &str, duty: &str, unit: &str) {
    let input = input(app, name, class, duty, unit).await;
    let _ = app.as_(Who::admin()).say("createUser", input, "user { id }").await.ok();
}

pub(crate) async fn input(app: &App, name: &str, class: &str, duty: &str, unit: &str) -> Value {
    let units = "query($unit: [String!]) { units(filter: { abbreviation: $unit }) { nodes { id } } }";
    let found = app.as_(Who::admin()).query(units, json!({ "unit": [unit] })).await.ok();
    let unit = found.list("units.nodes").first().map(|unit| unit["id"].clone());
    json!({ "name": name, "fullName": "Nguyễn Văn An", "class": class, "duty": duty, "unit": unit, "password": FIRST })
}

pub(crate) async fn id(app: &App, name: &str) -> Value {
    let users = "query($name: [String!]) { users(filter: { name: $name }) { nodes { id } } }";
    app.as_(Who::admin()).query(users, json!({ "name": [name] })).await.ok().data("users.nodes.0.id").clone()
}

/// The administrator says a verb about a user.
pub(crate) async fn say(app: &App, verb: &str, name: &str, more: Value) -> Reply {
    let mut input = more;
    input["id"] = id(app, name).await;
    app.as_(Who::admin()).say(verb, input, "user { id state duty }").await
}
