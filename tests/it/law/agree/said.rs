//! What the three published forms say, each read from where a reader finds it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use schema::viewer::Role;
use serde_json::{Value, json};
use tests::{App, Who, root};

use crate::law::{auth::directives, policy::short};

/// The published name of whoever has no token.
pub const PUBLIC: &str = "PUBLIC";

type Names = BTreeSet<String>;

/// A verb as a form has it.
#[derive(Debug, Default)]
pub struct Verb {
    /// The noun, where the form says it.
    pub noun: String,
    roles: Names,
    /// Those of them that act for their own unit alone.
    own_unit_only: Names,
    ties: Names,
    /// None where it does not depend on a state.
    states: Option<Names>,
}

/// One form of the law.
pub struct Said {
    pub name: &'static str,
    pub verbs: BTreeMap<String, Verb>,
    /// Type to who sees which rows.
    rows: BTreeMap<String, Vec<(Names, String)>>,
    /// Type and field to rule and roles.
    fields: BTreeMap<String, (String, Names)>,
}

/// The matrix, the schema and the table.
pub async fn forms(app: &App) -> [Said; 3] {
    [matrix(app).await, published(app).await, table()]
}

impl Said {
    fn new(name: &'static str) -> Self {
        Self { name, verbs: BTreeMap::new(), rows: BTreeMap::new(), fields: BTreeMap::new() }
    }

    pub fn may(&self, role: &str, verb: &str, tie: &str, state: &str) -> bool {
        let Some(verb) = self.verbs.get(verb) else { panic!("{verb} is not in the {}", self.name) };
        let reaches = verb.ties.contains(tie) && !(tie == "SUBTREE" && verb.own_unit_only.contains(role));
        verb.roles.contains(role) && reaches && verb.states.as_ref().is_none_or(|states| states.contains(state))
    }

    /// Which rows of a type a role sees; none where it sees no row.
    pub fn rows(&self, ty: &str, role: &str) -> Option<&str> {
        let all = self.rows.get(ty).unwrap_or_else(|| panic!("{ty} is not in the {}", self.name));
        let mut of_role = all.iter().filter(|(roles, _)| roles.contains(role));
        let found = of_role.next();
        assert!(of_role.next().is_none(), "{role} stands twice for {ty} in the {}", self.name);
        found.map(|(_, text)| text.as_str())
    }

    pub fn reads(&self, place: &str, role: &str, is_owner: bool, is_voter: bool) -> bool {
        let Some((how, roles)) = self.fields.get(place) else { return true };
        match how.as_str() {
            "OWNER" => is_owner || roles.contains(role),
            "ROLES" => roles.contains(role),
            "VOTER" => is_voter,
            other => panic!("{place} by {other} in the {}", self.name),
        }
    }

    pub fn types(&self) -> usize {
        self.rows.len()
    }

    pub fn narrowed(&self) -> usize {
        self.fields.len()
    }
}

fn names(list: &Value) -> Names {
    list.as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn optional(list: &Value) -> Option<Names> {
    list.is_array().then(|| names(list))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn rows(list: &Value) -> Vec<(Names, String)> {
    list.as_array().unwrap().iter().map(|one| (names(&one["roles"]), text(&one["where"]))).collect()
}

async fn matrix(app: &App) -> Said {
    let document = "{ permissionMatrix {
        actions { action type roles ownUnitOnly relations states }
        types { type rows { roles where } fields { field rule roles } }
    } }";
    let reply = app.as_(Who::Public).query(document, json!({})).await.ok();
    let mut said = Said::new("matrix");
    for one in reply.list("permissionMatrix.actions") {
        let verb = Verb {
            noun: text(&one["type"]),
            roles: names(&one["roles"]),
            own_unit_only: names(&one["ownUnitOnly"]),
            ties: names(&one["relations"]),
            states: optional(&one["states"]),
        };
        said.verbs.insert(text(&one["action"]), verb);
    }
    for one in reply.list("permissionMatrix.types") {
        let ty = text(&one["type"]);
        for field in one["fields"].as_array().unwrap() {
            let place = format!("{ty}.{}", text(&field["field"]));
            said.fields.insert(place, (text(&field["rule"]), names(&field["roles"])));
        }
        said.rows.insert(ty, rows(&one["rows"]));
    }
    said
}

