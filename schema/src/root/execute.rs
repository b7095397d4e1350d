//! An operation at work: priced and paid for, its root fields answered by plans and services, and the response written.

use std::{io::Write as _, sync::Arc};

use async_graphql::parser::types::{Field, OperationType};
use futures_util::future::join_all;
use serde_json::Value as Json;

use super::{
    mutation,
    query::{self, Root},
};
use crate::{
    Inner,
    error::{Code, Error, Place, Result},
    limits::{Cost, Price},
    plan::{Document, Merged},
    trail::Deed,
    viewer::Viewer,
};

/// Runs an operation. Queries run side by side; mutations one after the other. What costs more than the limits and the
/// budget allow is refused before any statement is sent.
pub async fn execute(
    inner: &Inner,
    viewer: &Arc<Viewer>,
    document: Document<'_>,
    kind: OperationType,
) -> Result<Vec<u8>> {
    let roots = document.roots();
    let charge = |price| Cost::charge(price, &inner.limits, viewer.budget.as_deref());
    let (cost, answers) = if kind == OperationType::Query {
        let plans = plans(inner, viewer, document, &roots);
        let cost = charge(price_of(&plans))?;
        (cost, join_all(plans.into_iter().map(|plan| async { plan?.answer(inner, viewer).await })).await)
    } else {
        let cost = charge(roots.values().map(|fields| mutation::price(inner, viewer, document, fields)).sum())?;
        let mut answers = Vec::with_capacity(roots.len());
        for fields in roots.values() {
            // It is long, and reads are not to carry it.
            answers.push(Box::pin(mutation::resolve(inner, viewer, document, fields)).await);
        }
        (cost, answers)
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
                if kind == OperationType::Query {
                    refused(inner, viewer, fields[0].name.node.as_str(), error.code).await;
                }
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
    extend(&mut out, viewer, cost);
    out.push(b'}');
    Ok(out)
}

/// Puts in the trail that somebody asked for what is not theirs to read: each time; and that somebody known asked by an ID or a
/// cursor that is none: the first and the last of a minute. That it could not be written is logged.
async fn refused(inner: &Inner, viewer: &Viewer, field: &str, code: Code) {
    let is_known = viewer.principal.is_some();
    let deed = || Deed::of(viewer, field).refused(code);
    let due = match code {
        Code::Forbidden | Code::ScopeMissing if is_known => vec![deed()],
        Code::Forbidden | Code::ScopeMissing => inner.strangers.admit(deed()),
        Code::BadId | Code::BadCursor if is_known => inner.floods.admit(viewer.subject(), "query", code, deed()),
        _ => return,
    };
    inner.refused(due).await;
}

/// What the root fields of an operation cost. One that cannot be planned costs nothing: it is refused where it would run.
pub fn price(inner: &Inner, viewer: &Viewer, document: Document<'_>, kind: OperationType) -> Price {
    let roots = document.roots();
    if kind == OperationType::Query {
        return price_of(&plans(inner, viewer, document, &roots));
    }
    roots.values().map(|fields| mutation::price(inner, viewer, document, fields)).sum()
}

fn plans(inner: &Inner, viewer: &Viewer, document: Document<'_>, roots: &Merged<'_>) -> Vec<Result<Root>> {
    roots.values().map(|fields| query::plan(inner, viewer, document, fields)).collect()
}

fn price_of(plans: &[Result<Root>]) -> Price {
    plans.iter().flatten().map(Root::price).sum()
}

/// Adds `extensions`: what the request cost, and what its reads did if that was asked for.
pub fn extend(out: &mut Vec<u8>, viewer: &Viewer, cost: Cost) {
    let Cost { requested, allowed, remaining } = cost;
    let _ = write!(out, ",\"extensions\":{{\"cost\":{{\"requested\":{requested},\"allowed\":{allowed}");
    if let Some(remaining) = remaining.filter(|_| !viewer.is_shared) {
        let _ = write!(out, ",\"remaining\":{remaining}");
    }
    out.push(b'}');
    if let Some(traces) = &viewer.traces {
        let _ = write!(out, ",\"explain\":{}", Json::Array(traces.take()));
    }
    out.push(b'}');
}

fn published(error: &Error, key: &str, fields: &[&Field], viewer: &Viewer) -> Json {
    let at = fields[0].alias.as_ref().unwrap_or(&fields[0].name).pos;
    let place = Place { locations: vec![(at.line, at.column)], path: vec![key.into()] };
    viewer.told(error, &place)
}
