//! The life of a unit's plan (kế hoạch của đơn vị).

use entity::unit_plan::PlanState as S;
use uuid::Uuid;

use super::{Life, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a plan rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that plans.
    pub unit: Uuid,
    /// Whether it names its topics.
    pub has_topics: bool,
    /// How many targets it has.
    pub targets: i64,
}

/// The machine.
pub struct UnitPlan;

impl Life for UnitPlan {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::UpdateUnitPlan, A::IssueUnitPlan];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft => match action {
                A::UpdateUnitPlan => Some(S::Draft),
                A::IssueUnitPlan => Some(S::Issued),
                _ => None,
            },
            S::Issued => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.unit
    }

    fn guard(_: &Viewer, action: A, facts: &Facts) -> Result<()> {
        match action {
            A::IssueUnitPlan => require(
                facts.has_topics && facts.targets > 0,
                Code::PlanIncomplete,
                "A plan is issued with its topics and at least one target.",
                "Kế hoạch phải có nội dung thi đua và ít nhất một chỉ tiêu.",
            ),
            _ => Ok(()),
        }
    }
}
