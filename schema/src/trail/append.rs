//! The one place where entries enter the trail: numbered, chained, signed and written, as the last step of a transaction.

#![expect(clippy::disallowed_methods, reason = "the chain is made of all entries, whoever may see them")]

use entity::audit_entry::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};

use super::{
    Receipt, Signer,
    canonical::{self, GENESIS, sha256},
};
use crate::error::{Error, Result};

/// The name of the lock on `PostgreSQL`: "thidua" in ASCII.
const LOCK: i64 = 0x7468_6964_7561;

/// Entries in one statement: well below what a statement can bind on either database.
const AT_ONCE: usize = 500;

/// Begins a transaction that writes. On `SQLite` it takes the writer's turn at once.
pub async fn begin(database: &DatabaseConnection) -> Result<DatabaseTransaction> {
    let options =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    Ok(database.begin_with_options(options).await?)
}

/// Appends entries, and says what they have become. From here to the end of the transaction nobody else appends, so
/// it comes last.
pub async fn append(tx: &DatabaseTransaction, signer: &dyn Signer, entries: Vec<Model>) -> Result<Vec<Model>> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock =
            Statement::from_sql_and_values(DbBackend::Postgres, "select pg_advisory_xact_lock($1)", [LOCK.into()]);
        tx.execute_raw(lock).await?;
    }
    let (mut sequence, mut previous) = last(tx).await?;
    let mut sealed = Vec::with_capacity(entries.len());
    for mut entry in entries {
        sequence += 1;
        entry.seq = sequence;
        let digest = sha256(canonical::entry(&entry, &previous).as_bytes());
        let signature = signer.sign(&canonical::seal(sequence, &digest)).ok_or_else(|| {
            tracing::error!(key_id = signer.key_id(), "the key of the trail cannot sign");
            Error::internal()
        })?;
        entry.previous = Some(std::mem::replace(&mut previous, digest.clone()));
        entry.digest = Some(digest);
        entry.signature = Some(signature);
        entry.key_id = Some(signer.key_id().to_owned());
        sealed.push(entry);
    }
    for some in sealed.chunks(AT_ONCE) {
        let rows = some.iter().map(|entry| entry.clone().into_active_model().reset_all());
        Entity::insert_many::<ActiveModel, _>(rows).exec_without_returning(tx).await?;
    }
    Ok(sealed)
}

/// Sequence and digest of the last entry.
async fn last(tx: &DatabaseTransaction) -> Result<(i64, String)> {
    let last: Option<(i64, Option<String>)> = Entity::find()
        .select_only()
        .columns([Column::Seq, Column::Digest])
        .order_by_desc(Column::Seq)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(match last {
        None => (0, GENESIS.to_owned()),
        Some((sequence, Some(digest))) => (sequence, digest),
        Some((sequence, None)) => (sequence, unchained(tx).await?),
    })
}

/// The digest of the last entry where none is kept with it: entries from before there was a chain, which the next one
/// covers. Computed once in the life of such a database.
async fn unchained(tx: &DatabaseTransaction) -> Result<String> {
    let (mut previous, mut after) = (GENESIS.to_owned(), 0);
    loop {
        let page = page(tx, after).await?;
        for entry in &page {
            previous = match &entry.digest {
                Some(digest) => digest.clone(),
                None => sha256(canonical::entry(entry, &previous).as_bytes()),
            };
            after = entry.seq;
        }
        if page.is_empty() {
            return Ok(previous);
        }
    }
}

/// The entries that follow a sequence: some, in their order; none at the end.
pub async fn page(connection: &impl ConnectionTrait, after: i64) -> Result<Vec<Model>> {
    let page = Entity::find().filter(Column::Seq.gt(after)).order_by_asc(Column::Seq).limit(AT_ONCE as u64);
    Ok(page.all(connection).await?)
}

/// The receipt of the entry at a place; none if there is no sealed one.
pub async fn receipt(tx: &DatabaseTransaction, sequence: i64) -> Result<Option<Receipt>> {
    let entry = Entity::find_by_id(sequence).one(tx).await?;
    Ok(entry.as_ref().and_then(Receipt::of))
}
