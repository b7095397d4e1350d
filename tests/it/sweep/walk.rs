//! The sweep itself: what somebody is answered along every way through the graph, beside what the oracle says.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};
use tests::{App, Client, Reply};

use super::{
    fields::reads,
    graph::{Edge, Graph, List, Many, Root, snake, table},
    oracle::{Seer, joined, sees},
    raw::{Raw, Row},
    ways::{Batch, Begin, INNER, LISTED},
};

/// How many rows of a type begin a way by `nodes`; by `node` it is one.
const FIRST: usize = 6;

pub struct Sweep<'a> {
    pub raw: &'a Raw,
    pub graph: &'a Graph,
    pub seer: &'a Seer,
    pub client: Client,
    /// Whoever sees everything, for cursors.
    pub auditor: Client,
    pub compared: usize,
    /// The rows of each noun that the oracle lets through.
    seen: BTreeMap<&'a str, Vec<&'a Row>>,
    /// Their keys.
    keys: BTreeMap<&'a str, HashSet<&'a str>>,
}

/// `Project:` and the key as it is published.
pub fn published(noun: &str, id: &str) -> String {
    format!("{noun}:{}-{}-{}-{}-{}", &id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..])
}

pub fn ids(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().map(|item| item["id"].as_str().unwrap()).collect()
}

