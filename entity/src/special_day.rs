//! Days of the calendar that are not what their weekday says (ngày nghỉ lễ, ngày làm bù).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "special_day";

/// Days of the calendar that are not what their weekday says (ngày nghỉ lễ, ngày làm bù).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "special_day")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// A day off, or a working day.
    pub kind: DayKind,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// What they are for (tên ngày lễ).
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// What a special day is (loại ngày).
    pub enum DayKind {
        /// Nobody works, whatever the weekday (ngày nghỉ lễ, tết).
        DayOff = "DAY_OFF",
        /// One works, also on a Saturday or Sunday (ngày làm bù).
        WorkingDay = "WORKING_DAY",
    }
}

/// Which rows a scope may see. All of it is public.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public
        | Sight::Unit
        | Sight::StandingBody
        | Sight::Council
        | Sight::Chair
        | Sight::Auditor
        | Sight::Admin => Rows::All,
    }
}
