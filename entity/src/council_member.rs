//! A member of the Council for some time (thành viên Hội đồng).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, unit};

/// The name of the table.
pub const TABLE: &str = "council_member";

/// A member of the Council for some time (thành viên Hội đồng).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council_member")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The member's own unit, on whose nominations the member does not vote.
    pub unit_id: Uuid,
    /// The subject of the member's token.
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// The full name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The Vietnamese sort key of the name.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// The post in the Council.
    pub position: CouncilPosition,
    /// The first day of the membership.
    pub valid_from: Date,
    /// The last day of the membership; none while it goes on.
    pub valid_to: Option<Date>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `unit_id`.
    #[sea_orm(belongs_to, from = "unit_id", to = "id")]
    pub unit: BelongsTo<unit::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// A member's post in the Council.
    pub enum CouncilPosition {
        /// The chair (Chủ tịch Hội đồng).
        Chair = "CHAIR",
        /// A vice chair (Phó Chủ tịch Hội đồng).
        ViceChair = "VICE_CHAIR",
        /// The secretary (thư ký), who runs the session.
        Secretary = "SECRETARY",
        /// A member (ủy viên).
        Member = "MEMBER",
    }
}

/// Which rows a scope may see. The Council and those who work with it see it; units and the public do not.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Unit | Sight::Admin => Rows::None,
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
