//! The queue of exports: one is taken, tells how far it is, and ends; each end is in the trail with what was read and how much.

#![expect(
    clippy::disallowed_methods,
    reason = "for the server that writes exports; nothing is shown to anybody, and each step of a life is in the trail"
)]

use entity::{
    Instant, audit_entry,
    export::{ActiveModel, Column, Entity, ExportState, Model},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set, sea_query::Expr,
};
use uuid::Uuid;

use crate::{
    Inner,
    error::{Code, Error, Result},
    trail::{self, Deed},
    write::Versioned,
};

/// Microseconds without a word after which the server that writes an export is taken for dead.
const SILENCE: i64 = 60 * 1_000_000;

/// Takes the oldest export that waits. None where there is none, or another server was faster.
pub(super) async fn take(inner: &Inner, now: Instant) -> Result<Option<Model>> {
    let waits = Entity::find().filter(Column::State.eq(ExportState::Queued)).order_by_asc(Column::CreatedAt);
    let Some(row) = waits.one(&inner.database.write).await? else { return Ok(None) };
    let taken = Entity::update_many()
        .col_expr(Column::State, Expr::value(ExportState::Running.code()))
        .col_expr(Column::StartedAt, Expr::value(now.0))
        .col_expr(Column::HeardAt, Expr::value(now.0))
        .col_expr(Column::RowsDone, Expr::value(0_i64))
        .col_expr(Column::UpdatedAt, Expr::value(now.0))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(row.id).and(Column::State.eq(ExportState::Queued)))
        .exec(&inner.database.write)
        .await?;
    Ok((taken.rows_affected == 1).then_some(row))
}

/// Tells how far it is; false where it has been cancelled.
pub(super) async fn tell(inner: &Inner, id: Uuid, done: i64, total: Option<i64>, now: Instant) -> Result<bool> {
    let mut told = Entity::update_many()
        .col_expr(Column::RowsDone, Expr::value(done))
        .col_expr(Column::HeardAt, Expr::value(now.0));
    if let Some(total) = total {
        told = told.col_expr(Column::RowsTotal, Expr::value(total));
    }
    let running = Column::Id.eq(id).and(Column::State.eq(ExportState::Running));
    Ok(told.filter(running).exec(&inner.database.write).await?.rows_affected == 1)
}

/// Puts one that was being written back, for the next server.
pub(super) async fn put_back(inner: &Inner, id: Uuid) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(ExportState::Queued.code()))
        .filter(Column::Id.eq(id).and(Column::State.eq(ExportState::Running)))
        .exec(&inner.database.write)
        .await?;
    Ok(())
}

/// Ends one that is being written, with its entry in the trail and those of what it `told` of people; false where it has been
/// cancelled meanwhile.
pub(super) async fn end(
    inner: &Inner,
    id: Uuid,
    now: Instant,
    told: Vec<Deed>,
    change: impl FnOnce(&mut ActiveModel),
) -> Result<bool> {
    let tx = trail::begin(&inner.database.write).await?;
    // The lock that a step of a life takes: who cancels at this moment waits, or has been before.
    let lock = Entity::update_many()
        .col_expr(Column::HeardAt, Expr::value(now.0))
        .filter(Column::Id.eq(id).and(Column::State.eq(ExportState::Running)))
        .exec(&tx)
        .await?;
    let Some(before) = Entity::find_by_id(id).one(&tx).await?.filter(|_| lock.rows_affected == 1) else {
        return Ok(false);
    };
    let mut row = before.clone().into_active_model();
    row.finished_at = Set(Some(now));
    Entity::stamp(&mut row, before.version + 1, now);
    change(&mut row);
    let after = row.update(&tx).await?;
    let mut entries: Vec<_> = told.into_iter().map(Deed::entry).collect();
    entries.push(entry(&before, &after, now));
    trail::append(&tx, inner.signer.as_ref(), entries, Vec::new()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Who exported which columns of which list, and how many rows.
fn entry(before: &Model, after: &Model, now: Instant) -> audit_entry::Model {
    let about = format!("{} rows of {} as {}", after.rows_done, after.connection, after.format.code());
    let deed = Deed::by(&after.author, "finishExport", now, &after.id.hyphenated().to_string());
    let deed = deed.on("Export", after.id).of_unit(after.unit_id).for_purpose(&about);
    let deed = match after.failure_code.as_deref().and_then(Code::from_code) {
        Some(code) => deed.refused(code),
        None => deed,
    };
    audit_entry::Model {
        class: after.class.clone(),
        duty: after.duty.clone(),
        unit_id: after.unit_id,
        client: after.client.clone(),
        fields: after.columns.clone(),
        before_digest: Some(trail::row::<Entity>(before)),
        after_digest: Some(trail::row::<Entity>(after)),
        ..deed.entry()
    }
}

/// Ends those whose server has not been heard of for a while; says how many.
pub(super) async fn bury(inner: &Inner, now: Instant) -> Result<usize> {
    let silent = Column::State.eq(ExportState::Running).and(Column::HeardAt.lt(now.0 - SILENCE));
    let rows = Entity::find().filter(silent).all(&inner.database.write).await?;
    let mut buried = 0;
    for row in rows {
        buried += usize::from(end(inner, row.id, now, vec![], |row| fail(row, &interrupted())).await?);
    }
    Ok(buried)
}

/// Ends the life of files whose time is over; says which.
pub(super) async fn expire(database: &DatabaseConnection, now: Instant) -> Result<Vec<Uuid>> {
    let over = Column::State.eq(ExportState::Ready).and(Column::ExpiresAt.lte(now.0));
    let rows = Entity::find().filter(over).all(database).await?;
    for row in &rows {
        let mut next = row.clone().into_active_model();
        next.state = Set(ExportState::Expired);
        Entity::stamp(&mut next, row.version + 1, now);
        next.update(database).await?;
    }
    Ok(rows.into_iter().map(|row| row.file_id).collect())
}

/// The export that a stored file belongs to, if it is one's.
pub(super) async fn of_file(database: &DatabaseConnection, file: Uuid) -> Result<Option<Model>> {
    Ok(Entity::find().filter(Column::FileId.eq(file)).one(database).await?)
}

/// Marks a row as stopped by an error.
pub(super) fn fail(row: &mut ActiveModel, error: &Error) {
    row.state = Set(ExportState::Failed);
    row.failure_code = Set(Some(error.code.code().into()));
    row.failure_en = Set(Some(error.en.clone()));
    row.failure_vi = Set(Some(error.vi.clone()));
}

fn interrupted() -> Error {
    let (en, vi) = (
        "The server ended before the export was done; start it again.",
        "Máy chủ đã dừng trước khi kết xuất xong; hãy thực hiện lại.",
    );
    Error::new(Code::ExportInterrupted, en, vi)
}
