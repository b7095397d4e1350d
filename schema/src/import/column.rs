//! The vocabulary in which a kind of import is declared once: its columns, what each holds, and what a row of them is.

use async_graphql::{Name, Value};
use entity::{Codes, import::ImportKind, text::fold};
use indexmap::IndexMap;

use crate::declare::CodeList;

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A text.
    Text,
    /// A day: `2021-08-06`, `06/08/2021`, or a cell that is one.
    Day,
    /// A number with at most four decimals.
    Decimal,
    /// An amount of money in whole đồng.
    Amount,
    /// Yes or no.
    YesOrNo,
    /// A code of a list, or the Vietnamese term for it.
    Code(&'static CodeList),
    /// A unit by its abbreviation, identifier, name or ID.
    Unit,
    /// A field group of the campaign by its name or ID.
    FieldGroup,
    /// A project of the campaign by its title or ID.
    Project,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its name: the field of the input that it fills, and its header in English.
    pub name: &'static str,
    /// Its header in Vietnamese.
    pub vietnamese: &'static str,
    /// Other headers that are taken for it: what `startExport` calls it.
    pub also: &'static [&'static str],
    /// What its cells hold.
    pub holds: Holds,
    /// Whether each row needs it.
    pub is_required: bool,
    /// A cell as it could be.
    pub example: &'static str,
    /// What it is, in English.
    pub en: &'static str,
    /// What it is, in Vietnamese.
    pub vi: &'static str,
}

impl Column {
    /// A column that a row may leave empty.
    pub const fn new(name: &'static str, vietnamese: &'static str, holds: Holds, example: &'static str) -> Self {
        Self { name, vietnamese, also: &[], holds, is_required: false, example, en: "", vi: "" }
    }

    /// The same with what it is, in English and in Vietnamese.
    #[must_use]
    pub const fn about(self, en: &'static str, vi: &'static str) -> Self {
        Self { en, vi, ..self }
    }

    /// The same, needed by each row.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// The same with other headers that are taken for it.
    #[must_use]
    pub const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    /// Whether a header means this column: without regard to case, accents, and whatever is neither letter nor digit.
    pub fn is_called(&self, header: &str) -> bool {
        let header = bare(header);
        [self.name, self.vietnamese].iter().chain(self.also).any(|name| bare(name) == header)
    }
}

/// A text by its letters and digits alone, folded.
fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What the input of the import has to name, for rows to be put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Nothing.
    Nothing,
    /// The campaign.
    Campaign,
    /// The cluster.
    Cluster,
    /// The report.
    Report,
}

impl Within {
    /// The field of the input that names it.
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Campaign => Some("campaign"),
            Self::Cluster => Some("cluster"),
            Self::Report => Some("report"),
        }
    }
}

/// The values of a row, by the names of their columns; what is empty is not there.
pub type Fields = IndexMap<Name, Value>;

/// A kind of import.
pub struct Declared {
    /// The kind.
    pub kind: ImportKind,
    /// What the input has to name.
    pub within: Within,
    /// Its columns, in the order of the template.
    pub columns: Vec<Column>,
    /// The input of the row's mutation: of its values and the ID of what it is put into.
    pub input: fn(Fields, &str) -> Fields,
}

/// A column of codes.
pub const fn codes<E: Codes>() -> Holds {
    Holds::Code(CodeList::of::<E>())
}
