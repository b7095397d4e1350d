//! The life of a dossier (hồ sơ đề nghị khen thưởng).

use entity::dossier::DossierState as S;
use uuid::Uuid;

use super::{Life, not_the_author, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a dossier rest on.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that proposes.
    pub unit: Uuid,
    /// Who wrote it.
    pub author: String,
    /// Nominations in it that are not withdrawn.
    pub nominations: i64,
    /// Those of them without an achievement report.
    pub without_achievement: i64,
    /// Whether the minutes are attached.
    pub has_minutes: bool,
    /// How many nominations a unit may send, by the guidance in force.
    pub quota: Option<i64>,
    /// Nominations of the unit in this phase, in any dossier, that are not withdrawn.
    pub unit_nominations: i64,
}

/// The machine.
pub struct Dossier;

impl Life for Dossier {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[
        A::AddNomination,
        A::UpdateNomination,
        A::ReviewDossier,
        A::SubmitDossier,
        A::ReceiveDossier,
        A::RequestSupplement,
    ];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft => match action {
                A::AddNomination | A::UpdateNomination => Some(S::Draft),
                A::ReviewDossier => Some(S::UnitReviewed),
                _ => None,
            },
            // An achievement report that is missing can still be written: nothing else leads back from here.
            S::UnitReviewed => match action {
                // What the unit's own council has not seen, it reviews again.
                A::AddNomination => Some(S::Draft),
                A::UpdateNomination => Some(S::UnitReviewed),
                A::SubmitDossier => Some(S::Submitted),
                _ => None,
            },
            S::Submitted => match action {
                A::ReceiveDossier => Some(S::Received),
                A::RequestSupplement => Some(S::SupplementRequested),
                _ => None,
            },
            S::Received => match action {
                A::RequestSupplement => Some(S::SupplementRequested),
                _ => None,
            },
            S::SupplementRequested => match action {
                A::UpdateNomination => Some(S::SupplementRequested),
                A::SubmitDossier => Some(S::Submitted),
                _ => None,
            },
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
            A::ReviewDossier => require(
                facts.nominations > 0,
                Code::NominationRequired,
                "A dossier has at least one nomination.",
                "Hồ sơ phải có ít nhất một đề nghị khen thưởng.",
            ),
            A::SubmitDossier => submit(facts),
            A::ReceiveDossier | A::RequestSupplement => not_the_author(viewer, &facts.author),
            _ => Ok(()),
        }
    }
}

/// What a dossier must have to be submitted: minutes, nominations within the quota, an achievement report each.
fn submit(facts: &Facts) -> Result<()> {
    require(
        facts.has_minutes,
        Code::MinutesRequired,
        "Attach the minutes of the unit's own council first.",
        "Phải có biên bản họp xét của đơn vị.",
    )?;
    require(
        facts.nominations > 0,
        Code::NominationRequired,
        "A dossier has at least one nomination.",
        "Hồ sơ phải có ít nhất một đề nghị khen thưởng.",
    )?;
    require(
        facts.without_achievement == 0,
        Code::AchievementRequired,
        "Every nomination needs an achievement report.",
        "Mỗi đề nghị phải có báo cáo thành tích.",
    )?;
    let within = facts.quota.is_none_or(|quota| facts.unit_nominations <= quota);
    require(
        within,
        Code::QuotaExceeded,
        "The unit's quota for this phase is used up.",
        "Vượt số lượng đề nghị của đơn vị trong đợt theo hướng dẫn.",
    )
}
