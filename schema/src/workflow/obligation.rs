//! The life of a report obligation (nghĩa vụ báo cáo).

use entity::report_obligation::ObligationState as S;
use uuid::Uuid;

use super::Life;
use crate::{error::Result, policy::Action as A, viewer::Viewer};

/// What decisions on an obligation rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that owes the report.
    pub unit: Uuid,
}

/// The machine. That an accepted report meets the obligation is said by the report's own life.
pub struct Obligation;

impl Life for Obligation {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::WaiveObligation];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Due => (action == A::WaiveObligation).then_some(S::Waived),
            S::Met | S::Waived => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.unit
    }

    fn guard(_: &Viewer, _: A, _: &Facts) -> Result<()> {
        Ok(())
    }
}
