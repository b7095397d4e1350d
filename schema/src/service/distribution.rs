//! Lists of recipients: made, ended, and the units that they name on a day.

use std::collections::HashSet;

use async_graphql::InputObject;
use chrono::NaiveDate;
use entity::{
    Codes, cluster, cluster_membership, distribution_group, distribution_list,
    unit::{self, UnitKind, UnitSystem},
};
use sea_orm::{ColumnTrait, ExprTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, Enumerated, id::Id},
    write::{Done, Write},
};

/// A group of a list of recipients. Every unit in force that is of one of the kinds, of one of the systems and in the
/// cluster, as far as these are given; or one unit; or, where nothing is given, somebody outside by name.
#[derive(InputObject)]
pub struct DistributionGroupInput {
    /// The group as printed: `UBND các huyện, TX, TP`.
    pub name: String,
    /// Units of these kinds.
    #[graphql(default)]
    pub kinds: Vec<Enumerated<UnitKind>>,
    /// Units of these systems.
    #[graphql(default)]
    pub systems: Vec<Enumerated<UnitSystem>>,
    /// Units in this cluster.
    pub cluster: Option<Id<cluster::Entity>>,
    /// This unit alone; not together with the others.
    pub unit: Option<Id<unit::Entity>>,
}

/// A list of recipients.
#[derive(InputObject)]
pub struct CreateDistributionListInput {
    /// Its name.
    pub name: String,
    /// The unit that keeps it; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
    /// The first day on which documents may go out by it.
    pub valid_from: Date,
    /// The last such day.
    pub valid_to: Option<Date>,
    /// The groups, in the order of the document.
    pub groups: Vec<DistributionGroupInput>,
}

/// The end of a list of recipients.
#[derive(InputObject)]
pub struct EndDistributionListInput {
    /// The list.
    pub id: Id<distribution_list::Entity>,
    /// The last day on which documents may go out by it.
    pub valid_to: Date,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
}

pub async fn create(w: &mut Write, input: CreateDistributionListInput) -> Result<Done> {
    let unit = match input.unit {
        Some(unit) => w.see::<unit::Entity>(unit.0).await?.id,
        None => w.unit()?,
    };
    w.permit(Some(unit))?;
    if let Some(to) = input.valid_to {
        check::period("validTo", input.valid_from.0, to.0)?;
    }
    check::list("groups", &input.groups, 1, 100)?;
    let row = distribution_list::ActiveModel {
        unit_id: Set(unit),
        name: Set(check::line("name", &input.name)?),
        valid_from: Set(input.valid_from.0),
        valid_to: Set(input.valid_to.map(|to| to.0)),
        ..Default::default()
    };
    let list = w.insert::<distribution_list::Entity>(row).await?.id;
    for (index, group) in input.groups.iter().enumerate() {
        add_group(w, list, index, group).await?;
    }
    done::<distribution_list::Entity>(list)
}