/// The schema as anybody downloads it.
async fn published(app: &App) -> Said {
    let sdl = app.http().get(app.url("/schema.graphql")).send().await.unwrap().text().await.unwrap();
    let mut said = Said::new("schema");
    for (place, auth) in directives(&sdl) {
        let rule = auth["rule"].as_str().unwrap();
        match place.split_once('.') {
            Some(("Mutation", verb)) => {
                let verb = verb.to_owned();
                let (ties, states) = (ties(rule), optional(&auth["states"]));
                let own_unit_only = names(&auth["ownUnitOnly"]);
                let (noun, roles) = (String::new(), names(&auth["roles"]));
                said.verbs.insert(verb, Verb { noun, roles, own_unit_only, ties, states });
            }
            Some(_) if ["OWNER", "ROLES", "VOTER"].contains(&rule) => {
                said.fields.insert(place, (rule.to_owned(), names(&auth["roles"])));
            }
            None if rule == "ROWS" => {
                said.rows.insert(place, rows(&auth["rows"]));
            }
            _ => {}
        }
    }
    said
}

fn ties(rule: &str) -> Names {
    let ties: &[&str] = match rule {
        "OWN" => &["OWN_UNIT", "SUBTREE"],
        "LED" => &["CLUSTER"],
        "ANY" => &["OWN_UNIT", "SUBTREE", "CLUSTER", "NONE"],
        other => panic!("a mutation by {other}"),
    };
    ties.iter().map(|tie| (*tie).to_owned()).collect()
}

/// The committed table, read as a person reads it.
fn table() -> Said {
    let committed = fs::read_to_string(root().join("tests/snapshots/policy.txt")).unwrap();
    let mut said = Said::new("table");
    let section = |title: &str| {
        let from = committed.lines().skip_while(|line| !line.starts_with(title)).skip(2);
        from.take_while(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let grid = committed.lines().skip_while(|line| !line.starts_with("action ")).skip(1);
    for line in grid.take_while(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let mut verb = Verb::default();
        let action = words.next().unwrap().to_owned();
        for (role, word) in Role::ALL.iter().zip(words.by_ref()) {
            if word != "." {
                verb.roles.insert(role.code());
                let rule = if word == "unit" { "OWN".to_owned() } else { word.to_uppercase() };
                verb.ties.extend(ties(&rule));
            }
            if word == "unit" {
                verb.own_unit_only.insert(role.code());
            }
        }
        said.verbs.insert(action, verb);
    }
    for line in section("From which states") {
        let mut words = line.split_whitespace().map(str::to_owned);
        let verb = said.verbs.get_mut(&words.next().unwrap()).unwrap();
        verb.states = Some(words.collect());
    }
    let role = |word: &str| {
        let found = Role::ALL.iter().find(|role| short(**role) == word);
        found.map_or_else(|| PUBLIC.to_owned(), |role| role.code())
    };
    let mut ty = String::new();
    for line in section("Which rows of a type") {
        match (line.strip_prefix("    "), line.strip_prefix("  ")) {
            (Some(roles), _) => {
                let (seen, _) = said.rows.get_mut(&ty).unwrap().last_mut().unwrap();
                seen.extend(roles.split_whitespace().map(role));
            }
            (None, Some(words)) => said.rows.get_mut(&ty).unwrap().push((Names::new(), words.to_owned())),
            (None, None) => {
                ty.clone_from(&line);
                said.rows.insert(line, Vec::new());
            }
        }
    }
    for line in section("Which fields only some read") {
        let mut words = line.split_whitespace();
        let (place, how) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
        said.fields.insert(place, (how, words.map(role).collect()));
    }
    said
}
