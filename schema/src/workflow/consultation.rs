//! The life of a consultation (hiệp y).

use entity::consultation::ConsultationState as S;
use uuid::Uuid;

use super::Life;
use crate::{error::Result, policy::Action as A, viewer::Viewer};

/// What decisions on a consultation rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The agency that is asked.
    pub unit: Uuid,
}

/// The machine.
pub struct Consultation;

impl Life for Consultation {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::AnswerConsultation, A::WithdrawConsultation];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Asked => match action {
                A::AnswerConsultation => Some(S::Answered),
                A::WithdrawConsultation => Some(S::Withdrawn),
                _ => None,
            },
            S::Answered | S::Withdrawn => None,
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
