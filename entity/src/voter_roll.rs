//! Who may vote in a session and who has (danh sách bỏ phiếu); without times, so that no ballot can be matched.

use sea_orm::entity::prelude::*;

use crate::{Rows, Scope, Sight, council_member, council_session};

/// The name of the table.
pub const TABLE: &str = "voter_roll";

/// Who may vote in a session and who has (danh sách bỏ phiếu); without times, so that no ballot can be matched.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "voter_roll")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// The member.
    pub member_id: Uuid,
    /// Whether the member has voted.
    pub has_voted: bool,
    /// Whether an absent member's vote was taken in writing (lấy ý kiến bằng văn bản).
    pub in_writing: bool,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// The row behind `session_id`.
    #[sea_orm(belongs_to, from = "session_id", to = "id")]
    pub session: BelongsTo<council_session::Entity>,
    /// The row behind `member_id`.
    #[sea_orm(belongs_to, from = "member_id", to = "id")]
    pub member: BelongsTo<council_member::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. The Council and those who work with it see it; units and the public do not.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Unit | Sight::Admin => Rows::None,
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => Rows::All,
    }
}
