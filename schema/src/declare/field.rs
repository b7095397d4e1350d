//! Fields: what a row publishes, one line each.

use entity::{Codes, Sight};

use super::{PersonalKind, column_of};
use crate::{plan::Cell, viewer::Viewer};

/// A code list as the schema publishes it.
#[derive(Debug)]
pub struct CodeList {
    /// The name of the enum.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Codes and what they mean.
    pub values: &'static [(&'static str, &'static str)],
}

struct ListOf<E>(std::marker::PhantomData<E>);

impl<E: Codes> ListOf<E> {
    const LIST: CodeList = CodeList { name: E::NAME, about: E::ABOUT, values: E::VALUES };
}

impl CodeList {
    /// The list of an enum.
    pub const fn of<E: Codes>() -> &'static Self {
        &ListOf::<E>::LIST
    }
}

/// How a value is stored and published.
#[derive(Clone, Copy, Debug)]
pub enum Scalar {
    /// `text`; `String`.
    Text,
    /// `bool`; `Boolean`.
    Bool,
    /// `integer` or a `bigint` that stays small (versions, counts); `Int`.
    Int,
    /// `bigint`; `Long`, a string of digits.
    Long,
    /// `date`; `Date`, `2021-08-06`.
    Date,
    /// `bigint` of microseconds; `DateTime`, RFC 3339 in UTC.
    Instant,
    /// `bigint` of whole đồng; `Dong`, a string of digits.
    Dong,
    /// `bigint` of ten-thousandths; `Decimal`, a string.
    Quantity,
    /// `text` with a CHECK; an enum.
    Code(&'static CodeList),
    /// `uuid`; the `ID` of a row of that noun.
    Id(&'static str),
}

/// Who may read a field of a row that they see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Whoever sees the row.
    Open,
    /// Whoever owns the row (its `unit_id`), and these; everybody else reads null.
    Owner(&'static [Sight]),
    /// These alone, whoever owns the row; everybody else reads null.
    Only(&'static [Sight]),
    /// The member whom an entry of a roll tells of; everybody else reads null until the session is over. A column does not
    /// know who asks, so such a field is computed.
    Voter,
}

impl Rule {
    /// Whether somebody who sees this far reads it of every row that they see.
    #[must_use]
    pub fn reads(self, sight: Sight) -> bool {
        match self {
            Self::Open => true,
            Self::Owner(sights) | Self::Only(sights) => sights.contains(&sight),
            Self::Voter => false,
        }
    }
}

/// A value that a computed field needs from its row.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// SQL in which `{t}` stands for the row, the same on both databases.
    pub sql: &'static str,
    /// How it is stored.
    pub scalar: Scalar,
}

/// What a field is.
pub enum Kind {
    /// A column.
    Column {
        /// The column.
        column: &'static str,
        /// How it is stored and published.
        scalar: Scalar,
    },
    /// A value computed by the database from the row.
    Fact(Need),
    /// The row that a foreign key points at.
    One {
        /// The foreign key here.
        key: &'static str,
        /// The noun there.
        noun: &'static str,
    },
    /// The rows that point here, page by page.
    Many {
        /// The noun there.
        noun: &'static str,
        /// Its foreign key to this row.
        key: &'static str,
    },
    /// The rows that stand in a dated relation to this one, page by page, as of a day.
    Related {
        /// The noun there.
        noun: &'static str,
        /// The relation in SQL: `{t}` is the row there, `{p}` this one, each `{}` the day.
        on: &'static str,
    },
    /// The few rows that belong to this one, all at once.
    Parts {
        /// The noun there.
        noun: &'static str,
        /// Its foreign key to this row.
        key: &'static str,
        /// The column that orders them.
        order: &'static str,
    },
    /// A value made here from what the row holds.
    Computed {
        /// The published type.
        ty: &'static str,
        /// What it is made from.
        needs: Vec<Need>,
        /// How.
        make: fn(&Viewer, &[Cell<'_>]) -> serde_json::Value,
    },
}

/// A published field of a noun.
pub struct Field {
    /// The published name.
    pub name: &'static str,
    /// The description, with the Vietnamese term.
    pub about: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Whether it can be null.
    pub nullable: bool,
    /// Who may read it.
    pub rule: Rule,
    /// What it tells of a person, if it does.
    pub personal: Option<PersonalKind>,
}

impl Field {
    const fn new(name: &'static str, about: &'static str, kind: Kind) -> Self {
        Self { name, about, kind, nullable: false, rule: Rule::Open, personal: None }
    }

    /// The value can be absent.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Only the owning unit and these may read it; everybody else reads null.
    #[must_use]
    pub fn owner_or(mut self, sights: &'static [Sight]) -> Self {
        self.rule = Rule::Owner(sights);
        self.nullable = true;
        self
    }

    /// Only these may read it, whoever owns the row; everybody else reads null.
    #[must_use]
    pub fn only(mut self, sights: &'static [Sight]) -> Self {
        self.rule = Rule::Only(sights);
        self.nullable = true;
        self
    }

    /// Until the session is over only the member it tells of may read it; everybody else reads null.
    #[must_use]
    pub fn of_voter(mut self) -> Self {
        self.rule = Rule::Voter;
        self.nullable = true;
        self
    }

    /// It tells this of a person.
    #[must_use]
    pub fn personal(mut self, kind: PersonalKind) -> Self {
        self.personal = Some(kind);
        self
    }

    /// The column has another name than the field.
    #[must_use]
    pub fn column(mut self, name: &'static str) -> Self {
        match &mut self.kind {
            Kind::Column { column, .. } => *column = name,
            Kind::One { key, .. } => *key = name,
            Kind::Fact(_) | Kind::Many { .. } | Kind::Related { .. } | Kind::Parts { .. } | Kind::Computed { .. } => {}
        }
        self
    }
}

fn scalar(name: &'static str, scalar: Scalar, about: &'static str) -> Field {
    Field::new(name, about, Kind::Column { column: column_of(name), scalar })
}

/// The `id` of a noun.
pub fn id_of(noun: &'static str) -> Field {
    scalar(
        "id",
        Scalar::Id(noun),
        "Opaque, stable identifier, unique among all objects; for `node` and as an argument.",
    )
}

/// A text.
pub fn text(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Text, about)
}

/// A yes or no.
pub fn boolean(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Bool, about)
}

/// A whole number that fits 32 bits.
pub fn int(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Int, about)
}

/// A whole number of 64 bits.
pub fn long(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Long, about)
}

