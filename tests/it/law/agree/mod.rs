//! The law has four forms: the engine, the `@auth` directives of the published schema, the committed table and the
//! `permissionMatrix`. Whatever class, duty, verb, relation and state, row and field: the four say the same.

mod rows;
mod said;

use std::{ops::Range, sync::Arc};

use entity::{Codes as _, Instant, Scope};
use proptest::{prelude::*, test_runner::TestRunner};
use schema::{
    declare::{Kind, Rule},
    policy::{Action, Tie, permit},
    tally::Tally,
    viewer::{Asked, Class, Duty, Language, Own, Principal, Role, Viewer},
    workflow::{
        Life, campaign::Campaign, consolidation::Consolidation, consultation::Consultation, dossier::Dossier,
        exemplar::Exemplar, feedback::Feedback, guidance::Guidance, inspection::Inspection, nomination::Nomination,
        obligation::Obligation, project::Project, report::Report, score_sheet::ScoreSheet,
        scoring_scheme::ScoringScheme, session::Session, unit_plan::UnitPlan,
    },
};
use tests::{App, both};
use uuid::Uuid;

use rows::{LED, MEMBER, OWN, RandomRow};
use said::Said;

both!(the_four_forms_agree_on_every_verb, the_four_forms_agree_on_rows, the_four_forms_agree_on_fields);

/// A unit below the own one, and one that is nothing to it.
const BELOW: Uuid = Uuid::from_u128(5);
const FOREIGN: Uuid = Uuid::from_u128(6);

/// Somebody of this role, in a unit that has one below it and leads a cluster; or the public.
fn viewer(role: Option<Role>) -> Viewer {
    let asked = Asked {
        language: Language::En,
        request_id: "agree".into(),
        now: Instant(0),
        idempotency_key: None,
        tally: Tally::default(),
    };
    let principal = role.map(|role| Principal {
        subject: "one".into(),
        role,
        unit: OWN,
        client: None,
        may_write: true,
        session: None,
        agency: None,
    });
    Viewer { scope: role.map_or_else(Scope::public, scope), ..Viewer::of(principal, &asked) }
}

fn scope(role: Role) -> Scope {
    let list = |keys: &[Uuid]| -> Arc<[Uuid]> { keys.into() };
    let (units, acting) = match role.own() {
        Own::Subtree => (list(&[OWN, BELOW]), list(&[OWN, BELOW])),
        Own::Unit => (list(&[OWN]), list(&[OWN])),
        Own::Inbox => (list(&[]), list(&[OWN])),
        Own::Nothing => (list(&[]), list(&[])),
    };
    Scope {
        sight: role.sight(),
        units,
        acting,
        led_clusters: list(&[LED]),
        led_members: list(&[MEMBER]),
        subject: "one".into(),
        honourees: role.class == Class::Agency,
    }
}

/// The owner of an object that the viewer's unit stands to like this.
const fn owner(tie: Tie) -> Uuid {
    match tie {
        Tie::OwnUnit => OWN,
        Tie::Subtree => BELOW,
        Tie::Cluster => LED,
        Tie::None => FOREIGN,
    }
}

/// Everybody who can ask: no token, and each role.
fn everybody() -> impl Iterator<Item = Option<Role>> {
    std::iter::once(None).chain(Role::ALL.iter().copied().map(Some))
}

fn name(role: Option<Role>) -> String {
    role.map_or_else(|| "PUBLIC".into(), Role::code)
}

/// In which states a verb leads on, by the life of a noun.
type LeadsOn = Box<dyn Fn(Action, &str) -> Option<bool>>;

fn life<L: Life>(noun: &'static str) -> (&'static str, Vec<&'static str>, LeadsOn) {
    let leads_on = |action: Action, code: &str| {
        let state = L::STATES.iter().find(|state| state.code() == code);
        L::ACTIONS.contains(&action).then(|| state.is_some_and(|state| L::next(*state, action).is_some()))
    };
    (noun, L::STATES.iter().map(|state| state.code()).collect(), Box::new(leads_on))
}

fn lives() -> Vec<(&'static str, Vec<&'static str>, LeadsOn)> {
    vec![
        life::<Campaign>("Campaign"),
        life::<Guidance>("Guidance"),
        life::<Project>("Project"),
        life::<Obligation>("ReportObligation"),
        life::<Report>("Report"),
        life::<Consolidation>("ConsolidatedReport"),
        life::<Dossier>("Dossier"),
        life::<Nomination>("Nomination"),
        life::<Session>("CouncilSession"),
        life::<Consultation>("Consultation"),
        life::<ScoringScheme>("ScoringScheme"),
        life::<ScoreSheet>("ScoreSheet"),
        life::<Feedback>("Feedback"),
        life::<Exemplar>("Exemplar"),
        life::<UnitPlan>("UnitPlan"),
        life::<Inspection>("Inspection"),
    ]
}

