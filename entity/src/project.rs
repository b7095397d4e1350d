//! What a unit registers (công trình, dự án, việc làm, phong trào, nhiệm vụ chính trị đăng ký).

use sea_orm::entity::prelude::*;

use crate::{Dong, Instant, Rows, Scope, Sight, campaign, field_group, progress_entry, target, unit};

/// The name of the table.
pub const TABLE: &str = "project";

/// What a unit registers (công trình, dự án, việc làm, phong trào, nhiệm vụ chính trị đăng ký).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The campaign it is registered in.
    pub campaign_id: Uuid,
    /// The unit that registers it.
    pub unit_id: Uuid,
    /// The group of fields of work it counts in; needed to submit.
    pub field_group_id: Option<Uuid>,
    /// What kind of undertaking it is.
    pub kind: ProjectKind,
    /// The title (tên công trình).
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The Vietnamese sort key of the title.
    #[sea_orm(column_type = "Text")]
    pub title_key: String,
    /// What it is to achieve (mục tiêu).
    #[sea_orm(column_type = "Text")]
    pub objective: String,
    /// The first day; needed to submit.
    pub starts_on: Option<Date>,
    /// The last day, never before the first; needed to submit.
    pub ends_on: Option<Date>,
    /// The budget in whole đồng (kinh phí), not negative.
    pub budget: Option<Dong>,
    /// Where it is in its life.
    pub state: ProjectState,
    /// Whether it was submitted outside the registration window (đăng ký muộn).
    pub is_late: bool,
    /// Whether the unit states that it has no key project, as a political task requires.
    pub states_no_key_project: bool,
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
    /// What shows that it is completed (minh chứng).
    #[sea_orm(column_type = "Text")]
    pub evidence: Option<String>,
    /// Why it was returned, withdrawn or not achieved (lý do).
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
    /// The row behind `campaign_id`.
    #[sea_orm(belongs_to, from = "campaign_id", to = "id")]
    pub campaign: BelongsTo<campaign::Entity>,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
    /// The row behind `field_group_id`.
    #[sea_orm(belongs_to, from = "field_group_id", to = "id")]
    pub field_group: BelongsTo<Option<field_group::Entity>>,
    /// The targets, in all their versions.
    #[sea_orm(has_many)]
    pub targets: HasMany<target::Entity>,
    /// The progress made.
    #[sea_orm(has_many)]
    pub progress_entries: HasMany<progress_entry::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// What kind of undertaking a unit registers.
    pub enum ProjectKind {
        /// A key project (công trình, dự án trọng điểm).
        KeyProject = "KEY_PROJECT",
        /// An exemplary piece of work (việc làm tiêu biểu).
        ExemplaryWork = "EXEMPLARY_WORK",
        /// A movement of its own (phong trào).
        Movement = "MOVEMENT",
        /// A political task (nhiệm vụ chính trị), where the unit has no key project.
        PoliticalTask = "POLITICAL_TASK",
    }
}

crate::codes! {
    /// Where a project is in its life.
    pub enum ProjectState {
        /// Being written (dự thảo).
        Draft = "DRAFT",
        /// Submitted (đã đăng ký) and waiting for the Standing Body.
        Submitted = "SUBMITTED",
        /// Returned with a reason (trả lại).
        Returned = "RETURNED",
        /// Accepted (đã tiếp nhận).
        Accepted = "ACCEPTED",
        /// Under way (đang thực hiện).
        InProgress = "IN_PROGRESS",
        /// The unit says that it is completed (báo cáo hoàn thành).
        CompletionClaimed = "COMPLETION_CLAIMED",
        /// Completed, as the Standing Body found (đã xác nhận).
        Verified = "VERIFIED",
        /// Withdrawn by the unit (đã rút).
        Withdrawn = "WITHDRAWN",
        /// Not achieved at the campaign's end (không hoàn thành).
        NotAchieved = "NOT_ACHIEVED",
    }
}

/// What only the own unit sees.
const HIDDEN: &[&str] = &[ProjectState::Draft.code()];

/// What has been accepted, and what follows from it.
const ACCEPTED: &[&str] = &[
    ProjectState::Accepted.code(),
    ProjectState::InProgress.code(),
    ProjectState::CompletionClaimed.code(),
    ProjectState::Verified.code(),
    ProjectState::NotAchieved.code(),
];

/// Which rows a scope may see. Not public; drafts only for the own unit and the auditor, and for the Council only what was accepted.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    match scope.sight {
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => own,
        Sight::StandingBody | Sight::Chair => Rows::IsNone("state", HIDDEN).or(own),
        Sight::Council => Rows::IsAny("state", ACCEPTED).or(own),
        Sight::Auditor => Rows::All,
    }
}
