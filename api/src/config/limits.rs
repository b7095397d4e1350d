//! The limits as configured, and how they reach the schema.

use std::num::NonZeroUsize;

use serde::Deserialize;

/// The wall in front of execution. Every number is a maximum and is explained in `default.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a document.
    pub document_bytes: NonZeroUsize,
    /// Tokens of a document.
    pub tokens: NonZeroUsize,
    /// Nesting of brackets in a document.
    pub nesting: NonZeroUsize,
    /// Visits of fragments, each spread counted once for every way to it.
    pub fragment_visits: NonZeroUsize,
    /// Depth of an operation.
    pub depth: NonZeroUsize,
    /// How often a type may stand on one path of an operation.
    pub type_repeats: NonZeroUsize,
    /// Fields of an operation.
    pub fields: NonZeroUsize,
    /// Aliases of an operation.
    pub aliases: NonZeroUsize,
    /// Root fields of a query.
    pub root_fields: NonZeroUsize,
    /// Root fields of a mutation.
    pub mutation_fields: NonZeroUsize,
    /// Directives at one place.
    pub directives: NonZeroUsize,
    /// Objects that an answer may hold.
    pub result_objects: NonZeroUsize,
    /// Points that a request may cost.
    pub cost: NonZeroUsize,
    /// Errors in one answer.
    pub errors: NonZeroUsize,
    /// Size of a page when none is asked for.
    pub page_default: NonZeroUsize,
    /// Size of a page.
    pub page_max: NonZeroUsize,
}

impl Limits {
    /// The limits as the schema takes them. What is not configured keeps the schema's default.
    #[must_use]
    pub fn to_schema(&self) -> schema::Limits {
        schema::Limits {
            document_bytes: self.document_bytes.get(),
            document_tokens: self.tokens.get(),
            document_nesting: self.nesting.get(),
            fragment_visits: self.fragment_visits.get(),
            depth: self.depth.get(),
            type_repeats: self.type_repeats.get(),
            fields: self.fields.get(),
            aliases: self.aliases.get(),
            root_fields: self.root_fields.get(),
            mutation_fields: self.mutation_fields.get(),
            directives: self.directives.get(),
            result_objects: self.result_objects.get(),
            cost: self.cost.get(),
            errors: self.errors.get(),
            page_default: self.page_default.get(),
            page_max: self.page_max.get(),
            ..schema::Limits::default()
        }
    }
}
