//! `Idempotency-Key`: the same key and arguments give the stored answer and no second effect.
//!
//! The key is claimed in the transaction of the effect, so both are there or neither is. Two that arrive at once meet at
//! the primary key: the second waits for the first to commit, and then finds its answer.

use std::sync::Arc;

use async_graphql::{Value, parser::types::Field};
use entity::{Instant, idempotency_record};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter,
    Set, Unchanged, sea_query::OnConflict,
};
use uuid::Uuid;

use super::Done;
use crate::{
    error::{Code, Error, Result},
    noun::Nouns,
    plan::Document,
    policy::Action,
    scalar::id,
    trail::sha256,
    viewer::Viewer,
};

/// A key of one field of one request, with what it was sent for.
pub struct Key {
    principal: String,
    text: Arc<str>,
    place: String,
    digest: String,
    selection: String,
}

/// What was kept under a key.
pub enum Kept {
    /// The same was asked for: its answer.
    Answer(Vec<u8>),
    /// The same was done, and other fields of it are asked for now; with its place in the trail.
    Done(Done, i64),
}

impl Key {
    /// The key that the request was sent with, if any. Its place among the root fields tells apart the fields of one
    /// request, whatever they are called in the answer. The digest of a ballot leaves out the choices, that
    /// of a user the password, and every digest citizen ids: they could be guessed from it.
    pub fn of(
        viewer: &Viewer,
        action: Action,
        input: &Value,
        document: Document<'_>,
        fields: &[&Field],
    ) -> Option<Self> {
        let (key, who) = (viewer.idempotency_key.clone()?, viewer.principal.as_ref()?);
        let role = who.role;
        let principal = format!("{}|{}|{}|{}", who.subject, role.class.code(), role.duty.code(), who.unit);
        let digest = match (action, input) {
            (Action::CastBallot | Action::RecordWrittenBallot, Value::Object(map)) => {
                let open = map.iter().filter(|(name, _)| *name != "choices");
                sha256(format!("{}|{:?}", action.code(), open.collect::<Vec<_>>()).as_bytes())
            }
            (Action::CreateUser | Action::ResetPassword, Value::Object(map)) => {
                let open = map.iter().filter(|(name, _)| *name != "password");
                sha256(format!("{}|{:?}", action.code(), open.collect::<Vec<_>>()).as_bytes())
            }
            _ => sha256(format!("{}|{}", action.code(), without_citizen_ids(input)).as_bytes()),
        };
        let selection = sha256(document.text(fields).as_bytes());
        let place = document.nth(fields[0]).to_string();
        Some(Self { principal, text: key, place, digest, selection })
    }

    /// Claims the key, or finds what it was claimed for.
    pub async fn claim(&self, tx: &DatabaseTransaction, now: Instant) -> Result<Option<Kept>> {
        let row = idempotency_record::ActiveModel {
            principal: Set(self.principal.clone()),
            key: Set(self.text.to_string()),
            place: Set(self.place.clone()),
            digest: Set(self.digest.clone()),
            answer: Set(String::new()),
            created_at: Set(now),
        };
        let nothing = OnConflict::new().do_nothing().to_owned();
        let claimed = idempotency_record::Entity::insert(row).on_conflict(nothing).exec_without_returning(tx).await?;
        if claimed > 0 {
            return Ok(None);
        }
        let found = self.find(tx).await?;
        if found.digest == self.digest {
            return self.read(&found.answer).map(Some);
        }
        Err(Error::new(
            Code::IdempotencyKeyReused,
            "This Idempotency-Key was used before with other arguments; use a new one.",
            "Khóa Idempotency-Key này đã dùng cho nội dung khác; hãy dùng khóa mới.",
        ))
    }

    /// Keeps the answer for whoever comes again with the same key: the object's ID (of several, a star and all of them), the
    /// digest of what was selected and the place in the trail in the first line, the answer in the rest.
    pub async fn keep(&self, tx: &DatabaseTransaction, done: &Done, sequence: i64, answer: &[u8]) -> Result<()> {
        let print = |id: &Uuid| id::print(done.noun, *id);
        let objects = match &done.all {
            Some(all) => format!("*{}", all.iter().map(print).collect::<Vec<_>>().join(",")),
            None => print(&done.id),
        };
        let answer = String::from_utf8_lossy(answer);
        let row = idempotency_record::ActiveModel {
            principal: Unchanged(self.principal.clone()),
            key: Unchanged(self.text.to_string()),
            place: Unchanged(self.place.clone()),
            answer: Set(format!("{objects} {} {sequence}\n{answer}", self.selection)),
            ..Default::default()
        };
        row.update(tx).await?;
        Ok(())
    }

    fn read(&self, kept: &str) -> Result<Kept> {
        let (head, answer) = kept.split_once('\n').ok_or_else(Error::internal)?;
        let mut words = head.split(' ');
        let (objects, selection) = words.next().zip(words.next()).ok_or_else(Error::internal)?;
        if selection == self.selection {
            return Ok(Kept::Answer(answer.as_bytes().to_vec()));
        }
        let sequence = words.next().and_then(|text| text.parse().ok()).unwrap_or_default();
        let is_list = objects.starts_with('*');
        let objects = objects.trim_start_matches('*').split(',').map(id::parse).collect::<Result<Vec<_>>>()?;
        let noun = Nouns::get().noun(objects.first().map_or("", |(noun, _)| noun)).name;
        let done = Done::several(noun, objects.into_iter().map(|(_, id)| id).collect())?;
        Ok(Kept::Done(if is_list { done } else { Done::one(noun, done.id) }, sequence))
    }

    #[expect(clippy::disallowed_methods, reason = "by its whole primary key, of which the principal is a part")]
    async fn find(&self, tx: &impl ConnectionTrait) -> Result<idempotency_record::Model> {
        let key = (self.principal.clone(), self.text.to_string(), self.place.clone());
        idempotency_record::Entity::find_by_id(key).one(tx).await?.ok_or_else(Error::internal)
    }
}

/// An input without the citizen ids in it, which are few enough to be tried one by one.
fn without_citizen_ids(input: &Value) -> Value {
    match input {
        Value::Object(map) => {
            let open = map.iter().filter(|(name, _)| *name != "citizenId");
            Value::Object(open.map(|(name, value)| (name.clone(), without_citizen_ids(value))).collect())
        }
        Value::List(items) => Value::List(items.iter().map(without_citizen_ids).collect()),
        other => other.clone(),
    }
}

/// Forgets what was kept before an instant.
#[expect(clippy::disallowed_methods, reason = "kept answers are no record: what they answered is")]
pub async fn forget(database: &DatabaseConnection, before: Instant) -> Result<u64> {
    let old = idempotency_record::Column::CreatedAt.lt(before);
    let gone = idempotency_record::Entity::delete_many().filter(old).exec(database).await?;
    Ok(gone.rows_affected)
}
