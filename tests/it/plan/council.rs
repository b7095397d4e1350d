//! 20 December 2021: the Council votes.

use entity::ballot;
use sea_orm::{IdenStatic, Iterable};
use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// On the agenda of December, in order.
const AGENDA: [&str; 5] = ["farmer", "household", "commune", "engineer", "archivist"];

/// Begins III.2b: agenda, members and rules; one secret ballot each, nothing for the own unit; no tally before the
/// close.
pub async fn council(story: &mut Story) {
    story.chapter("council", "2021-12-20");
    convened(story).await;
    ballots(story).await;
    no_tally(story).await;
    closed(story).await;
    as_counted(story).await;
    secret(story).await;
}

fn session(story: &Story, nominations: &[&str], day: &str) -> Value {
    let nominations: Vec<&str> = nominations.iter().map(|name| story.id(name)).collect();
    json!({
        "phase": story.world.phases[0], "title": "Họp Hội đồng Thi đua - Khen thưởng tỉnh", "heldOn": day,
        "nominations": nominations,
    })
}

/// Somebody convenes a session, and its items get names: `December on farmer`.
pub async fn convenes(story: &mut Story, name: &str, nominations: &[&str], day: &str) {
    let input = session(story, nominations, day);
    story.makes(Who::secretary(), "conveneSession", name, input).await;
    let seen = story.look(Who::secretary(), name, "agenda { id }").await;
    for (item, nomination) in seen["agenda"].as_array().unwrap().iter().zip(nominations) {
        story.name(&format!("{name} on {nomination}"), "AgendaItem", item["id"].as_str().unwrap());
    }
}

/// A ballot paper: for each nomination a choice.
pub fn paper(story: &Story, session: &str, choices: &[(&str, &str)]) -> Value {
    let item = |nomination: &str| story.id(&format!("{session} on {nomination}"));
    let choice = |(nomination, choice): &(&str, &str)| json!({ "item": item(nomination), "choice": choice });
    json!({ "session": story.id(session), "choices": choices.iter().map(choice).collect::<Vec<_>>() })
}

/// A member casts a ballot.
pub async fn votes(story: &Story, unit: &str, session: &str, choices: &[(&str, &str)]) {
    let _ = story.says(Who::council(unit), "castBallot", paper(story, session, choices)).await.ok();
}

async fn convened(story: &mut Story) {
    let input = session(story, &AGENDA, "2021-12-20");
    story.cannot_make(Who::standing_head(), "conveneSession", input, "FORBIDDEN").await;
    let before_the_rules = session(story, &AGENDA, "2019-01-02");
    story.cannot_make(Who::secretary(), "conveneSession", before_the_rules, "RULE_SET_MISSING").await;
    let not_appraised = session(story, &["farmer", "visitor"], "2021-12-20");
    story.cannot_make(Who::secretary(), "conveneSession", not_appraised, "NOT_FOUND").await;
    story.is("farmer", "ELIGIBLE").await;
    convenes(story, "December", &AGENDA, "2021-12-20").await;
    for name in AGENDA {
        story.is(name, "ON_AGENDA").await;
    }
    let again = session(story, &["farmer"], "2021-12-20");
    story.cannot_make(Who::secretary(), "conveneSession", again, "INVALID_TRANSITION").await;
    let seen = story
        .look(
            Who::council("STC"),
            "December",
            "state thresholdBasisPoints roll { hasVoted } ruleSet { document { number } }",
        )
        .await;
    assert_eq!(seen["roll"].as_array().unwrap().len(), 5);
    assert_eq!((&seen["state"], &seen["thresholdBasisPoints"]), (&json!("DRAFT"), &json!(5000)));
    assert_eq!(seen["ruleSet"]["document"]["number"], "11/2019/QĐ-UBND");
    story.is_hidden_from("December", [Who::Public, Who::head("SGTVT"), Who::admin()]).await;
}

/// Once each, whole, and not for the own unit.
async fn ballots(story: &Story) {
    let whole =
        [("farmer", "AYE"), ("household", "AYE"), ("commune", "NAY"), ("engineer", "AYE"), ("archivist", "AYE")];
    story.cannot_make(Who::council("UBND"), "castBallot", paper(story, "December", &whole), "SESSION_NOT_OPEN").await;
    assert_eq!(story.may(Who::council("UBND"), "openSession", "December").await, "FORBIDDEN");
    assert_eq!(story.may(Who::secretary(), "openSession", "December").await, "OPEN");
    story.does(Who::secretary(), "openSession", "December", json!({})).await;
    story.cannot_make(Who::standing_head(), "castBallot", paper(story, "December", &whole), "FORBIDDEN").await;
    story.cannot_make(Who::council("TTT"), "castBallot", paper(story, "December", &whole), "NOT_ON_ROLL").await;
    story
        .cannot_make(Who::council("UBND"), "castBallot", paper(story, "December", &whole[1..]), "BALLOT_INCOMPLETE")
        .await;
    votes(story, "UBND", "December", &whole).await;
    story.cannot_make(Who::council("UBND"), "castBallot", paper(story, "December", &whole), "ALREADY_VOTED").await;
    story.cannot_make(Who::council("SNV"), "castBallot", paper(story, "December", &whole), "OWN_UNIT_VOTE").await;
    votes(story, "SNV", "December", &whole[..4]).await;
    let roads = [("farmer", "AYE"), ("household", "AYE"), ("commune", "AYE"), ("archivist", "AYE")];
    votes(story, "SGTVT", "December", &roads).await;
}

