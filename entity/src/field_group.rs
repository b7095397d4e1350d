//! A group of fields of work of a campaign (nhóm lĩnh vực).

use sea_orm::entity::prelude::*;

use crate::{Rows, Scope, campaign};

/// The name of the table.
pub const TABLE: &str = "field_group";

/// A group of fields of work of a campaign (nhóm lĩnh vực).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "field_group")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// Its place in the list.
    pub position: i32,
    /// The name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
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
