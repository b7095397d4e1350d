//! An organisation (đơn vị): a province, a department, a district, an enterprise and so on, in a tree.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "unit";

/// An organisation (đơn vị): a province, a department, a district, an enterprise and so on, in a tree.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The unit directly above it (đơn vị cấp trên), if there is one.
    pub parent_id: Option<Uuid>,
    /// What kind of organisation it is (loại đơn vị).
    pub kind: UnitKind,
    /// The system it belongs to (hệ).
    pub system: UnitSystem,
    /// The full name (tên đơn vị).
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The Vietnamese sort key of the name.
    #[sea_orm(column_type = "Text")]
    pub name_key: String,
    /// The abbreviation (tên viết tắt), for example SNV.
    #[sea_orm(column_type = "Text")]
    pub abbreviation: String,
    /// The folded text that a search looks in.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// The first day on which the unit exists.
    pub valid_from: Date,
    /// The last day on which the unit exists; none while it goes on.
    pub valid_to: Option<Date>,
    /// The version: 1 when made, one more with every write.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last written.
    pub updated_at: Instant,
    /// The row behind `parent_id`.
    #[sea_orm(self_ref, relation_enum = "Parent", from = "parent_id", to = "id")]
    pub parent: BelongsTo<Option<Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

crate::codes! {
    /// The kind of an organisation (loại đơn vị).
    pub enum UnitKind {
        /// The province itself (tỉnh).
        Province = "PROVINCE",
        /// A provincial department, board or branch (sở, ban, ngành).
        Department = "DEPARTMENT",
        /// A mass organisation (đoàn thể), the Front included.
        MassOrganisation = "MASS_ORGANISATION",
        /// An association (hội).
        Association = "ASSOCIATION",
        /// A body of the Party (cơ quan Đảng).
        PartyBody = "PARTY_BODY",
        /// A district, town or city of the province (huyện, thị xã, thành phố).
        District = "DISTRICT",
        /// A commune, ward or township (xã, phường, thị trấn).
        Commune = "COMMUNE",
        /// An enterprise (doanh nghiệp).
        Enterprise = "ENTERPRISE",
        /// A media organisation (cơ quan báo chí, phát thanh, truyền hình).
        Media = "MEDIA",
        /// An agency of the central government in the province (cơ quan Trung ương).
        CentralAgency = "CENTRAL_AGENCY",
        /// A unit of the armed forces (lực lượng vũ trang).
        ArmedForces = "ARMED_FORCES",
    }
}

crate::codes! {
    /// The system an organisation belongs to (hệ).
    pub enum UnitSystem {
        /// The Party (Đảng).
        Party = "PARTY",
        /// The state (Nhà nước).
        State = "STATE",
        /// The Fatherland Front and the mass organisations (Mặt trận, đoàn thể).
        FrontMass = "FRONT_MASS",
        /// The enterprises (doanh nghiệp).
        Enterprise = "ENTERPRISE",
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
