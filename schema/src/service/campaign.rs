//! Campaigns: prepared whole, launched, closed.

use async_graphql::InputObject;
use chrono::NaiveDate;
use entity::{
    campaign::{self, CampaignState},
    campaign_basis, field_group, official_document, phase,
    text::{search_text, sort_key},
    unit,
};
use sea_orm::Set;
use uuid::Uuid;

use super::{CampaignInput, check, done};
use crate::{
    error::{Code, Error, Result},
    policy::Action,
    scalar::{Date, id::Id},
    workflow,
    write::{Done, Write},
};

/// A phase of a new campaign.
#[derive(InputObject)]
pub struct PhaseInput {
    /// The name.
    pub name: String,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
}

/// A new campaign.
#[derive(InputObject)]
pub struct CreateCampaignInput {
    /// The unit that launches it; those directly below it take part.
    pub unit: Id<unit::Entity>,
    /// The campaign it is part of.
    pub parent: Option<Id<campaign::Entity>>,
    /// The title.
    pub title: String,
    /// Purpose and goals.
    pub goals: String,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// The document that launches it.
    pub launch_document: Option<Id<official_document::Entity>>,
    /// The documents it rests on, in order.
    #[graphql(default)]
    pub bases: Vec<Id<official_document::Entity>>,
    /// The fields of work it covers, in order.
    pub field_groups: Vec<String>,
    /// Its phases, in order: inside the campaign, without overlap.
    pub phases: Vec<PhaseInput>,
}

pub async fn create(w: &mut Write, input: CreateCampaignInput) -> Result<Done> {
    w.see::<unit::Entity>(input.unit.0).await?;
    w.permit(Some(input.unit.0))?;
    under(w, &input).await?;
    if let Some(document) = input.launch_document {
        w.see::<official_document::Entity>(document.0).await?;
    }
    check::list("bases", &input.bases, 0, 50)?;
    check::list("fieldGroups", &input.field_groups, 0, 50)?;
    check::list("phases", &input.phases, 0, 20)?;
    let (from, to) = (input.starts_on.0, input.ends_on.0);
    check::period("endsOn", from, to)?;
    check_phases(&input.phases, from, to)?;
    let (title, goals) = (check::line("title", &input.title)?, check::body("goals", &input.goals)?);
    let row = campaign::ActiveModel {
        unit_id: Set(input.unit.0),
        parent_id: Set(input.parent.map(|parent| parent.0)),
        title_key: Set(sort_key(&title)),
        search: Set(search_text(&[&title, &goals])),
        title: Set(title),
        goals: Set(goals),
        starts_on: Set(from),
        ends_on: Set(to),
        launch_document_id: Set(input.launch_document.map(|document| document.0)),
        state: Set(CampaignState::Draft),
        is_by_unit: Set(w.action == Action::CreateUnitCampaign),
        ..Default::default()
    };
    let campaign = w.insert::<campaign::Entity>(row).await?.id;
    add_parts(w, campaign, &input).await?;
    done::<campaign::Entity>(campaign)
}

/// The campaign it is part of, which a unit's own needs: launched, and around it in time.
async fn under(w: &Write, input: &CreateCampaignInput) -> Result<()> {
    let Some(parent) = input.parent else {
        return if w.action == Action::CreateUnitCampaign {
            Err(Error::input(
                "parent",
                "is required: a unit's own campaign is part of another one",
                "là bắt buộc: đợt thi đua của đơn vị phải thuộc một đợt thi đua cấp trên",
            ))
        } else {
            Ok(())
        };
    };
    let parent = w.see::<campaign::Entity>(parent.0).await?;
    if w.action == Action::CreateUnitCampaign && parent.state != CampaignState::Launched {
        return Err(Error::new(
            Code::CampaignNotRunning,
            "The campaign that this is to be part of has not been launched, or is closed.",
            "Đợt thi đua cấp trên chưa phát động hoặc đã kết thúc.",
        ));
    }
    if input.starts_on.0 < parent.starts_on || input.ends_on.0 > parent.ends_on {
        return Err(Error::new(
            Code::DatesOutsideCampaign,
            "A campaign lies inside the one that it is part of.",
            "Thời gian phải nằm trong đợt thi đua cấp trên.",
        ));
    }
    Ok(())
}

fn check_phases(phases: &[PhaseInput], from: NaiveDate, to: NaiveDate) -> Result<()> {
    let mut free_from = from;
    for phase in phases {
        check::period("phases", phase.starts_on.0, phase.ends_on.0)?;
        if phase.starts_on.0 < free_from || phase.ends_on.0 > to {
            return Err(Error::new(
                Code::PhaseOverlap,
                "Phases lie inside the campaign, one after the other, without overlap.",
                "Các đợt phải nằm trong thời gian thi đua, nối tiếp nhau và không chồng lấn.",
            ));
        }
        free_from = phase.ends_on.0.succ_opt().unwrap_or(phase.ends_on.0);
    }
    Ok(())
}

async fn add_parts(w: &Write, campaign: Uuid, input: &CreateCampaignInput) -> Result<()> {
    for (index, basis) in input.bases.iter().enumerate() {
        w.see::<official_document::Entity>(basis.0).await?;
        let (document_id, position) = (Set(basis.0), Set(check::position(index)));
        let row =
            campaign_basis::ActiveModel { campaign_id: Set(campaign), document_id, position, ..Default::default() };
        w.attach::<campaign_basis::Entity>(row).await?;
    }
    for (index, name) in input.field_groups.iter().enumerate() {
        let (name, position) = (Set(check::line("fieldGroups", name)?), Set(check::position(index)));
        let row = field_group::ActiveModel { campaign_id: Set(campaign), name, position, ..Default::default() };
        w.attach::<field_group::Entity>(row).await?;
    }
    for (index, phase) in input.phases.iter().enumerate() {
        let row = phase::ActiveModel {
            campaign_id: Set(campaign),
            position: Set(check::position(index)),
            name: Set(check::line("phases.name", &phase.name)?),
            starts_on: Set(phase.starts_on.0),
            ends_on: Set(phase.ends_on.0),
            ..Default::default()
        };
        w.insert::<phase::Entity>(row).await?;
    }
    Ok(())
}

/// Launched, then closed.
pub async fn proceed(w: &mut Write, input: CampaignInput) -> Result<Done> {
    w.take(w.step::<workflow::campaign::Campaign>(input.id, input.expected_version).await?).await
}
