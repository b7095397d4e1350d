//! The life of a consolidated report (báo cáo tổng hợp).

use entity::consolidated_report::ConsolidatedState as S;
use uuid::Uuid;

use super::{Life, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a consolidated report rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that holds the Standing Body.
    pub unit: Uuid,
    /// Whether there is a narrative.
    pub has_narrative: bool,
    /// Reports behind it.
    pub sources: i64,
    /// Those of them that another edition has replaced since.
    pub replaced: i64,
}

/// The machine. That a later edition supersedes an issued one is said by the issue of that edition.
pub struct Consolidation;

impl Life for Consolidation {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[A::UpdateConsolidatedReport, A::IssueConsolidatedReport];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft => match action {
                A::UpdateConsolidatedReport => Some(S::Draft),
                A::IssueConsolidatedReport => Some(S::Issued),
                _ => None,
            },
            S::Issued | S::Superseded => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.unit
    }

    fn guard(_: &Viewer, action: A, facts: &Facts) -> Result<()> {
        if action != A::IssueConsolidatedReport {
            return Ok(());
        }
        require(
            facts.has_narrative && facts.sources > 0,
            Code::ConsolidationIncomplete,
            "A consolidated report is issued with its narrative and at least one report behind it.",
            "Báo cáo tổng hợp phải có nội dung và ít nhất một báo cáo nguồn.",
        )?;
        require(
            facts.replaced == 0,
            Code::ConsolidationStale,
            "A report behind this has been replaced by another edition: update it with refresh first.",
            "Có báo cáo nguồn đã được thay bằng bản bổ sung: hãy cập nhật lại số liệu (refresh) trước khi ban hành.",
        )
    }
}
