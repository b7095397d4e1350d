//! A list that somebody has written into a file (kết xuất): what was asked, by whom, how far it is, and where it lies.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "export";

/// A list that somebody has written into a file (kết xuất).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "export")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit of whoever asked; none for an administrator who comes before the first unit.
    pub unit_id: Option<Uuid>,
    /// The subject who asked.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// The class of their role.
    #[sea_orm(column_type = "Text")]
    pub class: String,
    /// The duty of their role.
    #[sea_orm(column_type = "Text")]
    pub duty: String,
    /// The unit as their token named it.
    #[sea_orm(column_type = "Text")]
    pub unit: String,
    /// The program they used, where the token named one.
    #[sea_orm(column_type = "Text")]
    pub client: Option<String>,
    /// Their session, where they signed in here.
    pub session_id: Option<Uuid>,
    /// The list: a field of the query root.
    #[sea_orm(column_type = "Text")]
    pub connection: String,
    /// The columns, separated by commas.
    #[sea_orm(column_type = "Text")]
    pub columns: String,
    /// Filter and order, as JSON.
    #[sea_orm(column_type = "Text")]
    pub variables: String,
    /// How it is written.
    pub format: ExportFormat,
    /// Where it is in its life.
    pub state: ExportState,
    /// The name of the file.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Rows written so far.
    pub rows_done: i64,
    /// Rows there were when it began.
    pub rows_total: Option<i64>,
    /// Under which name the bytes are stored.
    pub file_id: Uuid,
    /// The size in bytes.
    pub bytes: Option<i64>,
    /// SHA-256 of the bytes.
    #[sea_orm(column_type = "Text")]
    pub sha256: Option<String>,
    /// The code of what stopped it.
    #[sea_orm(column_type = "Text")]
    pub failure_code: Option<String>,
    /// What stopped it, in English.
    #[sea_orm(column_type = "Text")]
    pub failure_en: Option<String>,
    /// What stopped it, in Vietnamese.
    #[sea_orm(column_type = "Text")]
    pub failure_vi: Option<String>,
    /// When a server began with it.
    pub started_at: Option<Instant>,
    /// When that server was last heard of.
    pub heard_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// Until when the file is kept.
    pub expires_at: Option<Instant>,
    /// The version: 1 when made, one more with every step of its life.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// How an export is written (định dạng).
    pub enum ExportFormat {
        /// Values separated by commas (RFC 4180), UTF-8 with a byte order mark, lines ended by CRLF; what a spreadsheet could take for a formula begins with an apostrophe.
        Csv = "CSV",
        /// A workbook of Office Open XML; texts are texts and never formulas. A sheet ends at 1,048,576 rows, and the next begins.
        Xlsx = "XLSX",
        /// One JSON object a line, with the columns as names and values as GraphQL writes them.
        JsonLines = "JSON_LINES",
    }
}

crate::codes! {
    /// Where an export is in its life (trạng thái kết xuất).
    pub enum ExportState {
        /// It waits for its turn (đang chờ).
        Queued = "QUEUED",
        /// It is being written (đang thực hiện).
        Running = "RUNNING",
        /// Its file can be downloaded (sẵn sàng).
        Ready = "READY",
        /// It was stopped by what `failureCode` says (thất bại).
        Failed = "FAILED",
        /// Whoever asked for it has cancelled it (đã hủy).
        Cancelled = "CANCELLED",
        /// Its time is over, and the file is removed (đã hết hạn).
        Expired = "EXPIRED",
    }
}

/// Which rows a scope may see: one's own, and the auditor all.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Auditor => Rows::All,
        Sight::Public | Sight::Unit | Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Admin => {
            if scope.subject.is_empty() { Rows::None } else { Rows::Text("author", scope.subject.clone()) }
        }
    }
}
