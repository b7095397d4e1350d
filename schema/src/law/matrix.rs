//! `permissionMatrix`: the law as data, the same for whoever asks.

use std::sync::LazyLock;

use async_graphql::registry::Registry;
use entity::{import::ImportKind, unit::UnitKind};
use serde_json::{Value as Json, json};

use super::{PUBLIC, directive::narrowed, rows::seen, verbs::verbs};
use crate::{
    declare::CodeList,
    noun::Nouns,
    policy::{Tie, row_action},
    scalar::meta::{code_list, enumeration, field, object},
    viewer::Role,
};

/// The types that hold nothing of any organisation.
pub const PUBLIC_TYPES: [&str; 14] = [
    "Query",
    "Mutation",
    "Subscription",
    "Viewer",
    "ServiceConfig",
    "Limit",
    "PermissionMatrix",
    "RolePermission",
    "ActionPermission",
    "ImportPermission",
    "TypePermission",
    "RowPermission",
    "FieldPermission",
    "PersonalField",
];

/// Registers the types of the matrix.
pub fn register(registry: &mut Registry) {
    code_list(registry, CodeList::of::<Tie>());
    let mut roles = vec![(PUBLIC.to_owned(), "Whoever has no token (công chúng).".to_owned())];
    roles.extend(
        Role::ALL.iter().map(|role| (role.code(), format!("Class {}, duty {}.", role.class.code(), role.duty.code()))),
    );
    let about = "A role: a class and a duty that go together, or the public (vai trò).";
    enumeration(registry, "Role", about, roles.iter().map(|(name, about)| (name.as_str(), about.as_str())));
    object(
        registry,
        "PermissionMatrix",
        "Who may what (bảng phân quyền). The same for whoever asks; a menu can be built from it, and `availableTransitions` of an object says the rest.",
        vec![
            field("roles", "Every role, and where it can be held.", "[RolePermission!]!", vec![]),
            field("actions", "Every mutation.", "[ActionPermission!]!", vec![]),
            field("imports", "Every kind of import.", "[ImportPermission!]!", vec![]),
            field("types", "Every type that has rows.", "[TypePermission!]!", vec![]),
        ],
    );
    object(
        registry,
        "RolePermission",
        "A role, and the units it can be held in.",
        vec![
            field("role", "The role.", "Role!", vec![]),
            field("class", "Its organisation class; null for the public.", "Class", vec![]),
            field("duty", "Its duty; null for the public.", "Duty", vec![]),
            field(
                "unitKinds",
                "The kinds of unit it can be held in; in any other it gets nothing.",
                "[UnitKind!]!",
                vec![],
            ),
        ],
    );
    object(
        registry,
        "ActionPermission",
        "Who may say a verb, on whose objects, from which states.",
        vec![
            field("action", "The mutation.", "String!", vec![]),
            field("type", "The type of its object.", "String!", vec![]),
            field("roles", "The roles that may say it.", "[Role!]!", vec![]),
            field(
                "ownUnitOnly",
                "Those of them that say it on objects of their own unit alone, and not of those below it.",
                "[Role!]!",
                vec![],
            ),
            field("relations", "On objects of units that the own unit stands to like this.", "[Tie!]!", vec![]),
            field(
                "states",
                "From which states of the object it leads on; null where that does not depend on a state.",
                "[String!]",
                vec![],
            ),
        ],
    );
    code_list(registry, CodeList::of::<ImportKind>());
    object(
        registry,
        "ImportPermission",
        "Who may bring in which rows: whoever may say the mutation that each row is, on the objects on which they may say it.",
        vec![
            field("kind", "The kind of rows.", "ImportKind!", vec![]),
            field("action", "The mutation that each row is.", "String!", vec![]),
            field("roles", "The roles that may say it.", "[Role!]!", vec![]),
            field("relations", "On objects of units that the own unit stands to like this.", "[Tie!]!", vec![]),
        ],
    );
    object(
        registry,
        "TypePermission",
        "Who sees which rows of a type, and which of its fields are not for everybody who does.",
        vec![
            field("type", "The type.", "String!", vec![]),
            field(
                "rows",
                "Which roles see which rows; a role that is in none of them sees none.",
                "[RowPermission!]!",
                vec![],
            ),
            field("fields", "The fields that only some read.", "[FieldPermission!]!", vec![]),
            field("personal", "The fields that tell of a person (dữ liệu cá nhân).", "[PersonalField!]!", vec![]),
        ],
    );
    below_types(registry);
}

