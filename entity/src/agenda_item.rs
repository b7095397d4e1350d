//! A nomination on a session's agenda (nội dung phiên họp), and its result after the close.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, council_session, nomination};

/// The name of the table.
pub const TABLE: &str = "agenda_item";

/// A nomination on a session's agenda (nội dung phiên họp), and its result after the close.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agenda_item")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// The nomination to vote on.
    pub nomination_id: Uuid,
    /// Its place on the agenda.
    pub position: i32,
    /// How many members could vote on it; known only after the close.
    pub eligible_voters: Option<i32>,
    /// How many voted for it; known only after the close.
    pub ayes: Option<i32>,
    /// How many voted against it; known only after the close.
    pub nays: Option<i32>,
    /// How many abstained; known only after the close.
    pub abstentions: Option<i32>,
    /// Whether it passed by the session's rule; known only after the close.
    pub has_passed: Option<bool>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `session_id`.
    #[sea_orm(belongs_to, from = "session_id", to = "id")]
    pub session: BelongsTo<council_session::Entity>,
    /// The row behind `nomination_id`.
    #[sea_orm(belongs_to, from = "nomination_id", to = "id")]
    pub nomination: BelongsTo<nomination::Entity>,
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
