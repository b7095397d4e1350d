//! Documents made ready to run: scanned, parsed, checked and validated once, and kept by their text.
//!
//! They are validated by apollo-compiler against the published schema, since it knows every rule of the specification;
//! async-graphql's parser gives the tree that plans are compiled from.

mod escapes;
mod quiet;
mod unique;
mod usages;

use std::sync::Arc;

use apollo_compiler::{
    ExecutableDocument as Validated, Schema,
    executable::Operation as ValidatedOperation,
    parser::Parser,
    request::coerce_variable_values,
    response::GraphQLError,
    response::JsonMap,
    validation::{DiagnosticList, Valid},
};
use async_graphql::{
    Variables,
    parser::{
        parse_query,
        types::{ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet},
    },
};
use quick_cache::{Weighter, sync::Cache};
use serde_json::{Map, Value as Json};

use crate::{
    Outcome,
    error::{self, Code, Error, Place, Result},
    limits::{self, Limits},
    policy::Action,
    viewer::Viewer,
};

/// What stands against a request before it runs: one error of ours, or what validation found.
#[derive(Debug)]
pub enum Refusal {
    /// One of ours.
    Ours(Error),
    /// One of the scan's, with the line and column of what it stands against.
    Scanned(Error, (usize, usize)),
    /// Errors of the document or its variables, with their places.
    Invalid(Vec<GraphQLError>),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

/// For an operator, in one line.
impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ours(error) | Self::Scanned(error, _) => write!(f, "{}", error.en),
            Self::Invalid(errors) => {
                write!(f, "{}", errors.first().map_or_else(String::new, |error| quiet::without_values(&error.message)))
            }
        }
    }
}

impl Refusal {
    /// What became of the request.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Ours(error) if error.code == Code::RateLimited => {
                Outcome::Exhausted(error.details.get("retryAfter").and_then(Json::as_u64).unwrap_or(1))
            }
            Self::Ours(_) | Self::Scanned(..) | Self::Invalid(_) => Outcome::RequestError,
        }
    }

    /// The code of what stands against it.
    pub fn code(&self) -> Code {
        match self {
            Self::Ours(error) | Self::Scanned(error, _) => error.code,
            Self::Invalid(_) => Code::GraphqlInvalid,
        }
    }

    /// The errors as published.
    pub fn body(&self, viewer: &Viewer, most: usize) -> Vec<u8> {
        let errors = match self {
            Self::Ours(error) => return error::body(&[viewer.told(error, &Place::default())]),
            Self::Scanned(error, at) => {
                let place = Place { locations: vec![*at], ..Place::default() };
                return error::body(&[viewer.told(error, &place)]);
            }
            Self::Invalid(errors) => errors,
        };
        let published = errors.iter().take(most).map(|found| {
            let locations = found.locations.iter().map(|at| (at.line, at.column)).collect();
            let place = Place { locations, ..Place::default() };
            viewer.told(&Error::invalid(&quiet::without_values(&found.message)), &place)
        });
        error::body(&published.collect::<Vec<_>>())
    }
}

/// A document that may run.
pub struct Prepared {
    /// The tree that plans are compiled from.
    pub tree: ExecutableDocument,
    validated: Valid<Validated>,
    bytes: u64,
}

/// One operation of a document, with its variables as the specification coerces them.
pub struct Ready<'p> {
    /// The operation.
    pub operation: &'p OperationDefinition,
    /// Its variables.
    pub variables: Variables,
    /// Whether it asks for the schema itself.
    pub is_introspection: bool,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<String, Arc<Prepared>> for ByBytes {
    fn weight(&self, key: &String, prepared: &Arc<Prepared>) -> u64 {
        prepared.bytes + key.len() as u64
    }
}

/// The published schema, and the documents that were seen to fit it.
pub struct Documents {
    schema: Valid<Schema>,
    kept: Cache<String, Arc<Prepared>, ByBytes>,
}

/// Bytes of documents kept: a tree weighs about thirty times its text.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;
const TREE_TO_TEXT: u64 = 30;

impl Documents {
    /// For a schema in text.
    pub fn new(sdl: &str) -> Result<Self> {
        let schema = Schema::parse_and_validate(sdl, "schema.graphql").map_err(|invalid| {
            tracing::error!(errors = %invalid.errors, "the published schema is not valid");
            Error::internal()
        })?;
        Ok(Self { schema, kept: Cache::with_weighter(1_000, KEPT_BYTES, ByBytes) })
    }

    /// The document of a text, from the cache or made ready now.
    pub fn prepare(&self, text: &str, limits: &Limits) -> Result<Arc<Prepared>, Refusal> {
        if let Some(prepared) = self.kept.get(text) {
            return Ok(prepared);
        }
        limits::scan(text, limits).map_err(|(error, at)| Refusal::Scanned(error, line_and_column(text, at)))?;
        let read = escapes::replaced(text);
        let tree = parse_query(&read).map_err(|error| Refusal::Invalid(vec![syntax(&error)]))?;
        limits::check_all(&tree, limits)
            .map_err(|found| Refusal::Scanned(found.error, (found.at.line, found.at.column)))?;
        // The scan has counted the tokens; this parser takes blanks and comments for some too.
        let mut parser = Parser::new().recursion_limit(limits.document_nesting * 4).token_limit(limits.document_bytes);
        let invalid =
            |errors: &DiagnosticList| Refusal::Invalid(errors.iter().map(|e| e.unstable_to_json_compat()).collect());
        let parsed =
            parser.parse_executable(&self.schema, &read, "document").map_err(|found| invalid(&found.errors))?;
        let validated = parsed.validate(&self.schema).map_err(|found| invalid(&found.errors))?;
        let mut found = unique::repeated(&validated);
        found.extend(usages::misplaced(&self.schema, &validated));
        if !found.is_empty() {
            return Err(Refusal::Invalid(found));
        }
        limits::check_repeats(&validated, limits)
            .and_then(|()| limits::check_introspection(&validated, limits))
            .map_err(|(error, at)| Refusal::Scanned(error, at))?;
        let prepared = Arc::new(Prepared { tree, validated, bytes: text.len() as u64 * TREE_TO_TEXT });
        self.kept.insert(text.to_owned(), Arc::clone(&prepared));
        Ok(prepared)
    }

