//! The life of a campaign (đợt thi đua).

use chrono::NaiveDate;
use entity::campaign::CampaignState as S;
use uuid::Uuid;

use super::{Life, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a campaign rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that launches it.
    pub unit: Uuid,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// Whether its launch document is recorded.
    pub has_launch_document: bool,
    /// How many phases.
    pub phases: i64,
    /// How many field groups.
    pub field_groups: i64,
    /// Whether the unit made it for itself, under another one.
    pub is_by_unit: bool,
}

/// The machine.
pub struct Campaign;

impl Life for Campaign {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::LaunchCampaign, A::CloseCampaign, A::LaunchUnitCampaign, A::CloseUnitCampaign];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft => matches!(action, A::LaunchCampaign | A::LaunchUnitCampaign).then_some(S::Launched),
            S::Launched => matches!(action, A::CloseCampaign | A::CloseUnitCampaign).then_some(S::Closed),
            S::Closed => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.unit
    }

    fn guard(viewer: &Viewer, action: A, facts: &Facts) -> Result<()> {
        let of_a_unit = matches!(action, A::LaunchUnitCampaign | A::CloseUnitCampaign);
        require(
            facts.is_by_unit == of_a_unit,
            Code::InvalidTransition,
            "A unit launches and closes what it made for itself (createUnitCampaign), the Chairman every other campaign.",
            "Đơn vị phát động, kết thúc đợt thi đua do chính đơn vị lập (createUnitCampaign); các đợt khác do Chủ tịch.",
        )?;
        match action {
            A::LaunchCampaign | A::LaunchUnitCampaign => require(
                facts.has_launch_document && facts.phases > 0 && facts.field_groups > 0,
                Code::CampaignIncomplete,
                "A campaign is launched with its launch document, a phase and a field group.",
                "Đợt thi đua phải có văn bản phát động, ít nhất một đợt và một nhóm lĩnh vực.",
            ),
            A::CloseCampaign | A::CloseUnitCampaign => require(
                viewer.now.date_in_vietnam() > facts.ends_on,
                Code::CampaignNotEnded,
                "The campaign has not ended yet.",
                "Đợt thi đua chưa kết thúc.",
            ),
            _ => Ok(()),
        }
    }
}
