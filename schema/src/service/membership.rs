//! Memberships of clusters in time: the lead goes round, and memberships end.

use async_graphql::InputObject;
use chrono::NaiveDate;
use entity::{
    cluster,
    cluster_membership::{self, ClusterRole},
    unit,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ExprTrait as _, IntoActiveModel, Set};
use uuid::Uuid;

use super::done;
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, id::Id},
    write::{Done, Write},
};

/// The lead of a cluster goes to another member.
#[derive(InputObject)]
pub struct RotateClusterLeaderInput {
    /// The cluster.
    pub cluster: Id<cluster::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The member that leads.
    pub leader: Id<unit::Entity>,
    /// The member that deputises; left out, the deputy stays, unless it leads now.
    pub deputy: Option<Id<unit::Entity>>,
    /// The first day.
    pub valid_from: Date,
}

/// The membership of a unit ends.
#[derive(InputObject)]
pub struct EndClusterMembershipInput {
    /// The cluster.
    pub cluster: Id<cluster::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The member.
    pub unit: Id<unit::Entity>,
    /// The last day.
    pub valid_to: Date,
}

pub async fn rotate_leader(w: &mut Write, input: RotateClusterLeaderInput) -> Result<Done> {
    let cluster = w.fetch_at::<cluster::Entity>(input.cluster.0, input.expected_version).await?;
    w.permit(None)?;
    let from = input.valid_from.0;
    let (leader, deputy) = (input.leader.0, input.deputy.map(|deputy| deputy.0));
    if deputy == Some(leader) {
        return Err(Error::input("deputy", "must be another unit than the leader", "phải khác đơn vị cụm trưởng"));
    }
    let open = open_memberships(w, cluster.id).await?;
    for unit in [Some(leader), deputy].into_iter().flatten() {
        if !open.iter().any(|member| member.unit_id == unit) {
            return Err(not_in_cluster());
        }
    }
    for member in &open {
        let role = if member.unit_id == leader {
            ClusterRole::Leader
        } else if deputy.map_or(member.role == ClusterRole::Deputy, |deputy| deputy == member.unit_id) {
            ClusterRole::Deputy
        } else {
            ClusterRole::Member
        };
        if role != member.role {
            change_role(w, member, role, from).await?;
        }
    }
    touch(w, &cluster).await
}

pub async fn end(w: &mut Write, input: EndClusterMembershipInput) -> Result<Done> {
    let cluster = w.fetch_at::<cluster::Entity>(input.cluster.0, input.expected_version).await?;
    w.permit(None)?;
    let open = open_memberships(w, cluster.id).await?;
    let member = open.iter().find(|member| member.unit_id == input.unit.0).ok_or_else(not_in_cluster)?;
    end_on(w, member, input.valid_to.0).await?;
    touch(w, &cluster).await
}

/// Memberships that have no last day yet.
async fn open_memberships(w: &Write, cluster: Uuid) -> Result<Vec<cluster_membership::Model>> {
    let of_it = cluster_membership::Column::ClusterId.eq(cluster);
    w.every::<cluster_membership::Entity>(of_it.and(cluster_membership::Column::ValidTo.is_null())).await
}

/// The former membership ends the day before, and one in the new role begins.
async fn change_role(w: &Write, member: &cluster_membership::Model, role: ClusterRole, from: NaiveDate) -> Result<()> {
    end_on(w, member, from.pred_opt().unwrap_or(from)).await?;
    let row = cluster_membership::ActiveModel {
        cluster_id: Set(member.cluster_id),
        unit_id: Set(member.unit_id),
        role: Set(role),
        valid_from: Set(from),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    w.attach::<cluster_membership::Entity>(row).await?;
    Ok(())
}

async fn end_on(w: &Write, member: &cluster_membership::Model, day: NaiveDate) -> Result<()> {
    if day < member.valid_from {
        return Err(Error::input(
            "validFrom",
            &format!("the present membership began on {}", member.valid_from),
            &format!("tư cách thành viên hiện tại bắt đầu từ {}", member.valid_from),
        ));
    }
    let mut row = member.clone().into_active_model();
    row.valid_to = Set(Some(day));
    row.update(&w.tx).await?;
    Ok(())
}

async fn touch(w: &Write, cluster: &cluster::Model) -> Result<Done> {
    w.update::<cluster::Entity>(cluster, cluster.clone().into_active_model()).await?;
    done::<cluster::Entity>(cluster.id)
}

/// The unit does not compete here.
pub fn not_in_cluster() -> Error {
    Error::new(
        Code::NotInCluster,
        "The unit is not a member of this cluster.",
        "Đơn vị không phải là thành viên của cụm, khối này.",
    )
}
