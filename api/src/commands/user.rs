//! `thidua user`: the first administrator, and a new password for one who is locked out.
//!
//! What it does it does through the API, so that the law holds and the trail tells of it. Passwords are made here and printed once:
//! on a command line they would stay in its history.

use std::sync::Arc;

use api::{
    app::{self, StartError},
    clock::Clock,
    config::Config,
    db,
};
use entity::Instant;
use schema::{
    Api, Operation,
    tally::Tally,
    viewer::{Asked, Claims, Class, Duty, Language},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::print;
use crate::{
    Failure,
    cli::{AddUser, User},
};

const CREATE: &str = "mutation($input: CreateUserInput!) { createUser(input: $input) { user { name } } }";
const RESET: &str = "mutation($input: ResetPasswordInput!) { resetPassword(input: $input) { user { name } } }";
const UNIT: &str = "query($name: [String!]) { units(filter: { abbreviation: $name }) { nodes { id } } }";
const USER: &str = "query($name: [String!]) { users(filter: { name: $name }) { nodes { id } } }";

/// Does what the command says.
pub(crate) async fn user(config: &Config, command: &User) -> Result<(), Failure> {
    let database = db::open(&config.database).await.map_err(StartError::from)?;
    let deps = app::deps(config, database).map_err(StartError::from)?;
    let api = Api::new(deps).await.map_err(StartError::from)?;
    let password = password();
    let name = match command {
        User::Add(flags) => add(&api, flags, &password).await?,
        User::ResetPassword { name } => {
            let name = name.to_lowercase();
            let id = found(&api, USER, "users", &name).await?;
            say(&api, RESET, json!({ "input": { "id": id, "password": password } })).await?;
            name
        }
    };
    print(&format!("{name} may sign in after changing this password at /auth/password:\n{password}"))
}

async fn add(api: &Api, flags: &AddUser, password: &str) -> Result<String, Failure> {
    let unit = match &flags.unit {
        Some(unit) => found(api, UNIT, "units", unit).await?,
        None => Value::Null,
    };
    let input = json!({
        "name": flags.name, "fullName": flags.full_name, "class": flags.role.to_uppercase(), "duty": flags.duty.to_uppercase(),
        "unit": unit, "password": password,
    });
    let data = say(api, CREATE, json!({ "input": input })).await?;
    Ok(data["createUser"]["user"]["name"].as_str().unwrap_or_default().to_owned())
}

/// The ID of what has this name.
async fn found(api: &Api, query: &str, list: &str, name: &str) -> Result<Value, Failure> {
    let data = say(api, query, json!({ "name": [name] })).await?;
    match data[list]["nodes"][0]["id"].clone() {
        Value::Null => Err(Failure::Work(format!("there is no {name} among the {list}."))),
        id => Ok(id),
    }
}

/// Runs an operation as an administrator who comes before the first user.
async fn say(api: &Api, query: &str, variables: Value) -> Result<Value, Failure> {
    let claims = Claims {
        subject: "command-line".into(),
        class: Class::Admin,
        duty: Duty::Admin,
        unit: "-".into(),
        client: None,
        session: None,
        key: None,
        is_read_only: false,
        expires: Instant(i64::MAX),
    };
    let asked = Asked {
        language: Language::En,
        request_id: Uuid::now_v7().to_string(),
        now: Clock::system().instant(),
        idempotency_key: None,
        tally: Tally::default(),
    };
    let viewer = api.viewer(Some(&Arc::new(claims)), &asked).await.map_err(StartError::from)?;
    let operation = Operation { query: query.into(), variables, ..Operation::default() };
    let answer = api.execute(operation, viewer).await;
    let mut body: Value = serde_json::from_slice(&answer.body).map_err(|error| Failure::Work(error.to_string()))?;
    match body["errors"][0]["message"].as_str() {
        Some(message) => Err(Failure::Work(message.to_owned())),
        None => Ok(body["data"].take()),
    }
}

/// 122 random bits in groups that can be read out.
fn password() -> String {
    let text = Uuid::new_v4().simple().to_string();
    text.as_bytes().chunks(8).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}
