//! Targets: written with their project, reached, and amended by versions that the Standing Body approves.

use async_graphql::InputObject;
use entity::{
    project,
    target::{self, TargetState},
    text::fold,
};
use sea_orm::{IntoActiveModel, Set};
use uuid::Uuid;

use super::{TargetInput, TargetReasonInput, check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::{Decimal, id::Id},
    workflow::{self, reason},
    write::{Done, Write},
};

/// A target.
#[derive(InputObject)]
pub struct TargetFields {
    /// What is measured.
    pub indicator: String,
    /// The unit of measure: `km`, `%`, `hộ`.
    pub measure: String,
    /// The value before.
    pub baseline: Option<Decimal>,
    /// The value aimed at; a target without it is not measurable.
    pub planned: Option<Decimal>,
}

/// The value that a target reached.
#[derive(InputObject)]
pub struct ActualInput {
    /// The target.
    pub target: Id<target::Entity>,
    /// The value reached.
    pub actual: Decimal,
}

/// A new version of a target.
#[derive(InputObject)]
pub struct AmendTargetInput {
    /// The version in force.
    pub id: Id<target::Entity>,
    /// The version number you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The value aimed at.
    pub planned: Decimal,
    /// What is measured, where it changes.
    pub indicator: Option<String>,
    /// The unit of measure, where it changes.
    pub measure: Option<String>,
}

/// Targets of a project.
const MOST: usize = 50;

/// Writes the targets of a draft, in order.
pub async fn add_all(w: &Write, project: Uuid, targets: &[TargetFields]) -> Result<()> {
    check::list("targets", targets, 0, MOST)?;
    for (index, target) in targets.iter().enumerate() {
        add(w, project, index, "targets", target).await?;
    }
    Ok(())
}

/// Adds targets to those of a draft, which each have another indicator.
pub async fn append(w: &Write, project: Uuid, targets: &[TargetFields]) -> Result<()> {
    let there = w.of::<target::Entity>(target::Column::ProjectId, project).await?;
    check::room("addTargets", there.len() + targets.len(), MOST)?;
    let last = there.iter().map(|target| target.position).max().unwrap_or_default();
    let mut known: Vec<String> = there.iter().map(|target| fold(&target.indicator)).collect();
    for (index, target) in (usize::try_from(last).unwrap_or_default()..).zip(targets) {
        let indicator = fold(&target.indicator);
        if known.contains(&indicator) {
            return Err(Error::new(
                Code::Duplicate,
                "The project has a target of this indicator already.",
                "Công trình đã có chỉ tiêu này.",
            )
            .with("field", "addTargets.indicator"));
        }
        known.push(indicator);
        add(w, project, index, "addTargets", target).await?;
    }
    Ok(())
}

async fn add(w: &Write, project: Uuid, index: usize, place: &str, target: &TargetFields) -> Result<()> {
    let row = target::ActiveModel {
        project_id: Set(project),
        position: Set(check::position(index)),
        indicator: Set(check::line(&format!("{place}.indicator"), &target.indicator)?),
        measure: Set(check::line(&format!("{place}.measure"), &target.measure)?),
        baseline: Set(target.baseline.map(|value| value.0)),
        planned: Set(target.planned.map(|value| value.0)),
        state: Set(TargetState::Current),
        ..Default::default()
    };
    w.insert::<target::Entity>(row).await?;
    Ok(())
}

/// Writes the values that targets of a project reached.
pub async fn reach(w: &Write, project: Uuid, actuals: &[ActualInput]) -> Result<()> {
    check::list("actuals", actuals, 0, 50)?;
    for reached in actuals {
        let before = w.fetch::<target::Entity>(reached.target.0).await?;
        if before.project_id != project || before.state != TargetState::Current {
            return Err(Error::input(
                "actuals.target",
                "is not a target in force of this project",
                "không phải chỉ tiêu hiện hành của công trình này",
            ));
        }
        let mut row = before.clone().into_active_model();
        row.actual = Set(Some(reached.actual.0));
        w.update::<target::Entity>(&before, row).await?;
    }
    Ok(())
}

pub async fn amend(w: &mut Write, input: AmendTargetInput) -> Result<Done> {
    let current = w.fetch_at::<target::Entity>(input.id.0, input.expected_version).await?;
    let project = w.fetch::<project::Entity>(current.project_id).await?;
    w.decide::<workflow::project::Project>(project.id).await?;
    must_be(&current, TargetState::Current)?;
    let versions = w.of::<target::Entity>(target::Column::ProjectId, project.id).await?;
    if versions.iter().any(|v| v.replaces_id == Some(current.id) && v.state == TargetState::Proposed) {
        return Err(Error::new(
            Code::Duplicate,
            "A new version of this target awaits approval already.",
            "Chỉ tiêu này đã có đề nghị điều chỉnh đang chờ duyệt.",
        ));
    }
    check::list("targets", &versions, 0, 99)?;
    let changed = |text: &Option<String>, place, old: &String| {
        text.as_ref().map_or(Ok(old.clone()), |text| check::line(place, text))
    };
    let row = target::ActiveModel {
        project_id: Set(project.id),
        position: Set(current.position),
        indicator: Set(changed(&input.indicator, "indicator", &current.indicator)?),
        measure: Set(changed(&input.measure, "measure", &current.measure)?),
        baseline: Set(current.baseline),
        planned: Set(Some(input.planned.0)),
        state: Set(TargetState::Proposed),
        replaces_id: Set(Some(current.id)),
        ..Default::default()
    };
    done::<target::Entity>(w.insert::<target::Entity>(row).await?.id)
}

pub async fn approve(w: &mut Write, input: TargetInput) -> Result<Done> {
    let proposed = judged(w, input.id.0, input.expected_version).await?;
    if let Some(former) = proposed.replaces_id {
        let former = w.fetch::<target::Entity>(former).await?;
        let mut row = former.clone().into_active_model();
        row.state = Set(TargetState::Superseded);
        w.update::<target::Entity>(&former, row).await?;
    }
    settle(w, &proposed, TargetState::Current).await
}

pub async fn reject(w: &mut Write, input: TargetReasonInput) -> Result<Done> {
    let proposed = judged(w, input.id.0, input.expected_version).await?;
    let project = w.fetch::<project::Entity>(proposed.project_id).await?;
    let mut row = project.clone().into_active_model();
    row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.update::<project::Entity>(&project, row).await?;
    settle(w, &proposed, TargetState::Rejected).await
}

async fn judged(w: &Write, id: Uuid, expected: Option<i32>) -> Result<target::Model> {
    let proposed = w.fetch_at::<target::Entity>(id, expected).await?;
    let facts = w.facts::<workflow::project::Project>(proposed.project_id).await?;
    w.permit(Some(facts.unit))?;
    must_be(&proposed, TargetState::Proposed)?;
    Ok(proposed)
}

fn must_be(target: &target::Model, state: TargetState) -> Result<()> {
    if target.state == state {
        return Ok(());
    }
    let (is, must) = (target.state.code(), state.code());
    Err(Error::new(
        Code::InvalidTransition,
        format!("This version of the target is {is}, not {must}."),
        format!("Phiên bản chỉ tiêu này đang là {is}, không phải {must}."),
    )
    .with("state", is))
}

async fn settle(w: &Write, proposed: &target::Model, state: TargetState) -> Result<Done> {
    let mut row = proposed.clone().into_active_model();
    row.state = Set(state);
    w.update::<target::Entity>(proposed, row).await?;
    done::<target::Entity>(proposed.id)
}
