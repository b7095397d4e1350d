//! The Council: sessions, and the secret ballot.

use async_graphql::InputObject;
use entity::{
    agenda_item,
    ballot::{self, BallotChoice},
    campaign, council_member,
    council_session::{self, SessionState},
    nomination::{self, NominationState},
    official_document, phase, voter_roll,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ExprTrait, IntoActiveModel, ModelTrait, Set};
use uuid::Uuid;

use super::{SessionInput, SessionReasonInput, check, done, dossier::rules_on, nomination::lead};
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, Enumerated, id::Id},
    workflow::{self, reason, session::passes},
    write::{Done, Write},
};

/// A new session with its agenda; every member in office that day is on its roll.
#[derive(InputObject)]
pub struct ConveneSessionInput {
    /// The phase.
    pub phase: Id<phase::Entity>,
    /// The title.
    pub title: String,
    /// The day it is held; the rule set in force that day holds.
    pub held_on: Date,
    /// The eligible nominations to vote on, in order.
    pub nominations: Vec<Id<nomination::Entity>>,
}

/// A choice on one item.
#[derive(InputObject)]
pub struct ChoiceInput {
    /// The item of the agenda.
    pub item: Id<agenda_item::Entity>,
    /// For, against, or neither.
    pub choice: Enumerated<BallotChoice>,
}

/// A whole ballot: one choice for each item that the member may vote on.
#[derive(InputObject)]
pub struct CastBallotInput {
    /// The session.
    pub session: Id<council_session::Entity>,
    /// The choices.
    pub choices: Vec<ChoiceInput>,
}

/// The written ballot of an absent member.
#[derive(InputObject)]
pub struct RecordWrittenBallotInput {
    /// The session.
    pub session: Id<council_session::Entity>,
    /// The absent member.
    pub member: Id<council_member::Entity>,
    /// The choices.
    pub choices: Vec<ChoiceInput>,
}

/// The close of a ballot.
#[derive(InputObject)]
pub struct CloseSessionInput {
    /// The session.
    pub id: Id<council_session::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The minutes of the count.
    pub minutes: Option<Id<official_document::Entity>>,
}

pub async fn convene(w: &mut Write, input: ConveneSessionInput) -> Result<Done> {
    let phase = w.see::<phase::Entity>(input.phase.0).await?;
    let campaign = w.see::<campaign::Entity>(phase.campaign_id).await?;
    check::list("nominations", &input.nominations, 1, 100)?;
    let rules = rules_on(w, input.held_on.0).await?;
    let row = council_session::ActiveModel {
        campaign_id: Set(campaign.id),
        phase_id: Set(phase.id),
        rule_set_id: Set(rules.id),
        title: Set(check::line("title", &input.title)?),
        held_on: Set(input.held_on.0),
        state: Set(SessionState::Draft),
        threshold_basis_points: Set(rules.threshold_basis_points),
        quorum_basis_points: Set(rules.quorum_basis_points),
        ..Default::default()
    };
    let session = w.insert::<council_session::Entity>(row).await?.id;
    for (index, nomination) in input.nominations.iter().enumerate() {
        let row = w.fetch::<nomination::Entity>(nomination.0).await?;
        if row.phase_id != phase.id {
            return Err(Error::input("nominations", "one is of another phase", "có đề nghị thuộc đợt khác"));
        }
        let (next, _) = w.decide::<workflow::nomination::Nomination>(row.id).await?;
        lead(w, row.id, next, None, None).await?;
        let (nomination_id, position) = (Set(row.id), Set(check::position(index)));
        let item = agenda_item::ActiveModel { session_id: Set(session), nomination_id, position, ..Default::default() };
        w.insert::<agenda_item::Entity>(item).await?;
    }
    enrol(w, session, input.held_on.0).await?;
    done::<council_session::Entity>(session)
}

async fn enrol(w: &Write, session: Uuid, day: chrono::NaiveDate) -> Result<()> {
    use council_member::Column as C;
    let in_office = C::ValidFrom.lte(day).and(C::ValidTo.is_null().or(C::ValidTo.gte(day)));
    for member in w.every::<council_member::Entity>(in_office).await? {
        let row = voter_roll::ActiveModel {
            session_id: Set(session),
            member_id: Set(member.id),
            has_voted: Set(false),
            in_writing: Set(false),
            version: Set(1),
            ..Default::default()
        };
        w.attach::<voter_roll::Entity>(row).await?;
    }
    Ok(())
}

