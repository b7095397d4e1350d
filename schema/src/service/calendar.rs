//! The calendar: which days are worked, and deadlines counted on them.

use async_graphql::InputObject;
use chrono::{Datelike, NaiveDate, Weekday};
use entity::special_day::{self, DayKind};
use sea_orm::{ColumnTrait, Set};

use super::{check, done};
use crate::{
    error::{Error, Result},
    scalar::{Date, Enumerated},
    write::{Done, Write},
};

/// Days that are not what their weekday says.
#[derive(InputObject)]
pub struct DeclareSpecialDayInput {
    /// A day off, or a working day.
    pub kind: Enumerated<DayKind>,
    /// The first day.
    pub starts_on: Date,
    /// The last day; the first one, where left out.
    pub ends_on: Option<Date>,
    /// What they are for.
    pub name: String,
}

pub async fn declare(w: &mut Write, input: DeclareSpecialDayInput) -> Result<Done> {
    let (from, to) = (input.starts_on.0, input.ends_on.map_or(input.starts_on.0, |day| day.0));
    check::period("endsOn", from, to)?;
    if !(1900..=2999).contains(&from.year()) || (to - from).num_days() > 366 {
        return Err(Error::input("endsOn", "is at most a year after startsOn", "không quá một năm sau startsOn"));
    }
    let row = special_day::ActiveModel {
        kind: Set(input.kind.0),
        starts_on: Set(from),
        ends_on: Set(to),
        name: Set(check::line("name", &input.name)?),
        ..Default::default()
    };
    done::<special_day::Entity>(w.insert::<special_day::Entity>(row).await?.id)
}

/// The special days from a day on, by which deadlines are counted.
pub struct Calendar(Vec<special_day::Model>);

impl Calendar {
    /// The calendar from a day on.
    pub async fn from(w: &Write, day: NaiveDate) -> Result<Self> {
        let mut days = w.every::<special_day::Entity>(special_day::Column::EndsOn.gte(day)).await?;
        // What was declared last holds.
        days.sort_by_key(|special| std::cmp::Reverse((special.created_at, special.id)));
        Ok(Self(days))
    }

    fn is_worked(&self, day: NaiveDate) -> bool {
        let special = self.0.iter().find(|special| special.starts_on <= day && day <= special.ends_on);
        match special.map(|special| special.kind) {
            Some(DayKind::DayOff) => false,
            Some(DayKind::WorkingDay) => true,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The day so many working days after this one.
    pub fn after(&self, day: NaiveDate, days: i32) -> NaiveDate {
        let (mut day, mut left) = (day, days);
        // Nothing is due in more than ten years, however many days off are declared.
        for _ in 0..3_700 {
            if left <= 0 {
                break;
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
            left -= i32::from(self.is_worked(day));
        }
        day
    }

    /// How many working days lie after a day, up to another one.
    pub fn between(&self, day: NaiveDate, until: NaiveDate) -> i32 {
        let days = day.iter_days().skip(1).take(3_700).take_while(|day| *day <= until);
        i32::try_from(days.filter(|day| self.is_worked(*day)).count()).unwrap_or(i32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use entity::Instant;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn special(kind: DayKind, from: &str, to: &str, at: i64) -> special_day::Model {
        special_day::Model {
            id: Uuid::nil(),
            kind,
            starts_on: day(from),
            ends_on: day(to),
            name: String::new(),
            version: 1,
            created_at: Instant(at),
            updated_at: Instant(at),
        }
    }

    #[test]
    fn weekends_do_not_count() {
        let calendar = Calendar(vec![]);
        assert_eq!(calendar.after(day("2021-08-06"), 1), day("2021-08-09"));
        assert_eq!(calendar.after(day("2021-08-06"), 5), day("2021-08-13"));
        assert_eq!(calendar.between(day("2021-08-06"), day("2021-08-13")), 5);
        assert_eq!(calendar.between(day("2021-08-13"), day("2021-08-06")), 0);
    }

    #[test]
    fn tet_does_not_count_and_a_saturday_worked_for_it_does() {
        let tet = special(DayKind::DayOff, "2022-01-31", "2022-02-04", 1);
        let calendar = Calendar(vec![tet.clone()]);
        assert_eq!(calendar.after(day("2022-01-28"), 1), day("2022-02-07"));
        let saturday = special(DayKind::WorkingDay, "2022-01-29", "2022-01-29", 2);
        assert_eq!(Calendar(vec![saturday, tet]).after(day("2022-01-28"), 1), day("2022-01-29"));
    }
}
