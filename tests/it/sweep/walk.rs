//! The sweep itself: what somebody is answered along every way through the graph, beside what the oracle says.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tests::{App, Client, Reply};

use super::{
    graph::{Edge, Graph, Many, Root, snake, table},
    oracle::{Seer, reads, sees},
    raw::{Raw, Row},
};

/// How many rows of a type begin a way, and how many of a list go on.
const FIRST: usize = 8;
const INNER: usize = 2;
/// Ways in one request.
const BATCH: usize = 12;

pub struct Sweep<'a> {
    pub raw: &'a Raw,
    pub graph: &'a Graph,
    pub seer: &'a Seer,
    pub client: Client,
    /// Whoever sees everything, for cursors.
    pub auditor: Client,
    pub compared: usize,
}

/// `Project:` and the key as it is published.
fn published(noun: &str, id: &str) -> String {
    format!("{noun}:{}-{}-{}-{}-{}", &id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..])
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().map(|item| item["id"].as_str().unwrap()).collect()
}

impl<'a> Sweep<'a> {
    pub fn new(app: &App, raw: &'a Raw, graph: &'a Graph, seer: &'a Seer) -> Self {
        let client = |who| app.as_(who).with("x-request-id", "sweep");
        let auditor = client(tests::Who::auditor());
        Self { raw, graph, seer, client: client(seer.who.clone()), auditor, compared: 0 }
    }

