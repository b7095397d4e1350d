//! Projects: drafted, submitted, accepted, carried out, verified.

use async_graphql::InputObject;
use entity::{
    campaign, field_group, progress_entry,
    project::{self, ProjectKind, ProjectState},
    target,
    text::{search_text, sort_key},
    unit,
};
use sea_orm::{IntoActiveModel, ModelTrait, Set};

use super::{ProjectInput, ProjectReasonInput, check, done, target::TargetFields};
use crate::{
    error::{Code, Error, Result},
    scalar::{Amount, Date, Enumerated, id::Id},
    workflow::{self, reason},
    write::{Done, Write},
};

/// A new project.
#[derive(InputObject)]
pub struct CreateProjectInput {
    /// The campaign.
    pub campaign: Id<campaign::Entity>,
    /// The unit; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
    /// The kind of work.
    pub kind: Enumerated<ProjectKind>,
    /// The title.
    pub title: String,
    /// What it is for.
    pub objective: Option<String>,
    /// The field of work.
    pub field_group: Option<Id<field_group::Entity>>,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day.
    pub ends_on: Option<Date>,
    /// The budget in whole đồng.
    pub budget: Option<Amount>,
    /// That the unit has no key project, as a political task must state.
    #[graphql(default)]
    pub states_no_key_project: bool,
    /// What it aims at.
    #[graphql(default)]
    pub targets: Vec<TargetFields>,
}

/// Changes of a draft or returned project; what is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateProjectInput {
    /// The project.
    pub id: Id<project::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The kind of work.
    pub kind: Option<Enumerated<ProjectKind>>,
    /// The title.
    pub title: Option<String>,
    /// What it is for.
    pub objective: Option<String>,
    /// The field of work.
    pub field_group: Option<Id<field_group::Entity>>,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day.
    pub ends_on: Option<Date>,
    /// The budget in whole đồng.
    pub budget: Option<Amount>,
    /// That the unit has no key project.
    pub states_no_key_project: Option<bool>,
    /// All targets anew, in place of those there are.
    pub targets: Option<Vec<TargetFields>>,
    /// Targets to add behind those there are; an indicator that is there already is DUPLICATE.
    pub add_targets: Option<Vec<TargetFields>>,
}

/// Progress of a project.
#[derive(InputObject)]
pub struct RecordProgressInput {
    /// The project.
    pub id: Id<project::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The day it tells of; not after today.
    pub on_date: Date,
    /// How much is done, 0 to 100.
    pub percent: i32,
    /// What was done.
    pub note: String,
    /// What shows it.
    pub evidence: Option<String>,
}

/// That a project is complete.
#[derive(InputObject)]
pub struct ClaimCompletionInput {
    /// The project.
    pub id: Id<project::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// What shows it (minh chứng).
    pub evidence: String,
    /// The values reached, by target.
    #[graphql(default)]
    pub actuals: Vec<super::target::ActualInput>,
}

pub async fn create(w: &mut Write, input: CreateProjectInput) -> Result<Done> {
    let unit = input.unit.map_or_else(|| w.unit(), |unit| Ok(unit.0))?;
    w.permit(Some(unit))?;
    let campaign = w.see::<campaign::Entity>(input.campaign.0).await?;
    if campaign.state != campaign::CampaignState::Launched {
        return Err(Error::new(
            Code::CampaignNotRunning,
            "The campaign has not been launched, or is closed.",
            "Đợt thi đua chưa phát động hoặc đã kết thúc.",
        ));
    }
    let row = project::ActiveModel {
        campaign_id: Set(campaign.id),
        unit_id: Set(unit),
        kind: Set(input.kind.0),
        title: Set(String::new()),
        title_key: Set(String::new()),
        objective: Set(String::new()),
        search: Set(String::new()),
        state: Set(ProjectState::Draft),
        is_late: Set(false),
        states_no_key_project: Set(input.states_no_key_project),
        author: Set(w.subject()),
        ..Default::default()
    };
    let fields = UpdateProjectInput {
        id: Id::new(campaign.id), // not read: the row is new
        expected_version: None,
        kind: None,
        title: Some(input.title),
        objective: Some(input.objective.unwrap_or_default()),
        field_group: input.field_group,
        starts_on: input.starts_on,
        ends_on: input.ends_on,
        budget: input.budget,
        states_no_key_project: None,
        targets: None,
        add_targets: None,
    };
    let row = write_fields(w, campaign.id, row, &fields).await?;
    let project = w.insert::<project::Entity>(row).await?;
    super::target::add_all(w, project.id, &input.targets).await?;
    done::<project::Entity>(project.id)
}

