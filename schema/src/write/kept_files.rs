//! Which stored files are somebody's, so that the others can be forgotten.

#![expect(
    clippy::disallowed_methods,
    reason = "file names alone, for whoever keeps the files; nothing is shown to anybody"
)]

use entity::{
    Instant, attachment,
    export::{self, ExportState},
    upload_slot,
};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, ExprTrait, QueryFilter};
use uuid::Uuid;

use crate::error::Result;

/// Slots in one statement: well below what a statement can bind on either database.
const BATCH: usize = 500;

/// Exports whose file is there, or may come.
const EXPORTED: [ExportState; 3] = [ExportState::Queued, ExportState::Running, ExportState::Ready];

/// Those of these files that an attachment, an open slot or an export holds.
pub async fn held_files(database: &DatabaseConnection, files: &[Uuid]) -> Result<Vec<Uuid>> {
    let ids = || files.iter().copied();
    let attached = attachment::Entity::find().filter(attachment::Column::FileId.is_in(ids())).all(database).await?;
    let slots = upload_slot::Entity::find().filter(upload_slot::Column::FileId.is_in(ids())).all(database).await?;
    let exported = export::Column::FileId.is_in(ids()).and(export::Column::State.is_in(EXPORTED));
    let exports = export::Entity::find().filter(exported).all(database).await?;
    let held = attached.into_iter().map(|row| row.file_id).chain(slots.into_iter().map(|row| row.file_id));
    Ok(held.chain(exports.into_iter().map(|row| row.file_id)).collect())
}

/// Forgets the slots that ended before an instant, and says which files they were for.
pub async fn end_slots(database: &DatabaseConnection, before: Instant) -> Result<Vec<Uuid>> {
    let ended = upload_slot::Column::ExpiresAt.lt(before);
    let slots = upload_slot::Entity::find().filter(ended.clone()).all(database).await?;
    let mut gone = Vec::with_capacity(slots.len());
    for some in slots.chunks(BATCH) {
        let these = upload_slot::Column::Id.is_in(some.iter().map(|slot| slot.id));
        upload_slot::Entity::delete_many().filter(these).exec(database).await?;
        // One that was completed in this moment is an attachment's by now.
        let files: Vec<Uuid> = some.iter().map(|slot| slot.file_id).collect();
        let held = held_files(database, &files).await?;
        gone.extend(files.into_iter().filter(|file| !held.contains(file)));
    }
    Ok(gone)
}
