//! The lives as tables: in each state, each verb that leads on, and where to.

use std::fmt::Write as _;

use entity::Codes as _;
use schema::workflow::{
    Life, campaign::Campaign, consolidation::Consolidation, consultation::Consultation, dossier::Dossier,
    exemplar::Exemplar, feedback::Feedback, guidance::Guidance, nomination::Nomination, obligation::Obligation,
    project::Project, report::Report, score_sheet::ScoreSheet, scoring_scheme::ScoringScheme, session::Session,
};
use tests::snapshot;

#[test]
fn the_lives_are_the_committed_ones() {
    let lives = [
        life::<Campaign>("Campaign"),
        life::<Guidance>("Guidance"),
        life::<Project>("Project"),
        life::<Obligation>("ReportObligation"),
        life::<Report>("Report"),
        life::<Consolidation>("ConsolidatedReport"),
        life::<Feedback>("Feedback"),
        life::<Exemplar>("Exemplar"),
        life::<ScoringScheme>("ScoringScheme"),
        life::<ScoreSheet>("ScoreSheet"),
        life::<Dossier>("Dossier"),
        life::<Nomination>("Nomination"),
        life::<Consultation>("Consultation"),
        life::<Session>("CouncilSession"),
    ];
    let head = "Which state follows which. In each state, the verbs that lead on and the state they lead to; what else\n\
                must hold is said by the guards. A verb that can end otherwise (an appraisal, a vote) stands with the\n\
                state it is said for.\n";
    snapshot::check("tests/snapshots/workflow.txt", &format!("{head}\n{}", lives.join("\n")));
}

fn life<L: Life>(name: &str) -> String {
    let mut text = format!("{name}\n");
    for state in L::STATES {
        let ways: Vec<_> =
            L::ACTIONS.iter().filter_map(|action| Some((action.code(), L::next(*state, *action)?.code()))).collect();
        if ways.is_empty() {
            let _ = writeln!(text, "  {:<24}ends here", state.code());
        }
        for (index, (action, next)) in ways.into_iter().enumerate() {
            let from = if index == 0 { state.code() } else { "" };
            let _ = writeln!(text, "  {from:<24}{action:<24}{next}");
        }
    }
    text
}

#[test]
fn every_verb_of_a_life_leads_somewhere() {
    every_verb::<Campaign>();
    every_verb::<Guidance>();
    every_verb::<Project>();
    every_verb::<Obligation>();
    every_verb::<Report>();
    every_verb::<Consolidation>();
    every_verb::<Feedback>();
    every_verb::<Exemplar>();
    every_verb::<ScoringScheme>();
    every_verb::<ScoreSheet>();
    every_verb::<Dossier>();
    every_verb::<Nomination>();
    every_verb::<Consultation>();
    every_verb::<Session>();
}

fn every_verb<L: Life>() {
    for action in L::ACTIONS {
        assert!(L::STATES.iter().any(|state| L::next(*state, *action).is_some()), "{action:?} leads nowhere");
    }
}
