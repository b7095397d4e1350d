//! When somebody votes shows nowhere before the ballot is closed: neither in the trail, nor in what can be followed.

use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::mended::ground::Ground;

both!(the_trail_tells_of_votes_after_the_close, whoever_follows_changes_is_not_told_of_votes);

const VOTES: &str = "{
    auditEntries(filter: { action: [\"castBallot\", \"recordWrittenBallot\"] }) {
        totalCount counts(by: RESULT) { key count } nodes { subject result code }
    }
    all: auditEntries { counts(by: ACTION) { key count } }
}";

/// Who voted is in the trail from the first moment, and is read there from the close on. A refused vote is no vote.
async fn the_trail_tells_of_votes_after_the_close(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    let seen = async |who: Who| app.as_(who).query(VOTES, json!({})).await.ok();
    for unit in ["CL", "STC", "UBND", "SNV"] {
        ground.votes(&session, unit, "AYE").await;
        let auditor = seen(Who::auditor()).await;
        assert_eq!(auditor.int("auditEntries.totalCount"), 0, "{}", auditor.text);
        assert!(!auditor.text.contains("castBallot"), "{}", auditor.text);
    }
    assert_eq!(app.number("select count(*) from audit_entry where action = 'castBallot' and result = 'DONE'").await, 4);
    ground.cannot(Who::council("CL"), "castBallot", session.paper("NAY"), "ALREADY_VOTED").await;
    let refused = seen(Who::auditor()).await;
    let expected = json!([{ "subject": "council.member@cl", "result": "REFUSED", "code": "ALREADY_VOTED" }]);
    assert_eq!(*refused.data("auditEntries.nodes"), expected);
    let history = "auditEntries: history { totalCount nodes { action } }";
    let read = ground.look(Who::auditor(), &session.id, history).await;
    assert!(!read.to_string().contains("castBallot"), "{read}");
    for who in [Who::council("CL"), Who::secretary(), Who::head("STC"), Who::standing_head(), Who::chair()] {
        assert!(!seen(who.clone()).await.text.contains("castBallot"), "{who:?}");
    }
    ground.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
    let closed = seen(Who::auditor()).await;
    assert_eq!(closed.int("auditEntries.totalCount"), 5);
    let subjects = closed.column("auditEntries.nodes", "subject");
    assert!(["cl", "stc", "ubnd", "snv"].iter().all(|unit| subjects.contains(&&*format!("council.member@{unit}"))));
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0);
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
