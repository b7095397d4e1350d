//! Rows for a write: under the viewer's scope, locked, at the version that the caller expects.

#![expect(
    clippy::disallowed_methods,
    reason = "the one place where a write finds rows; each finder adds the scope or says why not"
)]

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, QueryFilter, QuerySelect, Select, sea_query::Expr};
use uuid::Uuid;

use super::{Before, Table, Versioned, Write};
use crate::error::{Code, Error, Result};

impl Before {
    /// The row of a key that the viewer can see, as it is before the transaction.
    pub async fn see<E: Table>(&self, id: Uuid) -> Result<Option<E::Model>> {
        let visible = E::visible(&self.viewer.scope).condition(E::TABLE);
        Ok(E::find_by_id(id).filter(visible).one(&self.database).await?)
    }
}

impl Write {
    /// The row of a key that the viewer can see, as it is: for what a write refers to and leaves alone.
    pub async fn see<E: Table>(&self, id: Uuid) -> Result<E::Model> {
        self.visible::<E>(id).one(&self.tx).await?.ok_or_else(Error::not_found)
    }

    /// The row of a key that the viewer can see, locked until the transaction ends: for what a write changes.
    pub async fn fetch<E: Table>(&self, id: Uuid) -> Result<E::Model> {
        let query = match self.tx.get_database_backend() {
            DbBackend::Postgres => self.visible::<E>(id).lock_exclusive(),
            _ => self.visible::<E>(id), // SQLite's writer is alone
        };
        query.one(&self.tx).await?.ok_or_else(Error::not_found)
    }

    fn visible<E: Table>(&self, id: Uuid) -> Select<E> {
        E::find_by_id(id).filter(E::visible(&self.viewer.scope).condition(E::TABLE))
    }

    /// The same, at the version that the caller read.
    pub async fn fetch_at<E: Versioned>(&self, id: Uuid, expected: Option<i32>) -> Result<E::Model> {
        let row = self.fetch::<E>(id).await?;
        let current = E::version(&row);
        match expected {
            Some(expected) if i64::from(expected) != current => Err(Error::new(
                Code::Conflict,
                format!("This has changed since you read it: it is at version {current}, you expected {expected}."),
                format!("Dữ liệu đã thay đổi: phiên bản hiện tại là {current}, bạn gửi phiên bản {expected}."),
            )
            .with("currentVersion", current)),
            _ => Ok(row),
        }
    }

    /// The rows that the viewer can see and that meet a condition.
    pub async fn seen<E: Table>(&self, condition: impl Into<Expr>) -> Result<Vec<E::Model>> {
        let condition = Condition::all().add(condition.into()).add(E::visible(&self.viewer.scope).condition(E::TABLE));
        Ok(E::find().filter(condition).all(&self.tx).await?)
    }

    /// The rows that meet a condition of the law itself, whoever asks: what is found is never shown.
    pub async fn every<E: Table>(&self, condition: impl Into<Expr>) -> Result<Vec<E::Model>> {
        let condition = Condition::all().add(condition.into());
        Ok(E::find().filter(condition).all(&self.tx).await?)
    }

    /// The first such row.
    pub async fn any<E: Table>(&self, condition: impl Into<Expr>) -> Result<Option<E::Model>> {
        let condition = Condition::all().add(condition.into());
        Ok(E::find().filter(condition).one(&self.tx).await?)
    }

    /// The rows whose column is that key.
    pub async fn of<E: Table>(&self, column: E::Column, id: Uuid) -> Result<Vec<E::Model>> {
        self.every::<E>(column.eq(id)).await
    }
}
