//! An operation at work: its root fields answered by plans and services, and the response written.

use std::{io::Write as _, sync::Arc};

use async_graphql::{
    Variables,
    parser::types::{ExecutableDocument, Field, OperationDefinition, OperationType},
};
use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::{mutation, query};
use crate::{
    Inner,
    error::{Error, Place, Result},
    plan::Document,
    viewer::Viewer,
};

/// Runs an operation. Queries run side by side; mutations one after the other.
pub async fn execute(
    inner: &Inner,
    viewer: &Arc<Viewer>,
    tree: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Vec<u8> {
    let document = Document::new(tree, operation, variables);
    let roots = document.roots();
    let answers: Vec<Result<Vec<u8>>> = if operation.ty == OperationType::Query {
        join_all(roots.values().map(|fields| query::resolve(inner, viewer, document, fields))).await
    } else {
        let mut answers = Vec::with_capacity(roots.len());
        for fields in roots.values() {
            answers.push(mutation::resolve(inner, viewer, document, fields).await);
        }
        answers
    };
    let mut out = b"{\"data\":{".to_vec();
    let mut errors = Vec::new();
    for (n, ((key, fields), answer)) in roots.iter().zip(answers).enumerate() {
        if n > 0 {
            out.push(b',');
        }
        out.extend_from_slice(format!("\"{key}\":").as_bytes());
        match answer {
            Ok(bytes) => out.extend_from_slice(&bytes),
            // Every root field may be null, so what failed stays where it failed.
            Err(error) => {
                out.extend_from_slice(b"null");
                errors.push(published(&error, key, fields, viewer));
            }
        }
    }
    out.push(b'}');
    if !errors.is_empty() {
        errors.truncate(inner.limits.errors);
        out.extend_from_slice(b",\"errors\":");
        let _ = serde_json::to_writer(&mut out, &errors);
    }
    if let Some(traces) = &viewer.traces {
        let _ = write!(out, ",\"extensions\":{}", json!({ "explain": traces.take() }));
    }
    out.push(b'}');
    out
}

fn published(error: &Error, key: &str, fields: &[&Field], viewer: &Viewer) -> Json {
    let at = fields[0].name.pos;
    let place = Place { locations: vec![(at.line, at.column)], path: vec![key.into()] };
    error.published(&place, viewer.language, &viewer.request_id)
}
