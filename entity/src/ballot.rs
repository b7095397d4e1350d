//! A secret vote (phiếu): it does not know whose it is, nor when it was cast.

use sea_orm::entity::prelude::*;

use crate::{Rows, Scope, Sight, agenda_item};

/// The name of the table.
pub const TABLE: &str = "ballot";

/// A secret vote (phiếu): it does not know whose it is, nor when it was cast.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot")]
pub struct Model {
    /// The identifier: a UUID v4, random, so that it tells no time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What is voted on.
    pub agenda_item_id: Uuid,
    /// The vote.
    pub choice: BallotChoice,
    /// The row behind `agenda_item_id`.
    #[sea_orm(belongs_to, from = "agenda_item_id", to = "id")]
    pub agenda_item: BelongsTo<agenda_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// A vote.
    pub enum BallotChoice {
        /// For (đồng ý).
        Aye = "AYE",
        /// Against (không đồng ý).
        Nay = "NAY",
        /// Abstains (không có ý kiến).
        Abstain = "ABSTAIN",
    }
}

/// Which rows a scope may see. Nobody ever reads a ballot; only the tally leaves the table.
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
