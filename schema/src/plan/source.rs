//! Where a statement is answered: in a transaction or a pool of sea-orm's, or by the short way to either database.

use std::future::Future;

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use tokio_postgres::Row;

use super::{
    cell::Fetched,
    sql::{Dialect, Sql},
};
use crate::{
    direct::Direct,
    error::Result,
    local::{Local, Packed},
};

/// Somewhere that statements are answered.
pub trait Source: Sync {
    /// A row of an answer.
    type Row: Fetched;

    /// An empty statement as it speaks.
    fn sql(&self) -> Sql;

    /// The rows of a statement.
    fn rows(&self, text: String, values: Vec<Value>) -> impl Future<Output = Result<Vec<Self::Row>>> + Send;
}

impl<C: ConnectionTrait> Source for C {
    type Row = QueryResult;

    fn sql(&self) -> Sql {
        Sql::new(self.get_database_backend().into())
    }

    async fn rows(&self, text: String, values: Vec<Value>) -> Result<Vec<QueryResult>> {
        let statement = Statement::from_sql_and_values(self.get_database_backend(), text, values);
        Ok(self.query_all_raw(statement).await?)
    }
}

impl Source for Direct {
    type Row = Row;

    fn sql(&self) -> Sql {
        Sql::new(Dialect::Postgres)
    }

    async fn rows(&self, text: String, values: Vec<Value>) -> Result<Vec<Row>> {
        Self::rows(self, text, values).await
    }
}

impl Source for Local {
    type Row = Packed;

    fn sql(&self) -> Sql {
        Sql::gathering()
    }

    async fn rows(&self, text: String, values: Vec<Value>) -> Result<Vec<Packed>> {
        Self::rows(self, text, values).await
    }
}
