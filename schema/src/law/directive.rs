//! `@auth` on every type, field and mutation of the published schema.

use async_graphql::{
    Name, Value,
    registry::{__DirectiveLocation, MetaDirective, MetaDirectiveInvocation, MetaType, Registry},
};
use entity::Sight;
use indexmap::IndexMap;

use super::{codes, matrix::PUBLIC_TYPES, rows::seen, verbs::verbs};
use crate::{
    declare::{CodeList, Field, PersonalKind, Rule},
    noun::Nouns,
    policy::{Audience, Topic, audience},
    scalar::meta::{code_list, enumeration, input, input_object},
};

const ABOUT: &str = "Who may (ai được phép). `rule` says how to read it, `roles` who is meant, `states` from which states of its object a verb leads on, and `rows` which rows of a type which roles see. The same law, as data, is the query `permissionMatrix`; the service decides by the source of both.";

const PERSONAL: &str = "That a field tells of a person, and what (dữ liệu cá nhân). Of a row that tells of no person (a collective, a model) it tells nothing. Reads of FULL_NAME, BIRTH, CITIZEN_ID, OCCUPATION and DEEDS by another organisation than the owner's are put in the audit trail with purpose and legal basis before the answer leaves.";

const RULES: [(&str, &str); 10] = [
    ("PUBLIC", "Whoever asks, with a token or without."),
    ("TOKEN", "Whoever has a token that is believed."),
    ("OBJECT", "Whoever sees the object: of a field, the one it is in; of anything else, those it holds."),
    ("ROWS", "On a type: whoever sees the row, as `rows` says. What a role does not see is not there for it."),
    (
        "OWNER",
        "On a field: the unit that owns the object, the units above it, and `roles`. Everybody else reads null, and may not filter, sort or count by it.",
    ),
    ("ROLES", "On a field: `roles` alone, whoever owns the object. Everybody else reads null."),
    (
        "VOTER",
        "On a field of a roll: the member whom it tells of. Everybody else who sees the object reads null until its session is closed or cancelled.",
    ),
    (
        "OWN",
        "On a mutation: `roles`, on objects of the own unit and the units below it; of these `ownUnitOnly` on those of the own unit alone.",
    ),
    ("LED", "On a mutation: `roles`, on objects of a cluster or block that the own unit leads today."),
    ("ANY", "On a mutation: `roles`, on objects of any unit that they see."),
];

/// Puts the directive wherever it is not yet. Each root does so when it has registered its types.
pub fn publish(registry: &mut Registry) {
    define(registry);
    for (name, ty) in &mut registry.types {
        let (MetaType::Object { fields, directive_invocations, .. }
        | MetaType::Interface { fields, directive_invocations, .. }) = ty
        else {
            continue;
        };
        if name.starts_with("__") {
            continue;
        }
        put(directive_invocations, || of_type(name));
        for field in fields.values_mut() {
            put(&mut field.directive_invocations, || of_field(name, &field.name));
            classify(&mut field.directive_invocations, name, &field.name);
        }
    }
}

fn define(registry: &mut Registry) {
    enumeration(registry, "AuthRule", "How an `@auth` is to be read (quy tắc phân quyền).", RULES.into_iter());
    let rows = vec![
        input("roles", "These roles.", "[Role!]!"),
        input("where", "See the rows for which this holds: `all`, or a condition on stored columns.", "String!"),
    ];
    input_object(registry, "AuthRows", "Which rows of a type some roles see (phạm vi dữ liệu).", rows);
    let args = vec![
        input("rule", "How to read it.", "AuthRule!"),
        input("roles", "Who is meant.", "[Role!]"),
        input("ownUnitOnly", "Which of them say it on objects of their own unit alone.", "[Role!]"),
        input("states", "From which states of its object a verb leads on.", "[String!]"),
        input("rows", "Which rows which roles see.", "[AuthRows!]"),
    ];
    registry.add_directive(MetaDirective {
        name: "auth".into(),
        description: Some(ABOUT.into()),
        locations: vec![
            __DirectiveLocation::OBJECT,
            __DirectiveLocation::INTERFACE,
            __DirectiveLocation::FIELD_DEFINITION,
        ],
        args: args.into_iter().map(|arg| (arg.name.clone(), arg)).collect(),
        is_repeatable: false,
        visible: None,
        composable: None,
    });
    code_list(registry, CodeList::of::<PersonalKind>());
    let kind = input("kind", "What it tells.", "PersonalKind!");
    registry.add_directive(MetaDirective {
        name: "personal".into(),
        description: Some(PERSONAL.into()),
        locations: vec![__DirectiveLocation::FIELD_DEFINITION],
        args: std::iter::once((kind.name.clone(), kind)).collect(),
        is_repeatable: false,
        visible: None,
        composable: None,
    });
}

