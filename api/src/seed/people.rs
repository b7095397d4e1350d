//! Who acts in the demo: the staff of each unit, the Standing Body, the Council and the Chairman, under the names of the
//! demo tokens where there is one.

use entity::Instant;
use schema::viewer::{Claims, Class, Duty};

use super::units::{PROVINCE, Unit};

fn person(class: Class, duty: Duty, unit: &str, subject: impl Into<String>) -> Claims {
    let (subject, unit, expires) = (subject.into(), unit.into(), Instant(i64::MAX));
    Claims { subject, class, duty, unit, client: None, session: None, key: None, is_read_only: false, expires }
}

/// The administrator, who comes before the first unit and so belongs to none: a unit of this name never exists.
pub(super) fn admin() -> Claims {
    person(Class::Admin, Duty::Admin, "-", "quantri.stttt")
}

/// The Chairman of the province.
pub(super) fn chair() -> Claims {
    person(Class::Chair, Duty::Head, PROVINCE, "chutich.ubnd")
}

/// The head of the Standing Body.
pub(super) fn standing_head() -> Claims {
    person(Class::StandingBody, Duty::Head, "SNV", "truongban.tdkt")
}

/// The officer of the Standing Body.
pub(super) fn standing_officer() -> Claims {
    person(Class::StandingBody, Duty::Officer, "SNV", "chuyenvien.tdkt")
}

/// The officer of a newspaper or station.
pub(super) fn media(unit: &Unit) -> Claims {
    person(Class::Media, Duty::Officer, unit.abbreviation, format!("phongvien.{}", unit.slug()))
}

/// The secretary of the Council.
pub(super) fn secretary() -> Claims {
    person(Class::Council, Duty::Secretary, "SNV", "thuky.hoidong")
}

/// A member of the Council.
pub(super) fn member(unit: &str, subject: &str) -> Claims {
    person(Class::Council, Duty::Member, unit, subject)
}

/// The officer of a unit: drafts.
pub(super) fn officer(unit: &Unit) -> Claims {
    person(class(unit), Duty::Officer, unit.abbreviation, format!("chuyenvien.{}", unit.slug()))
}

/// The head of a unit: submits and decides.
pub(super) fn head(unit: &Unit) -> Claims {
    let title = match unit.kind {
        "DEPARTMENT" | "ENTERPRISE" => "giamdoc",
        "DISTRICT" => "chutich",
        _ => "thutruong",
    };
    person(class(unit), Duty::Head, unit.abbreviation, format!("{title}.{}", unit.slug()))
}

fn class(unit: &Unit) -> Class {
    match unit.kind {
        "DISTRICT" | "COMMUNE" => Class::District,
        "ENTERPRISE" => Class::Enterprise,
        _ => Class::Department,
    }
}

#[cfg(test)]
mod test {
    use entity::unit::UnitKind;

    use crate::{auth::demo, seed::units};

    #[test]
    fn the_demo_tokens_are_for_people_of_the_demo_data() {
        for somebody in demo::people() {
            let unit = somebody.person.unit.as_str();
            let found = units::all().find(|known| known.abbreviation == unit);
            let kind = UnitKind::from_code(found.map_or("PROVINCE", |unit| unit.kind)).unwrap();
            assert!(found.is_some() || unit == "H59", "{unit}");
            assert!(somebody.person.role.fits(kind), "{unit}");
            let Some(unit) = found else { continue };
            let said = [super::officer(unit).subject, super::head(unit).subject];
            let named = somebody.name.contains("HEAD") || somebody.name.contains("OFFICER");
            let own = named && !somebody.name.starts_with("STANDING");
            assert!(!own || said.contains(&somebody.person.subject), "{}", somebody.person.subject);
        }
    }
}
