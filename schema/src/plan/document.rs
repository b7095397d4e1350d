//! The document behind a root field: its fragments and variables, and its fields merged by response key.

use async_graphql::{
    Context, Name, Positioned, Value, Variables,
    parser::types::{ExecutableDocument, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet},
};
use async_graphql_value as value;
use std::collections::HashMap;

use indexmap::IndexMap;

use super::shape::Cut;

/// What a compiler needs to read a selection.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    operation: &'a OperationDefinition,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    variables: &'a Variables,
}

/// The fields of one response key, to be answered together.
pub type Merged<'a> = IndexMap<&'a str, Vec<&'a Field>>;

impl<'a> Document<'a> {
    /// The document that a field is being resolved in.
    pub fn of(ctx: &Context<'a>) -> Self {
        Self {
            operation: &ctx.query_env.operation.node,
            fragments: &ctx.query_env.fragments,
            variables: &ctx.query_env.variables,
        }
    }

    /// An operation of a document, with its variables.
    pub fn new(tree: &'a ExecutableDocument, operation: &'a OperationDefinition, variables: &'a Variables) -> Self {
        Self { operation, fragments: &tree.fragments, variables }
    }

    /// All root fields, merged by response key.
    pub fn roots(&self) -> Merged<'a> {
        let mut merged = Merged::new();
        self.collect(&self.operation.selection_set.node, &|_| true, &mut merged);
        merged
    }

    /// How many root fields come before this one.
    pub fn nth(&self, field: &Field) -> usize {
        self.roots().values().take_while(|fields| !std::ptr::eq(fields[0], field)).count()
    }

    /// The root fields that share the response key of this one.
    pub fn root(&self, field: &'a Field) -> Vec<&'a Field> {
        self.roots().shift_remove(field.response_key().node.as_str()).unwrap_or_else(|| vec![field])
    }

    /// A fragment by its name.
    pub(super) fn fragment(&self, name: &str) -> Option<&'a FragmentDefinition> {
        self.fragments.get(name).map(|fragment| &fragment.node)
    }

    /// The fields below these, merged by response key, in the order in which they are first asked for. A fragment
    /// counts where `applies` says so of its type condition.
    pub fn below(&self, fields: &[&'a Field], applies: &dyn Fn(&str) -> bool) -> Merged<'a> {
        let mut merged = Merged::new();
        for field in fields {
            self.collect(&field.selection_set.node, applies, &mut merged);
        }
        merged
    }

    fn collect(&self, set: &'a SelectionSet, applies: &dyn Fn(&str) -> bool, merged: &mut Merged<'a>) {
        for item in &set.items {
            if self.is_left_out(&item.node) {
                continue;
            }
            match &item.node {
                Selection::Field(field) => {
                    merged.entry(field.node.response_key().node.as_str()).or_default().push(&field.node);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node)
                        && applies(&fragment.node.type_condition.node.on.node)
                    {
                        self.collect(&fragment.node.selection_set.node, applies, merged);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    if fragment.node.type_condition.as_ref().is_none_or(|on| applies(&on.node.on.node)) {
                        self.collect(&fragment.node.selection_set.node, applies, merged);
                    }
                }
            }
        }
    }

    /// The selected parts of a value that is made whole: its type's name, and that of each field's, for `__typename`.
    pub fn cuts(&self, fields: &[&'a Field], typename: &'static str, below: &dyn Fn(&str) -> &'static str) -> Vec<Cut> {
        let part = |(key, fields): (&str, Vec<&'a Field>)| {
            let name = fields[0].name.node.as_str();
            let from = if name == "__typename" { Err(typename) } else { Ok(name.to_owned()) };
            Cut { key: key.to_owned(), from, below: self.cuts(&fields, below(name), below) }
        };
        self.below(fields, &|_| true).into_iter().map(part).collect()
    }

    /// Whether a field of that name is asked for anywhere below these.
    pub fn asks(&self, fields: &[&'a Field], name: &str) -> bool {
        let below = self.below(fields, &|_| true);
        below.values().any(|fields| fields[0].name.node == name || self.asks(fields, name))
    }

    pub(super) fn is_left_out(&self, selection: &Selection) -> bool {
        selection.directives().iter().any(|directive| {
            let is_skip = directive.node.name.node == "skip";
            if !is_skip && directive.node.name.node != "include" {
                return false;
            }
            let condition = directive.node.get_argument("if").and_then(|argument| self.value(&argument.node));
            condition == Some(Value::Boolean(is_skip))
        })
    }

    /// The value of an argument; a variable that is not given and has no default is as if nothing were written.
    pub fn value(&self, written: &value::Value) -> Option<Value> {
        match written {
            value::Value::Variable(name) => self.variables.get(name).cloned().or_else(|| {
                let definition = self.operation.variable_definitions.iter().find(|d| d.node.name.node == *name)?;
                definition.node.default_value.as_ref().map(|default| default.node.clone())
            }),
            value::Value::List(items) => {
                Some(Value::List(items.iter().map(|item| self.value(item).unwrap_or_default()).collect()))
            }
            value::Value::Object(map) => Some(Value::Object(
                map.iter().filter_map(|(name, item)| Some((name.clone(), self.value(item)?))).collect(),
            )),
            other => other.clone().into_const(),
        }
    }
}
