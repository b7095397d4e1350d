//! The life of a session of the Council and its secret vote (phiên họp, bỏ phiếu kín).

use entity::council_session::SessionState as S;
use uuid::Uuid;

use super::{Life, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a session rest on. Nothing here tells how anybody voted.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit the session belongs to: that of its campaign.
    pub unit: Uuid,
    /// Items on the agenda.
    pub items: i64,
    /// Members on the roll.
    pub members: i64,
    /// Members who have voted.
    pub voted: i64,
    /// The share of members that must have voted, in ten-thousandths.
    pub quorum: i64,
}

impl Facts {
    /// Whether enough members have voted. Two thirds written as 6667 mean two of three, not more.
    #[must_use]
    pub const fn has_quorum(&self) -> bool {
        self.voted * 10_000 + self.members > self.quorum * self.members
    }
}

/// Whether an item with these ayes passes: more than the threshold of all members who may vote on it.
#[must_use]
pub const fn passes(ayes: i64, eligible: i64, threshold: i64) -> bool {
    eligible > 0 && ayes * 10_000 > threshold * eligible
}

/// The machine.
pub struct Session;

impl Life for Session {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] =
        &[A::OpenSession, A::CastBallot, A::RecordWrittenBallot, A::CloseSession, A::CancelSession];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft => match action {
                A::OpenSession => Some(S::Open),
                A::CancelSession => Some(S::Cancelled),
                _ => None,
            },
            S::Open => match action {
                A::CastBallot | A::RecordWrittenBallot => Some(S::Open),
                A::CloseSession => Some(S::Closed),
                A::CancelSession => Some(S::Cancelled),
                _ => None,
            },
            S::Closed | S::Cancelled => None,
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
            A::OpenSession => require(
                facts.items > 0 && facts.members > 0,
                Code::AgendaEmpty,
                "The agenda or the roll is empty.",
                "Phiên họp chưa có nội dung hoặc danh sách bỏ phiếu.",
            ),
            // Whether the quorum is there is told by the deed alone: who could ask for it would see when members vote.
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_half_of_all_members_pass() {
        assert!(!passes(5, 10, 5_000));
        assert!(passes(6, 10, 5_000));
        assert!(!passes(0, 0, 5_000));
    }

    #[test]
    fn two_thirds_are_a_quorum() {
        let facts =
            |voted, members| Facts { state: S::Open, unit: Uuid::nil(), items: 1, members, voted, quorum: 6_667 };
        assert!(facts(2, 3).has_quorum());
        assert!(!facts(1, 3).has_quorum());
        assert!(facts(6, 9).has_quorum());
        assert!(!facts(5, 9).has_quorum());
    }
}
