//! The life of a report (báo cáo).

use chrono::NaiveDate;
use entity::report::ReportState as S;
use uuid::Uuid;

use super::{Life, not_the_author, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a report rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that reports.
    pub unit: Uuid,
    /// Who wrote it.
    pub author: String,
    /// Who submitted it.
    pub submitter: String,
    /// Whether there is a narrative.
    pub has_narrative: bool,
    /// The day it is due.
    pub due_on: Option<NaiveDate>,
}

impl Facts {
    /// Whether a submission on this day is late.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.due_on.is_some_and(|due| today > due)
    }
}

/// The machine.
pub struct Report;

impl Life for Report {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[
        A::UpdateReport,
        A::SubmitReport,
        A::AcceptReport,
        A::ReturnReport,
        A::SupplementReport,
        A::IssueConsolidatedReport,
        A::LockReport,
    ];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft | S::Returned => match action {
                A::UpdateReport => Some(state),
                A::SubmitReport => Some(S::Submitted),
                _ => None,
            },
            S::Submitted => match action {
                A::AcceptReport => Some(S::Accepted),
                A::ReturnReport => Some(S::Returned),
                _ => None,
            },
            // After acceptance a report changes only by a new edition; the former one stays until that is accepted.
            S::Accepted => match action {
                A::SupplementReport => Some(S::Accepted),
                A::IssueConsolidatedReport => Some(S::Consolidated),
                _ => None,
            },
            S::Consolidated => match action {
                A::LockReport => Some(S::Locked),
                _ => None,
            },
            S::Locked | S::Superseded => None,
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
            A::SubmitReport => require(
                facts.has_narrative,
                Code::NarrativeRequired,
                "Write the narrative before submitting.",
                "Phải ghi nội dung báo cáo trước khi nộp.",
            ),
            A::AcceptReport | A::ReturnReport => {
                not_the_author(viewer, &facts.author)?;
                not_the_author(viewer, &facts.submitter)
            }
            _ => Ok(()),
        }
    }
}
