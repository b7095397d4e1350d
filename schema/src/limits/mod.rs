//! The limits of a request, each with its default; published and configurable.

mod check;
mod cost;
mod export;
mod import;
mod introspection;
mod published;
mod repeats;
mod scan;
mod variables;

pub use check::{check_all, select};
pub use cost::{Budget, Cost, Price, exhausted};
pub use export::ExportLimits;
pub use import::ImportLimits;
pub use introspection::check_introspection;
pub use published::Limit;
pub use repeats::check_repeats;
pub use scan::scan;
pub use variables::check_variables;

use apollo_compiler::{ExecutableDocument, Node};

use crate::error::Error;

/// A limit that a document passes, and the line and column at which that is seen.
pub type Placed = (Error, (usize, usize));

/// The line and column of a part of a document.
fn place<T>(part: &Node<T>, document: &ExecutableDocument) -> (usize, usize) {
    let at = part.location().and_then(|span| span.line_column(&document.sources));
    at.map_or((1, 1), |at| (at.line, at.column))
}

/// What one request may ask for.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a document.
    pub document_bytes: usize,
    /// Tokens of a document.
    pub document_tokens: usize,
    /// Nesting of brackets in a document.
    pub document_nesting: usize,
    /// Fragments visited when every spread is followed.
    pub fragment_visits: usize,
    /// Depth of fields.
    pub depth: usize,
    /// How often a type may stand on one path of an operation.
    pub type_repeats: usize,
    /// Fields of an operation, fragments followed.
    pub fields: usize,
    /// Aliases of an operation, fragments followed.
    pub aliases: usize,
    /// Root fields of a query.
    pub root_fields: usize,
    /// Root fields of a mutation.
    pub mutation_fields: usize,
    /// Directives at one place.
    pub directives: usize,
    /// Objects that an answer may hold, counted from page sizes before the database is asked.
    pub result_objects: usize,
    /// Points that a request may cost, counted before the database is asked.
    pub cost: usize,
    /// Rows of a page where none is asked for.
    pub page_default: usize,
    /// Rows of a page at most.
    pub page_max: usize,
    /// Rows of a list of parts, as they are counted.
    pub parts_expected: usize,
    /// Rows of a list of parts at most; writes keep to it.
    pub parts_max: usize,
    /// Values in one filter.
    pub filter_values: usize,
    /// Texts that one filter looks for.
    pub filter_texts: usize,
    /// Values in all variables of a request.
    pub variable_values: usize,
    /// How often an operation may ask for the schema itself.
    pub introspections: usize,
    /// Lists of types and fields below each other in what asks for the schema itself.
    pub introspection_lists: usize,
    /// Errors in one answer.
    pub errors: usize,
    /// What exports may take.
    pub exports: ExportLimits,
    /// What imports may take.
    pub imports: ImportLimits,
    /// Limits that are kept elsewhere and published with these.
    pub beside: Vec<Limit>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 20_000,
            document_tokens: 2_000,
            document_nesting: 50,
            fragment_visits: 1_000,
            depth: 12,
            type_repeats: 3,
            fields: 400,
            aliases: 30,
            root_fields: 20,
            mutation_fields: 5,
            directives: 4,
            result_objects: 10_000,
            cost: 1_000,
            page_default: 20,
            page_max: 100,
            parts_expected: 5,
            parts_max: 100,
            filter_values: 500,
            filter_texts: 10,
            variable_values: 5_000,
            introspections: 2,
            introspection_lists: 2,
            errors: 5,
            exports: ExportLimits::default(),
            imports: ImportLimits::default(),
            beside: Vec::new(),
        }
    }
}

/// The refusal of a request that passes a limit.
fn passed(what: &str, vi: &str, asked: usize, limit: usize) -> Error {
    Error::beyond(
        format!("This request has {asked} {what}; the limit is {limit}."),
        format!("Yêu cầu có {vi} là {asked}, vượt giới hạn {limit}."),
        limit,
        asked,
    )
}