/// While the ballot is open there is no count for anybody, in any field.
async fn no_tally(story: &Story) {
    let fields = "state memberCount votedCount minutes { id } \
        agenda { eligibleVoters ayes nays abstentions hasPassed nomination { state } }";
    for who in [Who::secretary(), Who::council("UBND"), Who::standing_head(), Who::chair(), Who::auditor()] {
        let seen = story.look(who.clone(), "December", fields).await;
        assert_eq!(seen["state"], "OPEN", "{who:?}");
        assert_eq!((&seen["memberCount"], &seen["votedCount"]), (&Value::Null, &Value::Null), "{who:?}");
        for item in seen["agenda"].as_array().unwrap() {
            let counts = ["eligibleVoters", "ayes", "nays", "abstentions", "hasPassed"].map(|field| &item[field]);
            assert_eq!(counts, [&Value::Null; 5], "{who:?}");
            let state = &item["nomination"]["state"];
            assert!(state.is_null() || state == "ON_AGENDA", "{who:?}");
        }
    }
    for name in ["December", "December on farmer"] {
        story.is_hidden_from(name, [Who::Public, Who::district_head("CL"), Who::media("BTV"), Who::admin()]).await;
    }
    assert_eq!(story.look(Who::district_head("CL"), "farmer", "state").await["state"], "ON_AGENDA");
}

/// Three of five are no quorum; a fourth votes in writing, and the count is made.
async fn closed(story: &mut Story) {
    // Who has voted, and how many, is told by nothing before the close: not by the verbs, and not by the refusal.
    assert_eq!(story.may(Who::secretary(), "closeSession", "December").await, "CLOSED");
    let reply = story
        .says(Who::secretary(), "closeSession", json!({ "id": story.id("December") }))
        .await
        .refused("QUORUM_NOT_MET");
    let told = reply.json["errors"][0]["extensions"].as_object().unwrap();
    assert!(told.keys().all(|key| ["code", "requestId", "action"].contains(&key.as_str())), "{told:?}");
    let choices =
        [("farmer", "AYE"), ("household", "NAY"), ("commune", "ABSTAIN"), ("engineer", "AYE"), ("archivist", "NAY")];
    let mut written = paper(story, "December", &choices);
    written["member"] = story.id("member of STC").into();
    story.cannot_make(Who::council("STC"), "recordWrittenBallot", written.clone(), "FORBIDDEN").await;
    let _ = story.says(Who::secretary(), "recordWrittenBallot", written.clone()).await.ok();
    story.cannot_make(Who::secretary(), "recordWrittenBallot", written, "ALREADY_VOTED").await;
    story.cannot_make(Who::council("STC"), "castBallot", paper(story, "December", &choices), "ALREADY_VOTED").await;
    story.registers(Who::secretary(), "30/BB-HĐTĐKT", "SNV", "2021-12-20").await;
    story.cannot(Who::standing_head(), "closeSession", "December", json!({}), "FORBIDDEN").await;
    story.does(Who::secretary(), "closeSession", "December", json!({ "minutes": story.id("30/BB-HĐTĐKT") })).await;
    story
        .cannot_make(Who::council("CL"), "castBallot", paper(story, "December", &choices[3..]), "SESSION_NOT_OPEN")
        .await;
}

/// More than half of all who might vote: three of four pass, two of four do not.
async fn as_counted(story: &Story) {
    let fields =
        "state memberCount votedCount minutes { number } agenda { eligibleVoters ayes nays abstentions hasPassed }";
    let seen = story.look(Who::auditor(), "December", fields).await;
    let item = |ayes: i32, nays: i32, abstentions: i32, passed: bool| {
        json!({
            "eligibleVoters": 4, "ayes": ayes, "nays": nays, "abstentions": abstentions, "hasPassed": passed,
        })
    };
    let agenda = json!([
        item(4, 0, 0, true),
        item(3, 1, 0, true),
        item(1, 2, 1, false),
        item(3, 0, 0, true),
        item(2, 1, 0, false)
    ]);
    let expected = json!({
        "state": "CLOSED", "memberCount": 5, "votedCount": 4, "minutes": { "number": "30/BB-HĐTĐKT" }, "agenda": agenda,
    });
    assert_eq!(seen, expected);
    for (name, state) in
        AGENDA.iter().zip(["COUNCIL_PASSED", "COUNCIL_PASSED", "COUNCIL_FAILED", "COUNCIL_PASSED", "COUNCIL_FAILED"])
    {
        story.is(name, state).await;
    }
}

/// The roll knows who voted; nothing knows how.
async fn secret(story: &Story) {
    assert!(!schema::Api::sdl().contains("type Ballot"), "ballots are not published");
    assert_eq!(story.number("select count(*) as n from ballot").await, 5 + 4 + 4 + 5);
    let columns: Vec<&str> = ballot::Column::iter().map(|column| column.as_str()).collect();
    assert_eq!(columns, ["id", "agenda_item_id", "choice"], "neither who nor when");
    let trail = "{ auditEntries(filter: { action: [\"castBallot\", \"recordWrittenBallot\"], result: [\"DONE\"] }) {
        nodes { fields beforeDigest afterDigest }
    } }";
    let reply = story.reads(Who::auditor(), trail, json!({})).await.ok();
    let nothing = json!({ "fields": "", "beforeDigest": null, "afterDigest": null });
    assert_eq!(*reply.list("auditEntries.nodes"), vec![nothing; 4]);
}
