//! The whole server over HTTP, on both databases: one file a noun or a law.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod attachments;
mod authority;
mod connection;
mod consolidation;
mod consultation;
mod deadline;
mod direct;
mod documents;
mod errors;
mod exemplar;
mod explain;
mod exports;
mod feedback;
mod filter;
mod fuzz;
mod guidance;
mod held;
mod hostile;
mod http;
mod idempotency;
mod issuer;
mod law;
mod load;
mod mended;
mod named;
mod oracle;
mod page;
mod papers;
mod plan;
mod private;
mod public;
mod representation;
mod scoring;
mod search;
mod sign_in;
mod socket;
mod statements;
mod succession;
mod sweep;
mod token;
mod trail;
mod urging;
mod version;
mod wall;
