//! A figure of a consolidated report (số liệu tổng hợp), as it was when it was taken.

use sea_orm::entity::prelude::*;

use crate::{Instant, Quantity, Rows, Scope, Sight, consolidated_report};

/// The name of the table.
pub const TABLE: &str = "consolidated_figure";

/// A figure of a consolidated report (số liệu tổng hợp), as it was when it was taken.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consolidated_figure")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The consolidated report.
    pub consolidated_id: Uuid,
    /// Its place in the list.
    pub position: i32,
    /// What is counted or summed up.
    pub subject: FigureSubject,
    /// By what.
    pub dimension: FigureDimension,
    /// Of which field group, cluster (an ID) or unit kind (a code); none for the whole, and for what has none.
    #[sea_orm(column_type = "Text")]
    pub key: Option<String>,
    /// What the key was called, or the name of the indicator.
    #[sea_orm(column_type = "Text")]
    pub label: String,
    /// The state or timeliness that is counted; none for a sum.
    #[sea_orm(column_type = "Text")]
    pub code: Option<String>,
    /// That code in Vietnamese.
    #[sea_orm(column_type = "Text")]
    pub code_label: String,
    /// The unit of measure of an indicator.
    #[sea_orm(column_type = "Text")]
    pub measure: String,
    /// The figure.
    pub value: Quantity,
    /// When it was taken.
    pub created_at: Instant,
    /// The row behind `consolidated_id`.
    #[sea_orm(belongs_to, from = "consolidated_id", to = "id")]
    pub consolidated: BelongsTo<consolidated_report::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// What a figure of a consolidated report counts or sums up (nội dung số liệu).
    pub enum FigureSubject {
        /// Projects of the campaign, by state (công trình, dự án, việc làm).
        Projects = "PROJECTS",
        /// Reports owed for the period, by timeliness (nghĩa vụ báo cáo).
        Obligations = "OBLIGATIONS",
        /// An indicator of the reports behind it, summed up (chỉ tiêu).
        Indicators = "INDICATORS",
        /// Nominations of the campaign, by state (đề nghị khen thưởng).
        Nominations = "NOMINATIONS",
        /// Awards of the campaign, by state (khen thưởng).
        Awards = "AWARDS",
    }
}

crate::codes! {
    /// By what a figure is counted (tiêu thức tổng hợp).
    pub enum FigureDimension {
        /// All together (toàn tỉnh).
        Total = "TOTAL",
        /// By field group (nhóm lĩnh vực).
        FieldGroup = "FIELD_GROUP",
        /// By the cluster that the unit was in (cụm, khối thi đua).
        Cluster = "CLUSTER",
        /// By the kind of the unit (loại đơn vị).
        UnitKind = "UNIT_KIND",
    }
}

/// What counts people whom units do not see.
const OF_PEOPLE: &[&str] = &[FigureSubject::Nominations.code()];

/// Which rows a scope may see. As its consolidated report; a unit of nominations no more than the whole, since it sees nobody of the
/// others' and small figures would tell of them.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let above = Rows::through("consolidated_id", consolidated_report::TABLE, consolidated_report::visible(scope));
    match scope.sight {
        Sight::Unit => {
            let whole = Rows::Is("dimension", FigureDimension::Total.code());
            above.and(Rows::IsNone("subject", OF_PEOPLE).or(whole))
        }
        Sight::Public | Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor | Sight::Admin => above,
    }
}
