//! The response as bytes: data in the order of the query, ready bytes copied, errors with their codes.

use std::borrow::Cow;

use async_graphql::{
    PathSegment, Response, ServerError, Value,
    parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};
use indexmap::IndexSet;
use serde_json::{Value as Json, json};

use super::execute::extend;
use crate::{
    error::{Error, Place},
    limits::Cost,
    viewer::Viewer,
};

/// The response keys of an operation's root fields, in the order of the query.
pub fn keys(document: &ExecutableDocument, operation: &OperationDefinition) -> IndexSet<String> {
    let mut found = IndexSet::new();
    collect(document, &operation.selection_set.node, &mut found);
    found
}

fn collect(document: &ExecutableDocument, set: &SelectionSet, found: &mut IndexSet<String>) {
    for item in &set.items {
        match &item.node {
            Selection::Field(field) => drop(found.insert(field.node.response_key().node.to_string())),
            Selection::InlineFragment(fragment) => collect(document, &fragment.node.selection_set.node, found),
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    collect(document, &fragment.node.selection_set.node, found);
                }
            }
        }
    }
}

/// Writes an executed response. A root field that failed is null, which every root field may be.
pub fn write(response: &Response, keys: &IndexSet<String>, viewer: &Viewer, cost: Cost, most_errors: usize) -> Vec<u8> {
    let mut out = b"{\"data\":{".to_vec();
    let mut is_first = true;
    for key in keys {
        let value = match &response.data {
            Value::Object(map) => map.get(key.as_str()),
            _ => None,
        };
        let failed =
            || response.errors.iter().any(|error| error.path.first() == Some(&PathSegment::Field(key.clone())));
        if value.is_none() && !failed() {
            continue; // left out by @skip or @include
        }
        if !is_first {
            out.push(b',');
        }
        is_first = false;
        let _ = serde_json::to_writer(&mut out, key);
        out.push(b':');
        match value {
            Some(Value::Binary(bytes)) => out.extend_from_slice(bytes),
            Some(value) => drop(serde_json::to_writer(&mut out, value)),
            None => out.extend_from_slice(b"null"),
        }
    }
    out.push(b'}');
    if !response.errors.is_empty() {
        let errors: Vec<Json> = response.errors.iter().take(most_errors).map(|e| error(e, viewer)).collect();
        out.extend_from_slice(b",\"errors\":");
        let _ = serde_json::to_writer(&mut out, &errors);
    }
    extend(&mut out, viewer, cost);
    out.push(b'}');
    out
}

/// An error as published: ours with its code and language, async-graphql's own as an invalid document.
fn error(error: &ServerError, viewer: &Viewer) -> Json {
    let path = error.path.iter().map(|segment| match segment {
        PathSegment::Field(name) => json!(name),
        PathSegment::Index(index) => json!(index),
    });
    let locations = error.locations.iter().map(|at| (at.line, at.column)).collect();
    let place = Place { locations, path: path.collect() };
    let ours = error.source.as_ref().and_then(|source| source.downcast_ref::<Error>());
    let told = ours.map_or_else(|| Cow::Owned(Error::invalid(&error.message)), Cow::Borrowed);
    viewer.told(&told, &place)
}
