//! The life of a guidance (hướng dẫn).

use entity::guidance::GuidanceState as S;
use uuid::Uuid;

use super::{Life, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a guidance rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit of its campaign.
    pub unit: Uuid,
    /// Whether the campaign is launched and not closed.
    pub is_campaign_running: bool,
}

/// The machine.
pub struct Guidance;

impl Life for Guidance {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::PublishGuidance];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft => (action == A::PublishGuidance).then_some(S::Published),
            S::Published | S::Superseded => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.unit
    }

    fn guard(_: &Viewer, _: A, facts: &Facts) -> Result<()> {
        require(
            facts.is_campaign_running,
            Code::CampaignNotRunning,
            "The campaign has not been launched, or is closed.",
            "Đợt thi đua chưa phát động hoặc đã kết thúc.",
        )
    }
}
