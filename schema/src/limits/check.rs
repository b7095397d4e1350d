//! A look at the parsed document before it is validated: fragments, depth, fields, aliases, root fields, directives.

use std::collections::HashMap;

use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{
        ExecutableDocument, Field, FragmentDefinition, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use super::{Limits, passed};
use crate::error::{Code, Error, Result};

/// What a selection set weighs when its fragments are followed.
#[derive(Clone, Copy, Default)]
struct Weight {
    visits: usize,
    fields: usize,
    aliases: usize,
    depth: usize,
    /// Fragments within each other.
    nesting: usize,
}

/// What stands against a document, and the place where that is seen.
#[derive(Debug)]
pub struct Found {
    /// The limit that it passes, or what is wrong.
    pub error: Error,
    /// The operation, field, fragment or spread.
    pub at: Pos,
}

/// Refuses a document of which any operation passes a limit.
pub fn check_all(document: &ExecutableDocument, limits: &Limits) -> Result<(), Found> {
    let mut weigher = Weigher { fragments: &document.fragments, weighed: HashMap::new(), open: Vec::new(), limits };
    // Every fragment is weighed once, whoever spreads it, so the work is linear in the document.
    let mut fragments: Vec<_> = document.fragments.iter().map(|(name, fragment)| (fragment.pos, name)).collect();
    fragments.sort_unstable();
    for (at, name) in fragments {
        weigher.fragment(name, at)?;
    }
    document.operations.iter().try_for_each(|(_, operation)| weigher.operation(operation))
}

fn over(at: Pos, what: &str, vi: &str, asked: usize, limit: usize) -> Result<(), Found> {
    if asked > limit { Err(Found { error: passed(what, vi, asked, limit), at }) } else { Ok(()) }
}

/// The operation that a request names, or its only one.
pub fn select<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Result<&'a OperationDefinition> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(of, _)| of.is_some_and(|of| of == name)),
        None => operations.next().filter(|_| operations.next().is_none()),
    };
    found.map(|(_, operation)| &operation.node).ok_or_else(|| {
        Error::new(
            Code::GraphqlInvalid,
            "The document has no operation of that name, or several and none is named.",
            "Truy vấn không có thao tác mang tên đó, hoặc có nhiều thao tác mà không nêu tên.",
        )
    })
}

fn only_introspection(set: &SelectionSet) -> bool {
    set.items.iter().all(|item| match &item.node {
        Selection::Field(field) => field.node.name.node.starts_with("__"),
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
    })
}

struct Weigher<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    weighed: HashMap<&'a str, Weight>,
    open: Vec<&'a str>,
    limits: &'a Limits,
}

impl<'a> Weigher<'a> {
    fn operation(&mut self, operation: &'a Positioned<OperationDefinition>) -> Result<(), Found> {
        let (limits, at) = (self.limits, operation.pos);
        let set = &operation.node.selection_set.node;
        let weight = self.set(set)?;
        over(at, "fragment visits", "số lần mở fragment", weight.visits, limits.fragment_visits)?;
        if !only_introspection(set) {
            over(at, "depth", "độ sâu", weight.depth, limits.depth)?;
        }
        over(at, "fields", "số trường", weight.fields, limits.fields)?;
        over(at, "aliases", "số bí danh (alias)", weight.aliases, limits.aliases)?;
        let roots = self.roots(set)?;
        match operation.node.ty {
            OperationType::Query => over(at, "root fields", "số trường gốc", roots, limits.root_fields),
            OperationType::Mutation | OperationType::Subscription => {
                over(at, "root fields of a mutation", "số thao tác trong một yêu cầu", roots, limits.mutation_fields)
            }
        }
    }

    fn fragment(&mut self, name: &'a str, at: Pos) -> Result<Weight, Found> {
        if let Some(weight) = self.weighed.get(name) {
            return Ok(*weight);
        }
        if self.open.contains(&name) {
            let (en, vi) = (format!("Fragment {name} spreads itself."), format!("Fragment {name} tự tham chiếu."));
            return Err(Found { error: Error::new(Code::GraphqlInvalid, en, vi), at });
        }
        // A spread of a fragment that is not defined weighs nothing; validation names it.
        let Some(fragment) = self.fragments.get(name) else { return Ok(Weight::default()) };
        self.open.push(name);
        let inner = self.set(&fragment.node.selection_set.node)?;
        self.open.pop();
        let weight = Weight { nesting: inner.nesting + 1, ..inner };
        let most = self.limits.document_nesting;
        over(at, "fragments within each other", "số fragment lồng nhau", weight.nesting, most)?;
        self.weighed.insert(name, weight);
        Ok(weight)
    }

