//! The law in its published forms: every type, field and mutation says who may, and whatever is not narrowed is for everybody.
//! `agree` holds the forms against each other and against the engine.

use std::collections::BTreeMap;

use apollo_compiler::{
    Schema,
    ast::Directive,
    schema::{ExtendedType, Value as Literal},
    validation::Valid,
};
use schema::{policy::Action, viewer::Role};
use serde_json::{Value, json};
use tests::{App, Who, both};

both!(
    what_is_not_narrowed_is_for_everybody,
    roles_are_held_where_the_matrix_says,
    the_matrix_is_the_same_for_everybody
);

/// A schema, as a client's compiler reads it.
fn published(sdl: &str) -> Valid<Schema> {
    Schema::parse_and_validate(sdl, "schema.graphql").unwrap()
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
pub fn directives(sdl: &str) -> BTreeMap<String, Value> {
    let schema = published(sdl);
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
    let all = directives(&schema::Api::sdl());
    assert!(all.len() > 500, "{} places", all.len());
    let rows: Vec<_> = all.iter().filter(|(_, said)| said["rule"] == "ROWS").collect();
    assert!(rows.len() > 20 && rows.iter().all(|(name, said)| !name.contains('.') && said["rows"].is_array()));
    let verbs = all.iter().filter(|(name, _)| name.starts_with("Mutation.")).count();
    assert_eq!(verbs, Action::ALL.len());
}

const MATRIX: &str = "{ permissionMatrix {
    roles { role class duty unitKinds }
    actions { action type roles ownUnitOnly relations states }
    types { type rows { roles where } fields { field rule roles } }
} }";

async fn matrix(app: &App, who: Who) -> Value {
    app.as_(who).query(MATRIX, json!({})).await.ok().data("permissionMatrix").clone()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// What no form of the law narrows is for everybody, or for whoever sees the object; what is followed may ask for a token.
async fn what_is_not_narrowed_is_for_everybody(app: App) {
    let matrix = matrix(&app, Who::Public).await;
    let mut directives = directives(&schema::Api::sdl());
    for action in list(&matrix["actions"]) {
        assert!(directives.remove(&format!("Mutation.{}", action["action"].as_str().unwrap())).is_some(), "{action}");
    }
    for ty in list(&matrix["types"]) {
        let name = ty["type"].as_str().unwrap();
        assert!(directives.remove(name).is_some(), "{name}");
        for field in list(&ty["fields"]) {
            let place = format!("{name}.{}", field["field"].as_str().unwrap());
            assert!(directives.remove(&place).is_some(), "{place}");
        }
    }
    for (place, said) in directives {
        if place.starts_with("Subscription.") && said == json!({ "rule": "TOKEN" }) {
            continue;
        }
        assert!(said == json!({ "rule": "PUBLIC" }) || said == json!({ "rule": "OBJECT" }), "{place}: {said}");
    }
}

async fn roles_are_held_where_the_matrix_says(app: App) {
    let matrix = matrix(&app, Who::Public).await;
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
