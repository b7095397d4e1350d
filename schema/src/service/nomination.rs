//! Nominations: proposed in a dossier, appraised, held and released, submitted, notified, conferred.

use async_graphql::InputObject;
use entity::{
    appraisal, award_type, dossier, field_group,
    honouree::{self, HonoureeCategory, HonoureeKind},
    nomination::{self, NominationState, RefusalReason},
    text::{search_text, sort_key},
    unit,
};
use sea_orm::{ColumnTrait, ExprTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{NominationInput, NominationReasonInput, check, done};
use crate::{
    error::{Code, Error, Result},
    personal::Hashed,
    policy::Action,
    scalar::{
        Date, Enumerated,
        id::{self, Id},
    },
    workflow::{self, reason},
    write::{Done, Write},
};

/// A person, collective or household.
#[derive(InputObject)]
pub struct HonoureeFields {
    /// Person, collective or household.
    pub kind: Enumerated<HonoureeKind>,
    /// Leader, civil servant, direct worker, farmer and so on.
    pub category: Enumerated<HonoureeCategory>,
    /// The name.
    pub name: String,
    /// Title or job.
    pub position: Option<String>,
    /// The year of birth of a person.
    pub birth_year: Option<i32>,
    /// The citizen id of a person (CCCD), twelve digits. It is not kept: only a keyed hash, by which the same person is found again, and
    /// the last three digits.
    pub citizen_id: Option<String>,
    /// The unit they belong to; your own where left out.
    pub unit: Option<Id<unit::Entity>>,
}

/// A nomination for a dossier: of an honouree on record, or of a new one.
#[derive(InputObject)]
pub struct AddNominationInput {
    /// The dossier.
    pub dossier: Id<dossier::Entity>,
    /// The honouree on record.
    pub honouree: Option<Id<honouree::Entity>>,
    /// The honouree, if not on record yet.
    pub new_honouree: Option<HonoureeFields>,
    /// For what award.
    pub award_type: Id<award_type::Entity>,
    /// The field of work.
    pub field_group: Option<Id<field_group::Entity>>,
    /// The achievement report (báo cáo thành tích).
    pub achievement: Option<String>,
}

/// A changed achievement report.
#[derive(InputObject)]
pub struct UpdateNominationInput {
    /// The nomination.
    pub id: Id<nomination::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The achievement report.
    pub achievement: String,
}

/// A finding of the Standing Body.
#[derive(InputObject)]
pub struct AppraiseNominationInput {
    /// The nomination.
    pub id: Id<nomination::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// Whether it is eligible.
    pub is_eligible: bool,
    /// Why not; needed where it is not.
    pub reason_code: Option<Enumerated<RefusalReason>>,
    /// The opinion.
    pub opinion: String,
}

/// That an award was conferred.
#[derive(InputObject)]
pub struct ConferNominationInput {
    /// The nomination.
    pub id: Id<nomination::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The day; not after today.
    pub conferred_on: Date,
}

pub async fn add(w: &mut Write, input: AddNominationInput) -> Result<Done> {
    let dossier = w.fetch::<dossier::Entity>(input.dossier.0).await?;
    let (next, _) = w.decide::<workflow::dossier::Dossier>(dossier.id).await?;
    let award = w.see::<award_type::Entity>(input.award_type.0).await?;
    let honouree = honouree(w, input.honouree, input.new_honouree.as_ref()).await?;
    not_twice(w, &honouree, &dossier, &award).await?;
    if let Some(group) = input.field_group {
        let group = w.see::<field_group::Entity>(group.0).await?;
        if group.campaign_id != dossier.campaign_id {
            return Err(Error::input("fieldGroup", "belongs to another campaign", "thuộc đợt thi đua khác"));
        }
    }
    let achievement = check::body("achievement", input.achievement.as_deref().unwrap_or_default())?;
    let row = nomination::ActiveModel {
        dossier_id: Set(dossier.id),
        campaign_id: Set(dossier.campaign_id),
        phase_id: Set(dossier.phase_id),
        unit_id: Set(dossier.unit_id),
        honouree_id: Set(honouree.id),
        award_type_id: Set(award.id),
        field_group_id: Set(input.field_group.map(|group| group.0)),
        achievement_key: Set(same(&achievement)),
        achievement: Set(achievement),
        state: Set(NominationState::Proposed),
        author: Set(w.subject()),
        ..Default::default()
    };
    if next != dossier.state {
        let mut row = dossier.clone().into_active_model();
        row.state = Set(next);
        row.minutes_id = Set(None);
        w.update::<dossier::Entity>(&dossier, row).await?;
    }
    done::<nomination::Entity>(w.insert::<nomination::Entity>(row).await?.id)
}

/// The honouree on record, or a new one: of the own unit or one below it (III.1 of the plan).
pub async fn honouree(
    w: &Write,
    known: Option<Id<honouree::Entity>>,
    new: Option<&HonoureeFields>,
) -> Result<honouree::Model> {
    let fields = match (known, new) {
        (Some(id), None) => return w.see::<honouree::Entity>(id.0).await,
        (None, Some(fields)) => fields,
        _ => {
            return Err(Error::input(
                "honouree",
                "give an honouree on record or a new one",
                "nêu đối tượng đã có hoặc đối tượng mới",
            ));
        }
    };
    let unit = fields.unit.map_or_else(|| w.unit(), |unit| Ok(unit.0))?;
    if !w.viewer.scope.owns(unit) {
        return Err(Error::input(
            "unit",
            "is not your own unit or below it",
            "không phải đơn vị mình hoặc đơn vị trực thuộc",
        ));
    }
    if fields.birth_year.is_some_and(|year| !(1900..=2100).contains(&year)) {
        return Err(Error::input("birthYear", "is not a year of birth", "không phải năm sinh"));
    }
    let hashed = citizen_id(w, fields, unit).await?;
    let name = check::line("name", &fields.name)?;
    let row = honouree::ActiveModel {
        kind: Set(fields.kind.0),
        category: Set(fields.category.0),
        name_key: Set(sort_key(&name)),
        search: Set(search_text(&[&name])),
        name: Set(name),
        unit_id: Set(unit),
        position: Set(fields.position.as_deref().map(|text| check::line("position", text)).transpose()?),
        birth_year: Set(fields.birth_year),
        citizen_id_hash: Set(hashed.as_ref().map(|hashed| hashed.hash.clone())),
        citizen_id_tail: Set(hashed.map(|hashed| hashed.tail)),
        ..Default::default()
    };
    w.insert::<honouree::Entity>(row).await
}

/// What is kept of a person's citizen id. A unit has one record of a person; that another unit has one is not told here.
async fn citizen_id(w: &Write, fields: &HonoureeFields, unit: Uuid) -> Result<Option<Hashed>> {
    let Some(written) = &fields.citizen_id else { return Ok(None) };
    if fields.kind.0 != HonoureeKind::Individual {
        return Err(Error::input("citizenId", "is for a person", "chỉ dành cho cá nhân"));
    }
    let key = w.citizen_key.as_ref().ok_or_else(|| {
        Error::input("citizenId", "is not taken by this server", "máy chủ này không nhận số định danh cá nhân")
    })?;
    let hashed = key.hash(written)?;
    let same = honouree::Column::CitizenIdHash.eq(&hashed.hash).and(honouree::Column::UnitId.eq(unit));
    match w.any::<honouree::Entity>(same).await? {
        None => Ok(Some(hashed)),
        Some(known) => Err(Error::new(
            Code::Duplicate,
            "This person is on record in the unit already; give the honouree instead.",
            "Người này đã có trong danh sách của đơn vị; hãy dùng đối tượng đã có.",
        )
        .with("honouree", id::print("Honouree", known.id))),
    }
}

/// No second award for the same achievement: one honouree, one phase, one kind of award.
async fn not_twice(
    w: &Write,
    honouree: &honouree::Model,
    dossier: &dossier::Model,
    award: &award_type::Model,
) -> Result<()> {
    use NominationState as S;
    let over = [S::Withdrawn, S::Ineligible, S::CouncilFailed, S::NotAwarded, S::Revoked];
    let same = nomination::Column::HonoureeId
        .eq(honouree.id)
        .and(nomination::Column::PhaseId.eq(dossier.phase_id))
        .and(nomination::Column::AwardTypeId.eq(award.id))
        .and(nomination::Column::State.is_not_in(over))
        // Notified without a decision means that it was refused.
        .and(nomination::Column::State.ne(S::Notified).or(nomination::Column::DecisionId.is_not_null()));
    match w.any::<nomination::Entity>(same).await? {
        None => Ok(()),
        Some(_) => Err(Error::new(
            Code::DuplicateAward,
            "This honouree is proposed for this award in this phase already.",
            "Đối tượng này đã được đề nghị cùng hình thức khen thưởng trong đợt này.",
        )),
    }
}

/// What tells the same achievement, whatever its case, accents and blanks.
fn same(achievement: &str) -> Option<String> {
    let folded = search_text(&[achievement]);
    let text = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| crate::sha256(text.as_bytes()))
}

