//! The life of a difficulty that a unit tells of (khó khăn, vướng mắc).

use entity::feedback::FeedbackState as S;
use uuid::Uuid;

use super::Life;
use crate::{error::Result, policy::Action as A, viewer::Viewer};

/// What decisions on a difficulty rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that asks.
    pub unit: Uuid,
}

/// The machine.
pub struct Feedback;

impl Life for Feedback {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::ReceiveFeedback, A::EscalateFeedback, A::AnswerFeedback, A::CloseFeedback];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Sent => (action == A::ReceiveFeedback).then_some(S::Received),
            S::Received => match action {
                A::EscalateFeedback => Some(S::Escalated),
                A::AnswerFeedback => Some(S::Answered),
                _ => None,
            },
            S::Escalated => (action == A::AnswerFeedback).then_some(S::Answered),
            S::Answered => (action == A::CloseFeedback).then_some(S::Closed),
            S::Closed => None,
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
