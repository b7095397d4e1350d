//! Who may do what: one law for each action, pure, and committed as a table that a person can read.

mod action;
mod import;
mod purpose;
mod tie;
mod topic;

pub use action::Action;
pub use import::{may_bring, may_send_files, row_action};
pub use purpose::purpose;
pub use tie::Tie;
pub use topic::{Audience, Topic, audience, follow};

use crate::{
    error::{Code, Error, Result},
    viewer::{Class, Duty, Role, Viewer},
};
use uuid::Uuid;

/// A group of roles that the law speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Officers and heads of units that take part.
    UnitStaff,
    /// Heads of units that take part.
    UnitHead,
    /// Officers and head of the Standing Body.
    StandingBody,
    /// The head of the Standing Body.
    StandingBodyHead,
    /// The Standing Body, units' staff and the Chairman: who registers documents.
    Clerks,
    /// These and media: to whom documents are sent.
    Recipients,
    /// Members of the Council (its secretary is one of them).
    CouncilMember,
    /// The secretary of the Council.
    Secretary,
    /// The Chairman of the province.
    Chair,
    /// Press, radio and television.
    Media,
    /// The administrator.
    Admin,
    /// Whoever may say the mutation that some row of an import is: the administrator, the Council's secretary, units' staff.
    Importers,
    /// Whoever has a token.
    Everybody,
}

impl Who {
    /// Whether the group includes a role. Every class is judged for every group.
    #[must_use]
    #[expect(clippy::match_same_arms, reason = "one arm for each sentence of the law")]
    pub const fn includes(self, role: Role) -> bool {
        let head = matches!(role.duty, Duty::Head);
        match (self, role.class) {
            (
                Self::UnitStaff | Self::Clerks | Self::Recipients | Self::Importers,
                Class::Department | Class::District | Class::Enterprise,
            ) => true,
            (Self::UnitHead, Class::Department | Class::District | Class::Enterprise) => head,
            (Self::StandingBody | Self::Clerks | Self::Recipients, Class::StandingBody) => true,
            (Self::StandingBodyHead, Class::StandingBody) => head,
            (Self::Clerks | Self::Recipients | Self::Chair, Class::Chair) => true,
            (Self::CouncilMember, Class::Council) => true,
            (Self::Clerks | Self::Recipients | Self::Secretary | Self::Importers, Class::Council) => {
                matches!(role.duty, Duty::Secretary)
            }
            (Self::Media | Self::Recipients, Class::Media) => true,
            (Self::Admin | Self::Importers, Class::Admin) => true,
            // What one may read one may have written into a file.
            (
                Self::Everybody,
                Class::Department
                | Class::District
                | Class::Enterprise
                | Class::StandingBody
                | Class::Council
                | Class::Chair
                | Class::Media
                | Class::Agency
                | Class::Auditor
                | Class::Admin,
            ) => true,
            (
                Self::UnitStaff
                | Self::UnitHead
                | Self::CouncilMember
                | Self::Secretary
                | Self::Media
                | Self::Admin
                | Self::StandingBody
                | Self::StandingBodyHead
                | Self::Chair
                | Self::Clerks
                | Self::Recipients
                | Self::Importers,
                Class::Department
                | Class::District
                | Class::Enterprise
                | Class::StandingBody
                | Class::Council
                | Class::Chair
                | Class::Media
                | Class::Agency
                | Class::Auditor
                | Class::Admin,
            ) => false,
        }
    }

    /// The group in words, for a refusal: English and Vietnamese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::UnitStaff => ("officers and heads of units", "chuyên viên, thủ trưởng đơn vị"),
            Self::UnitHead => ("heads of units", "thủ trưởng đơn vị"),
            Self::StandingBody => ("the Standing Body", "Ban Thi đua - Khen thưởng"),
            Self::StandingBodyHead => ("the head of the Standing Body", "Trưởng Ban Thi đua - Khen thưởng"),
            Self::Clerks => (
                "units, the Standing Body, the Council's secretary and the Chairman",
                "đơn vị, Ban Thi đua - Khen thưởng, thư ký Hội đồng và Chủ tịch UBND tỉnh",
            ),
            Self::Recipients => (
                "units, media, the Standing Body, the Council's secretary and the Chairman",
                "đơn vị, cơ quan báo chí, Ban Thi đua - Khen thưởng, thư ký Hội đồng và Chủ tịch UBND tỉnh",
            ),
            Self::CouncilMember => ("members of the Council", "thành viên Hội đồng"),
            Self::Secretary => ("the secretary of the Council", "thư ký Hội đồng"),
            Self::Chair => ("the Chairman of the People's Committee", "Chủ tịch UBND tỉnh"),
            Self::Media => ("press, radio and television", "cơ quan báo chí, truyền thông"),
            Self::Admin => ("the administrator", "quản trị hệ thống"),
            Self::Importers => (
                "officers and heads of units, the Council's secretary and the administrator",
                "chuyên viên, thủ trưởng đơn vị, thư ký Hội đồng và quản trị hệ thống",
            ),
            Self::Everybody => ("whoever has a token", "người có mã truy cập"),
        }
    }
}

