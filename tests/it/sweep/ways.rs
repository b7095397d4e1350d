//! Every way of four edges through the graph, written into documents: from rows of each type (by `nodes`, by `node`, and by the list
//! at the root, as the first edge) along each edge, each edge from there, and all edges from there.
//!
//! A document is the same for everybody, so that the server makes it ready once: who asks for which rows is in its variables.

use std::fmt::Write as _;

use super::{
    graph::{Edge, Graph, Many},
    oracle::Seer,
};

/// How many rows of a list at the root begin a way.
pub const LISTED: usize = 2;
/// How many rows of a list go on.
pub const INNER: usize = 2;
/// Ways in one document.
const TOGETHER: usize = 16;

/// How a way begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// `nodes`, by their IDs.
    Nodes,
    /// `node`, by its ID.
    Node,
    /// The list at the root.
    List,
}

/// Ways from one noun in one document.
pub struct Batch<'a> {
    pub noun: &'a str,
    pub document: String,
    /// How each begins; its alias is `w` and its place here.
    pub ways: Vec<Begin>,
    /// How many ways from this noun came before.
    pub turn: usize,
}

/// All of them, along the edges that this seer may ask for at all.
pub fn all<'a>(graph: &'a Graph, seer: &Seer) -> Vec<Batch<'a>> {
    let is_open = |edge: &&Edge| !seer.is_refused(&edge.to);
    let mut batches = Vec::new();
    for (noun, edges) in graph.nouns.iter().filter(|(noun, _)| !seer.is_refused(noun)) {
        let list = graph.roots.iter().find(|root| root.list.noun == *noun).map(|root| root.field.as_str());
        let mut ways = Vec::new();
        for one in edges.iter().filter(is_open) {
            for two in graph.nouns[&one.to].iter().filter(is_open) {
                let third = graph.nouns[&two.to].iter().filter(is_open).map(|edge| written(edge, ""));
                let selection = written(one, &written(two, &third.collect::<String>()));
                let begins = [Some(Begin::Nodes), Some(Begin::Node), list.map(|_| Begin::List)];
                ways.extend(begins.into_iter().flatten().map(|begin| (begin, selection.clone())));
            }
        }
        for (n, some) in ways.chunks(TOGETHER).enumerate() {
            batches.push(batch(noun, list.unwrap_or_default(), some, n * TOGETHER));
        }
    }
    batches
}

fn batch<'a>(noun: &'a str, list: &str, ways: &[(Begin, String)], turn: usize) -> Batch<'a> {
    let (mut fields, mut arguments) = (String::new(), String::new());
    for (n, (begin, selection)) in ways.iter().enumerate() {
        let on = format!("{{ ... on {noun} {{ id {selection} }} }}");
        let _ = match begin {
            Begin::Nodes => write!(fields, "w{n}: nodes(ids: $all) {on} "),
            Begin::Node => write!(fields, "w{n}: node(id: $i{n}) {on} "),
            Begin::List => write!(fields, "w{n}: {list}(first: {LISTED}) {{ nodes {{ id {selection} }} }} "),
        };
        if *begin == Begin::Node {
            let _ = write!(arguments, "$i{n}: ID! ");
        }
    }
    if ways.iter().any(|(begin, _)| *begin == Begin::Nodes) {
        arguments.push_str("$all: [ID!]!");
    }
    let arguments = if arguments.is_empty() { arguments } else { format!("({arguments})") };
    let document = format!("query{arguments} {{ {fields} }}");
    Batch { noun, document, ways: ways.iter().map(|(begin, _)| *begin).collect(), turn }
}

/// An edge as it is selected, with what lies below.
fn written(edge: &Edge, below: &str) -> String {
    match edge.many {
        Many::One | Many::Parts => format!("{} {{ id {below} }} ", edge.field),
        Many::Pages => format!("{}(first: {INNER}) {{ totalCount nodes {{ id {below} }} }} ", edge.field),
    }
}
