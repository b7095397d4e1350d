//! What tells of a person: every field of the nouns that hold persons is judged here, so that a new one is too.

use std::{collections::BTreeMap, fmt::Write as _};

use apollo_compiler::Schema;
use serde_json::{Value, json};
use tests::{App, Who, both};

both!(the_matrix_names_the_same_fields);

/// Noun, field, class; `-` tells nothing of a person that its row does not.
const JUDGED: &[(&str, &[(&str, &str)])] = &[
    (
        "Honouree",
        &[
            ("id", "-"),
            ("kind", "-"),
            ("category", "-"),
            ("name", "FULL_NAME"),
            ("position", "OCCUPATION"),
            ("birthYear", "BIRTH"),
            ("citizenIdTail", "CITIZEN_ID"),
            ("unit", "-"),
            ("nominations", "-"),
            ("awards", "-"),
            ("history", "-"),
            ("version", "-"),
        ],
    ),
    (
        "CouncilMember",
        &[
            ("id", "-"),
            ("name", "OFFICIAL"),
            ("position", "-"),
            ("unit", "-"),
            ("validFrom", "-"),
            ("validTo", "-"),
            ("version", "-"),
        ],
    ),
    (
        "User",
        &[
            ("id", "-"),
            ("name", "OFFICIAL"),
            ("fullName", "OFFICIAL"),
            ("class", "-"),
            ("duty", "-"),
            ("unit", "-"),
            ("state", "-"),
            ("passwordSetAt", "-"),
            ("mustChangePassword", "-"),
            ("createdAt", "-"),
            ("updatedAt", "-"),
            ("version", "-"),
        ],
    ),
];

/// Elsewhere, these fields alone.
const BESIDES: &[(&str, &str, &str)] = &[
    ("Award", "name", "PUBLISHED"),
    ("Exemplar", "name", "FULL_NAME"),
    ("Exemplar", "story", "DEEDS"),
    ("OfficialDocument", "signerName", "OFFICIAL"),
    ("OfficialDocument", "signerTitle", "OFFICIAL"),
    ("AuditEntry", "subject", "OFFICIAL"),
];

/// Type and field to class, of all that is classified, as the published schema says it.
fn published() -> BTreeMap<(String, String), String> {
    let schema = Schema::parse_and_validate(schema::Api::sdl(), "schema.graphql").unwrap();
    let mut all = BTreeMap::new();
    for (name, ty) in &schema.types {
        let Some(object) = ty.as_object() else { continue };
        for field in object.fields.values() {
            if let Some(directive) = field.directives.get("personal") {
                let class = directive.specified_argument_by_name("kind").unwrap().as_enum().unwrap();
                all.insert((name.to_string(), field.name.to_string()), class.to_string());
            }
        }
    }
    all
}

/// The same as a text, for the committed policy.
pub fn words() -> String {
    let mut text = String::from("Which fields tell of a person, and what.\n\n");
    for ((ty, field), kind) in published() {
        let _ = writeln!(text, "{:<34}{kind}", format!("{ty}.{field}"));
    }
    text
}

#[test]
fn every_field_of_a_person_is_judged() {
    let schema = Schema::parse_and_validate(schema::Api::sdl(), "schema.graphql").unwrap();
    let mut published = published();
    for (noun, judged) in JUDGED {
        let fields = &schema.get_object(noun).unwrap().fields;
        let judged: BTreeMap<_, _> = judged.iter().copied().collect();
        for field in fields.keys() {
            let class = judged.get(field.as_str());
            assert!(class.is_some(), "is {noun}.{field} personal data? Say it here and beside the field");
            let said = published.remove(&((*noun).to_owned(), field.to_string())).unwrap_or_else(|| "-".into());
            assert_eq!(class, Some(&said.as_str()), "{noun}.{field}");
        }
        assert_eq!(judged.len(), fields.len(), "{noun} has lost a field");
    }
    for (noun, field, class) in BESIDES {
        let said = published.remove(&((*noun).to_owned(), (*field).to_owned()));
        assert_eq!(said.as_deref(), Some(*class), "{noun}.{field}");
    }
    assert!(published.is_empty(), "{published:?}");
}

async fn the_matrix_names_the_same_fields(app: App) {
    let document = "{ permissionMatrix { types { type personal { field kind } } } }";
    let reply = app.as_(Who::Public).query(document, json!({})).await.ok();
    let mut said = BTreeMap::new();
    for ty in reply.list("permissionMatrix.types") {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        for one in ty["personal"].as_array().unwrap() {
            said.insert((text(&ty["type"]), text(&one["field"])), text(&one["kind"]));
        }
    }
    assert_eq!(said, published());
}
