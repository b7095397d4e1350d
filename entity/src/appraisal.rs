//! The Standing Body's finding about a nomination (thẩm định).

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, nomination, nomination::RefusalReason};

/// The name of the table.
pub const TABLE: &str = "appraisal";

/// The Standing Body's finding about a nomination (thẩm định).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appraisal")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The nomination.
    pub nomination_id: Uuid,
    /// Whether it is found eligible.
    pub is_eligible: bool,
    /// Why not, as a code.
    pub reason_code: Option<RefusalReason>,
    /// The opinion in words (ý kiến thẩm định).
    #[sea_orm(column_type = "Text")]
    pub opinion: String,
    /// The subject who found so.
    #[sea_orm(column_type = "Text")]
    pub appraiser: String,
    /// When it was made.
    pub created_at: Instant,
    /// The row behind `nomination_id`.
    #[sea_orm(belongs_to, from = "nomination_id", to = "id")]
    pub nomination: BelongsTo<nomination::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. Those who judge see it, with its nomination; units and the public do not.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Unit | Sight::Admin => Rows::None,
        Sight::StandingBody | Sight::Council | Sight::Chair | Sight::Auditor => {
            Rows::through("nomination_id", nomination::TABLE, nomination::visible(scope))
        }
    }
}
