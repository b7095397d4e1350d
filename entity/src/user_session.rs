//! A sign-in and all that was refreshed from it (phiên đăng nhập): a family of tokens that ends as one.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "user_session";

/// A sign-in and all that was refreshed from it (phiên đăng nhập): a family of tokens that ends as one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_session")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust. Access tokens carry it as `sid`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who signed in.
    pub user_id: Uuid,
    /// Whether its tokens may only read.
    pub is_read_only: bool,
    /// When it ends at the latest, whatever is refreshed.
    pub expires_at: Instant,
    /// When it was ended before that.
    pub ended_at: Option<Instant>,
    /// When it began.
    pub created_at: Instant,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. Nobody reads it: sessions are told by the trail.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public
        | Sight::Unit
        | Sight::StandingBody
        | Sight::Council
        | Sight::Chair
        | Sight::Auditor
        | Sight::Admin => Rows::None,
    }
}