    fn set(&mut self, set: &'a SelectionSet) -> Result<Weight, Found> {
        let mut sum = Weight::default();
        for item in &set.items {
            over(
                item.pos,
                "directives at one place",
                "số chỉ thị tại một vị trí",
                item.node.directives().len(),
                self.limits.directives,
            )?;
            let part = match &item.node {
                Selection::Field(field) => self.field(&field.node)?,
                Selection::InlineFragment(fragment) => self.set(&fragment.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => {
                    let inner = self.fragment(&spread.node.fragment_name.node, item.pos)?;
                    Weight { visits: inner.visits.saturating_add(1), ..inner }
                }
            };
            sum.visits = sum.visits.saturating_add(part.visits);
            sum.fields = sum.fields.saturating_add(part.fields);
            sum.aliases = sum.aliases.saturating_add(part.aliases);
            sum.depth = sum.depth.max(part.depth);
            sum.nesting = sum.nesting.max(part.nesting);
        }
        Ok(sum)
    }

    fn field(&mut self, field: &'a Field) -> Result<Weight, Found> {
        let below = self.set(&field.selection_set.node)?;
        Ok(Weight {
            visits: below.visits,
            fields: below.fields.saturating_add(1),
            aliases: below.aliases.saturating_add(usize::from(field.alias.is_some())),
            depth: below.depth + 1,
            nesting: below.nesting,
        })
    }

    fn roots(&mut self, set: &'a SelectionSet) -> Result<usize, Found> {
        let mut roots = 0_usize;
        for item in &set.items {
            roots = roots.saturating_add(match &item.node {
                Selection::Field(_) => 1,
                Selection::InlineFragment(fragment) => self.roots(&fragment.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => match self.fragments.get(&spread.node.fragment_name.node) {
                    Some(fragment) => self.roots(&fragment.node.selection_set.node)?,
                    None => 0,
                },
            });
            over(item.pos, "root fields", "số trường gốc", roots, self.limits.root_fields)?;
        }
        Ok(roots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str) -> Result<(), (Code, usize, usize)> {
        let found = check_all(&async_graphql::parser::parse_query(text).unwrap(), &Limits::default());
        found.map_err(|Found { error, at }| (error.code, at.line, at.column))
    }

    #[test]
    fn fragments_that_double_are_counted_and_not_followed() {
        let doubling = |n| format!("fragment f{n} on Query {{ ...f{0} ...f{0} }} ", n + 1);
        let text: String = (0..25).map(doubling).collect();
        let text = format!("{{ ...f0 }} {text} fragment f25 on Query {{ a }}");
        assert_eq!(judge(&text), Err((Code::LimitExceeded, 1, 1)));
    }

    #[test]
    fn a_fragment_that_spreads_itself_is_refused() {
        let circle = "{ ...a }\nfragment a on Query {\n  ...a\n}";
        assert_eq!(judge(circle), Err((Code::GraphqlInvalid, 3, 3)));
        let larger = "{ ...a }\nfragment a on Query { ...b }\nfragment b on Query { ...a }";
        assert_eq!(judge(larger), Err((Code::GraphqlInvalid, 3, 23)));
    }

    #[test]
    fn a_chain_of_fragments_is_no_circle() {
        let link = |n: usize| format!("fragment f{n} on Query {{ ...f{} }} ", n + 1);
        let chain = |n: usize| {
            let links: String = (1..n).map(link).collect();
            format!("{{ ...f1 }} {links} fragment f{n} on Query {{ a }}")
        };
        assert!(judge(&chain(50)).is_ok());
        assert_eq!(judge(&chain(51)).unwrap_err().0, Code::LimitExceeded);
    }

    #[test]
    fn depth_holds_at_n_and_refuses_at_n_plus_one() {
        let deep = |n: usize| format!("{}a{}", "{a".repeat(n - 1) + "{", "}".repeat(n));
        assert!(judge(&deep(12)).is_ok());
        assert_eq!(judge(&deep(13)), Err((Code::LimitExceeded, 1, 1)));
    }
}
