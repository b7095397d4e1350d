//! What is written beside the row: its version, its audit entry, its event; and refusals, after the fact.

use entity::{audit_entry, council_session, event};
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, EntityTrait, IdenStatic, Iterable, ModelTrait, NotSet, QueryOrder, Set, Value,
};
use uuid::Uuid;

use super::{Table, Versioned, Write};
use crate::{
    Inner,
    error::{Code, Error, Result},
    policy::Action,
    scalar::id::{self, Named},
    trail::{self, Deed},
    viewer::Viewer,
};

impl Write {
    /// Writes a new row with its audit entry and event.
    pub async fn insert<E: Versioned>(&self, mut row: E::ActiveModel) -> Result<E::Model> {
        E::set_key(&mut row, Uuid::now_v7());
        E::stamp(&mut row, 1, self.viewer.now);
        let model = row.insert(&self.tx).await?;
        self.record::<E>(None, &model).await?;
        Ok(model)
    }

    /// Writes a changed row with its next version, its audit entry and event.
    pub async fn update<E: Versioned>(&self, before: &E::Model, mut row: E::ActiveModel) -> Result<E::Model> {
        E::stamp(&mut row, E::version(before) + 1, self.viewer.now);
        let model = row.update(&self.tx).await?;
        self.record::<E>(Some(before), &model).await?;
        Ok(model)
    }

    /// Writes a part of a row that has an audit entry of its own.
    pub async fn attach<E: Table>(&self, mut row: E::ActiveModel) -> Result<E::Model> {
        E::set_key(&mut row, Uuid::now_v7());
        Ok(row.insert(&self.tx).await?)
    }

    /// Writes many such parts at once.
    pub async fn attach_all<E: Table>(&self, rows: Vec<E::ActiveModel>) -> Result<()> {
        let keyed = |mut row: E::ActiveModel| {
            E::set_key(&mut row, Uuid::now_v7());
            row
        };
        let rows: Vec<_> = rows.into_iter().map(keyed).collect();
        for some in rows.chunks(500) {
            E::insert_many(some.to_vec()).exec_without_returning(&self.tx).await?;
        }
        Ok(())
    }

    async fn record<E: Versioned>(&self, before: Option<&E::Model>, after: &E::Model) -> Result<()> {
        let (id, owner) = (E::key(after), self.owner::<E>(after).await?);
        let entry = audit_entry::Model {
            campaign_id: key_of::<E>(after, "campaign_id"),
            before_digest: before.map(trail::row::<E>),
            after_digest: Some(trail::row::<E>(after)),
            ..self.deed().on(E::NOUN, id).of_unit(owner).fields(changed::<E>(before, after)).entry()
        };
        let happened = event::ActiveModel {
            seq: NotSet,
            at: Set(self.viewer.now),
            kind: Set(self.action.code().into()),
            noun: Set(E::NOUN.into()),
            object_id: Set(id),
            owner_unit_id: Set(owner),
            version: Set(E::version(after)),
            request_id: Set(self.viewer.request_id.to_string()),
        };
        self.note(entry, Some(happened))
    }

    /// Records an act on an object that its row does not tell of: an upload slot.
    pub fn record_act(&self, noun: &'static str, id: Uuid) -> Result<()> {
        self.note(self.deed().on(noun, id).entry(), None)
    }

    /// Records that somebody voted in a session, not how; it is kept aside until the session is over.
    pub fn record_vote(&self, session: Uuid) -> Result<()> {
        let entry = self.deed().on(council_session::Entity::NOUN, session).entry();
        self.noted.lock().map_err(|_poisoned| Error::internal())?.vote = Some((session, entry));
        Ok(())
    }

    /// Puts in the trail what was kept aside of a session that is over now.
    pub async fn record_kept(&self, session: Uuid) -> Result<()> {
        trail::kept_of(&self.tx, session).await?.into_iter().try_for_each(|entry| self.note(entry, None))
    }

    /// Records what the answer tells of other organisations' personal data, in the same transaction.
    pub fn note_reads(&self) -> Result<()> {
        self.viewer.reads.take(&self.viewer)?.into_iter().try_for_each(|deed| self.note(deed.entry(), None))
    }

    fn deed(&self) -> Deed {
        Deed::of(&self.viewer, self.action.code())
    }

    fn note(&self, entry: audit_entry::Model, event: Option<event::ActiveModel>) -> Result<()> {
        let mut noted = self.noted.lock().map_err(|_poisoned| Error::internal())?;
        noted.entries.push(entry);
        noted.events.extend(event);
        Ok(())
    }

    /// The unit that a row belongs to: its own unit, itself if it is one, or that of the project it is a part of.
    async fn owner<E: Table>(&self, row: &E::Model) -> Result<Option<Uuid>> {
        if E::NOUN == "Unit" {
            return Ok(Some(E::key(row)));
        }
        match (key_of::<E>(row, "unit_id"), key_of::<E>(row, "project_id")) {
            (None, Some(project)) => Ok(Some(self.see::<entity::project::Entity>(project).await?.unit_id)),
            (unit, _) => Ok(unit),
        }
    }

