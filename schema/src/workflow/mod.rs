//! Which state follows which: one machine a file, pure tables with their guards, no query and no GraphQL.

pub mod attachment;
pub mod campaign;
pub mod consolidation;
pub mod consultation;
pub mod dossier;
pub mod exemplar;
pub mod feedback;
pub mod guidance;
pub mod inspection;
pub mod nomination;
pub mod obligation;
pub mod project;
pub mod report;
pub mod score_sheet;
pub mod scoring_scheme;
pub mod session;
pub mod unit_plan;

use entity::Codes;
use uuid::Uuid;

use crate::{
    error::{Code, Error, Result},
    policy::{self, Action},
    viewer::Viewer,
};

/// The life of a noun: its states, the verbs between them, and what must hold.
pub trait Life {
    /// The states.
    type State: Codes + PartialEq + std::fmt::Debug;
    /// What a decision needs to know of the object, beside who asks and when.
    type Facts: Send;

    /// Every state.
    const STATES: &'static [Self::State];
    /// Every verb of this life.
    const ACTIONS: &'static [Action];

    /// The state that a verb leads to from a state, if it leads anywhere. Some verbs have another outcome that only
    /// the deed itself decides; this is the one it is said for.
    fn next(state: Self::State, action: Action) -> Option<Self::State>;
    /// The present state.
    fn state(facts: &Self::Facts) -> Self::State;
    /// The unit that the object belongs to.
    fn owner(facts: &Self::Facts) -> Uuid;
    /// Whose object it is to the law of a verb: the unit's, or the cluster's for verbs of those who lead one.
    fn holder(_: Action, facts: &Self::Facts) -> Uuid {
        Self::owner(facts)
    }
    /// The code of the refusal of a verb that leads nowhere from a state.
    fn stuck(_: Self::State) -> Code {
        Code::InvalidTransition
    }
    /// What else must hold for a verb.
    fn guard(viewer: &Viewer, action: Action, facts: &Self::Facts) -> Result<()>;
}

/// Whether the viewer may say the verb now: the state it leads to, or the rule that stands against it.
pub fn decide<L: Life>(viewer: &Viewer, action: Action, facts: &L::Facts) -> Result<L::State> {
    policy::permit(viewer, action, Some(L::holder(action, facts)))?;
    let state = L::state(facts);
    let next = L::next(state, action).ok_or_else(|| no_way::<L>(state, action))?;
    L::guard(viewer, action, facts)?;
    Ok(next)
}

fn no_way<L: Life>(state: L::State, action: Action) -> Error {
    let open: Vec<&str> =
        L::ACTIONS.iter().filter(|action| L::next(state, **action).is_some()).map(|action| action.code()).collect();
    let (code, verb) = (state.code(), action.code());
    Error::new(
        L::stuck(state),
        format!("{verb} leads nowhere from {code}."),
        format!("Không thể thực hiện {verb} ở trạng thái {code}."),
    )
    .with("state", code)
    .with("possibleActions", open)
}

/// A refusal by a guard.
fn refuse(code: Code, en: &str, vi: &str) -> Result<()> {
    Err(Error::new(code, en, vi))
}

/// Holds, or refuses.
fn require(holds: bool, code: Code, en: &str, vi: &str) -> Result<()> {
    if holds { Ok(()) } else { refuse(code, en, vi) }
}

/// Whoever wrote it does not decide on it.
fn not_the_author(viewer: &Viewer, author: &str) -> Result<()> {
    require(
        viewer.subject() != author,
        Code::SeparationOfDuties,
        "Whoever wrote this may not decide on it.",
        "Người lập không được xét duyệt, thẩm định nội dung do mình lập.",
    )
}

/// A reason that must be given, trimmed.
pub fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    require(!text.is_empty(), Code::ReasonRequired, "A reason must be given.", "Phải nêu lý do.")?;
    Ok(text.to_owned())
}
