//! Points in a write to which it can go back, with everything that was written and noted since.

use sea_orm::{DatabaseTransaction, TransactionTrait as _};

use super::Write;
use crate::error::{Error, Result};

/// A point in a write: a savepoint, and how much was noted before.
#[must_use]
pub struct Point {
    savepoint: DatabaseTransaction,
    noted: (usize, usize),
}

impl Write {
    /// Marks where it is. What is written from now on is within the savepoint, whichever transaction it is written by.
    pub async fn mark(&self) -> Result<Point> {
        let noted = self.noted.lock().map_err(|_poisoned| Error::internal())?.count();
        Ok(Point { savepoint: self.tx.begin().await?, noted })
    }

    /// Keeps what was written since, for as long as the transaction does.
    pub async fn keep(&self, point: Point) -> Result<()> {
        Ok(point.savepoint.commit().await?)
    }

    /// Goes back: nothing was written since, and nothing noted.
    pub async fn undo(&self, point: Point) -> Result<()> {
        self.noted.lock().map_err(|_poisoned| Error::internal())?.forget_since(point.noted);
        Ok(point.savepoint.rollback().await?)
    }
}
