//! A list of recipients (danh sách nơi nhận): groups under which documents go out, from a day to a day.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, distribution_group, unit};

/// The name of the table.
pub const TABLE: &str = "distribution_list";

/// A list of recipients (danh sách nơi nhận): groups under which documents go out, from a day to a day.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "distribution_list")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit that keeps it.
    pub unit_id: Uuid,
    /// Its name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The first day on which documents may go out by it.
    pub valid_from: Date,
    /// The last such day; none while it goes on.
    pub valid_to: Option<Date>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The groups.
    #[sea_orm(has_many)]
    pub groups: HasMany<distribution_group::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see: whoever sends and receives documents all, the public none.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit | Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