/// Whose objects an action may be done on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Objects of the own unit and the units below it.
    Own,
    /// Objects of a cluster that the own unit leads today.
    Led,
    /// Objects of any unit of the province.
    Any,
}

impl Relation {
    /// Whether it reaches an object of a unit that the viewer's unit stands to like this. Every tie is judged.
    #[must_use]
    pub const fn reaches(self, tie: Tie) -> bool {
        match (self, tie) {
            (Self::Own | Self::Any, Tie::OwnUnit | Tie::Subtree)
            | (Self::Led | Self::Any, Tie::Cluster)
            | (Self::Any, Tie::None) => true,
            (Self::Own, Tie::Cluster | Tie::None) | (Self::Led, Tie::OwnUnit | Tie::Subtree | Tie::None) => false,
        }
    }
}

/// One line of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Law {
    /// Who may.
    pub who: Who,
    /// On whose objects.
    pub on: Relation,
}

/// The law of an action.
#[must_use]
#[expect(clippy::match_same_arms, reason = "one arm for each sentence of the law")]
pub const fn law(action: Action) -> Law {
    use Action as A;
    let (who, on) = match action {
        A::CreateUnit
        | A::AddUnitIdentifier
        | A::RecordOrganisationChange
        | A::CreateCluster
        | A::AddClusterMember
        | A::RotateClusterLeader
        | A::EndClusterMembership
        | A::CreateRuleSet
        | A::CreateUser
        | A::UpdateUser
        | A::DisableUser
        | A::EnableUser
        | A::ResetPassword
        | A::RegisterAgencyClient
        | A::EndAgencyClient => (Who::Admin, Relation::Any),
        // Whoever may write the owner, by the law of the owner's own verb.
        A::AttachFile | A::AttachFiles | A::CreateUploadSlot | A::CompleteUpload | A::RemoveAttachment => {
            (Who::Clerks, Relation::Any)
        }
        // Units their own documents only; the service says so.
        A::RegisterDocument | A::CorrectDocument | A::DistributeDocument | A::RemindRecipients => {
            (Who::Clerks, Relation::Any)
        }
        A::CreateDistributionList | A::EndDistributionList => (Who::Clerks, Relation::Own),
        A::AcknowledgeDocument => (Who::Recipients, Relation::Own),
        A::StartExport | A::CancelExport => (Who::Everybody, Relation::Any),
        // Each row by the law of the mutation that it is: `row_action`.
        A::ImportRows => (Who::Importers, Relation::Any),
        A::CreateUnitCampaign | A::CreateUnitPlan | A::UpdateUnitPlan | A::AcknowledgeReminder | A::AnswerFindings => {
            (Who::UnitStaff, Relation::Own)
        }
        A::LaunchUnitCampaign | A::CloseUnitCampaign | A::IssueUnitPlan => (Who::UnitHead, Relation::Own),
        A::DeclareSpecialDay | A::SendReminders | A::PlanInspection | A::RecordFindings | A::CancelInspection => {
            (Who::StandingBody, Relation::Any)
        }
        A::CreateCampaign
        | A::DraftGuidance
        | A::WaiveObligation
        | A::CreateConsolidatedReport
        | A::UpdateConsolidatedReport
        | A::LockReport
        | A::CloseProject => (Who::StandingBody, Relation::Any),
        A::LaunchCampaign | A::CloseCampaign | A::IssueDecision | A::DeclineNomination | A::RevokeAward => {
            (Who::Chair, Relation::Any)
        }
        A::PublishGuidance | A::SubmitForDecision | A::IssueConsolidatedReport => {
            (Who::StandingBodyHead, Relation::Any)
        }
        A::CreateProject | A::UpdateProject | A::RecordProgress | A::AmendTarget => (Who::UnitStaff, Relation::Own),
        A::SubmitProject | A::WithdrawProject | A::ClaimCompletion => (Who::UnitHead, Relation::Own),
        A::AcceptProject
        | A::ReturnProject
        | A::VerifyCompletion
        | A::RejectCompletion
        | A::ApproveAmendment
        | A::RejectAmendment => (Who::StandingBody, Relation::Any),
        A::CreateReport | A::UpdateReport | A::SupplementReport => (Who::UnitStaff, Relation::Own),
        A::SubmitReport => (Who::UnitHead, Relation::Own),
        A::AcceptReport | A::ReturnReport => (Who::StandingBody, Relation::Any),
        A::CreateScoringScheme | A::UpdateScoringScheme => (Who::UnitStaff, Relation::Led),
        A::OpenScoringScheme | A::ReviewScoreSheet | A::ReturnScoreSheet => (Who::UnitHead, Relation::Led),
        A::CreateScoreSheet | A::UpdateScoreSheet => (Who::UnitStaff, Relation::Own),
        A::SubmitScoreSheet => (Who::UnitHead, Relation::Own),
        A::ConfirmScoreSheet | A::RejectClusterReview => (Who::StandingBody, Relation::Any),
        A::PublishRanking => (Who::StandingBodyHead, Relation::Any),
        A::SendFeedback | A::CloseFeedback => (Who::UnitStaff, Relation::Own),
        A::ReceiveFeedback | A::EscalateFeedback | A::AnswerFeedback => (Who::StandingBody, Relation::Any),
        A::ProposeExemplar | A::UpdateExemplar => (Who::UnitStaff, Relation::Own),
        A::RecordConsent | A::WithdrawConsent => (Who::UnitHead, Relation::Own),
        A::ApproveExemplar | A::ReturnExemplar => (Who::StandingBody, Relation::Any),
        A::PublishExemplar => (Who::StandingBodyHead, Relation::Any),
        A::RecordPublication => (Who::Media, Relation::Any),
        A::CreateDossier | A::AddNomination | A::UpdateNomination | A::ReviewDossier => (Who::UnitStaff, Relation::Own),
        A::SubmitDossier | A::WithdrawNomination | A::RecordCommendation | A::AnswerConsultation => {
            (Who::UnitHead, Relation::Own)
        }
        A::ReceiveDossier
        | A::RequestSupplement
        | A::BeginAppraisal
        | A::AppraiseNomination
        | A::RequestConsultation
        | A::WithdrawConsultation
        | A::HoldNomination
        | A::ReleaseNomination
        | A::NotifyNomination
        | A::ConferNomination => (Who::StandingBody, Relation::Any),
        A::AddCouncilMember
        | A::EndCouncilMembership
        | A::ConveneSession
        | A::OpenSession
        | A::RecordWrittenBallot
        | A::CloseSession
        | A::CancelSession => (Who::Secretary, Relation::Any),
        A::CastBallot => (Who::CouncilMember, Relation::Any),
    };
    Law { who, on }
}

