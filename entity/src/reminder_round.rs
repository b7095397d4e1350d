//! Reminders that the Standing Body sent at once (đợt đôn đốc).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, reminder};

/// The name of the table.
pub const TABLE: &str = "reminder_round";

/// Reminders that the Standing Body sent at once (đợt đôn đốc).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder_round")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The subject line.
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// The text with its placeholders.
    #[sea_orm(column_type = "Text")]
    pub template: String,
    /// The subject who sent them.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// How many reminders were sent.
    pub reminded: i32,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The reminders.
    #[sea_orm(has_many)]
    pub reminders: HasMany<reminder::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see: those of whoever urges and whoever reads everything.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Unit | Sight::Council | Sight::Admin => Rows::None,
        Sight::StandingBody | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
