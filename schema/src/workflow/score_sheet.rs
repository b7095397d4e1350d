//! The life of a score sheet (phiếu chấm điểm): the unit itself, its cluster, the Standing Body.

use entity::{Quantity, score_sheet::SheetState as S, scoring_scheme::SchemeState};
use uuid::Uuid;

use super::{Life, not_the_author, require};
use crate::{
    error::{Code, Result},
    policy::{self, Action as A, Relation},
    viewer::Viewer,
};

/// What decisions on a score sheet rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that is scored.
    pub unit: Uuid,
    /// The cluster it is scored in.
    pub cluster: Uuid,
    /// Who wrote it.
    pub author: String,
    /// Who submitted it.
    pub submitter: String,
    /// Who reviewed it for the cluster.
    pub reviewer: String,
    /// The state of the table of criteria.
    pub scheme: SchemeState,
    /// How many criteria have no points yet.
    pub unscored: i64,
    /// Whether the unit leads the cluster, so that nobody there can review its sheet.
    pub is_leader: bool,
}

/// The machine. A sheet is published with its whole ranking, by the life of the table of criteria.
pub struct ScoreSheet;

impl Life for ScoreSheet {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[
        A::UpdateScoreSheet,
        A::SubmitScoreSheet,
        A::ReviewScoreSheet,
        A::ReturnScoreSheet,
        A::RejectClusterReview,
        A::ConfirmScoreSheet,
    ];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft | S::Returned => match action {
                A::UpdateScoreSheet => Some(state),
                A::SubmitScoreSheet => Some(S::Submitted),
                _ => None,
            },
            S::Submitted => match action {
                A::ReviewScoreSheet => Some(S::ClusterReviewed),
                A::ReturnScoreSheet => Some(S::Returned),
                A::ConfirmScoreSheet => Some(S::Confirmed),
                _ => None,
            },
            S::ClusterReviewed => match action {
                A::RejectClusterReview => Some(S::Submitted),
                A::ConfirmScoreSheet => Some(S::Confirmed),
                _ => None,
            },
            S::Confirmed | S::Published => None,
        }
    }

    fn state(facts: &Facts) -> S {
        facts.state
    }

    fn owner(facts: &Facts) -> Uuid {
        facts.unit
    }

    fn holder(action: A, facts: &Facts) -> Uuid {
        match policy::law(action).on {
            Relation::Led => facts.cluster,
            Relation::Own | Relation::Any => facts.unit,
        }
    }

    fn guard(viewer: &Viewer, action: A, facts: &Facts) -> Result<()> {
        match action {
            A::UpdateScoreSheet => is_open(facts),
            A::SubmitScoreSheet => {
                is_open(facts)?;
                require(
                    facts.unscored == 0,
                    Code::ScoreMissing,
                    "Every criterion needs points; zero is a score.",
                    "Mọi tiêu chí phải có điểm; 0 cũng là điểm.",
                )
            }
            A::ReviewScoreSheet | A::ReturnScoreSheet => {
                not_the_author(viewer, &facts.author)?;
                not_the_author(viewer, &facts.submitter)?;
                require(
                    !viewer.scope.owns(facts.unit),
                    Code::SeparationOfDuties,
                    "The leader does not review its own sheet; the Standing Body confirms it.",
                    "Cụm trưởng, khối trưởng không tự xét phiếu của mình; Ban Thi đua - Khen thưởng thẩm định.",
                )
            }
            A::ConfirmScoreSheet => {
                for somebody in [&facts.author, &facts.submitter, &facts.reviewer] {
                    not_the_author(viewer, somebody)?;
                }
                require(
                    facts.state == S::ClusterReviewed || facts.is_leader,
                    Code::ClusterReviewRequired,
                    "The leader of the cluster has not reviewed this sheet.",
                    "Cụm trưởng, khối trưởng chưa chấm phiếu này.",
                )
            }
            _ => Ok(()),
        }
    }
}

fn is_open(facts: &Facts) -> Result<()> {
    require(
        matches!(facts.scheme, SchemeState::Open | SchemeState::Frozen),
        Code::SchemeFrozen,
        "The ranking of this table of criteria is published.",
        "Kết quả theo bảng tiêu chí này đã công bố.",
    )
}

/// The sum of points, each with the most that its criterion gives: whatever is stored, none counts below zero or above that.
#[must_use]
pub fn sum(points: impl IntoIterator<Item = (Quantity, Quantity)>) -> Quantity {
    let clamped = points.into_iter().map(|(points, most)| points.0.clamp(0, most.0.max(0)));
    Quantity(clamped.fold(0, i64::saturating_add))
}

/// Points, and what is added and taken off: the bonus up to its cap, the penalties, never below zero.
#[must_use]
pub fn total(points: Quantity, bonus: Quantity, cap: Quantity, penalty: Quantity) -> Quantity {
    let earned = points.0.saturating_add(bonus.0.clamp(0, cap.0.max(0)));
    Quantity(earned.saturating_sub(penalty.0.max(0)).max(0))
}

/// The rank of each total, in their order: equals share a rank, and the next is skipped.
#[must_use]
pub fn ranks(totals: &[Quantity]) -> Vec<i32> {
    let better = |total: &Quantity| totals.iter().filter(|other| *other > total).count();
    totals.iter().map(|total| i32::try_from(better(total) + 1).unwrap_or(i32::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_share_a_rank_and_the_next_is_skipped() {
        assert_eq!(ranks(&[80, 95, 80, 70, 0].map(Quantity)), [2, 1, 2, 4, 5]);
        assert_eq!(ranks(&[]), [0_i32; 0]);
    }

    #[test]
    fn a_total_is_never_below_zero_and_the_bonus_never_above_its_cap() {
        let of =
            |points, bonus, cap, penalty| total(Quantity(points), Quantity(bonus), Quantity(cap), Quantity(penalty)).0;
        assert_eq!(of(90, 3, 5, 0), 93);
        assert_eq!(of(90, 8, 5, 4), 91);
        assert_eq!(of(3, 0, 5, 4), 0);
        assert_eq!(of(90, -3, 5, -4), 90, "neither takes off nor adds the wrong way");
    }

    #[test]
    fn no_criterion_counts_for_more_than_it_gives_or_less_than_nothing() {
        let of = |points: &[(i64, i64)]| sum(points.iter().map(|&(points, most)| (Quantity(points), Quantity(most)))).0;
        assert_eq!(of(&[(60, 60), (0, 40)]), 60);
        assert_eq!(of(&[(61, 60), (-1, 40), (5, -5)]), 60);
        assert_eq!(of(&[]), 0);
    }
}
