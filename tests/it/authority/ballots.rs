//! When somebody votes, or whether, shows nowhere before the ballot is closed: neither on the roll nor in the trail, its
//! sequences, its receipts and its heads, nor in what can be followed. What is kept aside until then cannot be tampered with.

use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::{
    mended::ground::{Ground, Session},
    trail::{Kept, unlock},
};

both!(
    whether_somebody_has_voted_is_told_to_them_alone,
    the_trail_tells_of_votes_after_the_close,
    a_cancelled_ballot_tells_who_had_voted,
    the_place_of_a_vote_is_given_at_the_close,
    votes_that_are_kept_are_verified,
    whoever_follows_changes_is_not_told_of_votes
);

/// Whoever sees the session; the first is a member who has not voted.
fn onlookers() -> [Who; 6] {
    [Who::council("STC"), Who::secretary(), Who::chair(), Who::standing_head(), Who::standing_officer(), Who::auditor()]
}

/// What somebody reads of a roll, by member: whether they have voted, and whether in writing.
async fn roll(ground: &Ground, who: Who, session: &Session) -> Vec<(String, Value, Value)> {
    let seen = ground.look(who, &session.id, "roll { hasVoted inWriting member { name } }").await;
    let mut all: Vec<_> = seen["roll"].as_array().unwrap().clone();
    all.sort_by_key(|entry| entry["member"]["name"].to_string());
    let one = |entry: &Value| {
        (entry["member"]["name"].as_str().unwrap().to_owned(), entry["hasVoted"].clone(), entry["inWriting"].clone())
    };
    all.iter().map(one).collect()
}

/// Of a member of the Council the ID, by the abbreviation that stands for the name.
async fn member(ground: &Ground, name: &str) -> String {
    let document = "{ councilMembers(first: 50) { nodes { id name } } }";
    let reply = ground.app.as_(Who::secretary()).query(document, json!({})).await.ok();
    let found = reply.list("councilMembers.nodes").iter().find(|one| one["name"] == name).cloned();
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

/// The Standing Body's own member votes in writing.
async fn votes_in_writing(ground: &Ground, session: &Session, name: &str) -> Value {
    let mut paper = session.paper("AYE");
    paper["member"] = member(ground, name).await.into();
    ground.does(Who::secretary(), "recordWrittenBallot", paper.clone(), "councilSession { id }").await;
    paper
}

async fn whether_somebody_has_voted_is_told_to_them_alone(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    ground.votes(&session, "CL", "AYE").await;
    votes_in_writing(&ground, &session, "SNV").await;
    let told = |name: &str, voted: Value, in_writing: Value| (name.to_owned(), voted, in_writing);
    let nobody = || ["CL", "SNV", "STC", "TTT", "UBND"].map(|name| told(name, Value::Null, Value::Null)).to_vec();
    for (who, mine) in [
        (Who::council("CL"), told("CL", json!(true), json!(false))),
        (Who::council("SNV"), told("SNV", json!(true), json!(true))),
        (Who::council("TTT"), told("TTT", json!(false), json!(false))),
    ] {
        let mut expected = nobody();
        let at = expected.iter().position(|one| one.0 == mine.0).unwrap();
        expected[at] = mine;
        assert_eq!(roll(&ground, who, &session).await, expected);
    }
    for (n, who) in onlookers().into_iter().enumerate() {
        let mut expected = nobody();
        if n == 0 {
            expected[2] = told("STC", json!(false), json!(false));
        }
        assert_eq!(roll(&ground, who.clone(), &session).await, expected, "{who:?}");
    }
    // Neither by the row of the roll itself, nor by who else has the name of the member.
    let id = ground.look(Who::auditor(), &session.id, "roll { id }").await["roll"][0]["id"].clone();
    let row = ground.look(Who::auditor(), id.as_str().unwrap(), "hasVoted inWriting").await;
    assert_eq!(row, json!({ "hasVoted": null, "inWriting": null }));
    for unit in ["STC", "UBND", "TTT"] {
        ground.votes(&session, unit, "AYE").await;
    }
    ground.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
    for who in onlookers() {
        let told = roll(&ground, who.clone(), &session).await;
        assert!(told.iter().all(|(_, voted, _)| *voted == json!(true)), "{who:?}: {told:?}");
        let in_writing: Vec<_> = told.iter().filter(|(_, _, in_writing)| *in_writing == json!(true)).collect();
        assert_eq!(in_writing.len(), 1, "{who:?}");
    }
}

/// All of the trail that somebody reads, the heads that are published, and the verbs of the session.
async fn all_of_it(ground: &Ground, who: Who, session: &Session) -> Value {
    let document = "query($id: ID!) {
        auditEntries(first: 100) { totalCount counts(by: ACTION) { key count } nodes {
            sequence at subject class duty action noun fields result code requestId previous digest signature
        } }
        auditHeads { totalCount }
        node(id: $id) { ... on CouncilSession {
            state version votedCount memberCount history { totalCount nodes { sequence action } }
            availableTransitions { action isAllowed code reason }
        } }
    }";
    ground.app.as_(who).query(document, json!({ "id": session.id })).await.ok().json["data"].clone()
}

