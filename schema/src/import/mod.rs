//! Imports: files of rows, each of which is one mutation, said as it would be by hand.
//!
//! Nothing is written here, and nothing is decided: a file is read into rows (`sheet`), a cell into a value (`value`), and what
//! a row of each kind is stands in one place (`kinds`). `service/import` then says the mutation of each row, and keeps what
//! became of it (`verdict`).

mod column;
mod grid;
mod kinds;
mod number;
mod separated;
mod sheet;
mod template;
mod unpack;
mod value;
mod verdict;
mod workbook;

pub use column::{Column, Declared, Holds, Within};
pub use kinds::{all as kinds, of as kind};
pub use template::{TemplateFormat, template, way};

pub(crate) use column::Fields;
pub(crate) use sheet::{Row, Sheet, read};
pub(crate) use unpack::unreadable;
pub(crate) use value::{Bad, read as value};
pub(crate) use verdict::{Problem, Verdict, kept, published};
