//! The ballot stays secret after the count, and a session can be called off.

use api::db::is_sqlite;
use serde_json::{Value, json};
use tests::{App, Who, both};
use uuid::Uuid;

use super::ground::{COUNCIL, Ground};

both!(
    the_close_forgets_the_order_of_casting,
    a_cancelled_session_gives_its_nominations_back,
    a_closed_session_stays,
    a_session_without_members_is_not_opened,
);

/// After the close every ballot has a new random key, and the database keeps neither order nor transaction of casting.
async fn the_close_forgets_the_order_of_casting(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản", "Thạch Thị Hạnh"]).await;
    let session = ground.opened(&[&eligible[0].0, &eligible[1].0]).await;
    for (unit, choice) in COUNCIL.iter().zip(["AYE", "NAY", "ABSTAIN", "AYE", "AYE"]) {
        ground.votes(&session, unit, choice).await;
    }
    let cast: Vec<Uuid> = app.column("select id from ballot").await;
    ground.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
    let kept: Vec<Uuid> = app.column("select id from ballot").await;
    assert_eq!((cast.len(), kept.len()), (10, 10));
    assert!(cast.iter().chain(&kept).all(|id| id.get_version_num() == 4), "{cast:?} {kept:?}");
    assert!(!kept.iter().any(|id| cast.contains(id)), "a key from before the close");
    if !is_sqlite(&app.config().database.url) {
        let stored: Vec<Uuid> = app.column("select id from ballot order by ctid").await;
        assert!(stored.is_sorted(), "{stored:?}");
        assert_eq!(app.number("select count(distinct xmin::text) from ballot").await, 1);
    }
    for (choice, ballots) in [("AYE", 6), ("NAY", 2), ("ABSTAIN", 2)] {
        assert_eq!(app.number(&format!("select count(*) from ballot where choice = '{choice}'")).await, ballots);
    }
}

/// Called off with a reason, open or not, a session leaves its nominations eligible; another takes them up.
async fn a_cancelled_session_gives_its_nominations_back(app: App) {
    let ground = Ground::new(app).await;
    let eligible = ground.eligible(&["Trần Quốc Toản", "Thạch Thị Hạnh"]).await;
    let nominations = [&*eligible[0].0, &*eligible[1].0];
    let draft = ground.convened(&nominations).await;
    let cancel = |id: &str, reason: &str| json!({ "id": id, "reason": reason });
    ground.cannot(Who::standing_head(), "cancelSession", cancel(&draft.id, "x"), "FORBIDDEN").await;
    ground.cannot(Who::secretary(), "cancelSession", cancel(&draft.id, " "), "REASON_REQUIRED").await;
    called_off(&ground, &draft.id, &nominations).await;
    let open = ground.opened(&nominations).await;
    ground.votes(&open, "STC", "AYE").await;
    called_off(&ground, &open.id, &nominations).await;
    ground.cannot(Who::council("CL"), "castBallot", open.paper("AYE"), "SESSION_NOT_OPEN").await;
    ground.cannot(Who::secretary(), "cancelSession", cancel(&open.id, "x"), "INVALID_TRANSITION").await;
    let third = ground.opened(&nominations).await;
    for nomination in nominations {
        assert_eq!(ground.state(nomination).await, "ON_AGENDA");
    }
    // Whoever voted in the session that was called off votes anew.
    ground.votes(&third, "STC", "NAY").await;
}

async fn called_off(ground: &Ground, session: &str, nominations: &[&str]) {
    let input = json!({ "id": session, "reason": "Hoãn họp do giãn cách xã hội" });
    let selection = "councilSession { state agenda { ayes hasPassed } votedCount }";
    let seen = ground.does(Who::secretary(), "cancelSession", input, selection).await;
    let uncounted = json!({ "ayes": null, "hasPassed": null });
    let agenda: Value = nominations.iter().map(|_| uncounted.clone()).collect();
    assert_eq!(seen, json!({ "state": "CANCELLED", "agenda": agenda, "votedCount": null }));
    for nomination in nominations {
        assert_eq!(ground.state(nomination).await, "ELIGIBLE");
    }
}

/// What was counted is not called off.
async fn a_closed_session_stays(app: App) {
    let ground = Ground::new(app).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let session = ground.opened(&[&eligible[0].0]).await;
    for unit in COUNCIL {
        ground.votes(&session, unit, "AYE").await;
    }
    ground.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
    let input = json!({ "id": session.id, "reason": "x" });
    ground.cannot(Who::secretary(), "cancelSession", input, "INVALID_TRANSITION").await;
    assert_eq!(ground.state(&session.id).await, "CLOSED");
    assert_eq!(ground.state(&eligible[0].0).await, "COUNCIL_PASSED");
}

/// On a day before anybody was a member, nobody is on the roll.
async fn a_session_without_members_is_not_opened(app: App) {
    let ground = Ground::new(app).await;
    let eligible = ground.eligible(&["Trần Quốc Toản"]).await;
    let input = json!({
        "phase": ground.world.phases[0], "title": "Họp Hội đồng", "heldOn": "2020-06-01", "nominations": [eligible[0].0],
    });
    let made = ground.does(Who::secretary(), "conveneSession", input, "councilSession { id }").await;
    ground.cannot(Who::secretary(), "openSession", json!({ "id": made["id"] }), "AGENDA_EMPTY").await;
}
