//! The published schema as a graph: nouns, the edges between them, and what narrows a list. Where a table or key is not
//! named by convention, a line here says how it is named.

use std::collections::BTreeMap;

use apollo_compiler::{
    Node, Schema,
    ast::{FieldDefinition, Type},
    schema::{Component, ExtendedType},
};

/// How many rows an edge leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Many {
    /// One row or none.
    One,
    /// A list.
    Parts,
    /// A connection.
    Pages,
}

/// A field that leads to another noun.
#[derive(Clone, Debug)]
pub struct Edge {
    pub field: String,
    pub to: String,
    pub many: Many,
    /// The foreign key: here for one row, there for several; empty where another table joins the two.
    pub key: String,
    /// Whether it can be narrowed.
    pub has_filter: bool,
}

/// A list at the root.
#[derive(Debug)]
pub struct Root {
    pub field: String,
    pub list: List,
}

/// What any list of a noun may be asked.
#[derive(Debug)]
pub struct List {
    pub noun: String,
    /// Filters on enums: name and values.
    pub codes: Vec<(String, Vec<String>)>,
    /// Filters on IDs.
    pub ids: Vec<String>,
    /// Whether texts can be searched.
    pub text: bool,
    /// What can be counted by.
    pub groups: Vec<String>,
}

/// The whole graph.
pub struct Graph {
    pub nouns: BTreeMap<String, Vec<Edge>>,
    pub roots: Vec<Root>,
    /// What lists of each noun may be asked.
    pub lists: BTreeMap<String, List>,
    /// The nouns that have a life.
    pub lives: Vec<String>,
    /// The fields of each noun that not everybody reads who sees the object.
    pub narrowed: BTreeMap<String, Vec<String>>,
}

impl Graph {
    pub fn new() -> Self {
        let schema = Schema::parse_and_validate(schema::Api::sdl(), "schema.graphql").unwrap();
        let is_noun = |name: &str| matches!(schema.types.get(name), Some(ExtendedType::Object(object)) if object.implements_interfaces.iter().any(|i| i.name == "Node"));
        let (mut nouns, mut lives, mut narrowed) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        for (name, ty) in schema.types.iter().filter(|(name, _)| is_noun(name)) {
            let ExtendedType::Object(object) = ty else { continue };
            if object.fields.contains_key("availableTransitions") {
                lives.push(name.to_string());
            }
            let rule = |field: &FieldDefinition| {
                let auth = field.directives.get("auth").unwrap();
                auth.specified_argument_by_name("rule").unwrap().as_enum().unwrap().to_string()
            };
            let is_narrowed =
                |field: &&Component<FieldDefinition>| ["OWNER", "ROLES", "VOTER"].contains(&rule(field).as_str());
            let some: Vec<_> = object.fields.values().filter(is_narrowed).map(|field| field.name.to_string()).collect();
            if !some.is_empty() {
                narrowed.insert(name.to_string(), some);
            }
            let edges = object.fields.values().filter_map(|field| {
                let target = field.ty.inner_named_type().as_str();
                let (to, many) = match target.strip_suffix("Connection") {
                    Some(noun) => (noun, Many::Pages),
                    None => (target, if is_list(&field.ty) { Many::Parts } else { Many::One }),
                };
                let key = match many {
                    Many::One => key(name, &field.name, &field.name),
                    Many::Parts | Many::Pages => key(name, &field.name, name),
                };
                let has_filter = field.arguments.iter().any(|argument| argument.name == "filter");
                is_noun(to).then(|| Edge { field: field.name.to_string(), to: to.into(), many, key, has_filter })
            });
            nouns.insert(name.to_string(), edges.collect());
        }
        let query = schema.get_object("Query").unwrap();
        let roots = query.fields.values().filter_map(|field| {
            let noun = field.ty.inner_named_type().as_str().strip_suffix("Connection")?;
            Some(Root { field: field.name.to_string(), list: List::of(&schema, noun) })
        });
        let roots = roots.collect();
        let lists = nouns.keys().map(|noun: &String| (noun.clone(), List::of(&schema, noun))).collect();
        Self { nouns, roots, lists, lives, narrowed }
    }
}

impl List {
    fn of(schema: &Schema, noun: &str) -> Self {
        let values = |name: &str| match schema.types.get(name) {
            Some(ExtendedType::Enum(list)) => list.values.keys().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        let groups = values(&format!("{noun}Group"));
        let mut list = Self { noun: noun.into(), codes: Vec::new(), ids: Vec::new(), text: false, groups };
        if let Some(ExtendedType::InputObject(filter)) = schema.types.get(format!("{noun}Filter").as_str()) {
            for field in filter.fields.values() {
                let (name, ty) = (field.name.to_string(), field.ty.inner_named_type().as_str());
                match ty {
                    "ID" if is_list_of(&field.ty) => list.ids.push(name),
                    "String" if name == "text" => list.text = true,
                    _ if name != "missing" && !values(ty).is_empty() => list.codes.push((name, values(ty))),
                    _ => {}
                }
            }
        }
        list
    }
}

fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::NonNullList(_))
}

fn is_list_of(ty: &Node<Type>) -> bool {
    is_list(ty)
}

/// The table of a noun.
pub fn table(noun: &str) -> String {
    match noun {
        "LegalBasis" => "campaign_basis".into(),
        "VoterRollEntry" => "voter_roll".into(),
        "User" => "user_account".into(),
        noun => snake(noun),
    }
}

/// The foreign key behind a field of a noun: `<stem>_id` unless it is said here.
fn key(noun: &str, field: &str, stem: &str) -> String {
    match (noun, field) {
        (_, "history") => "object_id".into(),
        ("Unit" | "Campaign", "children") => "parent_id".into(),
        ("ScoringScheme", "criteria" | "classes" | "sheets") => "scheme_id".into(),
        ("ScoreSheet", "scores") => "sheet_id".into(),
        ("UnitPlan", "targets") => "plan_id".into(),
        ("ReminderRound", "reminders") => "round_id".into(),
        ("OfficialDocument", "attachments" | "deliveries") => "document_id".into(),
        ("DistributionList", "groups") => "list_id".into(),
        ("DistributionGroup", "unit") => "only_unit_id".into(),
        ("DocumentDelivery", "reminders") => "delivery_id".into(),
        // Through the changes of the organisation, and not by a key.
        ("Unit", "predecessors" | "successors") => String::new(),
        ("OrganisationChange", "units") => "change_id".into(),
        ("CouncilSession", "agenda" | "roll") => "session_id".into(),
        ("ConsolidatedReport", "sources" | "figures") => "consolidated_id".into(),
        ("ReportObligation", "reports" | "reminders") => "obligation_id".into(),
        _ => format!("{}_id", snake(stem)),
    }
}

/// `launchDocument` as the database writes it.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    for (i, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && i > 0 {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
