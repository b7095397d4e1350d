//! The law in its published forms: the `@auth` directives of the schema, the committed table and `permissionMatrix`
//! say the same, of every type, field and mutation. `authority` then holds the engine against them.

use std::{collections::BTreeMap, fs};

use apollo_compiler::{
    Schema,
    ast::Directive,
    schema::{ExtendedType, Value as Literal},
    validation::Valid,
};
use schema::{
    policy::{Action, Tie, allows},
    viewer::Role,
};
use serde_json::{Value, json};
use tests::{App, Who, both, root};

use super::policy::short;

both!(the_matrix_says_what_the_schema_says, the_matrix_says_what_the_table_says, the_matrix_is_the_same_for_everybody);

/// The published schema, as a client's compiler reads it.
fn published() -> Valid<Schema> {
    Schema::parse_and_validate(schema::Api::sdl(), "schema.graphql").unwrap()
}

/// What a directive says, as the matrix would.
fn said(directive: &Directive) -> Value {
    let pairs = directive.arguments.iter().map(|arg| (arg.name.to_string(), plain(&arg.value)));
    pairs.collect::<serde_json::Map<_, _>>().into()
}

fn plain(value: &Literal) -> Value {
    match value {
        Literal::Enum(name) => json!(name.as_str()),
        Literal::String(text) => json!(text),
        Literal::List(items) => items.iter().map(|item| plain(item)).collect(),
        Literal::Object(pairs) => {
            pairs.iter().map(|(name, value)| (name.to_string(), plain(value))).collect::<serde_json::Map<_, _>>().into()
        }
        other => panic!("{other:?} in an @auth"),
    }
}

/// Type, or type and field, to what its one `@auth` says.
fn directives() -> BTreeMap<String, Value> {
    let schema = published();
    let mut all = BTreeMap::new();
    for (name, ty) in schema.types.iter().filter(|(name, _)| !name.starts_with("__")) {
        let (directives, fields) = match ty {
            ExtendedType::Object(object) => (&object.directives, &object.fields),
            ExtendedType::Interface(interface) => (&interface.directives, &interface.fields),
            _ => continue,
        };
        let on_type: Vec<_> = directives.get_all("auth").collect();
        assert_eq!(on_type.len(), 1, "@auth on {name}");
        all.insert(name.to_string(), said(on_type[0]));
        for field in fields.values() {
            let on_field: Vec<_> = field.directives.get_all("auth").collect();
            assert_eq!(on_field.len(), 1, "@auth on {name}.{}", field.name);
            all.insert(format!("{name}.{}", field.name), said(on_field[0]));
        }
    }
    all
}

#[test]
fn every_type_and_field_says_who_may() {
    let all = directives();
    assert!(all.len() > 500, "{} places", all.len());
    let rows: Vec<_> = all.iter().filter(|(_, said)| said["rule"] == "ROWS").collect();
    assert!(rows.len() > 20 && rows.iter().all(|(name, said)| !name.contains('.') && said["rows"].is_array()));
    let verbs = all.iter().filter(|(name, _)| name.starts_with("Mutation.")).count();
    assert_eq!(verbs, Action::ALL.len());
}

const MATRIX: &str = "{ permissionMatrix {
    roles { role class duty unitKinds }
    actions { action type roles relations states }
    types { type rows { roles where } fields { field roles } }
} }";

