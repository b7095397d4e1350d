//! The one place where entries enter the trail: numbered, chained, signed and written, as the last step of a transaction.

#![expect(clippy::disallowed_methods, reason = "the chain is made of all entries, whoever may see them")]

use entity::{
    audit_entry::{ActiveModel, Column, Entity, Model},
    event,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
    sea_query::{CommonTableExpression, WithClause},
};

use super::{
    Receipt, Signer,
    canonical::{self, GENESIS, sha256},
};
use crate::error::{Error, Result};

/// Entries, or events, in one statement: well below what a statement can bind on either database.
const AT_ONCE: usize = 500;

/// Begins a transaction that writes. On `SQLite` it takes the writer's turn at once.
pub async fn begin(database: &DatabaseConnection) -> Result<DatabaseTransaction> {
    let options =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    Ok(database.begin_with_options(options).await?)
}

/// Appends entries and the events that they tell of, and says what the entries have become. From here to the end of the
/// transaction nobody else appends, so it comes last.
pub async fn append(
    tx: &DatabaseTransaction,
    signer: &dyn Signer,
    entries: Vec<Model>,
    events: Vec<event::ActiveModel>,
) -> Result<Vec<Model>> {
    let (mut sequence, mut previous) = take(tx).await?;
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
    write(tx, &sealed, events).await?;
    Ok(sealed)
}

/// Takes the end of the trail until the transaction ends: sequence and digest of the last entry. On `PostgreSQL` others may be
/// waiting, so a function there locks and looks in one go; the one writer of `SQLite` is alone.
async fn take(tx: &DatabaseTransaction) -> Result<(i64, String)> {
    let last: Option<(i64, Option<String>)> = if tx.get_database_backend() == DbBackend::Postgres {
        let take = Statement::from_string(DbBackend::Postgres, "select seq, digest from take_trail()");
        let row = tx.query_one_raw(take).await?;
        row.map(|row| Ok::<_, DbErr>((row.try_get("", "seq")?, row.try_get("", "digest")?))).transpose()?
    } else {
        let last = Entity::find().select_only().columns([Column::Seq, Column::Digest]).order_by_desc(Column::Seq);
        last.into_tuple().one(tx).await?
    };
    Ok(match last {
        None => (0, GENESIS.to_owned()),
        Some((sequence, Some(digest))) => (sequence, digest),
        Some((sequence, None)) => (sequence, unchained(tx).await?),
    })
}

/// Writes entries and events; the few of an ordinary write go to `PostgreSQL` in one statement, since others wait for it.
async fn write(tx: &DatabaseTransaction, entries: &[Model], events: Vec<event::ActiveModel>) -> Result<()> {
    let insert = |some: &[Model]| {
        let rows = some.iter().map(|entry| entry.clone().into_active_model().reset_all());
        Entity::insert_many::<ActiveModel, _>(rows)
    };
    let is_ordinary = !events.is_empty() && entries.len().max(events.len()) <= AT_ONCE;
    if is_ordinary && tx.get_database_backend() == DbBackend::Postgres {
        let happened = event::Entity::insert_many(events).into_query();
        let happened = CommonTableExpression::new().table_name("happened").query(happened).to_owned();
        tx.execute(&insert(entries).into_query().with(WithClause::new().cte(happened).to_owned())).await?;
        return Ok(());
    }
    for some in entries.chunks(AT_ONCE) {
        insert(some).exec_without_returning(tx).await?;
    }
    for some in events.chunks(AT_ONCE) {
        event::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
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
