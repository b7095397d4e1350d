//! Memberships of the Council end on a day: whoever sat has sat, nobody sits twice, and who has gone votes no more.

use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::mended::ground::{Ground, text};

both!(a_membership_ends_on_a_day, nobody_sits_twice);

async fn members(ground: &Ground) -> Vec<Value> {
    let document = "{ councilMembers(first: 50) { nodes { id name validTo version } } }";
    ground.app.as_(Who::secretary()).query(document, json!({})).await.ok().list("councilMembers.nodes").clone()
}

async fn member(ground: &Ground, name: &str) -> String {
    text(&members(ground).await.iter().find(|one| one["name"] == name).unwrap()["id"])
}

async fn roll(ground: &Ground, session: &str) -> usize {
    ground.look(Who::secretary(), session, "roll { id }").await["roll"].as_array().unwrap().len()
}

/// A session before that day keeps its roll, one that is being prepared for a later day loses the seat, and so does the next.
async fn a_membership_ends_on_a_day(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản", "Thạch Thị Hạnh", "Lâm Văn Sóc"]).await;
    let past = ground.opened(&[&eligible[0].0]).await;
    let later = json!({
        "phase": ground.world.phases[0], "title": "Phiên sau", "heldOn": "2021-09-15", "nominations": [eligible[1].0],
    });
    let later = ground.does(Who::secretary(), "conveneSession", later, "councilSession { id }").await;
    let id = member(&ground, "CL").await;
    let end = json!({ "id": id, "validTo": "2021-08-31" });
    for who in [Who::admin(), Who::standing_head(), Who::council("CL"), Who::chair()] {
        ground.cannot(who, "endCouncilMembership", end.clone(), "FORBIDDEN").await;
    }
    let before = json!({ "id": id, "validTo": "2020-12-31" });
    ground.cannot(Who::secretary(), "endCouncilMembership", before, "BAD_USER_INPUT").await;
    let stale = json!({ "id": id, "validTo": "2021-08-31", "expectedVersion": 7 });
    ground.cannot(Who::secretary(), "endCouncilMembership", stale, "CONFLICT").await;
    let ended =
        ground.does(Who::secretary(), "endCouncilMembership", end.clone(), "councilMember { validTo version }").await;
    assert_eq!(ended, json!({ "validTo": "2021-08-31", "version": 2 }));
    ground.cannot(Who::secretary(), "endCouncilMembership", end, "INVALID_TRANSITION").await;
    assert_eq!((roll(&ground, &past.id).await, roll(&ground, &text(&later["id"])).await), (5, 4));
    ground.votes(&past, "CL", "AYE").await;
    app.at("2021-09-15T08:00:00+07:00");
    let next = json!({
        "phase": ground.world.phases[0], "title": "Phiên nữa", "heldOn": "2021-09-15", "nominations": [eligible[2].0],
    });
    let next = ground.does(Who::secretary(), "conveneSession", next, "councilSession { id agenda { id } }").await;
    let session = text(&next["id"]);
    assert_eq!(roll(&ground, &session).await, 4);
    ground.does(Who::secretary(), "openSession", json!({ "id": session }), "councilSession { id }").await;
    let paper = json!({ "session": session, "choices": [{ "item": next["agenda"][0]["id"], "choice": "AYE" }] });
    ground.cannot(Who::council("CL"), "castBallot", paper.clone(), "NOT_ON_ROLL").await;
    let in_writing = json!({ "session": session, "member": id, "choices": paper["choices"] });
    ground.cannot(Who::secretary(), "recordWrittenBallot", in_writing, "NOT_ON_ROLL").await;
    ground.does(Who::council("STC"), "castBallot", paper, "councilSession { id }").await;
    assert_eq!(roll(&ground, &past.id).await, 5);
}

/// A second membership of the same person begins after the first has ended.
async fn nobody_sits_twice(app: App) {
    let ground = Ground::new(app).await;
    let again = |from: &str| {
        json!({
            "unit": ground.world.units["STC"], "subject": "council.member@cl", "name": "CL", "position": "MEMBER",
            "validFrom": from,
        })
    };
    ground.cannot(Who::secretary(), "addCouncilMember", again("2021-02-01"), "DUPLICATE").await;
    let end = json!({ "id": member(&ground, "CL").await, "validTo": "2021-08-31" });
    ground.does(Who::secretary(), "endCouncilMembership", end, "councilMember { id }").await;
    ground.cannot(Who::secretary(), "addCouncilMember", again("2021-08-31"), "DUPLICATE").await;
    ground.does(Who::secretary(), "addCouncilMember", again("2021-09-01"), "councilMember { id }").await;
    assert_eq!(members(&ground).await.len(), 6);
}