pub async fn open(w: &mut Write, input: SessionInput) -> Result<Done> {
    let mut step = w.step::<workflow::session::Session>(input.id, input.expected_version).await?;
    step.row.opened_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn cast(w: &mut Write, input: CastBallotInput) -> Result<Done> {
    let subject = w.subject();
    let member = w.every::<council_member::Entity>(council_member::Column::Subject.eq(subject)).await?;
    let ids: Vec<Uuid> = member.iter().map(|member| member.id).collect();
    let on_roll = voter_roll::Column::SessionId.eq(input.session.0).and(voter_roll::Column::MemberId.is_in(ids));
    let entry = w.any::<voter_roll::Entity>(on_roll).await?;
    vote(w, input.session.0, entry, &input.choices, false).await
}

pub async fn record_written(w: &mut Write, input: RecordWrittenBallotInput) -> Result<Done> {
    let on_roll =
        voter_roll::Column::SessionId.eq(input.session.0).and(voter_roll::Column::MemberId.eq(input.member.0));
    let entry = w.any::<voter_roll::Entity>(on_roll).await?;
    vote(w, input.session.0, entry, &input.choices, true).await
}

/// Marks the roll and drops the ballots. The roll keeps no time and the ballots no member; only that somebody voted is
/// recorded, not how.
async fn vote(
    w: &Write,
    session: Uuid,
    entry: Option<voter_roll::Model>,
    choices: &[ChoiceInput],
    in_writing: bool,
) -> Result<Done> {
    w.fetch::<council_session::Entity>(session).await?;
    let facts = w.facts::<workflow::session::Session>(session).await?;
    w.permit(None)?;
    if facts.state != SessionState::Open {
        return Err(Error::new(
            Code::SessionNotOpen,
            "The ballot of this session is not open.",
            "Phiên họp không trong thời gian bỏ phiếu.",
        ));
    }
    w.judge::<workflow::session::Session>(&facts)?;
    let entry = entry.ok_or_else(|| {
        Error::new(
            Code::NotOnRoll,
            "This member is not on the roll of the session.",
            "Thành viên không có tên trong danh sách bỏ phiếu.",
        )
    })?;
    let entry = w.fetch::<voter_roll::Entity>(entry.id).await?;
    let member = w.see::<council_member::Entity>(entry.member_id).await?;
    let items = open_items(w, session, member.unit_id).await?;
    complete(&items, choices)?;
    // Last, so that nobody is told who has voted but by a whole ballot, which would count if they had not.
    if entry.has_voted {
        return Err(Error::new(Code::AlreadyVoted, "This member has voted already.", "Thành viên đã bỏ phiếu."));
    }
    for choice in choices {
        let row = ballot::ActiveModel {
            id: Set(Uuid::new_v4()),
            agenda_item_id: Set(choice.item.0),
            choice: Set(choice.choice.0),
        };
        row.insert(&w.tx).await?;
    }
    let version = entry.version + 1;
    let mut row = entry.into_active_model();
    row.has_voted = Set(true);
    row.in_writing = Set(in_writing);
    row.version = Set(version);
    row.update(&w.tx).await?;
    w.record_vote(session)?;
    done::<council_session::Entity>(session)
}

/// The items of a session, each with whether a member of that unit may vote on it.
async fn open_items(w: &Write, session: Uuid, unit: Uuid) -> Result<Vec<(Uuid, bool)>> {
    let items = w.of::<agenda_item::Entity>(agenda_item::Column::SessionId, session).await?;
    let nominations = nominations_of(w, &items).await?;
    let open = |item: &agenda_item::Model| nominations.iter().any(|n| n.id == item.nomination_id && n.unit_id != unit);
    Ok(items.iter().map(|item| (item.id, open(item))).collect())
}

async fn nominations_of(w: &Write, items: &[agenda_item::Model]) -> Result<Vec<nomination::Model>> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.nomination_id).collect();
    w.every::<nomination::Entity>(nomination::Column::Id.is_in(ids)).await
}

fn complete(items: &[(Uuid, bool)], choices: &[ChoiceInput]) -> Result<()> {
    let own = choices.iter().any(|choice| items.iter().any(|(id, is_open)| *id == choice.item.0 && !is_open));
    if own {
        return Err(Error::new(
            Code::OwnUnitVote,
            "A member does not vote on a nomination of the own unit.",
            "Thành viên không bỏ phiếu cho đề nghị của đơn vị mình.",
        ));
    }
    let mut open: Vec<Uuid> = items.iter().filter(|(_, is_open)| *is_open).map(|(id, _)| *id).collect();
    let mut chosen: Vec<Uuid> = choices.iter().map(|choice| choice.item.0).collect();
    open.sort_unstable();
    chosen.sort_unstable();
    if open == chosen {
        return Ok(());
    }
    Err(Error::new(
        Code::BallotIncomplete,
        "A ballot has one choice for each item that the member may vote on, and no other.",
        "Phiếu phải có đúng một lựa chọn cho mỗi nội dung được bỏ phiếu.",
    ))
}