    /// One operation of a prepared document with these variables.
    pub fn ready<'p>(
        &self,
        prepared: &'p Prepared,
        name: Option<&str>,
        variables: Json,
        limits: &Limits,
    ) -> Result<Ready<'p>, Refusal> {
        let operation = limits::select(&prepared.tree, name)?;
        let validated = prepared.validated.operations.get(name).map_err(|_| Error::internal())?;
        let is_introspection = asks_for_schema(&operation.selection_set.node, &prepared.tree);
        limits::check_variables(&variables, limits)?;
        Ok(Ready { operation, variables: self.coerce(prepared, validated, variables)?, is_introspection })
    }

    fn coerce(
        &self,
        prepared: &Prepared,
        operation: &ValidatedOperation,
        variables: Json,
    ) -> Result<Variables, Refusal> {
        if operation.variables.is_empty() {
            return Ok(Variables::default());
        }
        let variables = if variables.is_null() { Json::Object(Map::new()) } else { variables };
        let values: JsonMap = serde_json::from_value(variables).map_err(|_| {
            Error::new(Code::BadRequest, "`variables` is an object.", "`variables` phải là một đối tượng.")
        })?;
        let coerced = coerce_variable_values(&self.schema, operation, &values)
            .map_err(|error| Refusal::Invalid(vec![error.to_graphql_error(&prepared.validated.sources)]))?;
        let coerced = serde_json::to_value(coerced.into_inner()).map_err(|_| Error::internal())?;
        Ok(Variables::from_json(coerced))
    }
}

/// The verbs that a text would have said, if it says some: for the trail, when it cannot run. What a fragment says is not looked for.
pub fn verbs(text: &str, name: Option<&str>, limits: &Limits) -> Vec<Action> {
    // A text that does not pass the scan is not safe to parse.
    if limits::scan(text, limits).is_err() {
        return Vec::new();
    }
    let Ok(tree) = parse_query(escapes::replaced(text)) else { return Vec::new() };
    let Ok(operation) = limits::select(&tree, name) else { return Vec::new() };
    let mut said = Vec::new();
    for item in &operation.selection_set.node.items {
        if let Selection::Field(field) = &item.node
            && operation.ty == OperationType::Mutation
            && let Some(verb) = Action::from_code(field.node.name.node.as_str())
            && !said.contains(&verb)
            && said.len() < limits.mutation_fields
        {
            said.push(verb);
        }
    }
    said
}

/// The line and the column of a byte, both from 1: a column is a character, and a line ends as the specification says.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at.min(text.len())];
    let ends = |&n: &usize| before[n] == b'\n' || (before[n] == b'\r' && text.as_bytes().get(n + 1) != Some(&b'\n'));
    let last = (0..before.len()).rev().find(ends).map_or(0, |n| n + 1);
    let is_letter = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    ((0..before.len()).filter(ends).count() + 1, before[last..].iter().filter(is_letter).count() + 1)
}

fn syntax(error: &async_graphql::parser::Error) -> GraphQLError {
    let locations =
        error.positions().map(|at| apollo_compiler::parser::LineColumn { line: at.line, column: at.column });
    // The parser draws the place as a picture; its last line says what was expected there.
    let text = error.to_string();
    let expected = text.lines().last().unwrap_or_default().trim_start_matches([' ', '=']);
    let message = format!("Syntax error: {expected}.");
    GraphQLError { message, locations: locations.collect(), path: Vec::new(), extensions: JsonMap::default() }
}

fn asks_for_schema(set: &SelectionSet, tree: &ExecutableDocument) -> bool {
    set.items.iter().any(|item| match &item.node {
        Selection::Field(field) => matches!(field.node.name.node.as_str(), "__schema" | "__type"),
        Selection::InlineFragment(fragment) => asks_for_schema(&fragment.node.selection_set.node, tree),
        Selection::FragmentSpread(spread) => {
            let fragment = tree.fragments.get(&spread.node.fragment_name.node);
            fragment.is_some_and(|fragment| asks_for_schema(&fragment.node.selection_set.node, tree))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::line_and_column;

    #[test]
    fn places_are_counted_in_lines_and_letters() {
        let text = "{\n  sở\r\n x\r}";
        for (mark, place) in [("{", (1, 1)), ("sở", (2, 3)), ("ở", (2, 4)), ("x", (3, 2)), ("}", (4, 1))] {
            assert_eq!(line_and_column(text, text.find(mark).unwrap()), place, "{mark}");
        }
        assert_eq!(line_and_column(text, 1000), (4, 2));
    }
}
