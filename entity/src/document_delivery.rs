//! That a document was sent to somebody, as of a day (văn bản gửi), and the receipt.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, delivery_reminder, distribution_list, official_document, unit};

/// The name of the table.
pub const TABLE: &str = "document_delivery";

/// That a document was sent to somebody, as of a day (văn bản gửi), and the receipt.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_delivery")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The document.
    pub document_id: Uuid,
    /// The unit that issued the document, as the document says, where it is one of this register.
    pub issuer_id: Option<Uuid>,
    /// The unit it was sent to; none for somebody outside.
    pub unit_id: Option<Uuid>,
    /// The list it went out by, if by one.
    pub list_id: Option<Uuid>,
    /// The recipient in words: the unit's name on that day, or the one outside as printed.
    #[sea_orm(column_type = "Text")]
    pub recipient: String,
    /// The group of the list, as printed; empty where sent to by name.
    #[sea_orm(column_type = "Text")]
    pub group_name: String,
    /// The day it was sent, as of which the recipients were taken.
    pub sent_on: Date,
    /// Whether it was acknowledged.
    pub state: DeliveryState,
    /// The subject who sent it.
    #[sea_orm(column_type = "Text")]
    pub sent_by: String,
    /// When the unit acknowledged it.
    pub acknowledged_at: Option<Instant>,
    /// The subject who did.
    #[sea_orm(column_type = "Text")]
    pub acknowledged_by: Option<String>,
    /// When the unit was last reminded of it.
    pub reminded_at: Option<Instant>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `document_id`.
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<official_document::Entity>,
    /// The row behind `issuer_id`.
    #[sea_orm(belongs_to, relation_enum = "Issuer", from = "issuer_id", to = "id")]
    pub issuer: BelongsTo<Option<unit::Entity>>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, relation_enum = "Unit", from = "unit_id", to = "id")]
    pub unit: BelongsTo<Option<unit::Entity>>,
    /// The row behind `list_id`.
    #[sea_orm(belongs_to, from = "list_id", to = "id")]
    pub list: BelongsTo<Option<distribution_list::Entity>>,
    /// Reminders of it.
    #[sea_orm(has_many)]
    pub reminders: HasMany<delivery_reminder::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Whether a document that was sent was acknowledged (tình trạng tiếp nhận văn bản).
    pub enum DeliveryState {
        /// To somebody outside this system, who does not acknowledge here (ngoài hệ thống).
        Outside = "OUTSIDE",
        /// Sent, not acknowledged yet (chưa tiếp nhận).
        Sent = "SENT",
        /// Acknowledged by the unit (đã tiếp nhận).
        Acknowledged = "ACKNOWLEDGED",
    }
}

/// Which rows a scope may see: a unit what was sent to it and to whom its own documents were sent; media what was sent to
/// them; whoever works for the province all.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public => Rows::among("unit_id", scope.acting.clone()),
        Sight::Admin => Rows::None,
        Sight::Unit => Rows::among("unit_id", scope.units.clone()).or(Rows::among("issuer_id", scope.units.clone())),
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
