//! The form of the house: which room may know which, and what no file does.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use serde_json::Value;
use tests::root;

use super::sources::{all, none, of};

#[test]
fn rooms_depend_in_one_direction() {
    let metadata = metadata();
    let allowed: BTreeMap<&str, &[&str]> =
        [("entity", &[][..]), ("migration", &[]), ("schema", &["entity"]), ("api", &["entity", "migration", "schema"])]
            .into();
    for (room, may) in allowed {
        let knows = dependencies(&metadata, room, &[None, Some("build")]);
        let rooms: BTreeSet<_> =
            knows.iter().filter(|name| ROOMS.contains(&name.as_str())).map(String::as_str).collect();
        let unknown: Vec<_> = rooms.iter().filter(|name| !may.contains(name)).collect();
        assert!(unknown.is_empty(), "{room} depends on {unknown:?}");
    }
}

#[test]
fn history_knows_the_shape_of_rows_in_tests_only() {
    let metadata = metadata();
    let tested = dependencies(&metadata, "migration", &[Some("dev")]);
    assert!(!tested.contains("schema") && !tested.contains("api"), "{tested:?}");
    none(
        "migration names entity",
        &of(&["migration/src"]).iter().flat_map(|file| file.lines_with(&["entity::"])).collect::<Vec<_>>(),
    );
}

#[test]
fn only_the_api_meets_the_world() {
    let metadata = metadata();
    for room in ["schema", "entity", "migration"] {
        let knows = dependencies(&metadata, room, &[None]);
        for world in ["actix-web", "actix-cors", "reqwest", "hyper", "http", "jsonwebtoken", "clap", "toml"] {
            assert!(!knows.contains(world), "{room} depends on {world}");
        }
    }
    // `Idempotency-Key` and `Retry-After` may be named in words for clients, who know them by no other name.
    let world = [
        "actix",
        "std::env",
        "env::var",
        "std::fs",
        "HeaderMap",
        "HeaderName",
        "HeaderValue",
        "StatusCode",
        "Authorization",
        "Accept-Language",
        "Content-Type",
        "WWW-Authenticate",
        "X-Request-Id",
        "authorization\"",
        "x-request-id",
    ];
    let places: Vec<_> = of(&["schema/src", "entity/src"]).iter().flat_map(|file| file.lines_with(&world)).collect();
    none("headers, files, the environment and the server belong to api", &places);
}

#[test]
fn every_file_says_what_it_is() {
    let silent = all()
        .into_iter()
        .filter(|file| !file.text.starts_with("//! ") && !file.text.starts_with("#!["))
        .map(|file| file.path);
    none("these files do not open with `//!` and a sentence", &silent.collect::<Vec<_>>());
}

#[test]
fn entities_are_not_loaded_past_the_scope() {
    // `Entity::load()` is inherent to each entity, so that clippy cannot name it.
    let files = of(&["api", "migration/src", "schema", "tests"]);
    let own = "law/architecture.rs";
    none(
        "reads go through the scope",
        &files
            .iter()
            .filter(|file| !file.path.ends_with(own))
            .flat_map(|file| file.lines_with(&["::load()"]))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_panics_on_purpose() {
    let files = all().into_iter().filter(|file| !file.is_test());
    let wanted = [".unwrap()", ".expect(\"", ".unwrap_err()", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
    none("say what went wrong with an error", &files.flat_map(|file| file.lines_with(&wanted)).collect::<Vec<_>>());
}

#[test]
fn exceptions_give_their_reason() {
    let (allow, inner) = (concat!("#[", "allow("), concat!("#![", "allow("));
    let places = all().into_iter().flat_map(|file| file.lines_with(&[allow, inner])).collect::<Vec<_>>();
    none("use #[expect(…, reason = \"…\")]", &places);
}

const ROOMS: [&str; 5] = ["api", "entity", "migration", "schema", "tests"];

fn metadata() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let said = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output();
    serde_json::from_slice(&said.unwrap().stdout).unwrap()
}

/// The names of a room's dependencies of these kinds; the normal kind has no name.
fn dependencies(metadata: &Value, room: &str, kinds: &[Option<&str>]) -> BTreeSet<String> {
    let package = metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == room).unwrap();
    let all = package["dependencies"].as_array().unwrap().iter();
    let of_kind = all.filter(|dependency| kinds.contains(&dependency["kind"].as_str()));
    of_kind.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect()
}
