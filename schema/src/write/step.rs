//! A step of a life: the row fetched for the verb, decided on, changed, and written with its new state.

use sea_orm::{EntityTrait, IntoActiveModel};

use super::{Done, Write};
use crate::{error::Result, noun::Living, scalar::id::Id, workflow::Life};

/// The row type of a life.
type Row<L> = <L as Living>::Row;

/// A verb that was decided on and is not written yet.
pub struct Step<L: Living> {
    /// The row as it was fetched.
    pub before: <Row<L> as EntityTrait>::Model,
    /// The row as it will be written; its state is the one that the verb leads to.
    pub row: <Row<L> as EntityTrait>::ActiveModel,
    /// What the decision rested on.
    pub facts: <L as Life>::Facts,
}

impl Write {
    /// Fetches a row for this action at the version the caller expects, and decides.
    pub async fn step<L: Living>(&self, id: Id<Row<L>>, expected: Option<i32>) -> Result<Step<L>> {
        let before = self.fetch_at::<Row<L>>(id.0, expected).await?;
        let (next, facts) = self.decide::<L>(id.0).await?;
        let mut row = before.clone().into_active_model();
        L::put(&mut row, next);
        Ok(Step { before, row, facts })
    }

    /// Writes the step.
    pub async fn take<L: Living>(&self, step: Step<L>) -> Result<Done> {
        let row = self.update::<Row<L>>(&step.before, step.row).await?;
        Ok(Done::one(<Row<L> as crate::scalar::id::Named>::NOUN, <Row<L> as super::Table>::key(&row)))
    }
}
