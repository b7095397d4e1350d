//! Filters, sort keys and groups: how lists of a noun are narrowed, ordered and counted.

use async_graphql::Value as Json;
use entity::Sight;

use super::{CodeList, Scalar, column_of};
use crate::{error::Result, plan::Condition, viewer::Viewer};

/// A condition that a noun makes itself from the argument.
pub type Made = fn(&Viewer, &Json) -> Result<Condition>;

/// What a filter compares.
pub enum FilterKind {
    /// The code is one of those given.
    Codes(&'static CodeList),
    /// The key is one of the IDs given.
    Ids(&'static str),
    /// The text is one of those given.
    Texts,
    /// The value is that.
    Bool,
    /// The value lies in a range of its scalar.
    Range(Scalar),
    /// The folded text holds every word given.
    Search,
    /// The unit is the one given or below it.
    Subtree,
    /// What the noun makes of an argument of this type.
    Made(&'static str, Made),
    /// What the noun makes of several codes.
    MadeCodes(&'static CodeList, Made),
}

/// A filter of a noun.
pub struct Filter {
    /// The published name.
    pub name: &'static str,
    /// The description.
    pub about: &'static str,
    /// The column it compares.
    pub column: &'static str,
    /// How.
    pub kind: FilterKind,
    /// Who may ask by it, where not everybody may.
    pub only: Option<&'static [Sight]>,
}

impl Filter {
    /// One of several codes.
    pub fn codes<E: entity::Codes>(name: &'static str, about: &'static str) -> Self {
        Self { name, about, column: column_of(name), kind: FilterKind::Codes(CodeList::of::<E>()), only: None }
    }

    /// One of several objects, by the key `<name>_id`.
    pub fn ids(name: &'static str, noun: &'static str, about: &'static str) -> Self {
        Self { name, about, column: column_of(&format!("{name}Id")), kind: FilterKind::Ids(noun), only: None }
    }

    /// One of several texts.
    pub fn texts(name: &'static str, about: &'static str) -> Self {
        Self { name, about, column: column_of(name), kind: FilterKind::Texts, only: None }
    }

    /// Yes or no.
    pub fn boolean(name: &'static str, about: &'static str) -> Self {
        Self { name, about, column: column_of(name), kind: FilterKind::Bool, only: None }
    }

    /// From and to, both included.
    pub fn range(name: &'static str, scalar: Scalar, about: &'static str) -> Self {
        Self { name, about, column: column_of(name), kind: FilterKind::Range(scalar), only: None }
    }

    /// Words in the `search` column, without regard to case and accents.
    pub fn search() -> Self {
        Self {
            name: "text",
            about: "Holds every one of these words, without regard to case, accents and where the tone mark stands (tìm kiếm).",
            column: "search",
            kind: FilterKind::Search,
            only: None,
        }
    }

    /// A unit and everything below it, by a unit's key.
    pub fn subtree(column: &'static str) -> Self {
        Self {
            name: "subtree",
            about: "Of this unit or any unit below it (đơn vị và các đơn vị trực thuộc).",
            column,
            kind: FilterKind::Subtree,
            only: None,
        }
    }

    /// A condition of the noun's own.
    pub fn made(name: &'static str, ty: &'static str, make: Made, about: &'static str) -> Self {
        Self { name, about, column: "id", kind: FilterKind::Made(ty, make), only: None }
    }

    /// A condition of the noun's own on one of several codes.
    pub fn made_codes<E: entity::Codes>(name: &'static str, make: Made, about: &'static str) -> Self {
        Self { name, about, column: "id", kind: FilterKind::MadeCodes(CodeList::of::<E>(), make), only: None }
    }

    /// Only these may ask by it; everybody else is refused.
    #[must_use]
    pub fn only(mut self, sights: &'static [Sight]) -> Self {
        self.only = Some(sights);
        self
    }

    /// The column has another name than the filter.
    #[must_use]
    pub fn column(mut self, name: &'static str) -> Self {
        self.column = name;
        self
    }
}

/// A sort key of a noun.
pub struct Sort {
    /// The published name, an enum value.
    pub name: &'static str,
    /// The description.
    pub about: &'static str,
    /// The column; ties are broken by `id`.
    pub column: &'static str,
    /// How it is stored.
    pub scalar: Scalar,
    /// Whether it can be null; nulls come last in either direction.
    pub nullable: bool,
    /// Whether the default direction is descending.
    pub descending: bool,
}

impl Sort {
    /// A sort key over a column that is never null.
    pub const fn by(name: &'static str, column: &'static str, scalar: Scalar, about: &'static str) -> Self {
        Self { name, about, column, scalar, nullable: false, descending: false }
    }

    /// The default direction is descending.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// The column can be null.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }
}

/// What a noun can be counted by. The filter of the same name (`FIELD_GROUP`, `fieldGroup`) lists the rows of a key.
pub struct Group {
    /// The published name, an enum value.
    pub name: &'static str,
    /// The description.
    pub about: &'static str,
    /// The key of a row in SQL, the same on both databases: `{t}` stands for the row, each `{}` for the day of the request.
    pub key: &'static str,
    /// How the key is stored.
    pub scalar: Scalar,
    /// The filter that lists the rows of a key.
    pub filter: &'static str,
    /// Whether the key is the Monday of a week, as days since 1970.
    pub is_week: bool,
    /// Whose people it tells of, if it does.
    pub people: Option<People>,
}

/// That a group counts people, by what the list itself does not tell of them.
#[derive(Clone, Copy, Debug)]
pub struct People {
    /// Who sees the people themselves; everybody else is told of no cell with fewer than three.
    pub seen_by: &'static [Sight],
    /// Keys under which there are no people.
    pub besides: &'static [&'static str],
}

impl Group {
    /// Counts by a column.
    pub fn by(name: &'static str, column: &'static str, scalar: Scalar, about: &'static str) -> Self {
        Self::made(name, leak(format!("{{t}}.{column}")), scalar, about)
    }

    /// Counts by a value that the database computes from the row.
    pub fn made(name: &'static str, key: &'static str, scalar: Scalar, about: &'static str) -> Self {
        Self { name, about, key, scalar, filter: leak(camel_case(name)), is_week: false, people: None }
    }

    /// It counts people whom only some see, but for the keys `besides`.
    #[must_use]
    pub fn of_people(mut self, seen_by: &'static [Sight], besides: &'static [&'static str]) -> Self {
        self.people = Some(People { seen_by, besides });
        self
    }

    /// Counts by the week of an instant, told by its Monday in Vietnam.
    pub fn week(name: &'static str, column: &'static str, filter: &'static str, about: &'static str) -> Self {
        // Microseconds to days in UTC+7; the epoch was a Thursday. No instant here is before 1970.
        let day = format!("(({{t}}.{column} + 25200000000) / 86400000000)");
        let key = format!("({day} - ({day} + 3) % 7)");
        Self { filter, is_week: true, ..Self::made(name, leak(key), Scalar::Int, about) }
    }
}

/// `FIELD_GROUP` as a field is written: `fieldGroup`.
fn camel_case(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    for (i, word) in name.split('_').enumerate() {
        let (first, rest) = word.split_at(usize::from(i > 0 && !word.is_empty()));
        written.push_str(first);
        written.push_str(&rest.to_ascii_lowercase());
    }
    written
}

/// A text of a declaration, made once at the start.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