async fn matrix(app: &App, who: Who) -> Value {
    app.as_(who).query(MATRIX, json!({})).await.ok().data("permissionMatrix").clone()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

async fn the_matrix_says_what_the_schema_says(app: App) {
    let matrix = matrix(&app, Who::Public).await;
    let mut directives = directives();
    for action in list(&matrix["actions"]) {
        let ties: Vec<_> = list(&action["relations"]).iter().map(|tie| tie.as_str().unwrap()).collect();
        let rule = match () {
            () if ties.contains(&"NONE") => "ANY",
            () if ties.contains(&"OWN_UNIT") => "OWN",
            () => "LED",
        };
        let mut expected = json!({ "rule": rule, "roles": action["roles"] });
        if !action["states"].is_null() {
            expected["states"] = action["states"].clone();
        }
        let name = format!("Mutation.{}", action["action"].as_str().unwrap());
        assert_eq!(directives.remove(&name), Some(expected), "{name}");
    }
    for ty in list(&matrix["types"]) {
        let name = ty["type"].as_str().unwrap();
        assert_eq!(directives.remove(name), Some(json!({ "rule": "ROWS", "rows": ty["rows"] })), "{name}");
        for field in list(&ty["fields"]) {
            let place = format!("{name}.{}", field["field"].as_str().unwrap());
            let expected = json!({ "rule": "OWNER", "roles": field["roles"] });
            assert_eq!(directives.remove(&place), Some(expected), "{place}");
        }
    }
    // What is left is for everybody, or for whoever sees the object; what is followed may ask for a token.
    for (place, said) in directives {
        if place.starts_with("Subscription.") && said == json!({ "rule": "TOKEN" }) {
            continue;
        }
        assert!(said == json!({ "rule": "PUBLIC" }) || said == json!({ "rule": "OBJECT" }), "{place}: {said}");
    }
}

/// The committed table, read back: for each verb, the word in each role's column.
fn table() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(root().join("tests/snapshots/policy.txt")).unwrap();
    let head: Vec<_> = Role::ALL.iter().map(|role| short(*role)).collect();
    let mut lines = text.lines().skip_while(|line| !line.starts_with("action "));
    let columns: Vec<_> = lines.next().unwrap().split_whitespace().skip(1).collect();
    assert_eq!(columns, head);
    let split = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let rows = lines.take_while(|line| !line.is_empty()).map(split);
    rows.map(|mut words| (words.remove(0), words)).collect()
}

async fn the_matrix_says_what_the_table_says(app: App) {
    let matrix = matrix(&app, Who::Public).await;
    let mut table = table();
    for action in list(&matrix["actions"]) {
        let row = table.remove(action["action"].as_str().unwrap()).unwrap();
        for (role, word) in Role::ALL.iter().zip(row) {
            let is_in = list(&action["roles"]).contains(&json!(role.code()));
            for tie in Tie::ALL {
                let says = is_in && list(&action["relations"]).contains(&json!(tie.code()));
                let in_table = match word.as_str() {
                    "any" => true,
                    "own" => matches!(tie, Tie::OwnUnit | Tie::Subtree),
                    "led" => matches!(tie, Tie::Cluster),
                    _ => false,
                };
                let verb = Action::from_code(action["action"].as_str().unwrap()).unwrap();
                assert_eq!((says, in_table), (in_table, allows(*role, verb, *tie)), "{role:?} {action} {tie:?}");
            }
        }
    }
    assert!(table.is_empty(), "{table:?}");
    let everybody = list(&matrix["roles"]);
    assert_eq!(everybody.len(), Role::ALL.len() + 1);
    for (role, said) in Role::ALL.iter().zip(&everybody[1..]) {
        assert_eq!(said["role"], role.code());
        let kinds: Vec<_> =
            entity::unit::UnitKind::ALL.iter().filter(|kind| role.fits(**kind)).map(|kind| kind.code()).collect();
        assert_eq!(said["unitKinds"], json!(kinds), "{role:?}");
    }
}

async fn the_matrix_is_the_same_for_everybody(app: App) {
    let public = matrix(&app, Who::Public).await;
    tests::World::units(&app).await;
    for who in [Who::head("SGTVT"), Who::auditor(), Who::admin(), Who::secretary()] {
        assert_eq!(matrix(&app, who).await, public);
    }
    let document = "{ permissionMatrix { __typename types { __typename rows { __typename } fields { __typename } } } }";
    let named = app.as_(Who::Public).query(document, json!({})).await.ok();
    assert_eq!(named.str("permissionMatrix.__typename"), "PermissionMatrix");
    assert_eq!(named.str("permissionMatrix.types.0.rows.0.__typename"), "RowPermission");
}
