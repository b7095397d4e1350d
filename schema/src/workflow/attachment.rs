//! When a file may be attached, and when it may be taken away again: by the state of its owner.

use entity::{dossier::DossierState, project::ProjectState, report::ReportState};

/// What owns a file, with the state it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A report.
    Report(ReportState),
    /// A project: its evidence.
    Project(ProjectState),
    /// A progress entry, by the state of its project.
    Progress(ProjectState),
    /// A dossier.
    Dossier(DossierState),
    /// An official document, which has no life.
    Document,
}

impl Owner {
    /// Whether a file may be attached: while its unit still writes the owner.
    #[must_use]
    pub const fn takes(self) -> bool {
        use ProjectState as P;
        match self {
            Self::Report(ReportState::Draft | ReportState::Returned)
            | Self::Project(P::Draft | P::Returned | P::Accepted | P::InProgress)
            | Self::Progress(P::Accepted | P::InProgress)
            | Self::Dossier(DossierState::Draft | DossierState::UnitReviewed | DossierState::SupplementRequested)
            | Self::Document => true,
            Self::Report(
                ReportState::Submitted
                | ReportState::Accepted
                | ReportState::Consolidated
                | ReportState::Locked
                | ReportState::Superseded,
            )
            | Self::Project(P::Submitted | P::CompletionClaimed | P::Verified | P::Withdrawn | P::NotAchieved)
            | Self::Progress(
                P::Draft
                | P::Submitted
                | P::Returned
                | P::CompletionClaimed
                | P::Verified
                | P::Withdrawn
                | P::NotAchieved,
            )
            | Self::Dossier(DossierState::Submitted | DossierState::Received) => false,
        }
    }

    /// Whether a file may be taken away: only while nobody else has seen the owner.
    #[must_use]
    pub const fn releases(self) -> bool {
        match self {
            Self::Report(state) => matches!(state, ReportState::Draft),
            Self::Project(state) => matches!(state, ProjectState::Draft),
            Self::Dossier(state) => matches!(state, DossierState::Draft),
            Self::Progress(_) | Self::Document => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_releases_a_file_takes_one() {
        for state in ReportState::ALL {
            assert!(!Owner::Report(*state).releases() || Owner::Report(*state).takes());
        }
        for state in ProjectState::ALL {
            assert!(!Owner::Project(*state).releases() || Owner::Project(*state).takes());
            assert!(!Owner::Progress(*state).releases());
        }
        for state in DossierState::ALL {
            assert!(!Owner::Dossier(*state).releases() || Owner::Dossier(*state).takes());
        }
        assert!(!Owner::Document.releases());
    }
}
