//! What is asked and what is answered: an operation on its way in, and what becomes of it.

use serde_json::Value as Json;

use crate::{DocumentName, Events, files::Uploaded};

/// A GraphQL request, whatever it came by.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// The document; empty where it is only named.
    pub query: String,
    /// The name of the document, if it was given: beside the text it is the one to be kept under.
    pub document: Option<DocumentName>,
    /// Which operation of it.
    pub operation_name: Option<String>,
    /// The variables: an object or null.
    pub variables: Json,
    /// Whether it is the server's own text, which needs no client to be trusted with it.
    pub is_ours: bool,
    /// Whether only queries may run (GET).
    pub queries_only: bool,
    /// The files that came with it.
    pub uploads: Vec<Uploaded>,
    /// Whether the answer shall tell in `extensions.explain` what its reads did; for the administrator and the auditor.
    pub explain: bool,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran; there may be errors in fields.
    Executed,
    /// It did not parse, did not fit the schema, or was refused before it ran.
    RequestError,
    /// It is a mutation where only queries may run.
    MethodNotAllowed,
    /// The budget is used up; there will be enough of it in so many seconds.
    Exhausted(u64),
}

/// What an operation begins.
pub enum Started {
    /// One answer: a query or a mutation, or the refusal of anything.
    Answered(Answer),
    /// Answers for as long as somebody follows: a subscription.
    Following(Events),
}

/// The bytes of a GraphQL response.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The JSON.
    pub body: Vec<u8>,
    /// What became of the request.
    pub outcome: Outcome,
}
