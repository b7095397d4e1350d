//! The one rule that the validation does not have: an input object names each of its fields once (`UniqueInputFieldNames`).

use std::collections::HashSet;

use apollo_compiler::{
    ExecutableDocument, Name, Node,
    ast::{Argument, DirectiveList, Value},
    executable::{Operation, Selection, SelectionSet},
    parser::SourceMap,
    response::{GraphQLError, JsonMap},
};

/// The fields that an input object of the document names again.
pub fn repeated(document: &ExecutableDocument) -> Vec<GraphQLError> {
    let mut found = Vec::new();
    for operation in document.operations.iter() {
        head(operation, &mut found);
        set(&operation.selection_set, &mut found);
    }
    for fragment in document.fragments.values() {
        directives(&fragment.directives, &mut found);
        set(&fragment.selection_set, &mut found);
    }
    found.into_iter().map(|name| error(name, &document.sources)).collect()
}

fn head<'a>(operation: &'a Operation, found: &mut Vec<&'a Name>) {
    directives(&operation.directives, found);
    for variable in &operation.variables {
        directives(&variable.directives, found);
        if let Some(default) = &variable.default_value {
            value(default, found);
        }
    }
}

fn set<'a>(selected: &'a SelectionSet, found: &mut Vec<&'a Name>) {
    for selection in &selected.selections {
        directives(selection.directives(), found);
        match selection {
            Selection::Field(field) => {
                arguments(&field.arguments, found);
                set(&field.selection_set, found);
            }
            Selection::InlineFragment(fragment) => set(&fragment.selection_set, found),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn directives<'a>(list: &'a DirectiveList, found: &mut Vec<&'a Name>) {
    for directive in list {
        arguments(&directive.arguments, found);
    }
}

fn arguments<'a>(list: &'a [Node<Argument>], found: &mut Vec<&'a Name>) {
    for argument in list {
        value(&argument.value, found);
    }
}

fn value<'a>(written: &'a Value, found: &mut Vec<&'a Name>) {
    match written {
        Value::Object(fields) => {
            let mut names = HashSet::with_capacity(fields.len());
            for (name, below) in fields {
                if !names.insert(name) {
                    found.push(name);
                }
                value(below, found);
            }
        }
        Value::List(items) => items.iter().for_each(|item| value(item, found)),
        _ => {}
    }
}

fn error(name: &Name, sources: &SourceMap) -> GraphQLError {
    let place = name.location().and_then(|span| span.line_column(sources));
    GraphQLError {
        message: format!("the input field `{name}` is given more than once"),
        locations: place.into_iter().collect(),
        path: Vec::new(),
        extensions: JsonMap::default(),
    }
}
