//! The life of a project (công trình, dự án, việc làm đăng ký).

use chrono::NaiveDate;
use entity::project::{ProjectKind, ProjectState as S};
use uuid::Uuid;

use super::{Life, not_the_author, require};
use crate::{
    error::{Code, Result},
    policy::Action as A,
    viewer::Viewer,
};

/// What decisions on a project rest on.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, read from the row")]
pub struct Facts {
    /// The state.
    pub state: S,
    /// The unit that registers it.
    pub unit: Uuid,
    /// Who wrote it.
    pub author: String,
    /// Who submitted it.
    pub submitter: String,
    /// The kind of work.
    pub kind: ProjectKind,
    /// Whether an objective is written.
    pub has_objective: bool,
    /// Targets with an indicator and a planned value.
    pub measurable_targets: i64,
    /// Start and end.
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// Start and end of the campaign.
    pub campaign: (NaiveDate, NaiveDate),
    /// Whether the campaign is launched and not closed.
    pub is_campaign_running: bool,
    /// Whether the field group is chosen.
    pub has_field_group: bool,
    /// Whether it states that the unit has no key project.
    pub states_no_key_project: bool,
    /// The end of the registration window, by the guidance in force.
    pub registration_to: Option<NaiveDate>,
}

impl Facts {
    /// Whether a submission on this day is late. Without guidance there is no window to miss.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.registration_to.is_some_and(|to| today > to)
    }
}

/// The machine.
pub struct Project;

impl Life for Project {
    type State = S;
    type Facts = Facts;

    const STATES: &'static [S] = S::ALL;
    const ACTIONS: &'static [A] = &[
        A::UpdateProject,
        A::SubmitProject,
        A::AcceptProject,
        A::ReturnProject,
        A::WithdrawProject,
        A::RecordProgress,
        A::ClaimCompletion,
        A::VerifyCompletion,
        A::RejectCompletion,
        A::AmendTarget,
        A::CloseProject,
    ];

    fn next(state: S, action: A) -> Option<S> {
        match state {
            S::Draft | S::Returned => match action {
                A::UpdateProject => Some(state),
                A::SubmitProject => Some(S::Submitted),
                A::WithdrawProject => Some(S::Withdrawn),
                _ => None,
            },
            S::Submitted => match action {
                A::AcceptProject => Some(S::Accepted),
                A::ReturnProject => Some(S::Returned),
                A::WithdrawProject => Some(S::Withdrawn),
                _ => None,
            },
            S::Accepted => match action {
                A::RecordProgress => Some(S::InProgress),
                A::AmendTarget => Some(S::Accepted),
                A::CloseProject => Some(S::NotAchieved),
                _ => None,
            },
            S::InProgress => match action {
                A::RecordProgress | A::AmendTarget => Some(S::InProgress),
                A::ClaimCompletion => Some(S::CompletionClaimed),
                A::CloseProject => Some(S::NotAchieved),
                _ => None,
            },
            S::CompletionClaimed => match action {
                A::VerifyCompletion => Some(S::Verified),
                A::RejectCompletion => Some(S::InProgress),
                A::CloseProject => Some(S::NotAchieved),
                _ => None,
            },
            S::Verified | S::Withdrawn | S::NotAchieved => None,
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
            A::SubmitProject => submit(facts),
            A::AcceptProject | A::ReturnProject | A::VerifyCompletion | A::RejectCompletion => {
                not_the_author(viewer, &facts.author)?;
                not_the_author(viewer, &facts.submitter)
            }
            A::CloseProject => require(
                viewer.now.date_in_vietnam() > facts.campaign.1,
                Code::CampaignNotEnded,
                "A project is marked as not achieved only after the campaign's end.",
                "Chỉ đóng công trình chưa đạt sau khi đợt thi đua kết thúc.",
            ),
            _ => Ok(()),
        }
    }
}

/// What a project must have to be submitted (I.4, I.5 and IV.2 of the plan).
fn submit(facts: &Facts) -> Result<()> {
    require(
        facts.is_campaign_running,
        Code::CampaignNotRunning,
        "The campaign has not been launched, or is closed.",
        "Đợt thi đua chưa phát động hoặc đã kết thúc.",
    )?;
    require(
        facts.has_objective,
        Code::ObjectiveRequired,
        "Write the objective before submitting.",
        "Phải ghi mục tiêu trước khi nộp.",
    )?;
    require(
        facts.measurable_targets > 0,
        Code::TargetRequired,
        "At least one target with an indicator and a planned value is needed.",
        "Cần ít nhất một chỉ tiêu đo được (có chỉ số và giá trị kế hoạch).",
    )?;
    let inside = facts.dates.is_some_and(|(start, end)| start >= facts.campaign.0 && end <= facts.campaign.1);
    require(
        inside,
        Code::DatesOutsideCampaign,
        "Start and end must lie inside the campaign.",
        "Thời gian thực hiện phải nằm trong đợt thi đua.",
    )?;
    require(facts.has_field_group, Code::FieldGroupRequired, "Choose the field group.", "Phải chọn nhóm lĩnh vực.")?;
    require(
        facts.kind != ProjectKind::PoliticalTask || facts.states_no_key_project,
        Code::StatementRequired,
        "A political task needs the statement that the unit has no key project.",
        "Đăng ký nhiệm vụ chính trị phải kèm xác nhận đơn vị không có công trình, dự án trọng điểm.",
    )
}
