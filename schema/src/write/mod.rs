//! Every write, in five beats: parse, fetch for the action, decide, write in one transaction, answer.

mod answer;
mod count;
mod early;
mod fetch;
mod idempotency;
mod kept_files;
mod mutation;
mod point;
mod record;
mod step;
mod table;

pub use early::{Before, Early};
pub use idempotency::forget;
pub use kept_files::{end_slots, held_files};
pub use mutation::Mutation;
pub use record::{first_entry, first_request};
pub use table::{Table, Versioned};

use std::sync::{Arc, Mutex};

use async_graphql::parser::types::Field;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::{
    CitizenKey, Inner,
    error::{Code, Error, Result},
    limits::{Limits, Price},
    noun::Nouns,
    plan::{Compiler, Document, facts},
    policy::{self, Action},
    prepare::Documents,
    trail::{self, Receipt},
    viewer::{Principal, Viewer},
    workflow::{Life, decide},
};

/// What a service has changed: the object that the payload shows, or the objects of one noun.
#[derive(Clone, Debug)]
pub struct Done {
    /// Its noun.
    pub noun: &'static str,
    /// Its key; of several the last one's, by which the receipt is found.
    pub id: Uuid,
    /// The keys of all, in their order, where the payload shows a list.
    pub all: Option<Vec<Uuid>>,
}

impl Done {
    /// One object.
    pub const fn one(noun: &'static str, id: Uuid) -> Self {
        Self { noun, id, all: None }
    }

    /// Several objects of one noun, at least one.
    pub fn several(noun: &'static str, all: Vec<Uuid>) -> Result<Self> {
        let id = *all.last().ok_or_else(Error::internal)?;
        Ok(Self { noun, id, all: Some(all) })
    }
}

/// A write in progress: one transaction, and who writes.
pub struct Write {
    /// The transaction.
    pub tx: DatabaseTransaction,
    /// Who writes, and when.
    pub viewer: Arc<Viewer>,
    /// What is being done.
    pub action: Action,
    /// What was made before the transaction.
    pub early: Early,
    /// The published schema, for whoever keeps a document to run it later.
    pub documents: Arc<Documents>,
    /// The limits.
    pub limits: Arc<Limits>,
    /// The key that citizen ids are hashed with.
    pub citizen_key: Option<CitizenKey>,
    /// What is to be written beside the rows, at the end.
    noted: Mutex<record::Noted>,
}

impl Write {
    async fn begin(inner: &Inner, viewer: Arc<Viewer>, action: Action, early: Early) -> Result<Self> {
        let tx = trail::begin(inner.database.writers.mine()?).await?;
        let (documents, limits) = (Arc::clone(&inner.documents), Arc::clone(&inner.limits));
        let citizen_key = inner.citizen_key.clone();
        Ok(Self { tx, viewer, action, early, documents, limits, citizen_key, noted: Mutex::default() })
    }

    /// Whoever writes has a token; `permit` has said so before any service asks.
    pub fn principal(&self) -> Result<&Principal> {
        self.viewer.principal.as_ref().ok_or_else(sign_in)
    }

    /// The subject, for `author` and the like.
    pub fn subject(&self) -> String {
        self.viewer.subject().to_owned()
    }

    /// The own unit.
    pub fn unit(&self) -> Result<Uuid> {
        Ok(self.principal()?.unit)
    }

    /// Whether the viewer may do this on an object of that unit.
    pub fn permit(&self, owner: Option<Uuid>) -> Result<()> {
        policy::permit(&self.viewer, self.action, owner)
    }

    /// What decisions on an object rest on, read in this transaction.
    pub async fn facts<L: crate::noun::Living>(&self, id: Uuid) -> Result<L::Facts> {
        facts(&self.tx, <L::Row as Table>::TABLE, &L::needs(), id, L::read).await
    }

    /// The state that this action leads an object to, or the rule that stands against it.
    pub async fn decide<L: crate::noun::Living>(&self, id: Uuid) -> Result<(L::State, L::Facts)> {
        let facts = self.facts::<L>(id).await?;
        let next = self.judge::<L>(&facts)?;
        Ok((next, facts))
    }

    /// The same, on facts already at hand.
    pub fn judge<L: Life>(&self, facts: &L::Facts) -> Result<L::State> {
        decide::<L>(&self.viewer, self.action, facts)
    }
}

