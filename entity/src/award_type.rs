//! A form of commendation (hình thức khen thưởng): the Chairman's Bằng khen, a unit head's Giấy khen.

use sea_orm::entity::prelude::*;

use crate::{Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "award_type";

/// A form of commendation (hình thức khen thưởng): the Chairman's Bằng khen, a unit head's Giấy khen.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award_type")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The code, unique: `BANG_KHEN`, `GIAY_KHEN`.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// The Vietnamese name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The kinds of unit that may issue it: codes of `UnitKind`, separated by commas.
    #[sea_orm(column_type = "Text")]
    pub issuer_kinds: String,
    /// Whether the Council has to vote before it is awarded.
    pub council_required: bool,
}

impl ActiveModelBehavior for ActiveModel {}

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
