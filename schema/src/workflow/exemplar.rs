//! The life of an exemplar (điển hình tiên tiến).

use entity::exemplar::{ExemplarKind, ExemplarState as S};
use uuid::Uuid;

use super::{Life, not_the_author, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on an exemplar rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that proposes it.
    pub unit: Uuid,
    /// Who wrote it.
    pub author: String,
    /// What it is.
    pub kind: ExemplarKind,
    /// Whether consent to publication is recorded.
    pub has_consent: bool,
}

/// The machine.
pub struct Exemplar;

impl Life for Exemplar {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[
        A::UpdateExemplar,
        A::RecordConsent,
        A::ApproveExemplar,
        A::ReturnExemplar,
        A::PublishExemplar,
        A::WithdrawConsent,
    ];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Proposed | S::Returned => match action {
                A::UpdateExemplar => Some(S::Proposed),
                A::RecordConsent => Some(state),
                A::ApproveExemplar => (state == S::Proposed).then_some(S::Approved),
                A::ReturnExemplar => (state == S::Proposed).then_some(S::Returned),
                A::WithdrawConsent => Some(S::Withdrawn),
                _ => None,
            },
            S::Approved => match action {
                A::RecordConsent => Some(S::Approved),
                A::PublishExemplar => Some(S::Published),
                A::WithdrawConsent => Some(S::Withdrawn),
                _ => None,
            },
            S::Published => (action == A::WithdrawConsent).then_some(S::Withdrawn),
            S::Withdrawn => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.unit
    }

    fn guard(viewer: &Viewer, action: A, facts: &Facts) -> Result<()> {
        match action {
            A::ApproveExemplar | A::ReturnExemplar => not_the_author(viewer, &facts.author),
            A::PublishExemplar => require(
                facts.has_consent || facts.kind != ExemplarKind::Individual,
                Code::ConsentRequired,
                "A person is published only with recorded consent.",
                "Chỉ công bố cá nhân khi đã ghi nhận sự đồng ý.",
            ),
            _ => Ok(()),
        }
    }
}
