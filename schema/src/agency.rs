//! Systems of other agencies: who is registered for what, and which rule stands against one that is not.

use std::sync::Arc;

use chrono::NaiveDate;
use entity::agency_client::{AgencyScope, Column, Entity};
use sea_orm::{ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _};
use uuid::Uuid;

use crate::error::{Code, Error, Result};

/// What a registered system may read, and for what.
#[derive(Clone, Debug)]
pub struct Agency {
    /// What it may read.
    pub scopes: Arc<[AgencyScope]>,
    /// Purpose and legal basis, as they stand in the trail.
    pub purpose: Arc<str>,
}

/// The registration of the system that a token names, on a day; or the rule that stands against it.
#[expect(clippy::disallowed_methods, reason = "what a system may see is made from its registration")]
pub async fn registered(
    database: &DatabaseConnection,
    client: Option<&str>,
    unit: Uuid,
    today: NaiveDate,
) -> Result<Agency> {
    let found = Entity::find().filter(Column::Name.eq(client.unwrap_or_default())).one(database).await?;
    let Some(found) = found.filter(|found| found.unit_id == unit) else {
        return Err(refused(
            "agency.registered",
            "An agency reads with a client that the administrator has registered for its unit.",
            "Cơ quan khác chỉ được đọc bằng hệ thống đã được quản trị đăng ký cho cơ quan đó.",
        ));
    };
    let is_in_force =
        found.ended_at.is_none() && found.valid_from <= today && found.valid_to.is_none_or(|to| today <= to);
    if !is_in_force {
        return Err(refused(
            "agency.inForce",
            "The registration of this client is not in force today: it has ended or not yet begun.",
            "Đăng ký của hệ thống này hiện không có hiệu lực: đã chấm dứt hoặc chưa bắt đầu.",
        ));
    }
    Ok(Agency {
        scopes: found.scopes.split(',').filter_map(AgencyScope::from_code).collect(),
        purpose: format!("{}; {}", found.purpose, found.legal_basis).into(),
    })
}

fn refused(rule: &str, en: &str, vi: &str) -> Error {
    Error::new(Code::AgencyNotRegistered, en, vi).with("rule", rule)
}

impl Agency {
    /// What stands against reading a noun.
    pub fn refusal(&self, noun: &str) -> Option<Error> {
        let scope = match needed(noun) {
            Needs::Nothing => return None,
            Needs::Scope(scope) if self.scopes.contains(&scope) => return None,
            Needs::Scope(scope) => scope,
            Needs::More => {
                let (en, vi) = (
                    format!("No scope covers {noun}: systems of agencies do not read it."),
                    format!("Không phạm vi nào bao gồm {noun}: hệ thống của cơ quan khác không được đọc."),
                );
                return Some(Error::new(Code::ScopeMissing, en, vi).with("rule", "agency.noScope").with("type", noun));
            }
        };
        let (en, vi) = (
            format!("This client is not registered for {}, which {noun} needs.", scope.code()),
            format!("Hệ thống này không được đăng ký phạm vi {} để đọc {noun}.", scope.code()),
        );
        Some(Error::new(Code::ScopeMissing, en, vi).with("rule", "agency.scope").with("scope", scope.code()))
    }
}

/// What a system needs to read a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// It is everybody's.
    Nothing,
    /// It is registered for this.
    Scope(AgencyScope),
    /// There is no scope for it.
    More,
}

/// What reading a noun needs. Every noun that no scope covers is refused, and not read as an empty list.
fn needed(noun: &str) -> Needs {
    Needs::Scope(match noun {
        // The heads of the trail are for whoever keeps them, and an export for whoever started it.
        "AuditHead" | "Export" => return Needs::Nothing,
        "Unit"
        | "UnitIdentifier"
        | "UnitPlacement"
        | "OrganisationChange"
        | "OrganisationChangeUnit"
        | "Cluster"
        | "ClusterMembership" => AgencyScope::Organisation,
        "Campaign" | "LegalBasis" | "FieldGroup" | "Phase" | "Guidance" | "GuidanceReport" | "OfficialDocument"
        | "RuleSet" | "SpecialDay" | "Attachment" => AgencyScope::Campaigns,
        "AwardType" | "Decision" | "Award" => AgencyScope::Awards,
        "Exemplar" | "Publication" => AgencyScope::Exemplars,
        "Honouree" => AgencyScope::Honourees,
        _ => return Needs::More,
    })
}

#[cfg(test)]
mod tests {
    use entity::{Rows, Scope};

    use super::*;
    use crate::noun::Nouns;

    /// What the public sees rows of, an agency needs a scope for; the heads of the trail are everybody's.
    #[test]
    fn what_the_public_sees_needs_a_scope() {
        for noun in Nouns::get().all() {
            let is_seen = !matches!((noun.visible)(&Scope::public()), Rows::None);
            assert!(!is_seen || needed(noun.name) != Needs::More, "which scope does {} need?", noun.name);
        }
    }
}
