//! That a unit owes a report by a day (nghĩa vụ báo cáo); it exists before the report.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, guidance, phase, report::ReportKind, unit};

/// The name of the table.
pub const TABLE: &str = "report_obligation";

/// That a unit owes a report by a day (nghĩa vụ báo cáo); it exists before the report.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_obligation")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The phase.
    pub phase_id: Uuid,
    /// The guidance that asks for the report.
    pub guidance_id: Uuid,
    /// The unit that owes it.
    pub unit_id: Uuid,
    /// The kind of report.
    pub kind: ReportKind,
    /// The period to cover (kỳ báo cáo), for example Q3/2021.
    #[sea_orm(column_type = "Text")]
    pub period: String,
    /// The day it is due (hạn nộp).
    pub due_on: Date,
    /// Whether it is still owed.
    pub state: ObligationState,
    /// Why it was waived (lý do miễn).
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `phase_id`.
    #[sea_orm(belongs_to, from = "phase_id", to = "id")]
    pub phase: BelongsTo<phase::Entity>,
    /// The row behind `guidance_id`.
    #[sea_orm(belongs_to, from = "guidance_id", to = "id")]
    pub guidance: BelongsTo<guidance::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Whether a report is still owed.
    pub enum ObligationState {
        /// Owed (phải nộp).
        Due = "DUE",
        /// Met (đã nộp).
        Met = "MET",
        /// Waived with a reason (được miễn).
        Waived = "WAIVED",
    }
}

/// Which rows a scope may see. Not public; a unit sees its own.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => own,
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