/// What it costs to read the payload of a mutation. What cannot be planned is refused where it would be read.
pub fn price(inner: &Inner, mutation: &Mutation, document: Document<'_>, fields: &[&Field], viewer: &Viewer) -> Price {
    let noun = Nouns::get().noun(mutation.noun);
    // A list has an object for each file that came along.
    let nobody = |_| (noun.name.to_owned(), Uuid::nil());
    let several: Option<Vec<_>> = mutation.is_list.then(|| (0..viewer.uploads.len().max(1)).map(nobody).collect());
    let plan = |fields: Vec<&Field>| {
        let compiler = Compiler::new(document, viewer, &inner.limits);
        match &several {
            Some(several) => compiler.many(several, &fields),
            None => compiler.one(noun, Uuid::nil(), &fields),
        }
    };
    let is_object = |fields: &Vec<&Field>| !matches!(fields[0].name.node.as_str(), "__typename" | "receipt");
    let objects = document.below(fields, &|_| true).into_values().filter(is_object);
    objects.filter_map(|fields| Some(plan(fields).ok()?.price)).sum()
}

fn sign_in() -> Error {
    Error::new(Code::Unauthenticated, "Sign in first: this needs a token.", "Cần đăng nhập (token) để thực hiện.")
}

/// Runs a mutation: replays it if its key was used before, else does it, records it, and answers from inside the same
/// transaction, so that an answer exists for as long as its effect does.
pub async fn perform(
    inner: &Inner,
    mutation: &Mutation,
    document: Document<'_>,
    fields: &[&Field],
    viewer: Arc<Viewer>,
) -> Result<Vec<u8>> {
    let input = crate::plan::Args::new(document, fields[0]).get("input").unwrap_or_default();
    if viewer.principal.is_none() {
        let error = sign_in();
        // A stranger has no vote, so that it tells nothing of a ballot that it is in the trail at once.
        inner.refused(inner.strangers.admit(record::refused(&viewer, mutation.action, &input, &error))).await;
        return Err(error);
    }
    let outcome = attempt(inner, mutation, document, fields, input.clone(), &viewer).await;
    if let Err(error) = &outcome {
        record::refusal(inner, &viewer, mutation.action, &input, error).await;
    }
    let (answer, done) = outcome?;
    match done.map(|done| done.noun) {
        Some("Unit" | "Cluster" | "OrganisationChange" | "Import") => {
            inner.directory.reload(&inner.database.read, viewer.now.date_in_vietnam()).await?;
        }
        Some("User") => inner.sessions.forget(),
        Some("Export") => inner.exports.notify_one(),
        Some(_) | None => {}
    }
    Ok(answer)
}

async fn attempt(
    inner: &Inner,
    mutation: &Mutation,
    document: Document<'_>,
    fields: &[&Field],
    input: async_graphql::Value,
    viewer: &Arc<Viewer>,
) -> Result<(Vec<u8>, Option<Done>)> {
    if !policy::may(viewer, mutation.action) {
        policy::permit(viewer, mutation.action, None)?;
    }
    let key = idempotency::Key::of(viewer, mutation.action, &input, document, fields);
    let (database, limits) = (inner.database.read.clone(), Arc::clone(&inner.limits));
    let before = Before { database, viewer: Arc::clone(viewer), limits };
    let early = mutation.early(before, &input).await?;
    let mut write = Write::begin(inner, Arc::clone(viewer), mutation.action, early).await?;
    if let Some(key) = &key
        && let Some(kept) = key.claim(&write.tx, viewer.now).await?
    {
        let answer = match kept {
            idempotency::Kept::Answer(answer) => answer,
            idempotency::Kept::Done(done, sequence) => {
                let answer = write.answer(inner, document, fields, &done).await?;
                let receipt = trail::receipt(&write.tx, sequence).await?;
                answer.with(|| receipt)
            }
        };
        return Ok((answer, None));
    }
    let done = mutation.call(&mut write, input).await?;
    let signer = inner.signer.as_ref();
    // What can be answered before the trail is taken is answered before; the history of the object cannot.
    let (answer, entry) = if document.asks(fields, "history") {
        let entry = write.seal(signer, done.id).await?;
        (write.answer(inner, document, fields, &done).await?, entry)
    } else {
        let answer = write.answer(inner, document, fields, &done).await?;
        (answer, write.seal(signer, done.id).await?)
    };
    // What the answer tells of other organisations' people is in the trail with it.
    write.note_reads()?;
    write.seal(signer, done.id).await?;
    let answer = answer.with(|| entry.as_ref().and_then(Receipt::of));
    if let Some(key) = &key {
        key.keep(&write.tx, &done, entry.map_or(0, |entry| entry.seq), &answer).await?;
    }
    write.tx.commit().await?;
    // Whoever follows would see when each member votes.
    if !matches!(mutation.action, Action::CastBallot | Action::RecordWrittenBallot) {
        inner.changes.send_modify(|changes| *changes = changes.saturating_add(1));
    }
    Ok((answer, Some(done)))
}