/// A vote, a written one, and one that is refused leave nothing that anybody reads, before the close. Then each stands in the trail,
/// with the time at which it was done.
async fn the_trail_tells_of_votes_after_the_close(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    let mut before = Vec::new();
    for who in onlookers() {
        before.push(all_of_it(&ground, who, &session).await);
    }
    let unchanged = async |after: &str| {
        for (who, before) in onlookers().into_iter().zip(&before) {
            assert_eq!(all_of_it(&ground, who.clone(), &session).await, *before, "{who:?} after {after}");
        }
    };
    for (n, unit) in ["CL", "STC", "UBND"].into_iter().enumerate() {
        app.at(&format!("2021-08-07T1{n}:30:00+07:00"));
        ground.votes(&session, unit, "AYE").await;
        unchanged(unit).await;
    }
    let paper = votes_in_writing(&ground, &session, "SNV").await;
    unchanged("a written vote").await;
    ground.cannot(Who::secretary(), "recordWrittenBallot", paper, "ALREADY_VOTED").await;
    ground.cannot(Who::council("CL"), "castBallot", session.paper("NAY"), "ALREADY_VOTED").await;
    ground
        .cannot(Who::council("TTT"), "castBallot", json!({ "session": session.id, "choices": [] }), "BALLOT_INCOMPLETE")
        .await;
    unchanged("refusals").await;
    assert_eq!(
        app.number("select count(*) from audit_entry where action in ('castBallot', 'recordWrittenBallot')").await,
        0
    );
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0);
    app.at("2021-08-07T18:00:00+07:00");
    ground.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
    let document = "{ auditEntries(first: 7, filter: { action: [\"castBallot\", \"recordWrittenBallot\"] }) {
        nodes { at subject action result code }
    } }";
    let told = app.as_(Who::auditor()).query(document, json!({})).await.ok();
    let entry = |at: &str, subject: &str, action: &str, code: Option<&str>| {
        let result = if code.is_some() { "REFUSED" } else { "DONE" };
        json!({ "at": at, "subject": subject, "action": action, "result": result, "code": code })
    };
    let expected = json!([
        entry("2021-08-07T05:30:00Z", "council.member@ttt", "castBallot", Some("BALLOT_INCOMPLETE")),
        entry("2021-08-07T05:30:00Z", "council.member@cl", "castBallot", Some("ALREADY_VOTED")),
        entry("2021-08-07T05:30:00Z", "council.secretary@snv", "recordWrittenBallot", Some("ALREADY_VOTED")),
        entry("2021-08-07T05:30:00Z", "council.secretary@snv", "recordWrittenBallot", None),
        entry("2021-08-07T05:30:00Z", "council.member@ubnd", "castBallot", None),
        entry("2021-08-07T04:30:00Z", "council.member@stc", "castBallot", None),
        entry("2021-08-07T03:30:00Z", "council.member@cl", "castBallot", None),
    ]);
    assert_eq!(*told.data("auditEntries.nodes"), expected);
    // A vote that comes too late is no secret.
    ground.cannot(Who::council("TTT"), "castBallot", session.paper("AYE"), "SESSION_NOT_OPEN").await;
    let late = "select count(*) from audit_entry where action = 'castBallot' and code = 'SESSION_NOT_OPEN'";
    assert_eq!(app.number(late).await, 1);
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0);
}

