//! What asks for the schema itself: at most as large as the schema, whatever is asked.
//!
//! The schema describes itself in circles, so depth says nothing: `possibleTypes { interfaces { possibleTypes … } }` multiplies with
//! each step. What the tools send names every field once, and goes along two lists: of types, and of their fields.

use apollo_compiler::{
    ExecutableDocument, Node,
    executable::{Field, Selection, SelectionSet},
};

use super::{Limits, Placed, passed, place};
use crate::error::Error;

/// Fields of the schema's description that are lists of something which has lists in its turn.
const LISTS: [&str; 5] = ["types", "fields", "inputFields", "interfaces", "possibleTypes"];

/// Refuses an operation that asks for the schema too often, for lists below lists, or for a field of it twice at one place.
/// The limit of fields, fragments followed, has been checked before, so each can be followed each time.
pub fn check_introspection(document: &ExecutableDocument, limits: &Limits) -> Result<(), Placed> {
    for operation in document.operations.iter() {
        let roots = fields(document, &operation.selection_set);
        let asking: Vec<_> =
            roots.into_iter().filter(|field| matches!(field.name.as_str(), "__schema" | "__type")).collect();
        if let Some(field) = asking.get(limits.introspections) {
            let (en, vi) = ("fields that ask for the schema", "số trường hỏi về lược đồ");
            return Err((passed(en, vi, asking.len(), limits.introspections), place(field, document)));
        }
        for field in asking {
            below(document, &field.selection_set, 0, limits)?;
        }
    }
    Ok(())
}

fn below(document: &ExecutableDocument, set: &SelectionSet, lists: usize, limits: &Limits) -> Result<(), Placed> {
    let mut known = Vec::new();
    for field in fields(document, set) {
        let name = field.name.as_str();
        if field.alias.is_some() || known.contains(&name) {
            return Err((twice(name), place(field, document)));
        }
        known.push(name);
        let lists = lists + usize::from(LISTS.contains(&name));
        if lists > limits.introspection_lists {
            let (en, vi) = ("lists of the schema below each other", "số danh sách lồng nhau của lược đồ");
            return Err((passed(en, vi, lists, limits.introspection_lists), place(field, document)));
        }
        below(document, &field.selection_set, lists, limits)?;
    }
    Ok(())
}

fn twice(name: &str) -> Error {
    Error::beyond(
        format!("In what asks for the schema each field stands once and without an alias; {name} does not."),
        format!("Khi hỏi về lược đồ, mỗi trường chỉ nêu một lần và không có bí danh; {name} thì không."),
        1,
        2,
    )
}

/// The fields of a selection set, with its fragments followed.
fn fields<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet) -> Vec<&'a Node<Field>> {
    let mut all = Vec::with_capacity(set.selections.len());
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => all.push(field),
            Selection::InlineFragment(fragment) => all.extend(fields(document, &fragment.selection_set)),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                    all.extend(fields(document, &fragment.selection_set));
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use apollo_compiler::Schema;

    use super::*;

    fn judge(text: &str) -> Result<(), Placed> {
        let schema = Schema::parse_and_validate("type Query { a: Int }", "schema").unwrap();
        let document = ExecutableDocument::parse_and_validate(&schema, text, "document").unwrap();
        check_introspection(&document, &Limits::default())
    }

    #[test]
    fn two_lists_below_each_other_are_taken_and_three_are_not() {
        assert!(judge("{ __schema { types { fields { args { type { ofType { ofType { name } } } } } } } }").is_ok());
        assert!(judge("{ __schema { types { fields { type { fields { name } } } } } }").is_err());
        assert!(judge("{ __type(name: \"Query\") { fields { type { fields { name } } } } }").is_ok());
        assert!(
            judge("{ __type(name: \"Query\") { possibleTypes { interfaces { possibleTypes { name } } } } }").is_err()
        );
        let text = "{ __schema { types { ...f } } } fragment f on __Type { fields { ...g } } fragment g on __Field { type { fields { name } } }";
        assert!(judge(text).is_err());
    }

    #[test]
    fn twice_is_taken_and_a_third_time_is_not() {
        let ask = |n: usize| {
            [
                "x: __type(name: \"Query\") { name } ",
                "y: __schema { description } ",
                "z: __type(name: \"Unit\") { name } ",
            ][..n]
                .concat()
        };
        assert!(judge(&format!("{{ {} a }}", ask(2))).is_ok());
        assert!(judge(&format!("{{ {} a }}", ask(3))).is_err());
        assert!(judge(&format!("{{ {} ...f }} fragment f on Query {{ __schema {{ description }} }}", ask(2))).is_err());
    }

    #[test]
    fn a_field_stands_once() {
        assert_eq!(judge("{ __schema { types { name name } } }").unwrap_err().1, (1, 27));
        assert!(judge("{ __schema { types { name } types { kind } } }").is_err());
        assert!(judge("{ __schema { types { n: name } } }").is_err());
        assert!(judge("{ __schema { types { name ...f } } } fragment f on __Type { name }").is_err());
    }
}