/// What a type says of its rows and fields.
fn below_types(registry: &mut Registry) {
    object(
        registry,
        "RowPermission",
        "Roles that see the same rows.",
        vec![
            field("roles", "The roles.", "[Role!]!", vec![]),
            field("where", "The rows: `all`, or a condition on stored columns.", "String!", vec![]),
        ],
    );
    object(
        registry,
        "FieldPermission",
        "Who reads a field that is not for everybody who sees the object.",
        vec![
            field("field", "The field.", "String!", vec![]),
            field("rule", "How to read it: `OWNER`, `ROLES` or `VOTER`.", "AuthRule!", vec![]),
            field("roles", "The roles; null where the rule names none.", "[Role!]", vec![]),
        ],
    );
    object(
        registry,
        "PersonalField",
        "A field that tells of a person, and what.",
        vec![field("field", "The field.", "String!", vec![]), field("kind", "What it tells.", "PersonalKind!", vec![])],
    );
}

/// The type below a field of the matrix, for `__typename`.
pub fn type_below(field: &str) -> &'static str {
    match field {
        "roles" => "RolePermission",
        "actions" => "ActionPermission",
        "imports" => "ImportPermission",
        "types" => "TypePermission",
        "rows" => "RowPermission",
        "fields" => "FieldPermission",
        "personal" => "PersonalField",
        _ => "",
    }
}

/// The matrix, whole.
pub fn matrix() -> Json {
    static MATRIX: LazyLock<Json> =
        LazyLock::new(|| json!({ "roles": roles(), "actions": actions(), "imports": imports(), "types": types() }));
    MATRIX.clone()
}

fn roles() -> Vec<Json> {
    let public = json!({ "role": PUBLIC, "class": null, "duty": null, "unitKinds": [] });
    let role = |role: &Role| {
        let kinds: Vec<_> = UnitKind::ALL.iter().filter(|kind| role.fits(**kind)).map(|kind| kind.code()).collect();
        json!({ "role": role.code(), "class": role.class.code(), "duty": role.duty.code(), "unitKinds": kinds })
    };
    std::iter::once(public).chain(Role::ALL.iter().map(role)).collect()
}

fn actions() -> Vec<Json> {
    let action = |verb: &super::verbs::Verb| {
        json!({
            "action": verb.action.code(), "type": verb.noun, "roles": verb.roles, "ownUnitOnly": verb.own_unit_only,
            "relations": verb.ties(), "states": verb.states,
        })
    };
    verbs().iter().map(action).collect()
}

fn imports() -> Vec<Json> {
    let import = |kind: &ImportKind| {
        let verb = verbs().iter().find(|verb| verb.action == row_action(*kind))?;
        let action = verb.action.code();
        Some(json!({ "kind": kind.code(), "action": action, "roles": verb.roles, "relations": verb.ties() }))
    };
    ImportKind::ALL.iter().filter_map(import).collect()
}

fn types() -> Vec<Json> {
    let noun = |noun: &crate::declare::Noun| {
        let rows: Vec<_> =
            seen(noun).into_iter().map(|seen| json!({ "roles": seen.roles, "where": seen.rows })).collect();
        let fields = noun.fields.iter().filter_map(|field| Some((field.name, narrowed(field.rule)?)));
        let field = |(name, (rule, roles))| json!({ "field": name, "rule": rule, "roles": roles });
        let fields: Vec<_> = fields.map(field).collect();
        let personal = noun.fields.iter().filter_map(|field| Some((field.name, field.personal?.code())));
        let personal: Vec<_> = personal.map(|(field, kind)| json!({ "field": field, "kind": kind })).collect();
        json!({ "type": noun.name, "rows": rows, "fields": fields, "personal": personal })
    };
    Nouns::get().all().map(noun).collect()
}