async fn a_cancelled_ballot_tells_who_had_voted(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    ground.votes(&session, "CL", "AYE").await;
    let cancel = json!({ "id": session.id, "reason": "Hoãn họp" });
    ground.does(Who::secretary(), "cancelSession", cancel, "councilSession { id }").await;
    let history = ground.look(Who::auditor(), &session.id, "history(first: 2) { nodes { action subject } }").await;
    assert_eq!(history["history"]["nodes"][1], json!({ "action": "castBallot", "subject": "council.member@cl" }));
    let told = roll(&ground, Who::auditor(), &session).await;
    assert_eq!(told.iter().filter(|(_, voted, _)| *voted == json!(true)).count(), 1);
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0);
}

/// Whoever writes something else meanwhile gets receipts without a gap; whoever votes gets one that has no place, and is good.
async fn the_place_of_a_vote_is_given_at_the_close(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    let receipt = async |who: Who, verb: &str, input: Value| {
        let reply = app.as_(who).say(verb, input, "receipt { sequence digest signature keyId entry }").await.ok();
        reply.data(&format!("{verb}.receipt")).clone()
    };
    let dossier = || json!({ "phase": ground.world.phases[0], "title": "Hồ sơ" });
    let place = |receipt: &Value| receipt["sequence"].as_str().unwrap().parse::<i64>().unwrap();
    let first = place(&receipt(Who::officer("STC"), "createDossier", dossier()).await);
    let mut votes = Vec::new();
    for unit in ["CL", "STC", "UBND", "SNV"] {
        let vote = receipt(Who::council(unit), "castBallot", session.paper("AYE")).await;
        assert_eq!(vote["sequence"], "0");
        votes.push(vote);
    }
    assert_eq!(place(&receipt(Who::officer("STC"), "createDossier", dossier()).await), first + 1);
    for closed in [false, true] {
        if closed {
            ground.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
        }
        let file = Kept::new(&Value::Array(votes.clone()).to_string());
        for more in [&[][..], &["--trail"]] {
            let said = app.thidua(&[&["audit", "verify", "--receipt", file.path()], more].concat()).await;
            assert_eq!(said.code, 0, "{}", said.out);
        }
    }
}

/// What is kept aside is append-only, and whoever gets past that is named.
async fn votes_that_are_kept_are_verified(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    for unit in ["CL", "STC"] {
        ground.votes(&session, unit, "AYE").await;
    }
    let database = app.connect().await;
    for statement in ["update kept_entry set result = 'REFUSED'", "delete from kept_entry"] {
        let refused = sea_orm::ConnectionTrait::execute_unprepared(&database, statement).await;
        assert!(refused.unwrap_err().to_string().contains("append-only"), "{statement}");
    }
    database.close().await.unwrap();
    let verified = async || app.thidua(&["audit", "verify"]).await;
    assert_eq!(verified().await.code, 0);
    unlock(&app, "kept_entry").await;
    app.run("update kept_entry set entry = replace(entry, 'council.member@cl', 'council.member@ubnd')").await;
    let said = verified().await;
    assert!(said.code == 1 && said.out.contains("was edited"), "{}", said.out);
    app.run("update kept_entry set entry = replace(entry, 'council.member@ubnd', 'council.member@cl')").await;
    app.run("delete from kept_entry where entry like '%council.member@cl%'").await;
    let said = verified().await;
    assert!(said.code == 1 && said.out.contains("the roll of the session"), "{}", said.out);
}

/// The number of writes goes on by what is no vote only.
async fn whoever_follows_changes_is_not_told_of_votes(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    let mut socket = app.as_(Who::head("SGTVT")).socket().await;
    socket.subscribe("c", "subscription { changes }").await;
    let number = |next: Value| next["payload"]["data"]["changes"].as_i64().unwrap();
    let before = number(socket.hear().await.is("next"));
    for unit in ["CL", "STC", "UBND"] {
        ground.votes(&session, unit, "AYE").await;
    }
    ground.dossier("STC").await;
    assert_eq!(number(socket.hear().await.is("next")), before + 1);
}
