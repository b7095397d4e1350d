//! A legal basis of a campaign (căn cứ): a document, at its place in the list.

use sea_orm::entity::prelude::*;

use crate::{Rows, Scope, campaign, official_document};

/// The name of the table.
pub const TABLE: &str = "campaign_basis";

/// A legal basis of a campaign (căn cứ): a document, at its place in the list.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign_basis")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The document it rests on.
    pub document_id: Uuid,
    /// Its place in the list.
    pub position: i32,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `document_id`.
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<official_document::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As its campaign.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("campaign_id", campaign::TABLE, campaign::visible(scope))
}