/// Puts `@personal` on what tells of a person.
fn classify(there: &mut Vec<MetaDirectiveInvocation>, ty: &str, field: &str) {
    let kind = Nouns::get().find(ty).and_then(|noun| noun.field(field)).and_then(|field| field.personal);
    if let Some(kind) = kind.filter(|_| !there.iter().any(|directive| directive.name == "personal")) {
        let args = IndexMap::from([("kind".to_owned(), Value::Enum(Name::new(kind.code())))]);
        there.push(MetaDirectiveInvocation { name: "personal".into(), args });
    }
}

fn put(there: &mut Vec<MetaDirectiveInvocation>, make: impl Fn() -> IndexMap<String, Value>) {
    if !there.iter().any(|directive| directive.name == "auth") {
        there.push(MetaDirectiveInvocation { name: "auth".into(), args: make() });
    }
}

fn of_type(name: &str) -> IndexMap<String, Value> {
    let Some(noun) = Nouns::get().find(name) else { return rule(of_other(name)) };
    let rows = seen(noun).into_iter().map(|seen| {
        let pairs = [(Name::new("roles"), roles(&seen.roles)), (Name::new("where"), Value::from(seen.rows))];
        Value::Object(pairs.into_iter().collect())
    });
    let mut args = rule("ROWS");
    args.insert("rows".into(), Value::List(rows.collect()));
    args
}

/// A type that is no noun: what is the same for everybody, or a shell around objects.
fn of_other(name: &str) -> &'static str {
    if PUBLIC_TYPES.contains(&name) { "PUBLIC" } else { "OBJECT" }
}

fn of_field(ty: &str, name: &str) -> IndexMap<String, Value> {
    if ty == "Mutation" {
        return of_verb(name);
    }
    if ty == "Subscription" {
        return of_topic(name);
    }
    if ty == "Query" && matches!(name, "viewer" | "serviceConfig" | "permissionMatrix") {
        return rule("PUBLIC");
    }
    match Nouns::get().find(ty).and_then(|noun| noun.field(name)) {
        Some(field) => of_declared(field),
        None if ty == "Query" => rule("OBJECT"),
        None => rule(of_other(ty)),
    }
}

fn of_topic(name: &str) -> IndexMap<String, Value> {
    match Topic::from_code(name).map(audience) {
        Some(Audience::Everybody) => rule("PUBLIC"),
        Some(Audience::TokenHolders) | None => rule("TOKEN"),
    }
}

fn of_declared(field: &Field) -> IndexMap<String, Value> {
    match narrowed(field.rule) {
        None => rule("OBJECT"),
        Some((name, None)) => rule(name),
        Some((name, Some(who))) => {
            let mut args = rule(name);
            args.insert("roles".into(), roles(&who));
            args
        }
    }
}

fn of_verb(name: &str) -> IndexMap<String, Value> {
    let Some(verb) = verbs().iter().find(|verb| verb.action.code() == name) else { return rule("OBJECT") };
    let mut args = rule(verb.rule());
    args.insert("roles".into(), roles(&verb.roles));
    if !verb.own_unit_only.is_empty() {
        args.insert("ownUnitOnly".into(), roles(&verb.own_unit_only));
    }
    if let Some(states) = &verb.states {
        args.insert("states".into(), Value::List(states.iter().map(|state| Value::from(*state)).collect()));
    }
    args
}

/// By which rule a field is read, and by which roles, where the rule names some; nothing where everybody reads it who sees the
/// object.
pub fn narrowed(rule: Rule) -> Option<(&'static str, Option<Vec<String>>)> {
    let roles = |sights: &[Sight]| Some(codes(|role| sights.contains(&role.sight())));
    match rule {
        Rule::Open => None,
        Rule::Owner(sights) => Some(("OWNER", roles(sights))),
        Rule::Only(sights) => Some(("ROLES", roles(sights))),
        Rule::Voter => Some(("VOTER", None)),
    }
}

fn rule(name: &str) -> IndexMap<String, Value> {
    IndexMap::from([("rule".to_owned(), Value::Enum(Name::new(name)))])
}

fn roles(names: &[String]) -> Value {
    Value::List(names.iter().map(|name| Value::Enum(Name::new(name))).collect())
}
