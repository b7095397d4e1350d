//! The life of a table of criteria (bảng tiêu chí chấm điểm).

use entity::scoring_scheme::SchemeState as S;
use uuid::Uuid;

use super::{Life, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a table of criteria rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The cluster that owns it.
    pub cluster: Uuid,
    /// How many criteria it has.
    pub criteria: i64,
    /// How many sheets are submitted and not confirmed yet.
    pub sheets_under_way: i64,
    /// How many sheets are confirmed.
    pub sheets_confirmed: i64,
}

/// The machine. That the first submitted sheet freezes it is said by the sheet's own life.
pub struct ScoringScheme;

impl Life for ScoringScheme {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::UpdateScoringScheme, A::OpenScoringScheme, A::PublishRanking];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft => match action {
                A::UpdateScoringScheme => Some(S::Draft),
                A::OpenScoringScheme => Some(S::Open),
                _ => None,
            },
            S::Open => (action == A::UpdateScoringScheme).then_some(S::Open),
            S::Frozen => (action == A::PublishRanking).then_some(S::Published),
            S::Published => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.cluster
    }

    fn stuck(state: S) -> Code {
        match state {
            S::Draft | S::Open => Code::InvalidTransition,
            S::Frozen | S::Published => Code::SchemeFrozen,
        }
    }

    fn guard(_: &Viewer, action: A, facts: &Facts) -> Result<()> {
        match action {
            A::OpenScoringScheme => require(
                facts.criteria > 0,
                Code::CriterionRequired,
                "Give at least one criterion before opening.",
                "Phải có ít nhất một tiêu chí trước khi ban hành.",
            ),
            A::PublishRanking => require(
                facts.sheets_under_way == 0 && facts.sheets_confirmed > 0,
                Code::SheetsPending,
                "Every submitted sheet must be confirmed before the ranking is published, and there must be one.",
                "Mọi phiếu đã nộp phải được thẩm định trước khi công bố, và phải có ít nhất một phiếu.",
            ),
            _ => Ok(()),
        }
    }
}
