//! Variables where they stand (`All Variable Usages Are Allowed`). The validation judges those that are a whole argument; inside
//! lists and objects it only compares the names of types. Here every one is judged as the specification says.

use std::collections::{HashMap, HashSet};

use apollo_compiler::{
    ExecutableDocument, Node, Schema,
    ast::{Argument, DirectiveList, InputValueDefinition, Type, Value, VariableDefinition},
    executable::{Operation, Selection, SelectionSet},
    response::{GraphQLError, JsonMap},
    schema::ExtendedType,
};

/// Variables of the document that stand where their type does not fit.
pub fn misplaced(schema: &Schema, document: &ExecutableDocument) -> Vec<GraphQLError> {
    document.operations.iter().flat_map(|operation| Walk::of(schema, document, operation)).collect()
}

/// A walk through one operation; each fragment is looked at once, whoever spreads it.
struct Walk<'a> {
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    variables: HashMap<&'a str, &'a VariableDefinition>,
    seen: HashSet<&'a str>,
    found: Vec<GraphQLError>,
}

impl<'a> Walk<'a> {
    fn of(schema: &'a Schema, document: &'a ExecutableDocument, operation: &'a Operation) -> Vec<GraphQLError> {
        if operation.variables.is_empty() {
            return Vec::new();
        }
        let variables = operation.variables.iter().map(|variable| (variable.name.as_str(), &**variable)).collect();
        let mut walk = Self { schema, document, variables, seen: HashSet::new(), found: Vec::new() };
        walk.directives(&operation.directives);
        walk.set(&operation.selection_set);
        walk.found
    }

    fn set(&mut self, selected: &'a SelectionSet) {
        for selection in &selected.selections {
            self.directives(selection.directives());
            match selection {
                Selection::Field(field) => {
                    self.arguments(&field.arguments, &field.definition.arguments);
                    self.set(&field.selection_set);
                }
                Selection::InlineFragment(fragment) => self.set(&fragment.selection_set),
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.fragment_name) else { continue };
                    if self.seen.insert(&spread.fragment_name) {
                        self.directives(&fragment.directives);
                        self.set(&fragment.selection_set);
                    }
                }
            }
        }
    }

    fn directives(&mut self, list: &'a DirectiveList) {
        for directive in list {
            if let Some(definition) = self.schema.directive_definitions.get(&directive.name) {
                self.arguments(&directive.arguments, &definition.arguments);
            }
        }
    }

    fn arguments(&mut self, given: &'a [Node<Argument>], taken: &'a [Node<InputValueDefinition>]) {
        for argument in given {
            if let Some(definition) = taken.iter().find(|definition| definition.name == argument.name) {
                self.value(&argument.value, &definition.ty, definition.default_value.is_some());
            }
        }
    }

    /// Judges what stands at a place of this type.
    fn value(&mut self, written: &'a Node<Value>, ty: &'a Type, has_default: bool) {
        match &**written {
            Value::Variable(name) => {
                let Some(variable) = self.variables.get(name.as_str()) else { return };
                if !fits(variable, ty, has_default) {
                    self.found.push(self.error(written, variable, ty));
                }
            }
            Value::List(items) => items.iter().for_each(|item| self.value(item, ty.item_type(), false)),
            Value::Object(fields) => {
                let Some(ExtendedType::InputObject(object)) = self.schema.types.get(ty.inner_named_type()) else {
                    return;
                };
                for (name, below) in fields {
                    if let Some(field) = object.fields.get(name) {
                        self.value(below, &field.ty, field.default_value.is_some());
                    }
                }
            }
            _ => {}
        }
    }

    fn error(&self, written: &Node<Value>, variable: &VariableDefinition, ty: &Type) -> GraphQLError {
        let place = written.location().and_then(|span| span.line_column(&self.document.sources));
        GraphQLError {
            message: format!(
                "variable `${}` of type `{}` cannot stand where `{ty}` is expected",
                variable.name, variable.ty
            ),
            locations: place.into_iter().collect(),
            path: Vec::new(),
            extensions: JsonMap::default(),
        }
    }
}

/// `IsVariableUsageAllowed`: a variable that may be null fits a place that may not only where one of them has a default.
fn fits(variable: &VariableDefinition, place: &Type, has_default: bool) -> bool {
    if !place.is_non_null() || variable.ty.is_non_null() {
        return variable.ty.is_assignable_to(place);
    }
    let is_set = variable.default_value.as_ref().is_some_and(|value| !value.is_null());
    (is_set || has_default) && variable.ty.is_assignable_to(&place.clone().nullable())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDL: &str =
        "type Query { nodes(ids: [ID!]!): Int lists(ids: [[ID!]]): Int find(by: Filter, page: Int! = 3): Int }
        input Filter { ids: [ID!] kind: Kind! = A below: [Filter!] text: String! } enum Kind { A B }";

    /// Whether the validation and this walk take a document.
    fn takes(text: &str) -> bool {
        let schema = Schema::parse_and_validate(SDL, "schema").unwrap();
        ExecutableDocument::parse_and_validate(&schema, text, "document")
            .is_ok_and(|document| misplaced(&schema, &document).is_empty())
    }

    #[test]
    fn a_variable_stands_only_where_its_type_fits() {
        for text in [
            "query($a: ID!) { nodes(ids: [$a]) }",
            "query($a: ID = 1) { nodes(ids: [$a]) }",
            "query($a: [ID!]!) { nodes(ids: $a) }",
            "query($a: [ID!]) { lists(ids: [$a]) }",
            "query($a: Kind) { find(by: { text: \"\", kind: $a }) }",
            "query($a: Filter!) { find(by: { text: \"\", below: [$a] }) }",
            "query($a: Int) { find(page: $a) }",
            "query($a: ID!) { ...f } fragment f on Query { nodes(ids: [$a]) }",
        ] {
            assert!(takes(text), "{text}");
        }
        for text in [
            "query($a: ID) { nodes(ids: [$a]) }",
            "query($a: ID = null) { nodes(ids: [$a]) }",
            "query($a: [ID]!) { nodes(ids: $a) }",
            "query($a: [ID]) { lists(ids: [$a]) }",
            "query($a: ID) { lists(ids: [[$a]]) }",
            "query($a: String) { find(by: { text: $a }) }",
            "query($a: String = null) { find(by: { text: $a }) }",
            "query($a: Filter) { find(by: { text: \"\", below: [$a] }) }",
            "query($a: ID) { ...f } fragment f on Query { nodes(ids: [$a]) }",
            "query a($a: ID!) { ...f } query b($a: ID) { ...f } fragment f on Query { nodes(ids: [$a]) }",
        ] {
            assert!(!takes(text), "{text}");
        }
    }
}