    /// The rows of a noun that the oracle lets through.
    fn seen(&self, noun: &str) -> Vec<&'a Row> {
        self.raw.rows(&table(noun)).iter().filter(|row| sees(self.raw, self.seer, noun, row)).collect()
    }

    async fn ask(&self, document: &str, variables: Value) -> Reply {
        self.client.query(document, variables).await.ok()
    }

    /// A list of rows that were all asked for.
    fn same(&mut self, place: &str, noun: &str, answered: &Value, expected: &[&Row]) {
        let mut answered = ids(answered);
        answered.sort_unstable();
        let mut expected: Vec<_> = expected.iter().map(|row| published(noun, row.id())).collect();
        expected.sort_unstable();
        assert_eq!(answered, expected, "{:?} at {place}", self.seer.who);
        self.compared += 1;
    }

    /// Every list at the root, whole, with its counts.
    pub async fn lists(&mut self) {
        for root in &self.graph.roots {
            let Root { field, noun, groups, .. } = root;
            let counts: String = groups
                .iter()
                .map(|group| format!(" g{group}: counts(by: {group}) {{ count }}"))
                .collect::<Vec<_>>()
                .concat();
            let document = format!("{{ {field}(first: 2000) {{ totalCount{counts} nodes {{ id }} }} }}");
            let reply = self.ask(&document, json!({})).await;
            let expected = self.seen(noun);
            self.same(field, noun, reply.data(&format!("{field}.nodes")), &expected);
            let count = i64::try_from(expected.len()).unwrap();
            assert_eq!(reply.int(&format!("{field}.totalCount")), count, "{:?} {field}", self.seer.who);
            for group in groups {
                let sum: i64 =
                    reply.list(&format!("{field}.g{group}")).iter().map(|one| one["count"].as_i64().unwrap()).sum();
                assert_eq!(sum, count, "{:?} {field} by {group}", self.seer.who);
            }
        }
    }

    /// Every row there is, by its ID, and one that is not: what cannot be seen is answered like what is not there.
    pub async fn by_id(&mut self) {
        for noun in self.graph.nouns.keys() {
            let rows = self.raw.rows(&table(noun));
            let all: Vec<_> = rows.iter().map(|row| published(noun, row.id())).collect();
            let reply = self.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": all })).await;
            for (row, node) in rows.iter().zip(reply.list("nodes")) {
                let expected = if sees(self.raw, self.seer, noun, row) {
                    json!({ "id": published(noun, row.id()) })
                } else {
                    Value::Null
                };
                assert_eq!(*node, expected, "{:?} at nodes", self.seer.who);
                self.compared += 1;
            }
            let Some(hidden) = rows.iter().find(|row| !sees(self.raw, self.seer, noun, row)) else { continue };
            let absent = published(noun, "0badc0de000040008000000000000000");
            let document = "query($id: ID!) { node(id: $id) { id __typename } }";
            let there = self.ask(document, json!({ "id": published(noun, hidden.id()) })).await;
            let nowhere = self.ask(document, json!({ "id": absent })).await;
            assert_eq!(there.text, nowhere.text, "{:?} {noun}", self.seer.who);
        }
    }

    /// What only some read of a row.
    pub async fn masks(&mut self) {
        let seen = self.seen("Honouree");
        let all: Vec<_> = seen.iter().map(|row| published("Honouree", row.id())).collect();
        let document = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Honouree { birthYear citizenIdTail } } }";
        let reply = self.ask(document, json!({ "ids": all })).await;
        for (row, node) in seen.iter().zip(reply.list("nodes")) {
            for field in ["birthYear", "citizenIdTail"] {
                let is_read = reads(self.seer, "Honouree", field, row);
                let expected = if is_read { row.cell(&snake(field)) } else { &Value::Null };
                assert_eq!(node[field], *expected, "{:?} {field}", self.seer.who);
                self.compared += 1;
            }
        }
    }

    /// Every way of four edges: from rows of each type (by `nodes`, as the first edge) along each edge, each edge from
    /// there, and all edges from there.
    pub async fn ways(&mut self) {
        let mut batch = Vec::new();
        for (noun, edges) in &self.graph.nouns {
            let seen = self.seen(noun);
            if seen.is_empty() {
                continue;
            }
            let step = seen.len().div_ceil(FIRST);
            let some: Vec<_> = seen.into_iter().step_by(step).collect();
            for one in edges {
                for two in &self.graph.nouns[&one.to] {
                    let last: String = self.graph.nouns[&two.to].iter().map(|edge| written(edge, "")).collect();
                    let way = written(one, &written(two, &last));
                    batch.push((noun.as_str(), some.clone(), way));
                    if batch.len() == BATCH {
                        self.go(std::mem::take(&mut batch)).await;
                    }
                }
            }
        }
        self.go(batch).await;
    }

    async fn go(&mut self, batch: Vec<(&str, Vec<&'a Row>, String)>) {
        if batch.is_empty() {
            return;
        }
        let (mut document, mut arguments, mut variables) = (String::new(), String::new(), json!({}));
        for (n, (noun, rows, way)) in batch.iter().enumerate() {
            let _ = write!(document, "w{n}: nodes(ids: $i{n}) {{ ... on {noun} {{ id {way} }} }} ");
            let _ = write!(arguments, "$i{n}: [ID!]! ");
            variables[format!("i{n}")] = rows.iter().map(|row| published(noun, row.id())).collect();
        }
        let reply = self.ask(&format!("query({arguments}) {{ {document} }}"), variables).await;
        for (n, (noun, rows, _)) in batch.iter().enumerate() {
            for (row, node) in rows.iter().zip(reply.list(&format!("w{n}"))) {
                self.compare(noun, noun, row, node);
            }
        }
    }

    /// An answered object beside its row, and whatever was selected below.
    fn compare(&mut self, place: &str, noun: &str, row: &Row, node: &Value) {
        assert_eq!(node["id"], published(noun, row.id()), "{:?} at {place}", self.seer.who);
        let graph = self.graph;
        for edge in &graph.nouns[noun] {
            let Some(answered) = node.get(&edge.field) else { continue };
            let place = format!("{place}.{}", edge.field);
            self.compared += 1;
            if edge.many == Many::One {
                let target = self.raw.find(&table(&edge.to), row.text(&edge.key));
                match target.filter(|target| sees(self.raw, self.seer, &edge.to, target)) {
                    Some(target) => self.compare(&place, &edge.to, target, answered),
                    None => assert_eq!(*answered, Value::Null, "{:?} at {place}", self.seer.who),
                }
                continue;
            }
            let rows = self.raw.rows(&table(&edge.to));
            if edge.key.is_empty() {
                let seen = self.seen(&edge.to);
                self.within(&edge.to, &answered["nodes"], &seen);
                continue;
            }
            assert!(rows.iter().all(|row| row.has(&edge.key)), "the key of {place}? Say it in tests/it/sweep/graph.rs");
            let expected: Vec<_> = rows
                .iter()
                .filter(|other| other.text(&edge.key) == row.id() && sees(self.raw, self.seer, &edge.to, other))
                .collect();
            let (nodes, count) = match edge.many {
                Many::Pages => {
                    assert_eq!(answered["totalCount"], json!(expected.len()), "{:?} at {place}", self.seer.who);
                    (answered["nodes"].as_array().unwrap(), expected.len().min(INNER))
                }
                _ => (answered.as_array().unwrap(), expected.len()),
            };
            assert_eq!(nodes.len(), count, "{:?} at {place}", self.seer.who);
            for node in nodes {
                let found = expected.iter().find(|row| node["id"] == published(&edge.to, row.id()));
                let found = found.unwrap_or_else(|| panic!("{:?} sees {node} at {place}", self.seer.who));
                self.compare(&place, &edge.to, found, node);
            }
        }
    }

    /// Filters by codes and keys count what the oracle counts; words find only what is seen.
    pub async fn filters(&mut self) {
        for root in &self.graph.roots {
            let seen = self.seen(&root.noun);
            let (mut document, mut expected) = (String::new(), Vec::new());
            let rows = self.raw.rows(&table(&root.noun));
            for (name, values) in &root.codes {
                let column = snake(name);
                for value in values.iter().filter(|_| rows.iter().all(|row| row.has(&column))) {
                    let filter = format!("{{ {name}: [{value}] }}");
                    let _ = write!(document, "f{}: {}(filter: {filter}) {{ totalCount }} ", expected.len(), root.field);
                    expected.push((filter, seen.iter().filter(|row| row.text(&column) == value.as_str()).count()));
                }
            }
            for name in &root.ids {
                let column = format!("{}_id", snake(name));
                // The administrator who comes before the first unit is of none, which is written as the nil key.
                let is_key = |key: &&str| key.bytes().any(|byte| byte != b'0' && byte != b'-');
                let mut keys: Vec<_> = rows.iter().map(|row| row.text(&column)).filter(is_key).collect();
                keys.sort_unstable();
                keys.dedup();
                let noun = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
                let noun = if name == "parent" { &root.noun } else { &noun };
                for key in keys.into_iter().take(12).filter(|_| self.graph.nouns.contains_key(noun)) {
                    let filter = format!("{{ {name}: [\"{}\"] }}", published(noun, key));
                    let _ = write!(document, "f{}: {}(filter: {filter}) {{ totalCount }} ", expected.len(), root.field);
                    let target = self.raw.find(&table(noun), key);
                    let is_seen = target.is_some_and(|target| sees(self.raw, self.seer, noun, target));
                    let found = seen.iter().filter(|row| is_seen && row.text(&column) == key).count();
                    expected.push((filter, found));
                }
            }
            if !expected.is_empty() {
                let reply = self.ask(&format!("{{ {document} }}"), json!({})).await;
                for (n, (filter, count)) in expected.iter().enumerate() {
                    let answered = reply.data(&format!("f{n}.totalCount"));
                    assert_eq!(*answered, json!(count), "{:?} {} {filter}", self.seer.who, root.field);
                    self.compared += 1;
                }
            }
            if root.text {
                // Every row was copied from one, so one letter of it finds them all.
                let document =
                    format!("{{ {}(first: 2000, filter: {{ text: \"a\" }}) {{ nodes {{ id }} }} }}", root.field);
                let reply = self.ask(&document, json!({})).await;
                self.within(&root.noun, reply.data(&format!("{}.nodes", root.field)), &seen);
            }
        }
        let document = "{ search(text: \"a\", first: 2000) { node { id __typename } } }";
        let reply = self.ask(document, json!({})).await;
        for hit in reply.list("search") {
            let noun = hit["node"]["__typename"].as_str().unwrap();
            let seen = self.seen(noun);
            self.within(noun, &json!([hit["node"]]), &seen);
        }
    }

    fn within(&mut self, noun: &str, nodes: &Value, seen: &[&Row]) {
        for id in ids(nodes) {
            let is_seen = seen.iter().any(|row| published(noun, row.id()) == id);
            assert!(is_seen, "{:?} finds {id}", self.seer.who);
            self.compared += 1;
        }
    }

    /// A cursor of somebody who sees everything leads only to what is seen: the own list, from that place on.
    pub async fn cursors(&mut self) {
        for root in &self.graph.roots {
            let document = format!("{{ {}(first: 2000) {{ edges {{ cursor node {{ id }} }} }} }}", root.field);
            let all = self.auditor.query(&document, json!({})).await.ok();
            let all = all.list(&format!("{}.edges", root.field));
            let mine = self.ask(&document, json!({})).await;
            let mine = mine.list(&format!("{}.edges", root.field));
            for place in [0, all.len() / 2] {
                let Some(edge) = all.get(place) else { continue };
                let after = &edge["cursor"];
                let document = format!(
                    "query($after: String) {{ {}(first: 2000, after: $after) {{ edges {{ cursor node {{ id }} }} }} }}",
                    root.field
                );
                let page = self.ask(&document, json!({ "after": after })).await;
                let behind: Vec<_> = all[place + 1..].iter().map(|edge| &edge["node"]["id"]).collect();
                let expected: Vec<_> = mine.iter().filter(|edge| behind.contains(&&edge["node"]["id"])).collect();
                let page: Vec<_> = page.list(&format!("{}.edges", root.field)).iter().collect();
                assert_eq!(page, expected, "{:?} {}", self.seer.who, root.field);
                self.compared += 1;
            }
        }
    }
}

