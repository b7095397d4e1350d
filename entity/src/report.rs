//! A unit's report (báo cáo): narrative, indicator values, difficulties and proposals; in editions.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, campaign, phase, report_indicator, report_obligation, unit};

/// The name of the table.
pub const TABLE: &str = "report";

/// A unit's report (báo cáo): narrative, indicator values, difficulties and proposals; in editions.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The obligation it answers; none for a report nobody asked for.
    pub obligation_id: Option<Uuid>,
    /// The campaign.
    pub campaign_id: Uuid,
    /// The phase.
    pub phase_id: Uuid,
    /// The unit that reports.
    pub unit_id: Uuid,
    /// The kind of report.
    pub kind: ReportKind,
    /// The period it covers (kỳ báo cáo), for example Q3/2021.
    #[sea_orm(column_type = "Text")]
    pub period: String,
    /// The edition for the obligation, from 1; a supplement is a new edition.
    pub edition: i32,
    /// The edition it supplements.
    pub replaces_id: Option<Uuid>,
    /// The narrative (nội dung).
    #[sea_orm(column_type = "Text")]
    pub narrative: String,
    /// Difficulties met (khó khăn, vướng mắc).
    #[sea_orm(column_type = "Text")]
    pub difficulties: String,
    /// What the unit proposes (kiến nghị, đề xuất).
    #[sea_orm(column_type = "Text")]
    pub proposals: String,
    /// Where it is in its life.
    pub state: ReportState,
    /// The day it was due, if it was.
    pub due_on: Option<Date>,
    /// Whether it was submitted after that day (nộp muộn).
    pub is_late: bool,
    /// The subject who drafted it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
    /// The subject who submitted it.
    #[sea_orm(column_type = "Text")]
    pub submitted_by: Option<String>,
    /// When it was last submitted.
    pub submitted_at: Option<Instant>,
    /// When the Standing Body accepted it.
    pub accepted_at: Option<Instant>,
    /// Why it was returned (lý do).
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// The folded text that a search looks in.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `obligation_id`.
    #[sea_orm(belongs_to, from = "obligation_id", to = "id")]
    pub obligation: BelongsTo<Option<report_obligation::Entity>>,
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `phase_id`.
    #[sea_orm(belongs_to, from = "phase_id", to = "id")]
    pub phase: BelongsTo<phase::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `replaces_id`.
    #[sea_orm(self_ref, relation_enum = "Replaces", from = "replaces_id", to = "id")]
    pub replaces: BelongsTo<Option<Entity>>,
    /// The indicator values.
    #[sea_orm(has_many)]
    pub indicators: HasMany<report_indicator::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// The kind of a report (loại báo cáo).
    pub enum ReportKind {
        /// For a quarter (báo cáo quý).
        Quarterly = "QUARTERLY",
        /// A preliminary review (sơ kết).
        PreliminaryReview = "PRELIMINARY_REVIEW",
        /// The final review (tổng kết).
        FinalReview = "FINAL_REVIEW",
        /// Asked for at another time (đột xuất).
        AdHoc = "AD_HOC",
    }
}

crate::codes! {
    /// Where a report is in its life.
    pub enum ReportState {
        /// Being written (dự thảo).
        Draft = "DRAFT",
        /// Submitted (đã nộp) and waiting for the Standing Body.
        Submitted = "SUBMITTED",
        /// Returned with a reason (trả lại).
        Returned = "RETURNED",
        /// Accepted (đã tiếp nhận).
        Accepted = "ACCEPTED",
        /// Part of a consolidated report (đã tổng hợp).
        Consolidated = "CONSOLIDATED",
        /// Closed to every change (đã khóa).
        Locked = "LOCKED",
        /// Replaced by a later edition (đã thay thế).
        Superseded = "SUPERSEDED",
    }
}

/// What only the own unit sees.
const HIDDEN: &[&str] = &[ReportState::Draft.code()];

/// What has been accepted, and what follows from it.
const ACCEPTED: &[&str] = &[ReportState::Accepted.code(), ReportState::Consolidated.code(), ReportState::Locked.code()];

/// What sums up the work of a unit: what it shows the leader of its cluster, once it is accepted.
const SUMMARIES: &[&str] = &[ReportKind::PreliminaryReview.code(), ReportKind::FinalReview.code()];

/// Which rows a scope may see. Not public; drafts only for the own unit and the auditor, for the Council only what was accepted, and
/// for the leader of a cluster the accepted reviews of its members.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    let of_members = Rows::among("unit_id", scope.led_members.clone());
    let shown = of_members.and(Rows::IsAny("kind", SUMMARIES)).and(Rows::IsAny("state", ACCEPTED));
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => own.or(shown),
        Sight::StandingBody | Sight::Chair => Rows::IsNone("state", HIDDEN).or(own),
        Sight::Council => Rows::IsAny("state", ACCEPTED).or(own),
        Sight::Auditor => Rows::All,
    }
}
