//! A file that belongs to a report, project, progress entry, dossier or official document (tệp đính kèm).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, dossier, official_document, progress_entry, project, report};

/// The name of the table.
pub const TABLE: &str = "attachment";

/// A file that belongs to a report, project, progress entry, dossier or official document (tệp đính kèm).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit of the owner; none for a document of nobody here.
    pub unit_id: Option<Uuid>,
    /// The report that owns it. Exactly one of the owners is there.
    pub report_id: Option<Uuid>,
    /// The project that owns it.
    pub project_id: Option<Uuid>,
    /// The progress entry that owns it.
    pub progress_entry_id: Option<Uuid>,
    /// The dossier that owns it.
    pub dossier_id: Option<Uuid>,
    /// The official document that owns it.
    pub document_id: Option<Uuid>,
    /// Under which name the bytes are stored.
    pub file_id: Uuid,
    /// The name of the file, cleaned.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The media type, as its bytes tell.
    #[sea_orm(column_type = "Text")]
    pub media_type: String,
    /// The size in bytes.
    pub size: i64,
    /// SHA-256 of the bytes, in hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// The subject who attached it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. Exactly those whose owner it sees.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    through("report_id", report::TABLE, report::visible(scope))
        .or(through("project_id", project::TABLE, project::visible(scope)))
        .or(through("progress_entry_id", progress_entry::TABLE, progress_entry::visible(scope)))
        .or(through("dossier_id", dossier::TABLE, dossier::visible(scope)))
        .or(through("document_id", official_document::TABLE, official_document::visible(scope)))
}

/// Of all owners of this kind it may be that every one is seen, and still this row may have another kind of owner.
fn through(column: &'static str, table: &'static str, rows: Rows) -> Rows {
    match rows {
        Rows::None => Rows::None,
        rows => Rows::Through { column, table, rows: Box::new(rows) },
    }
}
