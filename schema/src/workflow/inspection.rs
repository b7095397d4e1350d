//! The life of an inspection (kiểm tra).

use entity::inspection::InspectionState as S;
use uuid::Uuid;

use super::Life;
use crate::{error::Result, policy::Action as A, viewer::Viewer};

/// What decisions on an inspection rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that is inspected.
    pub unit: Uuid,
}

/// The machine.
pub struct Inspection;

impl Life for Inspection {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::RecordFindings, A::AnswerFindings, A::CancelInspection];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Planned => match action {
                A::RecordFindings => Some(S::Reported),
                A::CancelInspection => Some(S::Cancelled),
                _ => None,
            },
            S::Reported => (action == A::AnswerFindings).then_some(S::Answered),
            S::Answered | S::Cancelled => None,
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
