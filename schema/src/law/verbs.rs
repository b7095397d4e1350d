//! The verbs: who may say each, on whose objects, and from which states it leads on.

use std::sync::LazyLock;

use entity::Codes;

use super::codes;
use crate::{
    noun::Living,
    policy::{Action, Relation, Tie, allows, law, says},
    root,
    scalar::id::Named,
    workflow::{
        campaign::Campaign, consolidation::Consolidation, consultation::Consultation, dossier::Dossier,
        exemplar::Exemplar, feedback::Feedback, guidance::Guidance, inspection::Inspection, nomination::Nomination,
        obligation::Obligation, project::Project, report::Report, score_sheet::ScoreSheet,
        scoring_scheme::ScoringScheme, session::Session, unit_plan::UnitPlan,
    },
};

/// A verb as the law has it.
pub struct Verb {
    /// The action; its code is the mutation.
    pub action: Action,
    /// The noun it is said of.
    pub noun: &'static str,
    /// The roles that may say it.
    pub roles: Vec<String>,
    /// Those of them that say it on objects of their own unit alone, and not of those below it.
    pub own_unit_only: Vec<String>,
    /// On whose objects.
    pub on: Relation,
    /// From which states it leads on; none for a verb that does not depend on a state of its object.
    pub states: Option<Vec<&'static str>>,
}

impl Verb {
    /// `OWN`, `LED` or `ANY`.
    pub fn rule(&self) -> &'static str {
        match self.on {
            Relation::Own => "OWN",
            Relation::Led => "LED",
            Relation::Any => "ANY",
        }
    }

    /// The ties between units that it reaches over.
    pub fn ties(&self) -> Vec<&'static str> {
        Tie::ALL.iter().filter(|tie| self.on.reaches(**tie)).map(|tie| tie.code()).collect()
    }
}

/// Every verb, in the order of the plan.
pub fn verbs() -> &'static [Verb] {
    static VERBS: LazyLock<Vec<Verb>> = LazyLock::new(|| {
        let verb = |(action, noun)| {
            let law = law(action);
            let roles = codes(|role| says(role, action));
            let reaches = |role, tie| allows(role, action, tie);
            let own_unit_only = codes(|role| reaches(role, Tie::OwnUnit) && !reaches(role, Tie::Subtree));
            Verb { action, noun, roles, own_unit_only, on: law.on, states: states(action, noun) }
        };
        root::verbs().map(verb).collect()
    });
    &VERBS
}

/// The states from which a verb leads on, in the life of its noun; where that has no such verb, in the life that has: a
/// nomination is added to a dossier.
fn states(action: Action, noun: &str) -> Option<Vec<&'static str>> {
    let lives = [
        of::<Campaign>,
        of::<Guidance>,
        of::<Project>,
        of::<Obligation>,
        of::<Report>,
        of::<Consolidation>,
        of::<Dossier>,
        of::<Nomination>,
        of::<Session>,
        of::<Consultation>,
        of::<ScoringScheme>,
        of::<ScoreSheet>,
        of::<Feedback>,
        of::<Exemplar>,
        of::<UnitPlan>,
        of::<Inspection>,
    ];
    let with_verb = || lives.iter().filter_map(|life| life(action));
    let own = with_verb().find(|(of, _)| *of == noun);
    own.or_else(|| with_verb().next()).map(|(_, states)| states)
}

/// The noun of a life, and from which states a verb of it leads on.
fn of<L: Living>(action: Action) -> Option<(&'static str, Vec<&'static str>)> {
    let leads_on = |state: &&L::State| L::next(**state, action).is_some();
    let states = || L::STATES.iter().filter(leads_on).map(|state| state.code()).collect();
    L::ACTIONS.contains(&action).then(|| (<L::Row as Named>::NOUN, states()))
}