pub async fn update(w: &mut Write, input: UpdateNominationInput) -> Result<Done> {
    let before = w.fetch_at::<nomination::Entity>(input.id.0, input.expected_version).await?;
    w.decide::<workflow::dossier::Dossier>(before.dossier_id).await?;
    let mut row = before.clone().into_active_model();
    let achievement = check::filled("achievement", &input.achievement)?;
    row.achievement_key = Set(same(&achievement));
    row.achievement = Set(achievement);
    w.update::<nomination::Entity>(&before, row).await?;
    done::<nomination::Entity>(before.id)
}

/// Steps that need nothing more: appraisal begins, it is released, submitted for decision, notified.
pub async fn proceed(w: &mut Write, input: NominationInput) -> Result<Done> {
    let mut step = w.step::<workflow::nomination::Nomination>(input.id, input.expected_version).await?;
    if w.action == Action::ReleaseNomination {
        if let Some(from) = step.facts.held_from {
            step.row.state = Set(from);
        }
        step.row.held_from = Set(None);
        step.row.reason = Set(None);
    }
    if w.action == Action::NotifyNomination {
        step.row.notified_at = Set(Some(w.viewer.now));
    }
    w.take(step).await
}

/// Withdrawn, put on hold, declined: each keeps why.
pub async fn with_reason(w: &mut Write, input: NominationReasonInput) -> Result<Done> {
    let mut step = w.step::<workflow::nomination::Nomination>(input.id, input.expected_version).await?;
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    if w.action == Action::HoldNomination {
        step.row.held_from = Set(Some(step.before.state));
    }
    w.take(step).await
}

