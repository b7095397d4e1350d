//! A change of the organisation (thay đổi tổ chức): a merger, a split, a new name, an end, another place in the tree.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, official_document, organisation_change_unit, unit};

/// The name of the table.
pub const TABLE: &str = "organisation_change";

/// A change of the organisation (thay đổi tổ chức), after `ChangeEvent` of the W3C Organization Ontology.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_change")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What happens.
    pub kind: ChangeKind,
    /// The first day of the new order.
    pub effective_on: Date,
    /// The legal document.
    pub document_id: Option<Uuid>,
    /// The unit that transferred units hang below from then on.
    pub parent_id: Option<Uuid>,
    /// What a reader should know of it.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `document_id`.
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<Option<official_document::Entity>>,
    /// The row behind `parent_id`.
    #[sea_orm(belongs_to, from = "parent_id", to = "id")]
    pub parent: BelongsTo<Option<unit::Entity>>,
    /// The units it changes and makes.
    #[sea_orm(has_many)]
    pub units: HasMany<organisation_change_unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// What happens to units in a change of the organisation (loại thay đổi tổ chức).
    pub enum ChangeKind {
        /// Several units become one (hợp nhất, sáp nhập).
        Merge = "MERGE",
        /// One unit becomes several (chia, tách).
        Split = "SPLIT",
        /// One unit goes on under another name, kind or function (đổi tên, tổ chức lại).
        Rename = "RENAME",
        /// Units end (giải thể, kết thúc hoạt động).
        Dissolve = "DISSOLVE",
        /// Units go on below another unit (chuyển giao).
        Transfer = "TRANSFER",
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
