//! The bridge between a noun and its life: what facts a decision reads, and the verbs it publishes.

use entity::Codes;
use sea_orm::EntityTrait;
use serde_json::{Value as Json, json};

use crate::{
    declare::{Field, Need, computed},
    plan::Cell,
    viewer::Viewer,
    workflow::{Life, decide},
    write::Versioned,
};

/// A life whose facts come from one row of a table. Reads and writes ask for them through this one list.
pub trait Living: Life {
    /// The table.
    type Row: Versioned;

    /// Puts a row into a state.
    fn put(row: &mut <Self::Row as EntityTrait>::ActiveModel, state: Self::State);

    /// What is read of the row, in order.
    fn needs() -> Vec<Need>;
    /// The facts in what was read.
    fn read(cells: &[Cell<'_>]) -> Self::Facts;
}

/// `availableTransitions` of a noun with this life.
pub fn transitions<L: Living>() -> Field {
    computed(
        "availableTransitions",
        "[Transition!]!",
        L::needs(),
        available::<L>,
        "The verbs that lead on from the present state: which of them you may say now, and for the others which rule stands against it (các bước có thể thực hiện).",
    )
}

fn available<L: Living>(viewer: &Viewer, cells: &[Cell<'_>]) -> Json {
    let facts = L::read(cells);
    let verbs = L::ACTIONS.iter().filter_map(|action| Some((*action, L::next(L::state(&facts), *action)?)));
    let list = verbs.map(|(action, to)| match decide::<L>(viewer, action, &facts) {
        Ok(to) => json!({ "action": action.code(), "to": to.code(), "isAllowed": true, "code": null, "reason": null }),
        Err(error) => json!({ "action": action.code(), "to": to.code(), "isAllowed": false, "code": error.code.code(), "reason": error.message(viewer.language) }),
    });
    Json::Array(list.collect())
}

/// A code in a cell; the CHECK of its column knows the same codes, so the fallback is never met.
pub fn state<E: Codes>(cell: &Cell<'_>, fallback: E) -> E {
    cell.text().and_then(E::from_code).unwrap_or(fallback)
}
