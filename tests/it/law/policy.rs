//! The policy as a table: each action, each role, on whose objects; and what each role sees and where it can be held.

use std::fmt::Write as _;

use entity::{import::ImportKind, unit::UnitKind};
use schema::{
    policy::{Action, Relation, Tie, Topic, allows, audience, law, row_action},
    viewer::{Class, Duty, Role},
};
use serde_json::Value;
use tests::snapshot;

use super::auth::directives;

#[test]
fn the_policy_is_the_committed_one() {
    snapshot::check(
        "tests/snapshots/policy.txt",
        &[actions(), imports(), topics(), roles(), rows(), fields(), super::personal::words()].join("\n"),
    );
}

fn actions() -> String {
    let mut text = String::from(
        "Who may do what. own: on objects of the own unit and those below it; unit: on those of the own unit alone;\n\
         led: on a cluster that the own unit leads; any: on any; a dot: never.\n",
    );
    text.push_str("Whoever has no token may do none of it.\n\n");
    let _ = writeln!(text, "{:<26}{}", "action", row(short));
    for action in Action::ALL {
        let _ = writeln!(text, "{:<26}{}", action.code(), row(|role| on_whose(role, *action).into()));
    }
    text.push('\n');
    for role in Role::ALL {
        let _ = writeln!(text, "{:<10}{} {}", short(*role), role.class.code(), role.duty.code());
    }
    text
}

fn imports() -> String {
    let mut text = String::from("What can be brought in by importRows, by which verb each row, and by whom.\n\n");
    for kind in ImportKind::ALL {
        let action = row_action(*kind);
        let _ = writeln!(text, "{:<20}{:<20}{}", kind.code(), action.code(), law(action).who.words().0);
    }
    text
}

/// On whose objects a role says a verb, in a word.
fn on_whose(role: Role, action: Action) -> &'static str {
    let reaches: Vec<_> = Tie::ALL.iter().copied().filter(|tie| allows(role, action, *tie)).collect();
    match reaches[..] {
        [] => ".",
        [Tie::OwnUnit] => "unit",
        [Tie::OwnUnit, Tie::Subtree] => "own",
        [Tie::Cluster] => "led",
        _ if reaches == Tie::ALL => "any",
        _ => panic!("{role:?} says {action:?} over {reaches:?}"),
    }
}

fn topics() -> String {
    let mut text = String::from("What can be followed by a subscription, and by whom.\n\n");
    for topic in Topic::ALL {
        let _ = writeln!(text, "{:<22}{}", topic.code(), audience(*topic).words());
    }
    text
}

fn roles() -> String {
    let mut text = String::from("What each role sees, and in which kinds of unit it can be held.\n\n");
    for role in Role::ALL {
        let kinds: Vec<_> = UnitKind::ALL.iter().filter(|kind| role.fits(**kind)).map(|kind| kind.code()).collect();
        let sight = format!("{:?}", role.sight());
        let _ = writeln!(text, "{:<10}{sight:<14}{}", short(*role), kinds.join(" "));
    }
    text
}

fn row(cell: impl Fn(Role) -> String) -> String {
    let cells: Vec<_> = Role::ALL.iter().map(|role| format!("{:<8}", cell(*role))).collect();
    cells.join(" ").trim_end().to_owned()
}

/// What the directives of the schema say of rows and states and fields, for a person to read.
fn rows() -> String {
    let (mut states, mut text) = (
        String::from("From which states of its object a verb leads on; the others do not depend on one.\n\n"),
        String::from("Which rows of a type who sees. Whoever is not named sees none.\n\n"),
    );
    for (place, said) in directives(&schema::Api::sdl()) {
        if let Some(verb) = place.strip_prefix("Mutation.")
            && said["states"].is_array()
        {
            let _ = writeln!(states, "{verb:<26}{}", words(&said["states"]));
        }
        if said["rule"] == "ROWS" {
            let _ = writeln!(text, "{place}");
            for seen in said["rows"].as_array().into_iter().flatten() {
                let _ = writeln!(text, "  {}\n    {}", seen["where"].as_str().unwrap(), short_roles(&seen["roles"]));
            }
        }
    }
    format!("{states}\n{text}")
}

