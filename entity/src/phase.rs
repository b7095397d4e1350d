//! A dated part of a campaign (đợt).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, campaign};

/// The name of the table.
pub const TABLE: &str = "phase";

/// A dated part of a campaign (đợt).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "phase")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// Its place in the campaign: 1 for đợt 01.
    pub position: i32,
    /// The name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The first day.
    pub starts_on: Date,
    /// The last day, never before the first.
    pub ends_on: Date,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its campaign.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("campaign_id", campaign::TABLE, campaign::visible(scope))
}
