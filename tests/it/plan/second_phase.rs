//! January to June 2022: the second phase.

use serde_json::json;
use tests::Who;

use super::{decisions::commendation, story::Story};

/// Meets I.4b (awards in each phase, not only at the end) and IV.4b (rewards by the unit's own authority; whom to
/// propose to the Chairman, if any: that there is nobody is a valid outcome).
pub async fn second_phase(story: &mut Story) {
    story.chapter("second phase", "2022-01-10");
    guidance(story).await;
    commended(story).await;
    not_before_its_end(story).await;
    nobody_outstanding(story).await;
    story.meets("IV.4b");
    in_each_phase(story).await;
    story.meets("I.4b");
}

async fn guidance(story: &mut Story) {
    let input = json!({
        "phase": story.world.phases[1], "registrationFrom": "2022-01-10", "registrationTo": "2022-02-10",
        "nominationQuota": 2,
        "reports": [{ "kind": "FINAL_REVIEW", "period": "2022", "dueOn": "2022-07-05" }],
    });
    story.makes(Who::standing_officer(), "draftGuidance", "third guidance", input).await;
    story.does(Who::standing_head(), "publishGuidance", "third guidance", json!({})).await;
    story.is("second guidance", "PUBLISHED").await;
}

/// The director of an enterprise rewards a worker.
async fn commended(story: &mut Story) {
    story.on("2022-05-19");
    story.registers(Who::enterprise_officer("PCTV"), "210/QĐ-PCTV", "PCTV", "2022-05-18").await;
    let worker = json!({
        "kind": "INDIVIDUAL", "category": "DIRECT_WORKER", "name": "Sơn Thị Bé", "position": "Công nhân đường dây",
    });
    let input = commendation(story, 1, "210/QĐ-PCTV", "GIAY_KHEN", &worker);
    story.makes(Who::enterprise_head("PCTV"), "recordCommendation", "the director's decision", input).await;
}

/// While the campaign lasts it is not closed, and no project has failed.
async fn not_before_its_end(story: &Story) {
    story.on("2022-06-30");
    assert_eq!(story.may(Who::chair(), "closeCampaign", "campaign").await, "CAMPAIGN_NOT_ENDED");
    story.cannot(Who::chair(), "closeCampaign", "campaign", json!({}), "CAMPAIGN_NOT_ENDED").await;
    story
        .cannot(Who::standing_officer(), "closeProject", "road", json!({ "reason": "Chậm" }), "CAMPAIGN_NOT_ENDED")
        .await;
}

async fn nobody_outstanding(story: &Story) {
    let document = "query($phase: [ID!]) {
        dossiers(filter: { phase: $phase }) { totalCount } nominations(filter: { phase: $phase }) { totalCount }
        sessions(filter: { phase: $phase }) { totalCount }
        awards(filter: { phase: $phase }) { nodes { name awardType { code } } }
    }";
    let reply = story.reads(Who::auditor(), document, json!({ "phase": [story.world.phases[1]] })).await.ok();
    for list in ["dossiers", "nominations", "sessions"] {
        assert_eq!(reply.int(&format!("{list}.totalCount")), 0, "{list}");
    }
    let worker = json!({ "name": "Sơn Thị Bé", "awardType": { "code": "GIAY_KHEN" } });
    assert_eq!(*reply.list("awards.nodes"), [worker]);
}

async fn in_each_phase(story: &Story) {
    let reply = story.reads(Who::Public, "{ awards { counts(by: PHASE) { key count } } }", json!({})).await.ok();
    for (phase, count) in [(0, 3), (1, 1)] {
        let counted = json!({ "key": story.world.phases[phase], "count": count });
        assert!(reply.list("awards.counts").contains(&counted), "{counted} in {}", reply.text);
    }
}