pub async fn close(w: &mut Write, input: CloseSessionInput) -> Result<Done> {
    let mut step = w.step::<workflow::session::Session>(input.id, input.expected_version).await?;
    if !step.facts.has_quorum() {
        return Err(Error::new(
            Code::QuorumNotMet,
            "Fewer members have voted than the quorum.",
            "Chưa đủ số thành viên bỏ phiếu theo quy định.",
        ));
    }
    w.record_kept(step.before.id).await?;
    if let Some(minutes) = input.minutes {
        w.see::<official_document::Entity>(minutes.0).await?;
    }
    let items = w.of::<agenda_item::Entity>(agenda_item::Column::SessionId, step.before.id).await?;
    let nominations = nominations_of(w, &items).await?;
    let units = units_on_roll(w, step.before.id).await?;
    shuffle_away(w, &items).await?;
    for item in items {
        let Some(nomination) = nominations.iter().find(|n| n.id == item.nomination_id) else { continue };
        let eligible = units.iter().filter(|unit| **unit != nomination.unit_id).count();
        let eligible = i32::try_from(eligible).unwrap_or(i32::MAX);
        let (passed, ayes) = count(w, &item, eligible, step.before.threshold_basis_points).await?;
        let (state, why) = if passed {
            (NominationState::CouncilPassed, None)
        } else {
            // Whoever is not awarded is told why.
            let why = format!("Hội đồng không thông qua: {ayes}/{eligible} phiếu đồng ý.");
            (NominationState::CouncilFailed, Some(why))
        };
        lead(w, nomination.id, state, None, why).await?;
    }
    step.row.member_count = Set(i32::try_from(step.facts.members).ok());
    step.row.voted_count = Set(i32::try_from(step.facts.voted).ok());
    step.row.minutes_id = Set(input.minutes.map(|minutes| minutes.0));
    step.row.closed_at = Set(Some(w.viewer.now));
    w.take(step).await
}

pub async fn cancel(w: &mut Write, input: SessionReasonInput) -> Result<Done> {
    let mut step = w.step::<workflow::session::Session>(input.id, input.expected_version).await?;
    w.record_kept(step.before.id).await?;
    let items = w.of::<agenda_item::Entity>(agenda_item::Column::SessionId, step.before.id).await?;
    shuffle_away(w, &items).await?;
    for item in items {
        lead(w, item.nomination_id, NominationState::Eligible, None, None).await?;
    }
    step.row.reason = Set(Some(reason(&check::body("reason", &input.reason)?)?));
    w.take(step).await
}

/// Writes the ballots of these items anew, in the order of their random keys and all in this transaction: what the database
/// remembers of the order in which they came, and of the transactions that marked the roll beside them, is gone.
async fn shuffle_away(w: &Write, items: &[agenda_item::Model]) -> Result<()> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.id).collect();
    let mut ballots = w.every::<ballot::Entity>(ballot::Column::AgendaItemId.is_in(ids)).await?;
    for old in &ballots {
        old.clone().delete(&w.tx).await?;
    }
    for ballot in &mut ballots {
        ballot.id = Uuid::new_v4();
    }
    ballots.sort_by_key(|ballot| ballot.id);
    for ballot in ballots {
        ballot.into_active_model().reset_all().insert(&w.tx).await?;
    }
    Ok(())
}

async fn units_on_roll(w: &Write, session: Uuid) -> Result<Vec<Uuid>> {
    let roll = w.of::<voter_roll::Entity>(voter_roll::Column::SessionId, session).await?;
    let ids: Vec<Uuid> = roll.iter().map(|entry| entry.member_id).collect();
    let members = w.every::<council_member::Entity>(council_member::Column::Id.is_in(ids)).await?;
    Ok(members.iter().map(|member| member.unit_id).collect())
}

/// Writes the count of an item; says whether it passed, and with how many votes for it.
async fn count(w: &Write, item: &agenda_item::Model, eligible: i32, threshold: i32) -> Result<(bool, i32)> {
    let ballots = w.every::<ballot::Entity>(ballot::Column::AgendaItemId.eq(item.id)).await?;
    let of =
        |choice| i32::try_from(ballots.iter().filter(|ballot| ballot.choice == choice).count()).unwrap_or(i32::MAX);
    let ayes = of(BallotChoice::Aye);
    let passed = passes(i64::from(ayes), i64::from(eligible), i64::from(threshold));
    let mut row = item.clone().into_active_model();
    row.eligible_voters = Set(Some(eligible));
    row.ayes = Set(Some(ayes));
    row.nays = Set(Some(of(BallotChoice::Nay)));
    row.abstentions = Set(Some(of(BallotChoice::Abstain)));
    row.has_passed = Set(Some(passed));
    w.update::<agenda_item::Entity>(item, row).await?;
    Ok((passed, ayes))
}
