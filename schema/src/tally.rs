//! What an operation turned out to be, for whoever counts operations.

use std::sync::{Arc, OnceLock};

use async_graphql::parser::types::OperationType;

use crate::error::Code;

/// The kind of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It reads.
    Query,
    /// It writes.
    Mutation,
    /// It is told of changes.
    Subscription,
    /// It asks for the schema itself.
    Introspection,
}

/// Filled in while an operation is prepared and run; cheap to clone, and one for each operation.
#[derive(Clone, Debug, Default)]
pub struct Tally(Arc<Found>);

#[derive(Debug, Default)]
struct Found {
    kind: OnceLock<Kind>,
    code: OnceLock<Code>,
}

impl Tally {
    /// The kind, if the document was read that far.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.0.kind.get().copied()
    }

    /// The code of the first error, if there was one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        self.0.code.get().copied()
    }

    pub(crate) fn is(&self, ty: OperationType, is_introspection: bool) {
        let kind = match ty {
            _ if is_introspection => Kind::Introspection,
            OperationType::Query => Kind::Query,
            OperationType::Mutation => Kind::Mutation,
            OperationType::Subscription => Kind::Subscription,
        };
        // Whoever says it second says the same.
        let _ = self.0.kind.set(kind);
    }

    pub(crate) fn failed(&self, code: Code) {
        let _ = self.0.code.set(code);
    }
}
