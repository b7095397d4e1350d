//! Exports: a list of the query root, read page by page as its author would read it, and nothing else.
//!
//! An export is an ordinary query. It is compiled by the same plans, under the scope and field rules that its author has
//! while the page is read, and pages follow each other by cursor: one statement a page on `PostgreSQL`, and constant memory.

mod columns;
mod guard;
mod queue;
mod run;

pub use columns::{CellKind, Columns, columns};
pub use guard::{guarded, unguarded, unmistakable};
pub use run::{ExportRun, Page, check};
