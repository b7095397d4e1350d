//! Who asks in a test: nobody, or a person of a role in a unit.

use api::auth::Person;
use schema::viewer::{Class, Duty, Role};

/// Who asks. A person's subject is made of role and unit unless it is `named`.
#[derive(Clone, Debug)]
pub enum Who {
    /// Somebody without a token.
    Public,
    /// Somebody with a token of the demo key.
    Person(Person),
}

impl Who {
    /// A person of a role in the unit with this abbreviation.
    ///
    /// # Panics
    ///
    /// When class and duty do not go together.
    pub fn of(class: Class, duty: Duty, unit: &str) -> Self {
        let role = Role::new(class, duty).expect("class and duty go together");
        let subject = format!("{}.{}@{unit}", class.code(), duty.code()).to_lowercase();
        Self::Person(Person { subject, role, unit: unit.into(), client: None })
    }

    /// The same role and unit under another name: another person.
    #[must_use]
    pub fn named(self, subject: &str) -> Self {
        match self {
            Self::Public => Self::Public,
            Self::Person(person) => Self::Person(Person { subject: subject.into(), ..person }),
        }
    }

    /// The same by a program of this name.
    #[must_use]
    pub fn by(self, client: &str) -> Self {
        match self {
            Self::Public => Self::Public,
            Self::Person(person) => Self::Person(Person { client: Some(client.into()), ..person }),
        }
    }

    /// Head of a provincial body.
    pub fn head(unit: &str) -> Self {
        Self::of(Class::Department, Duty::Head, unit)
    }

    /// Officer of a provincial body.
    pub fn officer(unit: &str) -> Self {
        Self::of(Class::Department, Duty::Officer, unit)
    }

    /// Head of a district.
    pub fn district_head(unit: &str) -> Self {
        Self::of(Class::District, Duty::Head, unit)
    }

    /// Officer of a district.
    pub fn district_officer(unit: &str) -> Self {
        Self::of(Class::District, Duty::Officer, unit)
    }

    /// Head of an enterprise.
    pub fn enterprise_head(unit: &str) -> Self {
        Self::of(Class::Enterprise, Duty::Head, unit)
    }

    /// Officer of an enterprise.
    pub fn enterprise_officer(unit: &str) -> Self {
        Self::of(Class::Enterprise, Duty::Officer, unit)
    }

    /// Head of the Standing Body, in the Department of Home Affairs.
    pub fn standing_head() -> Self {
        Self::of(Class::StandingBody, Duty::Head, "SNV")
    }

    /// Officer of the Standing Body.
    pub fn standing_officer() -> Self {
        Self::of(Class::StandingBody, Duty::Officer, "SNV")
    }

    /// Member of the Council from this unit.
    pub fn council(unit: &str) -> Self {
        Self::of(Class::Council, Duty::Member, unit)
    }

    /// Secretary of the Council.
    pub fn secretary() -> Self {
        Self::of(Class::Council, Duty::Secretary, "SNV")
    }

    /// The Chairman of the province.
    pub fn chair() -> Self {
        Self::of(Class::Chair, Duty::Head, "H59")
    }

    /// Somebody of a newspaper or station.
    pub fn media(unit: &str) -> Self {
        Self::of(Class::Media, Duty::Officer, unit)
    }

    /// Another agency's system.
    pub fn agency(unit: &str) -> Self {
        match Self::of(Class::Agency, Duty::Client, unit) {
            Self::Person(person) => Self::Person(Person { client: Some("agency-system".into()), ..person }),
            Self::Public => Self::Public,
        }
    }

    /// The auditor.
    pub fn auditor() -> Self {
        Self::of(Class::Auditor, Duty::Auditor, "TTT")
    }

    /// The administrator, who comes before the first unit.
    pub fn admin() -> Self {
        Self::of(Class::Admin, Duty::Admin, "STTTT")
    }
}
