//! Units, their identifiers, and clusters.

use async_graphql::InputObject;
use entity::{
    cluster::{self, ClusterKind},
    cluster_membership::{self, ClusterRole},
    text::{search_text, sort_key},
    unit::{self, UnitKind, UnitSystem},
    unit_identifier::{self, IdentifierStatus},
};
use sea_orm::{IntoActiveModel, Set};

use super::{check, done, succession::hang};
use crate::{
    error::{Error, Result},
    scalar::{Date, Enumerated, id::Id},
    write::{Done, Write},
};

/// A new unit.
#[derive(InputObject)]
pub struct CreateUnitInput {
    /// The unit above it; none for the province.
    pub parent: Option<Id<unit::Entity>>,
    /// The kind of organisation.
    pub kind: Enumerated<UnitKind>,
    /// The system it belongs to.
    pub system: Enumerated<UnitSystem>,
    /// The full name.
    pub name: String,
    /// The abbreviation used in document numbers.
    pub abbreviation: String,
    /// The first day it exists.
    pub valid_from: Date,
}

/// A dated identifier for a unit.
#[derive(InputObject)]
pub struct AddUnitIdentifierInput {
    /// The unit.
    pub unit: Id<unit::Entity>,
    /// The identifier: `H59.02`, a legacy `000.00.00.H59`, or an enterprise's registration number.
    pub code: String,
    /// Whether it is in force; PROVISIONAL where the official one is not known.
    pub status: Enumerated<IdentifierStatus>,
    /// The first day it is in force.
    pub valid_from: Date,
}

/// A new cluster or block.
#[derive(InputObject)]
pub struct CreateClusterInput {
    /// Cluster or block.
    pub kind: Enumerated<ClusterKind>,
    /// The name.
    pub name: String,
    /// The first day it exists.
    pub valid_from: Date,
}

/// A unit in a cluster.
#[derive(InputObject)]
pub struct AddClusterMemberInput {
    /// The cluster.
    pub cluster: Id<cluster::Entity>,
    /// The unit.
    pub unit: Id<unit::Entity>,
    /// Its role.
    pub role: Enumerated<ClusterRole>,
    /// The first day.
    pub valid_from: Date,
}

pub async fn create_unit(w: &mut Write, input: CreateUnitInput) -> Result<Done> {
    if let Some(parent) = input.parent {
        w.fetch::<unit::Entity>(parent.0).await?;
    } else if input.kind.0 != UnitKind::Province {
        return Err(Error::input(
            "parent",
            "only a province has no unit above it",
            "chỉ cấp tỉnh không có đơn vị cấp trên",
        ));
    }
    let (name, abbreviation) = (check::line("name", &input.name)?, check::line("abbreviation", &input.abbreviation)?);
    let row = unit::ActiveModel {
        parent_id: Set(input.parent.map(|parent| parent.0)),
        kind: Set(input.kind.0),
        system: Set(input.system.0),
        name_key: Set(sort_key(&name)),
        search: Set(search_text(&[&name, &abbreviation])),
        name: Set(name),
        abbreviation: Set(abbreviation),
        valid_from: Set(input.valid_from.0),
        ..Default::default()
    };
    let unit = w.insert::<unit::Entity>(row).await?;
    if let Some(parent) = unit.parent_id {
        hang(w, unit.id, parent, unit.valid_from).await?;
    }
    done::<unit::Entity>(unit.id)
}

pub async fn add_identifier(w: &mut Write, input: AddUnitIdentifierInput) -> Result<Done> {
    let unit = w.fetch::<unit::Entity>(input.unit.0).await?;
    let row = unit_identifier::ActiveModel {
        unit_id: Set(unit.id),
        code: Set(identifier(&input.code, unit.kind)?),
        status: Set(input.status.0),
        valid_from: Set(input.valid_from.0),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    w.attach::<unit_identifier::Entity>(row).await?;
    w.update::<unit::Entity>(&unit, unit.clone().into_active_model()).await?;
    done::<unit::Entity>(unit.id)
}

/// An identifier by QĐ 20/2020/QĐ-TTg; the legacy form of QCVN 102:2016 (`000.00.02.H59`) is turned round.
fn identifier(code: &str, kind: UnitKind) -> Result<String> {
    let code = code.trim();
    if kind == UnitKind::Enterprise
        && matches!(code.len(), 10 | 13 | 14)
        && code.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    {
        return Ok(code.to_owned());
    }
    let turned = turn(code).unwrap_or_else(|| code.to_owned());
    let mut parts = turned.split('.');
    let first = parts.next().unwrap_or_default().as_bytes();
    let is_root = first.len() == 3 && first[0].is_ascii_uppercase() && first[1..].iter().all(u8::is_ascii_digit);
    let is_rest =
        parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
    if is_root && is_rest && turned.len() <= 35 {
        return Ok(turned);
    }
    Err(Error::input("code", "is not an identifier such as H59.02", "không phải mã định danh như H59.02"))
}

/// `000.00.02.H59` → `H59.02`: levels from the right, those of zeros left out.
fn turn(code: &str) -> Option<String> {
    let parts: Vec<&str> = code.split('.').collect();
    let root = parts.last().filter(|root| parts.len() == 4 && root.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let levels = parts[..3].iter().rev().filter(|part| part.bytes().any(|b| b != b'0'));
    Some(std::iter::once(root).chain(levels).copied().collect::<Vec<_>>().join("."))
}

pub async fn create_cluster(w: &mut Write, input: CreateClusterInput) -> Result<Done> {
    let name = check::line("name", &input.name)?;
    let row = cluster::ActiveModel {
        kind: Set(input.kind.0),
        name_key: Set(sort_key(&name)),
        name: Set(name),
        valid_from: Set(input.valid_from.0),
        ..Default::default()
    };
    done::<cluster::Entity>(w.insert::<cluster::Entity>(row).await?.id)
}

pub async fn add_member(w: &mut Write, input: AddClusterMemberInput) -> Result<Done> {
    let cluster = w.fetch::<cluster::Entity>(input.cluster.0).await?;
    let unit = w.fetch::<unit::Entity>(input.unit.0).await?;
    let row = cluster_membership::ActiveModel {
        cluster_id: Set(cluster.id),
        unit_id: Set(unit.id),
        role: Set(input.role.0),
        valid_from: Set(input.valid_from.0),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    w.attach::<cluster_membership::Entity>(row).await?;
    w.update::<cluster::Entity>(&cluster, cluster.clone().into_active_model()).await?;
    done::<cluster::Entity>(cluster.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_parse_and_the_legacy_form_is_turned_round() {
        let of = |code| identifier(code, UnitKind::Department).ok();
        assert_eq!(of("H59").as_deref(), Some("H59"));
        assert_eq!(of("H59.02.1A").as_deref(), Some("H59.02.1A"));
        assert_eq!(of("000.00.00.H59").as_deref(), Some("H59"));
        assert_eq!(of("000.00.02.H59").as_deref(), Some("H59.02"));
        assert_eq!(of("000.07.02.H59").as_deref(), Some("H59.02.07"));
        for wrong in ["", "h59", "H5", "H59.", "H59.a", "2100000000"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
        assert!(identifier("2100111222", UnitKind::Enterprise).is_ok());
    }
}