pub async fn appraise(w: &mut Write, input: AppraiseNominationInput) -> Result<Done> {
    let before = w.fetch_at::<nomination::Entity>(input.id.0, input.expected_version).await?;
    let (eligible, _) = w.decide::<workflow::nomination::Nomination>(before.id).await?;
    let reason_code = input.reason_code.map(|code| code.0).filter(|_| !input.is_eligible);
    if !input.is_eligible && reason_code.is_none() {
        return Err(Error::new(
            Code::ReasonRequired,
            "Say by reasonCode why it is not eligible.",
            "Phải nêu lý do không đủ điều kiện (reasonCode).",
        ));
    }
    let opinion = check::filled("opinion", &input.opinion)?;
    let finding = appraisal::ActiveModel {
        nomination_id: Set(before.id),
        is_eligible: Set(input.is_eligible),
        reason_code: Set(reason_code),
        opinion: Set(opinion.clone()),
        appraiser: Set(w.subject()),
        created_at: Set(w.viewer.now),
        ..Default::default()
    };
    w.attach::<appraisal::Entity>(finding).await?;
    let mut row = before.clone().into_active_model();
    row.state = Set(if input.is_eligible { eligible } else { NominationState::Ineligible });
    row.reason_code = Set(reason_code);
    row.reason = Set(reason_code.map(|_| opinion));
    row.appraiser = Set(Some(w.subject()));
    w.update::<nomination::Entity>(&before, row).await?;
    done::<nomination::Entity>(before.id)
}

pub async fn confer(w: &mut Write, input: ConferNominationInput) -> Result<Done> {
    let mut step = w.step::<workflow::nomination::Nomination>(input.id, input.expected_version).await?;
    if input.conferred_on.0 > w.viewer.now.date_in_vietnam() {
        return Err(Error::input("conferredOn", "lies in the future", "không được sau ngày hôm nay"));
    }
    step.row.conferred_on = Set(Some(input.conferred_on.0));
    w.take(step).await
}

/// Puts a nomination where a session or a decision leads it, with the reason where it is not awarded or not any more.
pub async fn lead(
    w: &Write,
    id: Uuid,
    state: NominationState,
    decision: Option<Uuid>,
    reason: Option<String>,
) -> Result<nomination::Model> {
    let before = w.fetch::<nomination::Entity>(id).await?;
    let mut row = before.clone().into_active_model();
    row.state = Set(state);
    row.reason = Set(reason);
    if let Some(decision) = decision {
        row.decision_id = Set(Some(decision));
    }
    w.update::<nomination::Entity>(&before, row).await
}