impl<'a> Sweep<'a> {
    pub fn new(app: &App, raw: &'a Raw, graph: &'a Graph, seer: &'a Seer) -> Self {
        let client = |who| app.as_(who).with("x-request-id", "sweep");
        let auditor = client(tests::Who::auditor());
        let of = |noun: &str| -> Vec<&'a Row> {
            raw.rows(&table(noun)).iter().filter(|row| sees(raw, seer, noun, row)).collect()
        };
        let all: BTreeMap<_, _> = graph.nouns.keys().map(|noun| (noun.as_str(), of(noun))).collect();
        let keys = all.iter().map(|(noun, rows)| (*noun, rows.iter().map(|row| row.id()).collect())).collect();
        Self { raw, graph, seer, client: client(seer.who.clone()), auditor, compared: 0, seen: all, keys }
    }

    /// The rows of a noun that the oracle lets through.
    pub fn seen(&self, noun: &str) -> Vec<&'a Row> {
        self.seen[noun].clone()
    }

    pub fn sees(&self, noun: &str, row: &Row) -> bool {
        self.keys[noun].contains(row.id())
    }

    /// A noun that the system of an agency is not to ask for: a refusal that names the rule, wherever it stands in a document.
    pub async fn is_refused(&mut self, noun: &str, document: &str, variables: Value) {
        let reply = self.client.query(document, variables).await.refused("SCOPE_MISSING");
        assert_eq!(*reply.extension("type"), noun, "{:?} by {document}", self.seer.who);
        self.compared += 1;
    }

    pub async fn ask(&self, document: &str, variables: Value) -> Reply {
        self.client.query(document, variables).await.ok()
    }

    /// A list of rows that were all asked for.
    pub fn same(&mut self, place: &str, noun: &str, answered: &Value, expected: &[&Row]) {
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
            let Root { field, list: List { noun, groups, .. } } = root;
            let groups: Vec<_> = groups.iter().filter(|group| self.seer.may_ask(noun, group)).collect();
            if self.seer.is_refused(noun) {
                self.is_refused(noun, &format!("{{ {field} {{ totalCount }} }}"), json!({})).await;
                continue;
            }
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
            for group in &groups {
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
            if self.seer.is_refused(noun) {
                let document = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
                self.is_refused(noun, document, json!({ "ids": all })).await;
                continue;
            }
            let reply = self.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": all })).await;
            for (row, node) in rows.iter().zip(reply.list("nodes")) {
                let expected =
                    if self.sees(noun, row) { json!({ "id": published(noun, row.id()) }) } else { Value::Null };
                assert_eq!(*node, expected, "{:?} at nodes", self.seer.who);
                self.compared += 1;
            }
            let Some(hidden) = rows.iter().find(|row| !self.sees(noun, row)) else { continue };
            let absent = published(noun, "0badc0de000040008000000000000000");
            let document = "query($id: ID!) { node(id: $id) { id __typename } }";
            let there = self.ask(document, json!({ "id": published(noun, hidden.id()) })).await;
            let nowhere = self.ask(document, json!({ "id": absent })).await;
            assert_eq!(there.text, nowhere.text, "{:?} {noun}", self.seer.who);
        }
    }

    /// What only some read of a row: every field that the law narrows, of every row that is seen.
    pub async fn masks(&mut self) {
        let graph = self.graph;
        for (noun, fields) in &graph.narrowed {
            let seen = self.seen(noun);
            if seen.is_empty() {
                continue;
            }
            let all: Vec<_> = seen.iter().map(|row| published(noun, row.id())).collect();
            // Of computed lists it is enough whether they are told at all.
            let below = |field: &String| if field == "duplicateWarnings" { " { kind }" } else { "" };
            let selected: Vec<_> = fields.iter().map(|field| format!("{field}{}", below(field))).collect();
            let document =
                format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {noun} {{ {} }} }} }}", selected.join(" "));
            let reply = self.ask(&document, json!({ "ids": all })).await;
            for (row, node) in seen.iter().zip(reply.list("nodes")) {
                for field in fields {
                    let is_read = reads(self.raw, self.seer, noun, field, row);
                    let expected = if is_read { row.cell(&snake(field)) } else { &Value::Null };
                    let is_as_expected = match (&node[field], expected) {
                        // SQLite has numbers for yes and no.
                        (Value::Bool(told), Value::Number(stored)) => json!(i64::from(*told)) == json!(stored),
                        (told, _) if is_read && !row.has(&snake(field)) => !told.is_null(),
                        (told, stored) => told == stored,
                    };
                    assert!(is_as_expected, "{:?} {noun}.{field}: {} and not {expected}", self.seer.who, node[field]);
                    self.compared += 1;
                }
            }
        }
    }

    /// A document with many ways from one noun, for whoever sees a row of it.
    pub async fn go(&mut self, batch: &Batch<'a>) {
        let (noun, seen) = (batch.noun, self.seen(batch.noun));
        if seen.is_empty() {
            return;
        }
        let step = seen.len().div_ceil(FIRST);
        let some: Vec<_> = seen.into_iter().step_by(step).collect();
        let mut variables = json!({ "all": some.iter().map(|row| published(noun, row.id())).collect::<Vec<_>>() });
        // By its ID alone each row comes in its turn.
        let alone = |n: usize| some[(batch.turn + n) % some.len()];
        for (n, _) in batch.ways.iter().enumerate().filter(|(_, begin)| **begin == Begin::Node) {
            variables[format!("i{n}")] = published(noun, alone(n).id()).into();
        }
        let reply = self.ask(&batch.document, variables).await;
        for (n, begin) in batch.ways.iter().enumerate() {
            match begin {
                Begin::Node => self.compare(noun, noun, alone(n), reply.data(&format!("w{n}"))),
                Begin::Nodes => {
                    for (row, node) in some.iter().zip(reply.list(&format!("w{n}"))) {
                        self.compare(noun, noun, row, node);
                    }
                }
                Begin::List => {
                    let nodes = reply.list(&format!("w{n}.nodes"));
                    assert_eq!(nodes.len(), self.seen[noun].len().min(LISTED), "{:?} {noun}", self.seer.who);
                    for node in nodes {
                        let found = self.seen[noun].iter().find(|row| node["id"] == published(noun, row.id())).copied();
                        let found = found.unwrap_or_else(|| panic!("{:?} sees {node} in the list", self.seer.who));
                        self.compare(noun, noun, found, node);
                    }
                }
            }
        }
    }

    /// What somebody sees behind an edge of a row.
    pub fn below(&self, edge: &Edge, row: &Row) -> Vec<&'a Row> {
        let all = if edge.key.is_empty() {
            let units = joined(self.raw, &edge.field, row.id());
            units.iter().filter_map(|id| self.raw.find("unit", id)).collect()
        } else {
            self.raw.below(&table(&edge.to), &edge.key, row.id())
        };
        all.into_iter().filter(|other| self.sees(&edge.to, other)).collect()
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
                match target.filter(|target| self.sees(&edge.to, target)) {
                    Some(target) => self.compare(&place, &edge.to, target, answered),
                    None => assert_eq!(*answered, Value::Null, "{:?} at {place}", self.seer.who),
                }
                continue;
            }
            let expected = self.below(edge, row);
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
}