impl Sweep<'_> {
    /// The engine at work: of every object that is seen, which verbs lead on from its state, and which of them the role may
    /// say. It answers as the published matrix says, for each role, verb, tie between units and state.
    pub async fn verbs(&mut self) {
        let matrix = "{ permissionMatrix { actions { action type roles relations states } } }";
        let matrix = self.ask(matrix, json!({})).await;
        let matrix = matrix.list("permissionMatrix.actions");
        let role = match &self.seer.who {
            tests::Who::Public => "PUBLIC".to_owned(),
            tests::Who::Person(person) => person.role.code(),
        };
        let lives: std::collections::BTreeSet<_> = self.graph.lives.iter().collect();
        for noun in lives {
            let seen = self.seen(noun);
            let all: Vec<_> = seen.iter().map(|row| published(noun, row.id())).collect();
            let document = format!(
                "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {noun} {{ availableTransitions {{ action isAllowed code }} }} }} }}"
            );
            let reply = self.ask(&document, json!({ "ids": all })).await;
            for (row, node) in seen.iter().zip(reply.list("nodes")) {
                let verbs = node["availableTransitions"].as_array().unwrap();
                let state = json!(row.text("state"));
                let tie = json!(self.seer.tie(self.raw, row));
                for verb in matrix {
                    let has = |key: &str, value: &Value| verb[key].as_array().is_some_and(|all| all.contains(value));
                    let answered = verbs.iter().find(|one| one["action"] == verb["action"]);
                    // A verb may be said of one noun and belong to the life of another: a nomination is added to a dossier.
                    if let Some(answered) = answered {
                        assert!(
                            has("states", &state),
                            "{role} {verb} from {state}: is its life in schema/src/law/verbs.rs?"
                        );
                        let may = has("roles", &json!(role)) && has("relations", &tie);
                        let is_forbidden = answered["code"] == "FORBIDDEN";
                        assert_eq!(may, !is_forbidden, "{role} {verb} on {tie} in {state}: {answered}");
                        assert!(may || answered["isAllowed"] == false, "{role} {verb}");
                        self.compared += 1;
                    }
                }
            }
        }
    }
}

/// An edge as it is selected, with what lies below.
fn written(edge: &Edge, below: &str) -> String {
    match edge.many {
        Many::One | Many::Parts => format!("{} {{ id {below} }} ", edge.field),
        Many::Pages => format!("{}(first: {INNER}) {{ totalCount nodes {{ id {below} }} }} ", edge.field),
    }
}