    /// Writes what was noted: events, and entries of the trail, of which it answers the one that tells of this object. After this
    /// nobody else writes until the transaction ends, so it comes last.
    pub async fn seal(&self, signer: &dyn trail::Signer, object: Uuid) -> Result<Option<audit_entry::Model>> {
        let noted = std::mem::take(&mut *self.noted.lock().map_err(|_poisoned| Error::internal())?);
        if let Some((session, entry)) = noted.vote {
            return trail::keep(&self.tx, signer, session, entry).await.map(Some);
        }
        if noted.entries.is_empty() {
            return Ok(None);
        }
        let mut sealed = trail::append(&self.tx, signer, noted.entries, noted.events).await?;
        let place = sealed.iter().rposition(|entry| entry.object_id == Some(object)).unwrap_or(sealed.len() - 1);
        Ok(Some(sealed.swap_remove(place)))
    }
}

/// What a write has noted so far, to be written at its end.
#[derive(Debug, Default)]
pub struct Noted {
    entries: Vec<audit_entry::Model>,
    events: Vec<event::ActiveModel>,
    /// A vote, which has no other entry beside it, and its session.
    vote: Option<(Uuid, audit_entry::Model)>,
}

impl Noted {
    /// How much there is: entries and events.
    pub fn count(&self) -> (usize, usize) {
        (self.entries.len(), self.events.len())
    }

    /// Forgets what came after.
    pub fn forget_since(&mut self, (entries, events): (usize, usize)) {
        self.entries.truncate(entries);
        self.events.truncate(events);
    }
}

/// Puts a refusal in the trail, apart from the transaction that was rolled back. That it could not be written is logged
/// and does not change the answer.
pub async fn refusal(inner: &Inner, viewer: &Viewer, action: Action, input: &async_graphql::Value, error: &Error) {
    if matches!(error.code, Code::Internal | Code::Timeout | Code::Overloaded) {
        return;
    }
    let deed = refused(viewer, action, input, error);
    let recorded = match ballot_of(action, input) {
        Some(session) => trail::refuse_vote(inner, session, deed.on(council_session::Entity::NOUN, session)).await,
        None => trail::record(inner, vec![deed]).await,
    };
    if let Err(error) = recorded {
        tracing::error!(%error, request_id = %viewer.request_id, "a refusal could not be recorded");
    }
}

/// That a verb was refused, on what, and with which fields.
pub fn refused(viewer: &Viewer, action: Action, input: &async_graphql::Value, error: &Error) -> Deed {
    let mut deed = Deed::of(viewer, action.code()).refused(error.code);
    if let async_graphql::Value::Object(map) = input {
        deed = deed.fields(map.keys().map(async_graphql::Name::as_str));
        // The noun is taken from the schema and not from the client.
        if let Some(async_graphql::Value::String(text)) = map.get("id")
            && let Ok((noun, id)) = id::parse(text)
            && let Some(noun) = crate::noun::Nouns::get().find(&noun)
        {
            deed = deed.on(noun.name, id);
        }
    }
    deed
}

/// The session that somebody would have voted in.
fn ballot_of(action: Action, input: &async_graphql::Value) -> Option<Uuid> {
    let async_graphql::Value::Object(map) = input else { return None };
    match (action, map.get("session")?) {
        (Action::CastBallot | Action::RecordWrittenBallot, async_graphql::Value::String(text)) => {
            let (noun, id) = id::parse(text).ok()?;
            (noun == council_session::Entity::NOUN).then_some(id)
        }
        _ => None,
    }
}

/// The key of the first entry, by which one database is told from another.
#[expect(clippy::disallowed_methods, reason = "a key alone, for whoever keeps the files")]
pub async fn first_entry(database: &DatabaseConnection) -> Result<Option<Uuid>> {
    let first = audit_entry::Entity::find().order_by_asc(audit_entry::Column::Seq).one(database).await?;
    Ok(first.map(|entry| entry.id))
}

/// The id of the request that made the first entry.
#[expect(clippy::disallowed_methods, reason = "a request id alone, for the start of the server")]
pub async fn first_request(database: &DatabaseConnection) -> Result<Option<String>> {
    let first = audit_entry::Entity::find().order_by_asc(audit_entry::Column::Seq).one(database).await?;
    Ok(first.map(|entry| entry.request_id))
}

/// The columns that differ; every column of a new row.
fn changed<E: Table>(before: Option<&E::Model>, after: &E::Model) -> Vec<&'static str> {
    let differs = |column: &E::Column| before.is_none_or(|before| before.get(*column) != after.get(*column));
    let names = E::Column::iter().filter(differs).map(|column| column.as_str());
    names.filter(|name| !matches!(*name, "version" | "updated_at")).collect()
}

fn key_of<E: Table>(model: &E::Model, name: &str) -> Option<Uuid> {
    let column = E::Column::iter().find(|column| column.as_str() == name)?;
    if let Value::Uuid(id) = model.get(column) { id } else { None }
}
