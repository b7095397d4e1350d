//! The limits of a request, each with its default; published and configurable.

mod check;
mod scan;

pub use check::{check_all, select};
pub use scan::scan;

use crate::error::{Code, Error};

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
    /// Fields of an operation, fragments followed.
    pub fields: usize,
    /// Root fields of a query.
    pub root_fields: usize,
    /// Root fields of a mutation.
    pub mutation_fields: usize,
    /// Directives at one place.
    pub directives: usize,
    /// Objects that an answer may hold, counted from page sizes before the database is asked.
    pub result_objects: usize,
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
    /// Errors in one answer.
    pub errors: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 20_000,
            document_tokens: 2_000,
            document_nesting: 50,
            fragment_visits: 1_000,
            depth: 12,
            fields: 400,
            root_fields: 20,
            mutation_fields: 5,
            directives: 4,
            result_objects: 10_000,
            page_default: 20,
            page_max: 100,
            parts_expected: 5,
            parts_max: 100,
            filter_values: 500,
            errors: 5,
        }
    }
}

impl Limits {
    /// Every limit as published: name, value, unit, what it limits.
    pub fn published(&self) -> [(&'static str, usize, &'static str, &'static str); 14] {
        [
            ("documentBytes", self.document_bytes, "bytes", "A document."),
            ("documentTokens", self.document_tokens, "tokens", "A document."),
            ("documentNesting", self.document_nesting, "levels", "Brackets of any kind in a document."),
            ("fragmentVisits", self.fragment_visits, "visits", "Fragments, when every spread is followed."),
            ("depth", self.depth, "levels", "Fields below each other; what asks only for the schema is exempt."),
            ("fields", self.fields, "fields", "An operation, with its fragments followed."),
            ("rootFields", self.root_fields, "fields", "Root fields of a query."),
            ("mutationFields", self.mutation_fields, "fields", "Root fields of a mutation."),
            ("directives", self.directives, "directives", "Directives at one place."),
            (
                "resultObjects",
                self.result_objects,
                "objects",
                "An answer, counted from its page sizes before the database is asked.",
            ),
            ("pageDefault", self.page_default, "objects", "A page where no size is asked for."),
            ("pageMax", self.page_max, "objects", "A page."),
            ("filterValues", self.filter_values, "values", "A filter."),
            ("errors", self.errors, "errors", "Errors in one answer."),
        ]
    }
}

/// The refusal of a request that passes a limit.
fn passed(what: &str, vi: &str, asked: usize, limit: usize) -> Error {
    Error::new(
        Code::LimitExceeded,
        format!("This request has {asked} {what}; the limit is {limit}."),
        format!("Yêu cầu có {vi} là {asked}, vượt giới hạn {limit}."),
    )
    .with("limit", limit)
    .with("requested", asked)
}