pub async fn update(w: &mut Write, input: UpdateProjectInput) -> Result<Done> {
    let before = w.fetch_at::<project::Entity>(input.id.0, input.expected_version).await?;
    w.decide::<workflow::project::Project>(before.id).await?;
    let mut row = write_fields(w, before.campaign_id, before.clone().into_active_model(), &input).await?;
    if let Some(kind) = input.kind {
        row.kind = Set(kind.0);
    }
    if let Some(states) = input.states_no_key_project {
        row.states_no_key_project = Set(states);
    }
    if let Some(targets) = &input.targets {
        for target in w.of::<target::Entity>(target::Column::ProjectId, before.id).await? {
            target.delete(&w.tx).await?;
        }
        super::target::add_all(w, before.id, targets).await?;
    }
    if let Some(targets) = &input.add_targets {
        super::target::append(w, before.id, targets).await?;
    }
    w.update::<project::Entity>(&before, row).await?;
    done::<project::Entity>(before.id)
}

async fn write_fields(
    w: &Write,
    campaign: uuid::Uuid,
    mut row: project::ActiveModel,
    input: &UpdateProjectInput,
) -> Result<project::ActiveModel> {
    if let Some(title) = &input.title {
        let title = check::line("title", title)?;
        row.title_key = Set(sort_key(&title));
        row.title = Set(title);
    }
    if let Some(objective) = &input.objective {
        row.objective = Set(check::body("objective", objective)?);
    }
    row.search = Set(search_text(&[row.title.as_ref(), row.objective.as_ref()]));
    if let Some(group) = input.field_group {
        let group = w.see::<field_group::Entity>(group.0).await?;
        if group.campaign_id != campaign {
            return Err(Error::input("fieldGroup", "belongs to another campaign", "thuộc đợt thi đua khác"));
        }
        row.field_group_id = Set(Some(group.id));
    }
    if let Some(day) = input.starts_on {
        row.starts_on = Set(Some(day.0));
    }
    if let Some(day) = input.ends_on {
        row.ends_on = Set(Some(day.0));
    }
    if let (Some(Some(from)), Some(Some(to))) = (row.starts_on.try_as_ref(), row.ends_on.try_as_ref()) {
        check::period("endsOn", *from, *to)?;
    }
    if let Some(budget) = input.budget {
        if budget.0.0 < 0 {
            return Err(Error::input("budget", "must not be negative", "không được âm"));
        }
        row.budget = Set(Some(budget.0));
    }
    Ok(row)
}

pub async fn submit(w: &mut Write, input: ProjectInput) -> Result<Done> {
    let mut step = w.step::<workflow::project::Project>(input.id, input.expected_version).await?;
    step.row.is_late = Set(step.facts.is_late(w.viewer.now.date_in_vietnam()));
    step.row.submitted_by = Set(Some(w.subject()));
    step.row.submitted_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn accept(w: &mut Write, input: ProjectInput) -> Result<Done> {
    let mut step = w.step::<workflow::project::Project>(input.id, input.expected_version).await?;
    step.row.accepted_at = Set(Some(w.viewer.now));
    step.row.reason = Set(None);
    w.take(step).await
}

pub async fn verify(w: &mut Write, input: ProjectInput) -> Result<Done> {
    w.take(w.step::<workflow::project::Project>(input.id, input.expected_version).await?).await
}

/// Returned, withdrawn, rejected, not achieved: each keeps why.
pub async fn with_reason(w: &mut Write, input: ProjectReasonInput) -> Result<Done> {
    let mut step = w.step::<workflow::project::Project>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.take(step).await
}

pub async fn record_progress(w: &mut Write, input: RecordProgressInput) -> Result<Done> {
    let step = w.step::<workflow::project::Project>(input.id, input.expected_version).await?;
    if !(0..=100).contains(&input.percent) {
        return Err(Error::input("percent", "lies between 0 and 100", "phải từ 0 đến 100"));
    }
    if input.on_date.0 > w.viewer.now.date_in_vietnam() {
        return Err(Error::input("onDate", "lies in the future", "không được sau ngày hôm nay"));
    }
    let row = progress_entry::ActiveModel {
        project_id: Set(step.before.id),
        on_date: Set(input.on_date.0),
        percent: Set(input.percent),
        note: Set(check::filled("note", &input.note)?),
        evidence: Set(input.evidence.as_deref().map(|text| check::body("evidence", text)).transpose()?),
        author: Set(w.subject()),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    w.attach::<progress_entry::Entity>(row).await?;
    w.take(step).await
}

pub async fn claim_completion(w: &mut Write, input: ClaimCompletionInput) -> Result<Done> {
    let mut step = w.step::<workflow::project::Project>(input.id, input.expected_version).await?;
    let evidence = check::body("evidence", &input.evidence)?;
    if evidence.is_empty() {
        return Err(Error::new(
            Code::EvidenceRequired,
            "Give the evidence of completion.",
            "Phải nêu minh chứng hoàn thành.",
        ));
    }
    super::target::reach(w, step.before.id, &input.actuals).await?;
    step.row.evidence = Set(Some(evidence));
    w.take(step).await
}
