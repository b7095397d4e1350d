//! Who sits in the Council, from which day to which.

use async_graphql::InputObject;
use chrono::NaiveDate;
use entity::{
    council_member::{self, CouncilPosition},
    council_session::{self, SessionState},
    text::sort_key,
    unit, voter_roll,
};
use sea_orm::{ColumnTrait, ExprTrait, IntoActiveModel, ModelTrait, Set};
use uuid::Uuid;

use super::{check, done};
use crate::{
    error::{Code, Error, Result},
    scalar::{Date, Enumerated, id::Id},
    write::{Done, Write},
};

/// A new member of the Council.
#[derive(InputObject)]
pub struct AddCouncilMemberInput {
    /// The unit they come from; they do not vote on its nominations.
    pub unit: Id<unit::Entity>,
    /// The subject of their token (`sub`).
    pub subject: String,
    /// The name.
    pub name: String,
    /// Chair, vice chair, secretary or member.
    pub position: Enumerated<CouncilPosition>,
    /// The first day.
    pub valid_from: Date,
}

/// The end of a membership of the Council.
#[derive(InputObject)]
pub struct EndCouncilMembershipInput {
    /// The membership.
    pub id: Id<council_member::Entity>,
    /// The version you read; if the object has moved on, nothing happens and the answer is CONFLICT.
    pub expected_version: Option<i32>,
    /// The last day.
    pub valid_to: Date,
}

pub async fn add(w: &mut Write, input: AddCouncilMemberInput) -> Result<Done> {
    let unit = w.see::<unit::Entity>(input.unit.0).await?;
    let (name, subject) = (check::line("name", &input.name)?, check::line("subject", &input.subject)?);
    is_free(w, &subject, input.valid_from.0).await?;
    let row = council_member::ActiveModel {
        unit_id: Set(unit.id),
        subject: Set(subject),
        name_key: Set(sort_key(&name)),
        name: Set(name),
        position: Set(input.position.0),
        valid_from: Set(input.valid_from.0),
        ..Default::default()
    };
    done::<council_member::Entity>(w.insert::<council_member::Entity>(row).await?.id)
}

/// Nobody sits twice at the same time, and so votes twice: any other membership of theirs ends before this one begins.
async fn is_free(w: &Write, subject: &str, from: NaiveDate) -> Result<()> {
    use council_member::Column as C;
    let open = C::Subject.eq(subject).and(C::ValidTo.is_null().or(C::ValidTo.gte(from)));
    match w.any::<council_member::Entity>(open).await? {
        None => Ok(()),
        Some(_) => Err(Error::new(
            Code::Duplicate,
            "This person is a member of the Council already; end that membership first.",
            "Người này đang là thành viên Hội đồng; hãy kết thúc tư cách thành viên hiện tại trước.",
        )),
    }
}

/// Ends a membership. Whoever sat then has sat: rolls of sessions that were held, or are opened, stay. From rolls of sessions
/// that are still prepared and held later, the member is taken.
pub async fn end(w: &mut Write, input: EndCouncilMembershipInput) -> Result<Done> {
    let member = w.fetch_at::<council_member::Entity>(input.id.0, input.expected_version).await?;
    w.permit(None)?;
    let day = input.valid_to.0;
    if let Some(ended) = member.valid_to {
        return Err(Error::new(
            Code::InvalidTransition,
            format!("This membership has ended on {ended} already."),
            format!("Tư cách thành viên này đã kết thúc từ {ended}."),
        ));
    }
    if day < member.valid_from {
        return Err(Error::input(
            "validTo",
            &format!("the membership began on {}", member.valid_from),
            &format!("tư cách thành viên bắt đầu từ {}", member.valid_from),
        ));
    }
    leave_rolls(w, member.id, day).await?;
    let mut row = member.clone().into_active_model();
    row.valid_to = Set(Some(day));
    w.update::<council_member::Entity>(&member, row).await?;
    done::<council_member::Entity>(member.id)
}

async fn leave_rolls(w: &Write, member: Uuid, last: NaiveDate) -> Result<()> {
    use council_session::Column as C;
    let later = C::State.eq(SessionState::Draft).and(C::HeldOn.gt(last));
    let sessions: Vec<Uuid> = w.every::<council_session::Entity>(later).await?.iter().map(|one| one.id).collect();
    let mine = voter_roll::Column::MemberId.eq(member).and(voter_roll::Column::SessionId.is_in(sessions));
    for entry in w.every::<voter_roll::Entity>(mine).await? {
        entry.delete(&w.tx).await?;
    }
    Ok(())
}