/// A day.
pub fn date(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Date, about)
}

/// An instant.
pub fn instant(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Instant, about)
}

/// An amount of money in whole đồng.
pub fn dong(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Dong, about)
}

/// A decimal number with at most four places.
pub fn decimal(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Quantity, about)
}

/// A code of a list.
pub fn code<E: Codes>(name: &'static str, about: &'static str) -> Field {
    scalar(name, Scalar::Code(CodeList::of::<E>()), about)
}

/// The object that `<name>_id` points at.
pub fn one(name: &'static str, noun: &'static str, about: &'static str) -> Field {
    let key = column_of(&format!("{name}Id"));
    Field::new(name, about, Kind::One { key, noun })
}

/// A connection of the objects whose `key` points here.
pub fn many(name: &'static str, noun: &'static str, key: &'static str, about: &'static str) -> Field {
    Field::new(name, about, Kind::Many { noun, key })
}

/// A connection of the objects that stand in a dated relation to this one; `asOf` says on which day.
pub fn related(name: &'static str, noun: &'static str, on: &'static str, about: &'static str) -> Field {
    Field::new(name, about, Kind::Related { noun, on })
}

/// The list of the parts whose `key` points here, ordered by a column.
pub fn parts(
    name: &'static str,
    noun: &'static str,
    key: &'static str,
    order: &'static str,
    about: &'static str,
) -> Field {
    Field::new(name, about, Kind::Parts { noun, key, order })
}

/// A value that the database computes from the row; `{t}` stands for the row.
pub fn fact(name: &'static str, scalar: Scalar, sql: &'static str, about: &'static str) -> Field {
    Field::new(name, about, Kind::Fact(Need { sql, scalar }))
}

/// A value computed here from what the row holds.
pub fn computed(
    name: &'static str,
    ty: &'static str,
    needs: Vec<Need>,
    make: fn(&Viewer, &[Cell<'_>]) -> serde_json::Value,
    about: &'static str,
) -> Field {
    Field::new(name, about, Kind::Computed { ty, needs, make })
}

/// A need that is a column of the row.
pub const fn key(sql: &'static str, scalar: Scalar) -> Need {
    Need { sql, scalar }
}
