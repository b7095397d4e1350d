//! A dated set of rules (bộ quy tắc): vote threshold, quorum and time limit, each marked as law or local default.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, official_document};

/// The name of the table.
pub const TABLE: &str = "rule_set";

/// A dated set of rules (bộ quy tắc): vote threshold, quorum and time limit, each marked as law or local default.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rule_set")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The name of the rule set.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The first day on which it applies.
    pub valid_from: Date,
    /// The last day on which it applies; none while it goes on.
    pub valid_to: Option<Date>,
    /// The legal document it comes from, if there is one.
    pub document_id: Option<Uuid>,
    /// The share of all members that ayes must exceed, in basis points: 5000 is more than 50 %.
    pub threshold_basis_points: i32,
    /// The share of members that must take part, in basis points: 6667 is two thirds.
    pub quorum_basis_points: i32,
    /// How many working days an appraisal may take (thời hạn thẩm định).
    pub appraisal_working_days: i32,
    /// Whether the threshold is law or a local default.
    pub threshold_source: RuleSource,
    /// Whether the quorum is law or a local default.
    pub quorum_source: RuleSource,
    /// Whether the time limit is law or a local default.
    pub appraisal_source: RuleSource,
    /// What a reader should know about these rules.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The share of direct workers among persons that is aimed at, in basis points; none where there is no aim.
    pub direct_worker_basis_points: Option<i32>,
    /// The row behind `document_id`.
    #[sea_orm(belongs_to, from = "document_id", to = "id")]
    pub document: BelongsTo<Option<official_document::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// Where a rule's value comes from.
    pub enum RuleSource {
        /// The law gives it (theo luật).
        Law = "LAW",
        /// The law gives none; it is this installation's default (mặc định).
        LocalDefault = "LOCAL_DEFAULT",
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
