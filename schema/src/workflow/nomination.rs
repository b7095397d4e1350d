//! The life of a nomination (đề nghị khen thưởng).

use chrono::NaiveDate;
use entity::{dossier::DossierState, nomination::NominationState as S};
use uuid::Uuid;

use super::{Life, not_the_author, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a nomination rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// Where it was when it was put on hold.
    pub held_from: Option<S>,
    /// The unit that proposes.
    pub unit: Uuid,
    /// Who wrote it.
    pub author: String,
    /// The state of its dossier.
    pub dossier: DossierState,
    /// Whether the award is for the Council to advise on.
    pub council_required: bool,
    /// Whether a decision was made on it (a refusal after one is notified too).
    pub was_awarded: bool,
    /// The last day of the opinions that are asked and not given yet.
    pub consulted_until: Option<NaiveDate>,
}

/// The machine.
pub struct Nomination;

impl Life for Nomination {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[
        A::WithdrawNomination,
        A::BeginAppraisal,
        A::AppraiseNomination,
        A::HoldNomination,
        A::ReleaseNomination,
        A::ConveneSession,
        A::SubmitForDecision,
        A::IssueDecision,
        A::DeclineNomination,
        A::NotifyNomination,
        A::ConferNomination,
        A::RevokeAward,
    ];

    fn next(state: S, action: A) -> Option<S> {
        // Before a decision a nomination can be withdrawn, and put on hold and released.
        match (state, action) {
            (
                S::Proposed | S::UnderAppraisal | S::Eligible | S::CouncilPassed | S::SubmittedForDecision,
                A::HoldNomination,
            ) => return Some(S::OnHold),
            (
                S::Proposed | S::UnderAppraisal | S::Eligible | S::CouncilPassed | S::SubmittedForDecision | S::OnHold,
                A::WithdrawNomination,
            ) => return Some(S::Withdrawn),
            _ => {}
        }
        match state {
            S::Proposed => (action == A::BeginAppraisal).then_some(S::UnderAppraisal),
            S::UnderAppraisal => (action == A::AppraiseNomination).then_some(S::Eligible),
            S::Eligible => match action {
                A::ConveneSession => Some(S::OnAgenda),
                A::SubmitForDecision => Some(S::SubmittedForDecision),
                _ => None,
            },
            S::CouncilPassed => (action == A::SubmitForDecision).then_some(S::SubmittedForDecision),
            S::SubmittedForDecision => match action {
                A::IssueDecision => Some(S::Awarded),
                A::DeclineNomination => Some(S::NotAwarded),
                _ => None,
            },
            S::Awarded => match action {
                A::NotifyNomination => Some(S::Notified),
                A::RevokeAward => Some(S::Revoked),
                _ => None,
            },
            S::NotAwarded | S::CouncilFailed | S::Ineligible => (action == A::NotifyNomination).then_some(S::Notified),
            S::Notified => match action {
                A::ConferNomination => Some(S::Conferred),
                A::RevokeAward => Some(S::Revoked),
                _ => None,
            },
            S::Conferred => (action == A::RevokeAward).then_some(S::Revoked),
            // Released, it goes back to where it was held; the vote decides for what is on the agenda.
            S::OnHold => (action == A::ReleaseNomination).then_some(S::Proposed),
            S::OnAgenda | S::Withdrawn | S::Revoked => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.unit
    }

    fn stuck(state: S) -> Code {
        if state == S::OnHold { Code::OnHold } else { Code::InvalidTransition }
    }

    fn guard(viewer: &Viewer, action: A, facts: &Facts) -> Result<()> {
        match action {
            A::BeginAppraisal => received(facts),
            A::AppraiseNomination => {
                received(facts)?;
                consulted(viewer, facts)?;
                not_the_author(viewer, &facts.author)
            }
            A::SubmitForDecision => require(
                !facts.council_required || facts.state == S::CouncilPassed,
                Code::InvalidTransition,
                "This award needs the advice of the Council first.",
                "Hình thức khen thưởng này phải qua Hội đồng trước khi trình.",
            ),
            A::ConferNomination | A::RevokeAward => require(
                facts.was_awarded,
                Code::InvalidTransition,
                "This nomination was not awarded.",
                "Đề nghị này không được khen thưởng.",
            ),
            _ => Ok(()),
        }
    }
}

/// An appraisal waits for the opinions that were asked, until their day has passed.
fn consulted(viewer: &Viewer, facts: &Facts) -> Result<()> {
    require(
        facts.consulted_until.is_none_or(|day| day < viewer.now.date_in_vietnam()),
        Code::ConsultationPending,
        "An opinion was asked of another agency and is not due yet: wait for it, or withdraw the consultation.",
        "Đang chờ ý kiến hiệp y còn trong hạn: hãy chờ trả lời hoặc rút yêu cầu hiệp y.",
    )
}

fn received(facts: &Facts) -> Result<()> {
    require(
        facts.dossier == DossierState::Received,
        Code::DossierNotReceived,
        "The dossier has not been received yet, or a supplement is awaited.",
        "Hồ sơ chưa được tiếp nhận hoặc đang chờ bổ sung.",
    )
}