async fn add_group(w: &Write, list: Uuid, index: usize, group: &DistributionGroupInput) -> Result<()> {
    let describes = !group.kinds.is_empty() || !group.systems.is_empty() || group.cluster.is_some();
    if group.unit.is_some() && describes {
        return Err(Error::input(
            "groups.unit",
            "stands alone, without kinds, systems and a cluster",
            "phải đứng riêng, không kèm loại đơn vị, hệ hoặc cụm, khối",
        ));
    }
    if let Some(cluster) = group.cluster {
        w.see::<cluster::Entity>(cluster.0).await?;
    }
    if let Some(unit) = group.unit {
        w.see::<unit::Entity>(unit.0).await?;
    }
    let row = distribution_group::ActiveModel {
        list_id: Set(list),
        position: Set(check::position(index)),
        name: Set(check::line("groups.name", &group.name)?),
        kinds: Set(codes(&group.kinds)),
        systems: Set(codes(&group.systems)),
        cluster_id: Set(group.cluster.map(|cluster| cluster.0)),
        only_unit_id: Set(group.unit.map(|unit| unit.0)),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    w.attach::<distribution_group::Entity>(row).await?;
    Ok(())
}

/// Each code once, in the order of the list.
fn codes<E: Codes + Copy + PartialEq>(given: &[Enumerated<E>]) -> String {
    let is_given = |code: &&str| given.iter().any(|one| one.0.code() == *code);
    E::VALUES.iter().map(|(code, _)| *code).filter(is_given).collect::<Vec<_>>().join(",")
}

pub async fn end(w: &mut Write, input: EndDistributionListInput) -> Result<Done> {
    let before = w.fetch_at::<distribution_list::Entity>(input.id.0, input.expected_version).await?;
    w.permit(Some(before.unit_id))?;
    check::period("validTo", before.valid_from, input.valid_to.0)?;
    let mut row = before.clone().into_active_model();
    row.valid_to = Set(Some(input.valid_to.0));
    w.update::<distribution_list::Entity>(&before, row).await?;
    done::<distribution_list::Entity>(before.id)
}

/// A recipient of a list: a unit, or somebody outside.
pub struct Recipient {
    /// The unit.
    pub unit: Option<Uuid>,
    /// The unit's name on that day, or the one outside as printed.
    pub name: String,
    /// The group as printed; empty for who is not in one.
    pub group: String,
    /// The list.
    pub list: Option<Uuid>,
}

/// Units as they are on a day, and the clusters they are in.
pub struct Day {
    units: Vec<unit::Model>,
    members: HashSet<(Uuid, Uuid)>,
    date: NaiveDate,
}

impl Day {
    /// The province on a day.
    pub async fn new(w: &Write, day: NaiveDate) -> Result<Self> {
        use cluster_membership::Column as M;
        use unit::Column as U;
        let in_force = U::ValidFrom.lte(day).and(U::ValidTo.is_null().or(U::ValidTo.gte(day)));
        let mut units = w.every::<unit::Entity>(in_force).await?;
        units.sort_by(|a, b| (&a.name_key, a.id).cmp(&(&b.name_key, b.id)));
        let lasting = M::ValidFrom.lte(day).and(M::ValidTo.is_null().or(M::ValidTo.gte(day)));
        let members = w.every::<cluster_membership::Entity>(lasting).await?;
        let members = members.into_iter().map(|member| (member.cluster_id, member.unit_id)).collect();
        Ok(Self { units, members, date: day })
    }

    /// The unit of a key, if it exists on this day.
    pub fn unit(&self, id: Uuid) -> Result<&unit::Model> {
        self.units.iter().find(|unit| unit.id == id).ok_or_else(|| {
            Error::new(
                Code::UnitNotInForce,
                format!("A unit does not exist on {}.", self.date),
                format!("Đơn vị nhận không còn hoặc chưa có hiệu lực vào ngày {}.", self.date),
            )
        })
    }

    /// Whom a list names on this day, in the order of its groups.
    pub async fn recipients(&self, w: &Write, list: Uuid) -> Result<Vec<Recipient>> {
        let list = w.see::<distribution_list::Entity>(list).await?;
        if self.date < list.valid_from || list.valid_to.is_some_and(|to| to < self.date) {
            return Err(Error::new(
                Code::ListNotInForce,
                format!("The list {:?} is not in force on {}.", list.name, self.date),
                format!("Danh sách nơi nhận \"{}\" không có hiệu lực vào ngày {}.", list.name, self.date),
            ));
        }
        let mut groups = w.of::<distribution_group::Entity>(distribution_group::Column::ListId, list.id).await?;
        groups.sort_by_key(|group| group.position);
        let mut all = Vec::new();
        for group in &groups {
            let to = |unit: Option<&unit::Model>| Recipient {
                unit: unit.map(|unit| unit.id),
                name: unit.map_or_else(|| group.name.clone(), |unit| unit.name.clone()),
                group: group.name.clone(),
                list: Some(list.id),
            };
            if is_outside(group) {
                all.push(to(None));
            } else {
                all.extend(self.units.iter().filter(|unit| self.is_of(unit, group)).map(|unit| to(Some(unit))));
            }
        }
        Ok(all)
    }

    fn is_of(&self, unit: &unit::Model, group: &distribution_group::Model) -> bool {
        let holds = |codes: &str, code: &str| codes.is_empty() || codes.split(',').any(|one| one == code);
        match (group.only_unit_id, group.cluster_id) {
            (Some(only), _) => only == unit.id,
            (None, Some(cluster)) if !self.members.contains(&(cluster, unit.id)) => false,
            (None, _) => holds(&group.kinds, unit.kind.code()) && holds(&group.systems, unit.system.code()),
        }
    }
}

fn is_outside(group: &distribution_group::Model) -> bool {
    group.kinds.is_empty() && group.systems.is_empty() && group.cluster_id.is_none() && group.only_unit_id.is_none()
}
