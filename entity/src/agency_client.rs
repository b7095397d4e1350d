//! A system of another agency that may read here (hệ thống của cơ quan khác): registered, for a purpose, on a legal basis.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight, unit};

/// The name of the table.
pub const TABLE: &str = "agency_client";

/// A system of another agency that may read here (hệ thống của cơ quan khác).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agency_client")]
pub struct Model {
    /// The identifier: a UUID v7, made in Rust.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What its tokens name as `client`. It never changes and is never given again.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// What the system is called.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The unit whose system it is.
    pub unit_id: Uuid,
    /// What it reads for (mục đích).
    #[sea_orm(column_type = "Text")]
    pub purpose: String,
    /// On which legal basis (căn cứ pháp lý).
    #[sea_orm(column_type = "Text")]
    pub legal_basis: String,
    /// What it may read: codes of `AgencyScope`, with commas.
    #[sea_orm(column_type = "Text")]
    pub scopes: String,
    /// The first day on which it may read.
    pub valid_from: Date,
    /// The last such day; none while it goes on.
    pub valid_to: Option<Date>,
    /// When it was ended before that.
    pub ended_at: Option<Instant>,
    /// Why it was ended.
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    /// Who registered it.
    #[sea_orm(column_type = "Text")]
    pub author: String,
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
    /// What a system of another agency may read.
    pub enum AgencyScope {
        /// Units, their identifiers and changes, clusters (tổ chức).
        Organisation = "ORGANISATION",
        /// Launched campaigns and their guidance, the calendar, rule sets, documents that everybody may read (phong trào thi đua).
        Campaigns = "CAMPAIGNS",
        /// Decisions and awards, as they are published (khen thưởng).
        Awards = "AWARDS",
        /// Published exemplars and where media covered them (điển hình tiên tiến).
        Exemplars = "EXEMPLARS",
        /// Name, kind, category and position of whoever has a granted award; each read is put in the trail (đối tượng được khen thưởng).
        Honourees = "HONOUREES",
    }
}

/// Which rows a scope may see: whoever keeps the registry or audits it, the Standing Body, and the unit whose system it is.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    match scope.sight {
        Sight::Public | Sight::Council | Sight::Chair => Rows::None,
        Sight::Unit => Rows::among("unit_id", scope.units.clone()),
        Sight::StandingBody | Sight::Auditor | Sight::Admin => Rows::All,
    }
}
