//! A reminder of a document that was not acknowledged yet (nhắc tiếp nhận văn bản).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, document_delivery};

/// The name of the table.
pub const TABLE: &str = "delivery_reminder";

/// A reminder of a document that was not acknowledged yet (nhắc tiếp nhận văn bản).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_reminder")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it is a reminder of.
    pub delivery_id: Uuid,
    /// The subject line.
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// The text.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// The subject who sent it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// When it was sent.
    pub created_at: Instant,
    /// The row behind `delivery_id`.
    #[sea_orm(belongs_to, from = "delivery_id", to = "id")]
    pub delivery: BelongsTo<document_delivery::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. As what it reminds of.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    Rows::through("delivery_id", document_delivery::TABLE, document_delivery::visible(scope))
}
