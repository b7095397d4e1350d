//! Who may be commended (đối tượng khen thưởng); personal data is minimal, and the citizen id only a hash.

use sea_orm::entity::prelude::*;

use crate::{
    Instant, Rows, Scope, Sight,
    award::{self, AwardState},
    nomination, unit,
};

/// The name of the table.
pub const TABLE: &str = "honouree";

/// Who may be commended (đối tượng khen thưởng); personal data is minimal, and the citizen id only a hash.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "honouree")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whether it is a person, a collective or a household.
    pub kind: HonoureeKind,
    /// The category of the person or group (nhóm đối tượng).
    pub category: HonoureeCategory,
    /// The full name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The Vietnamese sort key of the name.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// The unit the honouree belongs to.
    pub unit_id: Uuid,
    /// The post held (chức vụ).
    #[sea_orm(column_type = "Text")]
    pub position: Option<String>,
    /// The year of birth, from 1900 to 2100.
    pub birth_year: Option<i32>,
    /// The keyed hash of the citizen id (số định danh cá nhân), by which the same person is found again, in another unit too.
    #[sea_orm(column_type = "Text")]
    pub citizen_id_hash: Option<String>,
    /// The last three digits of the citizen id, to tell namesakes apart.
    #[sea_orm(column_type = "Text")]
    pub citizen_id_tail: Option<String>,
    /// The folded text that a search looks in.
    #[sea_orm(column_type = "Text")]
    pub search: String,
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
    /// Whether an honouree is a person, a collective or a household.
    pub enum HonoureeKind {
        /// A person (cá nhân).
        Individual = "INDIVIDUAL",
        /// A collective (tập thể).
        Collective = "COLLECTIVE",
        /// A household (hộ gia đình).
        Household = "HOUSEHOLD",
    }
}

crate::codes! {
    /// The category of an honouree (nhóm đối tượng).
    pub enum HonoureeCategory {
        /// A leader or manager (lãnh đạo, quản lý).
        Leader = "LEADER",
        /// A civil servant (công chức).
        CivilServant = "CIVIL_SERVANT",
        /// A public employee (viên chức).
        PublicEmployee = "PUBLIC_EMPLOYEE",
        /// A worker who produces or serves directly (người lao động trực tiếp).
        DirectWorker = "DIRECT_WORKER",
        /// A farmer (nông dân).
        Farmer = "FARMER",
        /// Another citizen (người dân).
        Citizen = "CITIZEN",
        /// A member of the armed forces (lực lượng vũ trang).
        Soldier = "SOLDIER",
        /// An entrepreneur (doanh nhân).
        Entrepreneur = "ENTREPRENEUR",
        /// A collective (tập thể).
        Collective = "COLLECTIVE",
        /// A household (hộ gia đình).
        Household = "HOUSEHOLD",
    }
}

/// Which rows a scope may see. Not public, being personal data: the own unit, and whoever sees a nomination of the honouree. Who has
/// a granted award, the system of an agency too that is registered for it.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = Rows::among("unit_id", scope.units.clone());
    match scope.sight {
        Sight::Public if scope.honourees => {
            Rows::exists(award::TABLE, "honouree_id", Rows::Is("state", AwardState::Granted.code()))
        }
        Sight::Public | Sight::Admin => Rows::None,
        Sight::Unit => own,
        Sight::StandingBody | Sight::Council | Sight::Chair => {
            Rows::exists(nomination::TABLE, "honouree_id", nomination::visible(scope)).or(own)
        }
        Sight::Auditor => Rows::All,
    }
}
