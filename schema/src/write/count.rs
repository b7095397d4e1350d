//! Counts of rows under the viewer's scope, for figures that a write keeps.

use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, Query},
};

use super::{Table, Write};
use crate::{
    declare::Need,
    error::Result,
    plan::{self, Cell},
};

impl Write {
    /// How many rows that the viewer sees meet a condition, for each set of keys: the keys in their order, then the count. In
    /// the SQL of a key `{t}` stands for the row and each `{}` for the day of the request.
    pub async fn counts<E: Table, T>(
        &self,
        keys: &[Need],
        which: Expr,
        read: impl FnMut(&[Cell<'_>]) -> T,
    ) -> Result<Vec<T>> {
        let today = format!("'{}'", self.viewer.now.date_in_vietnam());
        let mut select = Query::select();
        for (place, key) in (1..).zip(keys) {
            select.expr(Expr::cust(key.sql.replace("{t}", E::TABLE).replace("{}", &today)));
            select.add_group_by([Expr::cust(format!("{place}"))]);
        }
        select
            .expr(Expr::cust("count(*)"))
            .from(E::default())
            .cond_where(E::visible(&self.viewer.scope).condition(E::TABLE))
            .and_where(which);
        let statement = self.tx.get_database_backend().build(&select);
        let scalars: Vec<_> = keys.iter().map(|key| key.scalar).chain([crate::declare::Scalar::Long]).collect();
        plan::rows(&self.tx, statement, &scalars, read).await
    }
}
