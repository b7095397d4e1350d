//! A file of rows that somebody brought in, or tried out (nhập dữ liệu): what it was, how it was read, and what became of each row.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "import";

/// A file of rows that somebody brought in, or tried out (nhập dữ liệu).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit of whoever did it; none for an administrator who comes before the first unit.
    pub unit_id: Option<Uuid>,
    /// The subject who did it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// What its rows are.
    pub kind: ImportKind,
    /// What is kept where a row is bad.
    pub mode: ImportMode,
    /// Whether it was only tried out.
    pub is_dry_run: bool,
    /// The name of the file.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// SHA-256 of the file.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// Rows of the file.
    pub rows_total: i64,
    /// Rows that are bad.
    pub rows_bad: i64,
    /// Rows that were kept.
    pub rows_kept: i64,
    /// What became of each row, as JSON; no value of the file stands in it.
    #[sea_orm(column_type = "Text")]
    pub verdicts: String,
    /// The version: always 1.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// What the rows of an import are, and which mutation each of them is (loại dữ liệu nhập).
    pub enum ImportKind {
        /// Units, each by `createUnit` (đơn vị).
        Units = "UNITS",
        /// Members of one cluster or block, each by `addClusterMember`; needs `cluster` (thành viên cụm, khối).
        ClusterMembers = "CLUSTER_MEMBERS",
        /// Members of the Council, each by `addCouncilMember` (thành viên Hội đồng).
        CouncilMembers = "COUNCIL_MEMBERS",
        /// Projects of one campaign as drafts, each by `createProject`; needs `campaign` (công trình, dự án).
        Projects = "PROJECTS",
        /// Targets of projects of one campaign, each by `updateProject`; needs `campaign` (chỉ tiêu).
        Targets = "TARGETS",
        /// Figures of one report, each by `updateReport`; needs `report` (số liệu báo cáo).
        ReportIndicators = "REPORT_INDICATORS",
    }
}

crate::codes! {
    /// What is kept of a file in which a row is bad (cách xử lý dòng lỗi).
    pub enum ImportMode {
        /// Nothing: all rows or none (tất cả hoặc không).
        AllOrNothing = "ALL_OR_NOTHING",
        /// The good rows (chỉ các dòng hợp lệ).
        ValidRows = "VALID_ROWS",
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