/// What each form says of one verb: the engine by the very function that every service asks, the others as they were read.
fn verdicts(
    forms: &[Said; 3],
    lives: &[(&str, Vec<&str>, LeadsOn)],
    role: Option<Role>,
    action: Action,
    tie: Tie,
    state: &str,
) -> [bool; 4] {
    let noun = &forms[0].verbs[action.code()].noun;
    let of = |own: bool| lives.iter().filter(move |(name, ..)| (name == noun) == own);
    let leads_on = of(true).chain(of(false)).find_map(|(_, _, leads_on)| leads_on(action, state)).unwrap_or(true);
    let engine = leads_on && permit(&viewer(role), action, Some(owner(tie))).is_ok();
    let [matrix, schema, table] = forms.each_ref().map(|form| form.may(&name(role), action.code(), tie.code(), state));
    [engine, matrix, schema, table]
}

fn are_one(verdicts: [bool; 4]) -> bool {
    verdicts.iter().all(|verdict| *verdict == verdicts[0])
}

/// Every role, verb, relation and state that there is; and, at random, classes with duties that do not go together and states of
/// other lives.
async fn the_four_forms_agree_on_every_verb(app: App) {
    let (forms, lives) = (said::forms(&app).await, lives());
    let states: Vec<&str> = lives.iter().flat_map(|(_, states, _)| states.iter().copied()).collect();
    for action in Action::ALL {
        for role in everybody() {
            for tie in Tie::ALL {
                for state in &states {
                    let said = verdicts(&forms, &lives, role, *action, *tie, state);
                    assert!(
                        are_one(said),
                        "{role:?} {action:?} {tie:?} {state}: engine, matrix, schema, table {said:?}"
                    );
                }
            }
        }
    }
    let one = |count: usize| Range { start: 0, end: count };
    let any = (one(Class::ALL.len()), one(Duty::ALL.len()), one(Action::ALL.len()), one(4), one(states.len()));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(4096));
    let outcome = runner.run(&any, |(class, duty, action, tie, state)| {
        let (class, duty) = (Class::ALL[class], Duty::ALL[duty]);
        let (action, tie, state) = (Action::ALL[action], Tie::ALL[tie], states[state]);
        if let Some(role) = Role::new(class, duty) {
            let said = verdicts(&forms, &lives, Some(role), action, tie, state);
            prop_assert!(are_one(said), "{:?} {:?} {:?} {}: {:?}", role, action, tie, state, said);
        } else {
            // A role that is none stands nowhere.
            let written = format!("{}_{}", class.code(), duty.code());
            prop_assert!(!forms.iter().any(|form| form.may(&written, action.code(), tie.code(), state)));
        }
        Ok(())
    });
    outcome.unwrap();
}

/// Rows at random: the condition that the engine puts into its statements holds of a row where the published one does.
async fn the_four_forms_agree_on_rows(app: App) {
    let forms = said::forms(&app).await;
    let mut runner = TestRunner::new(ProptestConfig::with_cases(48));
    let outcome = runner.run(&any::<u64>(), |seed| {
        for noun in schema::declared() {
            for role in everybody() {
                let visible = (noun.visible)(&role.map_or_else(Scope::public, scope));
                let row = RandomRow { noun: noun.name, seed };
                let engine = row.meets(&visible);
                for form in &forms {
                    let published = form.rows(noun.name, &name(role)).is_some_and(|text| row.is_told(text));
                    prop_assert_eq!(engine, published, "{} {:?} by the {}: {}", noun.name, role, form.name, visible);
                }
            }
        }
        Ok(())
    });
    outcome.unwrap();
    let nouns = schema::declared().count();
    assert!(forms.iter().all(|form| form.types() == nouns), "a type too many or too few");
}

/// Who reads a field: of the own object and of another's, as the member it tells of and as another, before the session is over and
/// after.
async fn the_four_forms_agree_on_fields(app: App) {
    let forms = said::forms(&app).await;
    let mut narrowed = 0;
    for noun in schema::declared() {
        for field in &noun.fields {
            let is_column = matches!(field.kind, Kind::Column { .. });
            match field.rule {
                Rule::Owner(_) => {
                    assert!(is_column, "{}.{}: only a column is masked by its owner", noun.name, field.name);
                }
                Rule::Voter => assert!(!is_column, "{}.{}: a column does not know who asks", noun.name, field.name),
                Rule::Open | Rule::Only(_) => {}
            }
            narrowed += usize::from(field.rule != Rule::Open);
            let place = format!("{}.{}", noun.name, field.name);
            for role in everybody() {
                for (is_owner, is_voter) in [(false, false), (true, false), (false, true), (true, true)] {
                    let sight = role.map_or(entity::Sight::Public, Role::sight);
                    let engine = match field.rule {
                        Rule::Open => true,
                        Rule::Owner(_) => is_owner || field.rule.reads(sight),
                        Rule::Only(_) => field.rule.reads(sight),
                        Rule::Voter => is_voter,
                    };
                    for form in &forms {
                        let published = form.reads(&place, &name(role), is_owner, is_voter);
                        assert_eq!(engine, published, "{place} for {role:?} by the {}", form.name);
                    }
                }
            }
        }
    }
    assert!(narrowed > 5, "{narrowed} fields");
    assert!(forms.iter().all(|form| form.narrowed() == narrowed), "a field too many or too few");
}
