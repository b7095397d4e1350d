//! Every read: a selection becomes a plan (plain data, with the scope inside), the plan one statement, its
//! rows the bytes of the answer. There is no other door to a table that belongs to an organisation.

mod args;
mod cell;
mod compile;
mod condition;
mod connection;
mod counted;
mod cursor;
mod document;
mod guard;
mod page;
mod people;
mod personal;
mod render;
mod run;
mod search;
mod select;
mod shape;
mod source;
mod sql;
mod text;
mod trace;
mod words;

pub use args::{Args, items, text_of};
pub use cell::Cell;
pub use compile::Compiler;
pub use condition::Condition;
pub use document::{Document, Merged};
pub use guard::forbidden;
pub use page::page_size;
pub use people::is_small;
pub use personal::Reads;
pub use run::{Plan, facts, rows};
pub use search::searched;
pub use shape::{Cut, cut};
pub use trace::Traces;
