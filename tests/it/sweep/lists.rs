//! Lists, at the root and below a row, narrowed, counted, searched, and gone on with behind a cursor.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{
    graph::{Edge, List, Many, snake, table},
    raw::Row,
    walk::{Sweep, ids, published},
};

/// How many rows of a type have their lists asked.
const ASKED: usize = 4;

impl Sweep<'_> {
    /// Filters by codes and keys count what the oracle counts; words find only what is seen.
    pub async fn filters(&mut self) {
        let who = self.seer;
        for root in self.graph.roots.iter().filter(|root| !who.is_refused(&root.list.noun)) {
            let seen = self.seen(&root.list.noun);
            let (mut document, mut expected) = (String::new(), Vec::new());
            let rows = self.raw.rows(&table(&root.list.noun));
            let codes = root.list.codes.iter().filter(|(name, _)| self.seer.may_ask(&root.list.noun, name));
            for (name, values) in codes.collect::<Vec<_>>() {
                let column = snake(name);
                for value in values.iter().filter(|_| rows.iter().all(|row| row.has(&column))) {
                    let filter = format!("{{ {name}: [{value}] }}");
                    let _ = write!(document, "f{}: {}(filter: {filter}) {{ totalCount }} ", expected.len(), root.field);
                    expected.push((filter, seen.iter().filter(|row| row.text(&column) == value.as_str()).count()));
                }
            }
            for name in &root.list.ids {
                let column = format!("{}_id", snake(name));
                // The administrator who comes before the first unit is of none, which is written as the nil key.
                let is_key = |key: &&str| key.bytes().any(|byte| byte != b'0' && byte != b'-');
                let mut keys: Vec<_> = rows.iter().map(|row| row.text(&column)).filter(is_key).collect();
                keys.sort_unstable();
                keys.dedup();
                let noun = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
                let noun = if name == "parent" { &root.list.noun } else { &noun };
                let is_asked = self.graph.nouns.contains_key(noun) && !self.seer.is_refused(noun);
                for key in keys.into_iter().take(12).filter(|_| is_asked) {
                    let filter = format!("{{ {name}: [\"{}\"] }}", published(noun, key));
                    let _ = write!(document, "f{}: {}(filter: {filter}) {{ totalCount }} ", expected.len(), root.field);
                    let target = self.raw.find(&table(noun), key);
                    let is_seen = target.is_some_and(|target| self.sees(noun, target));
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
            if root.list.text {
                // Every row was copied from one, so one letter of it finds them all.
                let document =
                    format!("{{ {}(first: 2000, filter: {{ text: \"a\" }}) {{ nodes {{ id }} }} }}", root.field);
                let reply = self.ask(&document, json!({})).await;
                self.within(&root.list.noun, reply.data(&format!("{}.nodes", root.field)), &seen);
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
        let seer = self.seer;
        for root in self.graph.roots.iter().filter(|root| !seer.is_refused(&root.list.noun)) {
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

    /// Every list below a row of each type: whole, counted by each group, narrowed by each code, searched, and from a cursor on.
    pub async fn nested(&mut self) {
        let (graph, who) = (self.graph, self.seer);
        for (noun, edges) in &graph.nouns {
            let seen = self.seen(noun);
            let step = seen.len().div_ceil(ASKED).max(1);
            let rows: Vec<_> = seen.into_iter().step_by(step).collect();
            for edge in edges.iter().filter(|_| !rows.is_empty()) {
                if who.is_refused(&edge.to) {
                    let below = if edge.many == Many::Pages { "totalCount" } else { "id" };
                    let on = format!("... on {noun} {{ {} {{ {below} }} }}", edge.field);
                    let document = format!("query($id: ID!) {{ node(id: $id) {{ {on} }} }}");
                    self.is_refused(&edge.to, &document, json!({ "id": published(noun, rows[0].id()) })).await;
                }
            }
            let is_open = |edge: &&Edge| edge.many == Many::Pages && !who.is_refused(&edge.to);
            for edge in edges.iter().filter(is_open).filter(|_| !rows.is_empty()) {
                self.list_below(noun, edge, &rows).await;
            }
        }
    }

    async fn list_below(&mut self, noun: &str, edge: &Edge, rows: &[&Row]) {
        let (list, field) = (&self.graph.lists[&edge.to], &edge.field);
        let groups: Vec<_> = list.groups.iter().filter(|group| self.seer.may_ask(&edge.to, group)).collect();
        let mut codes = codes(list, self.raw.rows(&table(&edge.to)));
        codes.retain(|(name, _)| self.seer.may_ask(&edge.to, name));
        let mut selection = format!("all: {field}(first: 2000) {{ totalCount edges {{ cursor node {{ id }} }}");
        for group in &groups {
            let _ = write!(selection, " g{group}: counts(by: {group}) {{ count }}");
        }
        selection.push_str(" } ");
        for (n, (name, value)) in codes.iter().enumerate().filter(|_| edge.has_filter) {
            let _ = write!(selection, "f{n}: {field}(filter: {{ {name}: [{value}] }}) {{ totalCount }} ");
        }
        if list.text && edge.has_filter {
            let _ = write!(selection, "t: {field}(first: 2000, filter: {{ text: \"a\" }}) {{ nodes {{ id }} }} ");
        }
        let ids: Vec<_> = rows.iter().map(|row| published(noun, row.id())).collect();
        let document = format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {noun} {{ {selection} }} }} }}");
        let reply = self.ask(&document, json!({ "ids": ids })).await;
        let mut cursor = None;
        for (row, node) in rows.iter().zip(reply.list("nodes")) {
            let (expected, place) = (self.below(edge, row), format!("{noun}.{field}"));
            let all = node["all"]["edges"].as_array().unwrap();
            let nodes: Value = all.iter().map(|edge| edge["node"].clone()).collect();
            self.same(&place, &edge.to, &nodes, &expected);
            assert_eq!(node["all"]["totalCount"], json!(expected.len()), "{:?} {place}", self.seer.who);
            for group in &groups {
                let counts = node["all"][format!("g{group}")].as_array().unwrap();
                let sum: u64 = counts.iter().map(|one| one["count"].as_u64().unwrap()).sum();
                assert_eq!(sum, expected.len() as u64, "{:?} {place} by {group}", self.seer.who);
            }
            for (n, (name, value)) in codes.iter().enumerate().filter(|_| edge.has_filter) {
                let count = expected.iter().filter(|row| row.text(&snake(name)) == *value).count();
                let answered = &node[format!("f{n}")]["totalCount"];
                assert_eq!(*answered, json!(count), "{:?} {place} {name} {value}", self.seer.who);
                self.compared += 1;
            }
            self.within(&edge.to, &node["t"]["nodes"], &expected);
            if all.len() > 1 && cursor.is_none() {
                cursor = Some((published(noun, row.id()), all[0]["cursor"].clone(), all[1..].to_vec()));
            }
        }
        if let Some((id, after, rest)) = cursor {
            let page = format!("all: {field}(first: 2000, after: $after) {{ edges {{ cursor node {{ id }} }} }}");
            let document =
                format!("query($id: ID!, $after: String) {{ node(id: $id) {{ ... on {noun} {{ {page} }} }} }}");
            let reply = self.ask(&document, json!({ "id": id, "after": after })).await;
            assert_eq!(
                *reply.data("node.all.edges"),
                json!(rest),
                "{:?} {noun}.{field} behind a cursor",
                self.seer.who
            );
            self.compared += 1;
        }
    }
}

/// The codes by which a list is narrowed, where they are a column of its rows.
fn codes<'l>(list: &'l List, rows: &[Row]) -> Vec<(&'l String, &'l String)> {
    let is_column = |name: &str| rows.iter().all(|row| row.has(&snake(name)));
    let of_rows = list.codes.iter().filter(|(name, _)| is_column(name));
    of_rows.flat_map(|(name, values)| values.iter().map(move |value| (name, value))).collect()
}
