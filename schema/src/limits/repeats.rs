//! How often a type stands on one path of an operation: what goes in circles is refused.

use std::{collections::HashMap, rc::Rc};

use apollo_compiler::{
    ExecutableDocument,
    executable::{Selection, SelectionSet},
};

use super::{Limits, Placed, place};
use crate::error::Error;

/// For each type, how often it stands on the path below a place that has it most often.
type Most<'a> = HashMap<&'a str, usize>;

/// Refuses an operation on one of whose paths a type stands too often. Each fragment is looked at once, whoever spreads it.
pub fn check_repeats(document: &ExecutableDocument, limits: &Limits) -> Result<(), Placed> {
    let mut counter = Counter { document, counted: HashMap::new() };
    for operation in document.operations.iter() {
        let most = counter.below(&operation.selection_set);
        if let Some((ty, times)) = most.into_iter().max_by_key(|(ty, times)| (*times, *ty))
            && times > limits.type_repeats
        {
            return Err((passed(ty, times, limits.type_repeats), place(operation, document)));
        }
    }
    Ok(())
}

fn passed(ty: &str, times: usize, limit: usize) -> Error {
    Error::beyond(
        format!("{ty} stands {times} times on one path; the limit is {limit}."),
        format!("Kiểu {ty} xuất hiện {times} lần trên một nhánh, vượt giới hạn {limit}."),
        limit,
        times,
    )
}

struct Counter<'a> {
    document: &'a ExecutableDocument,
    counted: HashMap<&'a str, Rc<Most<'a>>>,
}

impl<'a> Counter<'a> {
    fn below(&mut self, set: &'a SelectionSet) -> Most<'a> {
        let mut most = Most::new();
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    let (ty, below) = (field.selection_set.ty.as_str(), &field.selection_set);
                    // A leaf has nothing below; the schema describes itself in circles.
                    if !below.selections.is_empty() && !ty.starts_with("__") {
                        let below = self.below(below);
                        keep(&mut most, below.into_iter(), Some(ty));
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let ty = fragment.selection_set.ty.as_str();
                    let below = self.below(&fragment.selection_set);
                    keep(&mut most, below.into_iter(), (ty != set.ty.as_str()).then_some(ty));
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.fragment_name) else { continue };
                    let ty = fragment.selection_set.ty.as_str();
                    let below = self.fragment(&spread.fragment_name, &fragment.selection_set);
                    let below = below.iter().map(|(ty, times)| (*ty, *times));
                    keep(&mut most, below, (ty != set.ty.as_str()).then_some(ty));
                }
            }
        }
        most
    }

    /// What stands below a fragment, counted once.
    fn fragment(&mut self, name: &'a str, set: &'a SelectionSet) -> Rc<Most<'a>> {
        if let Some(counted) = self.counted.get(name) {
            return Rc::clone(counted);
        }
        let below = Rc::new(self.below(set));
        self.counted.insert(name, Rc::clone(&below));
        below
    }
}

/// Takes over what is more than was known. The type `through` which this path goes stands on it once more.
fn keep<'a>(most: &mut Most<'a>, below: impl Iterator<Item = (&'a str, usize)>, through: Option<&'a str>) {
    let mut itself = usize::from(through.is_some());
    for (ty, times) in below {
        if through == Some(ty) {
            itself += times;
        } else {
            let known = most.entry(ty).or_default();
            *known = times.max(*known);
        }
    }
    if let Some(ty) = through {
        let known = most.entry(ty).or_default();
        *known = itself.max(*known);
    }
}

#[cfg(test)]
mod tests {
    use apollo_compiler::Schema;

    use super::*;

    const SDL: &str = "interface Node { id: ID } type Query { unit: Unit node: Node }
        type Unit implements Node { id: ID parent: Unit children: Units } type Units { nodes: [Unit] }";

    fn judge(text: &str) -> Result<(), Placed> {
        let schema = Schema::parse_and_validate(SDL, "schema").unwrap();
        let document = ExecutableDocument::parse_and_validate(&schema, text, "document").unwrap();
        check_repeats(&document, &Limits::default())
    }

    #[test]
    fn three_times_on_a_path_is_taken_and_four_times_is_not() {
        assert!(judge("{ unit { parent { parent { id } } children { nodes { id } } } }").is_ok());
        assert_eq!(judge("\n  { unit { parent { parent { parent { id } } } } }").unwrap_err().1, (2, 3));
        assert!(judge("{ unit { children { nodes { parent { id } } } } }").is_ok());
        assert!(judge("{ unit { children { nodes { parent { parent { id } } } } } }").is_err());
        assert!(judge("{ node { ... on Unit { parent { parent { id } } } } }").is_ok());
        assert!(judge("{ node { ... on Unit { parent { parent { parent { id } } } } } }").is_err());
    }

    #[test]
    fn fragments_are_followed_and_the_same_type_in_one_is_no_step() {
        let text = |inner| {
            format!("{{ unit {{ ...f }} }} fragment f on Unit {{ parent {{ ...g }} }} fragment g on Unit {{ {inner} }}")
        };
        assert!(judge(&text("parent { id }")).is_ok());
        assert!(judge(&text("parent { parent { id } }")).is_err());
        assert!(judge("{ unit { ... on Unit { ... on Unit { parent { ... on Unit { parent { id } } } } } } }").is_ok());
    }

    #[test]
    fn the_schema_may_be_asked_for_in_circles() {
        assert!(judge("{ __schema { types { ofType { ofType { ofType { ofType { name } } } } } } }").is_ok());
    }
}
