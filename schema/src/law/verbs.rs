//! The verbs: who may say each, on whose objects, and from which states it leads on.

use std::sync::LazyLock;

use entity::Codes;

use super::codes;
use crate::{
    policy::{Action, Relation, Tie, law},
    root,
    workflow::{
        Life, campaign::Campaign, consolidation::Consolidation, consultation::Consultation, dossier::Dossier,
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
            let roles = codes(|role| law.who.includes(role));
            Verb { action, noun, roles, on: law.on, states: states(action) }
        };
        root::verbs().map(verb).collect()
    });
    &VERBS
}

/// The states of the life that has this verb, from which it leads on.
fn states(action: Action) -> Option<Vec<&'static str>> {
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
    lives.iter().find_map(|states| states(action))
}

fn of<L: Life>(action: Action) -> Option<Vec<&'static str>> {
    let leads_on = |state: &&L::State| L::next(**state, action).is_some();
    L::ACTIONS.contains(&action).then(|| L::STATES.iter().filter(leads_on).map(|state| state.code()).collect())
}
