//! What was done or refused, by whom and when (nhật ký); only ever appended to.

use sea_orm::entity::prelude::*;

use crate::{Instant, Rows, Scope, Sight};

/// The name of the table.
pub const TABLE: &str = "audit_entry";

/// What was done or refused, by whom and when (nhật ký); only ever appended to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// The place in the trail, given by the database.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// The identifier: a UUID v7, made in Rust.
    pub id: Uuid,
    /// When.
    pub at: Instant,
    /// Who: the subject of the token.
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// The organisation class of the role.
    #[sea_orm(column_type = "Text")]
    pub class: String,
    /// The duty of the role.
    #[sea_orm(column_type = "Text")]
    pub duty: String,
    /// The unit of the one who acted, if any.
    pub unit_id: Option<Uuid>,
    /// The client system, if one acted.
    #[sea_orm(column_type = "Text")]
    pub client: Option<String>,
    /// What was done: the workflow's verb.
    #[sea_orm(column_type = "Text")]
    pub action: String,
    /// The kind of object.
    #[sea_orm(column_type = "Text")]
    pub noun: String,
    /// The object.
    pub object_id: Option<Uuid>,
    /// The campaign of the object, if it has one.
    pub campaign_id: Option<Uuid>,
    /// The unit that the object belongs to, whose people may read this entry.
    pub owner_unit_id: Option<Uuid>,
    /// The names of the fields that were given, never their values.
    #[sea_orm(column_type = "Text")]
    pub fields: String,
    /// The digest of the object before.
    #[sea_orm(column_type = "Text")]
    pub before_digest: Option<String>,
    /// The digest of the object after.
    #[sea_orm(column_type = "Text")]
    pub after_digest: Option<String>,
    /// Whether it was `DONE` or `REFUSED`.
    #[sea_orm(column_type = "Text")]
    pub result: String,
    /// The error code, where it was refused.
    #[sea_orm(column_type = "Text")]
    pub code: Option<String>,
    /// The request it was part of.
    #[sea_orm(column_type = "Text")]
    pub request_id: String,
    /// What personal data was read for, where it was.
    #[sea_orm(column_type = "Text")]
    pub purpose: Option<String>,
    /// The digest of the entry before this one; empty, as the next three, in entries from before there was a chain.
    #[sea_orm(column_type = "Text")]
    pub previous: Option<String>,
    /// The digest of this entry: SHA-256 over all of the above, in hexadecimal.
    #[sea_orm(column_type = "Text")]
    pub digest: Option<String>,
    /// The signature of sequence and digest: Ed25519, in base64url.
    #[sea_orm(column_type = "Text")]
    pub signature: Option<String>,
    /// The key it was signed with.
    #[sea_orm(column_type = "Text")]
    pub key_id: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which rows a scope may see. The auditor sees the trail. A unit sees what happened to its own objects, and what its own
/// people did in its name: not what they did as members of the Council, and not what another unit did to its own.
#[must_use]
pub fn visible(scope: &Scope) -> Rows {
    let own = |classes| {
        let by_own_people = Rows::among("unit_id", scope.units.clone()).and(Rows::IsAny("class", classes));
        Rows::among("owner_unit_id", scope.units.clone()).or(by_own_people)
    };
    match scope.sight {
        Sight::Public | Sight::Council | Sight::Admin => Rows::None,
        Sight::Unit => own(&["DEPARTMENT", "DISTRICT", "ENTERPRISE"]),
        Sight::StandingBody => own(&["STANDING_BODY"]),
        Sight::Chair => own(&["CHAIR"]),
        Sight::Auditor => Rows::All,
    }
}
