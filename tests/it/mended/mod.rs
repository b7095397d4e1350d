//! What was once wrong and was mended, each held by a test.

mod ballots;
mod dossiers;
pub mod ground;
mod keys;
mod papers;
mod writers;