fn fields() -> String {
    let mut text = String::from(
        "Which fields only some read. OWNER: the unit that owns the object, and these; ROLES: these alone; VOTER: until\n\
         the session is over, the member it tells of. Everybody else reads null.\n",
    );
    for (place, said) in directives(&schema::Api::sdl()) {
        let rule = said["rule"].as_str().unwrap();
        if ["OWNER", "ROLES", "VOTER"].contains(&rule) {
            let _ = writeln!(text, "{place:<36}{rule:<8}{}", short_roles(&said["roles"]));
        }
    }
    text
}

fn words(list: &Value) -> String {
    list.as_array().into_iter().flatten().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

/// Roles by their short names.
fn short_roles(list: &Value) -> String {
    let name = |code: &str| Role::ALL.iter().find(|role| role.code() == code).map_or(code.into(), |role| short(*role));
    words(list).split_whitespace().map(name).collect::<Vec<_>>().join(" ")
}

/// `DEP.HEAD`: what fits a column.
pub fn short(role: Role) -> String {
    let class = match role.class {
        Class::Department => "DEP",
        Class::District => "DIS",
        Class::Enterprise => "ENT",
        Class::StandingBody => "STB",
        Class::Council => "COU",
        Class::Chair => "CHR",
        Class::Media => "MED",
        Class::Agency => "AGY",
        Class::Auditor => "AUD",
        Class::Admin => "ADM",
    };
    let duty = match role.duty {
        Duty::Officer => "OFF",
        Duty::Head => "HEAD",
        Duty::Member => "MEM",
        Duty::Secretary => "SEC",
        Duty::Client => "CLI",
        Duty::Auditor => "AUD",
        Duty::Admin => "ADM",
    };
    format!("{class}.{duty}")
}

#[test]
fn whoever_reads_or_keeps_the_system_says_no_verb_of_the_campaign() {
    let admins = [
        Action::CreateUnit,
        Action::AddUnitIdentifier,
        Action::RecordOrganisationChange,
        Action::CreateCluster,
        Action::AddClusterMember,
        Action::CreateRuleSet,
        Action::CreateUser,
        Action::UpdateUser,
        Action::DisableUser,
        Action::EnableUser,
        Action::ResetPassword,
        Action::RegisterAgencyClient,
        Action::EndAgencyClient,
        Action::RotateClusterLeader,
        Action::EndClusterMembership,
    ];
    let medias = [Action::RecordPublication, Action::AcknowledgeDocument];
    // Exports read, and change nothing of the campaign; a row of an import is a verb of its own.
    let others = [Action::StartExport, Action::CancelExport, Action::ImportRows];
    let verbs = Action::ALL.iter().filter(|action| !others.contains(action));
    for action in verbs {
        for role in Role::ALL.iter().filter(|role| law(*action).who.includes(**role)) {
            match role.class {
                Class::Media => assert!(medias.contains(action), "{action:?} for {role:?}"),
                Class::Auditor | Class::Agency => panic!("{action:?} for {role:?}"),
                Class::Admin => assert!(admins.contains(action), "{action:?} for {role:?}"),
                _ => assert!(!admins.contains(action), "{action:?} for {role:?}"),
            }
        }
    }
}

#[test]
fn whoever_may_say_a_row_may_import_it_and_nobody_else() {
    for role in Role::ALL {
        let says_some = ImportKind::ALL.iter().any(|kind| law(row_action(*kind)).who.includes(*role));
        assert_eq!(law(Action::ImportRows).who.includes(*role), says_some, "{role:?}");
    }
}

#[test]
fn officers_draft_and_heads_submit() {
    for submits in [Action::SubmitProject, Action::SubmitReport, Action::SubmitDossier] {
        let may: Vec<_> = Role::ALL.iter().filter(|role| law(submits).who.includes(**role)).collect();
        assert!(!may.is_empty() && may.iter().all(|role| role.duty == Duty::Head), "{submits:?}: {may:?}");
        assert_eq!(law(submits).on, Relation::Own, "{submits:?}");
    }
}