/// Whether a role may do this on an object of a unit that its own stands to like this.
#[must_use]
pub const fn allows(role: Role, action: Action, tie: Tie) -> bool {
    let Law { who, on } = law(action);
    // What is one's own depends on the role: the Chairman has what the province itself wrote, the Council nothing.
    let is_own = match on {
        Relation::Own => role.own().reaches(tie),
        Relation::Led | Relation::Any => true,
    };
    who.includes(role) && on.reaches(tie) && is_own
}

/// Whether a role may do this on some object.
#[must_use]
pub fn says(role: Role, action: Action) -> bool {
    Tie::ALL.iter().any(|tie| allows(role, action, *tie))
}

/// Whether the viewer's role may do this at all, on some object.
#[must_use]
pub fn may(viewer: &Viewer, action: Action) -> bool {
    viewer.may_write() && viewer.role().is_some_and(|role| says(role, action))
}

/// Whether the viewer may do this on an object of `owner` (a unit, or a cluster where the law speaks of those who lead one);
/// the refusal says which rule stands against it.
pub fn permit(viewer: &Viewer, action: Action, owner: Option<Uuid>) -> Result<()> {
    let rule = law(action);
    if viewer.principal.is_some() && !viewer.may_write() {
        return Err(Error::new(
            Code::Forbidden,
            format!("This token only reads; {} needs one with the scope `write`.", action.code()),
            format!("Mã truy cập này chỉ được đọc; thao tác {} cần phạm vi (scope) `write`.", action.code()),
        )
        .with("action", action.code())
        .with("scope", "write"));
    }
    if !viewer.role().is_some_and(|role| rule.who.includes(role)) {
        let (en, vi) = rule.who.words();
        return Err(Error::new(
            Code::Forbidden,
            format!("{} is for {en}.", action.code()),
            format!("Thao tác {} chỉ dành cho {vi}.", action.code()),
        )
        .with("action", action.code()));
    }
    if rule.on.reaches(tie(viewer, rule.on, owner)) {
        return Ok(());
    }
    let (en, vi) = match rule.on {
        Relation::Led => ("for the unit that leads the cluster today", "dành cho cụm trưởng, khối trưởng đương nhiệm"),
        Relation::Own | Relation::Any => {
            ("only for objects of your own unit and those below it", "áp dụng cho đơn vị mình và đơn vị trực thuộc")
        }
    };
    Err(Error::new(
        Code::Forbidden,
        format!("{} is {en}.", action.code()),
        format!("Thao tác {} chỉ {vi}.", action.code()),
    )
    .with("action", action.code()))
}

/// How the viewer's unit stands to the owner of an object: to a unit by the tree; to a cluster, which is the owner of what it
/// scores by, as its leader or not at all.
fn tie(viewer: &Viewer, on: Relation, owner: Option<Uuid>) -> Tie {
    match (on, owner) {
        (Relation::Led, Some(cluster)) if viewer.scope.led_clusters.contains(&cluster) => Tie::Cluster,
        (Relation::Own | Relation::Any, Some(unit)) if viewer.scope.owns(unit) => {
            let is_own = viewer.principal.as_ref().is_some_and(|principal| principal.unit == unit);
            if is_own { Tie::OwnUnit } else { Tie::Subtree }
        }
        _ => Tie::None,
    }
}
