//! Plans of units: drafted, changed, issued.

use async_graphql::InputObject;
use entity::{
    campaign,
    official_document::{self, DocumentKind},
    unit,
    unit_plan::{self, PlanState},
    unit_plan_target,
};
use sea_orm::{ModelTrait, Set};
use uuid::Uuid;

use super::{check, done};
use crate::{
    error::{Error, Result},
    scalar::{Decimal, id::Id},
    workflow,
    write::{Done, Write},
};

/// A target of a plan.
#[derive(InputObject)]
pub struct UnitPlanTargetInput {
    /// What is measured.
    pub indicator: String,
    /// The unit of measure.
    pub measure: String,
    /// The value aimed at.
    pub planned: Decimal,
}

/// A new plan.
#[derive(InputObject)]
pub struct CreateUnitPlanInput {
    /// The campaign it answers.
    pub campaign: Id<campaign::Entity>,
    /// The unit; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
    /// The title.
    pub title: String,
    /// The topics of emulation.
    pub topics: Option<String>,
    /// How it is to be reached.
    pub measures: Option<String>,
    /// What it aims at.
    #[graphql(default)]
    pub targets: Vec<UnitPlanTargetInput>,
}

/// A change of a plan; fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateUnitPlanInput {
    /// The plan.
    pub id: Id<unit_plan::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The title.
    pub title: Option<String>,
    /// The topics of emulation.
    pub topics: Option<String>,
    /// How it is to be reached.
    pub measures: Option<String>,
    /// All targets anew, in place of those there are.
    pub targets: Option<Vec<UnitPlanTargetInput>>,
}

/// A plan to issue.
#[derive(InputObject)]
pub struct IssueUnitPlanInput {
    /// The plan.
    pub id: Id<unit_plan::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The document it is issued as: a plan of the unit.
    pub document: Id<official_document::Entity>,
}

pub async fn create(w: &mut Write, input: CreateUnitPlanInput) -> Result<Done> {
    let campaign = w.see::<campaign::Entity>(input.campaign.0).await?;
    let unit = input.unit.map_or_else(|| w.unit(), |unit| Ok(unit.0))?;
    w.permit(Some(unit))?;
    let text = |place, text: &Option<String>| check::body(place, text.as_deref().unwrap_or_default());
    let row = unit_plan::ActiveModel {
        campaign_id: Set(campaign.id),
        unit_id: Set(unit),
        title: Set(check::line("title", &input.title)?),
        topics: Set(text("topics", &input.topics)?),
        measures: Set(text("measures", &input.measures)?),
        state: Set(PlanState::Draft),
        author: Set(w.subject()),
        ..Default::default()
    };
    let plan = w.insert::<unit_plan::Entity>(row).await?;
    add_targets(w, plan.id, &input.targets).await?;
    done::<unit_plan::Entity>(plan.id)
}

async fn add_targets(w: &Write, plan: Uuid, targets: &[UnitPlanTargetInput]) -> Result<()> {
    check::list("targets", targets, 0, 100)?;
    for (index, target) in targets.iter().enumerate() {
        let row = unit_plan_target::ActiveModel {
            plan_id: Set(plan),
            position: Set(check::position(index)),
            indicator: Set(check::line("targets.indicator", &target.indicator)?),
            measure: Set(check::line("targets.measure", &target.measure)?),
            planned: Set(target.planned.0),
            created_at: Set(w.viewer.now),
            ..Default::default()
        };
        w.attach::<unit_plan_target::Entity>(row).await?;
    }
    Ok(())
}

pub async fn update(w: &mut Write, input: UpdateUnitPlanInput) -> Result<Done> {
    let mut step = w.step::<workflow::unit_plan::UnitPlan>(input.id, input.expected_version).await?;
    if let Some(title) = &input.title {
        step.row.title = Set(check::line("title", title)?);
    }
    if let Some(topics) = &input.topics {
        step.row.topics = Set(check::body("topics", topics)?);
    }
    if let Some(measures) = &input.measures {
        step.row.measures = Set(check::body("measures", measures)?);
    }
    if let Some(targets) = &input.targets {
        for former in w.of::<unit_plan_target::Entity>(unit_plan_target::Column::PlanId, step.before.id).await? {
            former.delete(&w.tx).await?;
        }
        add_targets(w, step.before.id, targets).await?;
    }
    w.take(step).await
}

pub async fn issue(w: &mut Write, input: IssueUnitPlanInput) -> Result<Done> {
    let mut step = w.step::<workflow::unit_plan::UnitPlan>(input.id, input.expected_version).await?;
    let document = w.see::<official_document::Entity>(input.document.0).await?;
    if document.kind != DocumentKind::Plan || document.issuer_id != Some(step.before.unit_id) {
        return Err(Error::input("document", "is not a plan of the unit", "không phải kế hoạch do đơn vị ban hành"));
    }
    step.row.document_id = Set(Some(document.id));
    step.row.issued_at = Set(Some(w.viewer.now));
    w.take(step).await
}
