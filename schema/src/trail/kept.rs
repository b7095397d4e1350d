//! What is done or refused in an open ballot: kept aside, signed, and put in the trail when the session is over.
//!
//! In the chain a vote would be seen at once: not by its entry, which could be hidden, but by the place that it takes, which cannot
//! without breaking the chain. Receipts, published heads and the auditor's own list would all tell that somebody had just voted.
//! So it waits outside, as append-only as the trail itself, with the time at which it was done. Its signature is the voter's receipt,
//! and the roll says how many there have to be.

#![expect(clippy::disallowed_methods, reason = "what is kept is read by nobody, but for the trail")]

use entity::{
    audit_entry,
    council_session::{self, SessionState},
    kept_entry::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Set, Statement,
};
use uuid::Uuid;

use super::{
    Deed, Keys, Receipt, Signer, append, begin,
    canonical::{self, GENESIS, sha256},
};
use crate::{
    Inner,
    error::{Error, Result},
};

/// Keeps an entry aside, and says what it is signed as: with no place in the trail, and with nothing before it.
pub async fn keep(
    tx: &DatabaseTransaction,
    signer: &dyn Signer,
    session: Uuid,
    entry: audit_entry::Model,
) -> Result<audit_entry::Model> {
    let text = canonical::entry(&entry, GENESIS);
    let digest = sha256(text.as_bytes());
    let signature = signer.sign(&canonical::seal(entry.seq, &digest)).ok_or_else(|| {
        tracing::error!(key_id = signer.key_id(), "the key of the trail cannot sign");
        Error::internal()
    })?;
    let row = ActiveModel {
        id: Set(entry.id),
        session_id: Set(session),
        result: Set(entry.result.clone()),
        entry: Set(text),
        digest: Set(digest.clone()),
        signature: Set(signature.clone()),
        key_id: Set(signer.key_id().into()),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    let (previous, key_id) = (Some(GENESIS.to_owned()), Some(signer.key_id().to_owned()));
    Ok(audit_entry::Model { previous, digest: Some(digest), signature: Some(signature), key_id, ..entry })
}

/// What was kept of a session, in the order in which it was done.
pub async fn of_session(tx: &DatabaseTransaction, session: Uuid) -> Result<Vec<audit_entry::Model>> {
    let kept = Entity::find().filter(Column::SessionId.eq(session)).order_by_asc(Column::Id).all(tx).await?;
    kept.iter().map(|row| read(&row.entry).ok_or_else(Error::internal)).collect()
}

/// Puts in the trail that somebody was refused in a ballot: kept aside while it is open, so that nothing tells who has voted.
pub async fn refuse(inner: &Inner, session: Uuid, deed: Deed) -> Result<()> {
    let tx = begin(&inner.database.write).await?;
    let found = council_session::Entity::find_by_id(session);
    let found = match tx.get_database_backend() {
        DbBackend::Postgres => found.lock_shared(),
        _ => found, // SQLite's writer is alone
    };
    let is_open = found.one(&tx).await?.is_some_and(|session| session.state == SessionState::Open);
    if is_open {
        keep(&tx, inner.signer.as_ref(), session, deed.entry()).await?;
    } else {
        append(&tx, inner.signer.as_ref(), vec![deed.entry()], Vec::new()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Sessions whose roll has another number of votes than are kept or in the trail.
const MISCOUNTED: &str = "select s.id from council_session s where \
    (select count(*) from voter_roll r where r.session_id = s.id and r.has_voted) <> \
    (select count(*) from (\
        select k.id from kept_entry k where k.session_id = s.id and k.result = 'DONE' union \
        select e.id from audit_entry e where e.object_id = s.id and e.result = 'DONE' \
            and e.action in ('castBallot', 'recordWrittenBallot')) v) \
    order by s.id";

/// What is kept of sessions that are over, and is not in the trail.
const LOST: &str = "select k.id from kept_entry k join council_session s on s.id = k.session_id \
    where s.state in ('CLOSED', 'CANCELLED') and not exists (select 1 from audit_entry e where e.id = k.id) order by k.id";

/// What is wrong with what is kept, in words: each by itself, and all of it beside the roll and the trail.
pub async fn faults(database: &DatabaseConnection, keys: &dyn Keys, receipts: &[Receipt]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut after = Uuid::nil();
    loop {
        let page = Entity::find().filter(Column::Id.gt(after)).order_by_asc(Column::Id).limit(500);
        let page = page.all(database).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for row in &page {
            if let Some(why) = fault(row, keys) {
                faults.push(format!("kept {}: {why}", row.id));
            }
        }
    }
    for session in keys_of(database, MISCOUNTED).await? {
        faults
            .push(format!("kept: removed or inserted: the roll of the session {session} has another number of votes"));
    }
    for id in keys_of(database, LOST).await? {
        faults.push(format!("kept {id}: its session is over, and it is not in the trail"));
    }
    for receipt in receipts.iter().filter(|receipt| receipt.sequence == 0) {
        let id = read(&receipt.entry).map(|entry| entry.id).unwrap_or_default();
        if Entity::find_by_id(id).one(database).await?.is_none() {
            faults.push(format!("kept {id}: removed: a receipt has it"));
        }
    }
    Ok(faults)
}

fn fault(row: &Model, keys: &dyn Keys) -> Option<&'static str> {
    if sha256(row.entry.as_bytes()) != row.digest {
        return Some("was edited: it does not have its digest");
    }
    let Some(entry) = read(&row.entry) else { return Some("is no entry") };
    if keys.is_signed(&row.key_id, &canonical::seal(0, &row.digest), &row.signature) != Some(true) {
        return Some("was inserted or edited: it is not signed by the server's key");
    }
    (entry.id != row.id || entry.result != row.result).then_some("was swapped: its entry is another one")
}

/// The entry that a kept text tells of.
fn read(text: &str) -> Option<audit_entry::Model> {
    canonical::read(text).map(|(entry, _)| entry)
}

async fn keys_of(database: &DatabaseConnection, sql: &str) -> Result<Vec<Uuid>> {
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<std::result::Result<_, _>>()?)
}
