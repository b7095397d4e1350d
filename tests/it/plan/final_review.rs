//! July 2022: the final review.

use serde_json::json;
use tests::Who;

use super::{
    consolidation,
    council::{convenes, votes},
    decisions::decision,
    story::Story,
};

/// Meets III.2b (the Council advises on the final review in July 2022; the final reports are consolidated), IV.4a (the preliminary
/// review was in January, the final one is now) and III.3
/// (rule sets are dated: the one in force on the day of a session holds).
pub async fn final_review(story: &mut Story) {
    story.chapter("final review", "2022-07-01");
    reports(story).await;
    not_achieved(story).await;
    later_rules(story).await;
    released(story).await;
    session(story).await;
    story.meets("III.3");
    decided(story).await;
    campaign_closed(story).await;
    story.meets("III.2b");
    story.meets("IV.4a");
}

/// The final report of a unit, received, consolidated and locked.
async fn reports(story: &mut Story) {
    let document =
        "query($unit: [ID!]) { obligations(filter: { kind: [FINAL_REVIEW], unit: $unit }) { nodes { id period } } }";
    let reply = story.reads(Who::officer("SGTVT"), document, json!({ "unit": [story.unit("SGTVT")] })).await.ok();
    assert_eq!(reply.str("obligations.nodes.0.period"), "2022");
    let input = json!({ "obligation": reply.str("obligations.nodes.0.id"), "narrative": "Tổng kết đợt thi đua" });
    story.makes(Who::officer("SGTVT"), "createReport", "final report", input).await;
    story.does(Who::head("SGTVT"), "submitReport", "final report", json!({})).await;
    story.does(Who::standing_officer(), "acceptReport", "final report", json!({})).await;
    consolidation::at_the_end(story).await;
    story.does(Who::standing_officer(), "lockReport", "final report", json!({})).await;
    let seen = story.look(Who::chair(), "final report", "kind state isLate").await;
    assert_eq!(seen, json!({ "kind": "FINAL_REVIEW", "state": "LOCKED", "isLate": false }));
}

async fn not_achieved(story: &Story) {
    story.cannot(Who::standing_officer(), "closeProject", "road", json!({ "reason": "" }), "REASON_REQUIRED").await;
    story.does(Who::standing_officer(), "closeProject", "road", json!({ "reason": "Chậm giải phóng mặt bằng" })).await;
    let seen = story.look(Who::head("SGTVT"), "road", "state reason").await;
    assert_eq!(seen, json!({ "state": "NOT_ACHIEVED", "reason": "Chậm giải phóng mặt bằng" }));
}

/// From May 2022 three quarters must agree and four fifths must vote.
async fn later_rules(story: &mut Story) {
    let later = json!({
        "name": "Quy chế hoạt động của Hội đồng năm 2022", "validFrom": "2022-05-01", "appraisalWorkingDays": 15,
        "thresholdBasisPoints": 7500, "quorumBasisPoints": 8000,
        "thresholdSource": "LOCAL_DEFAULT", "quorumSource": "LOCAL_DEFAULT", "appraisalSource": "LOCAL_DEFAULT",
    });
    story.makes(Who::admin(), "createRuleSet", "later rules", later).await;
}

/// What was held in December goes on where it was; without the Council there is no Bằng khen.
async fn released(story: &Story) {
    for name in ["team", "workshop"] {
        story.is(name, "ON_HOLD").await;
        story.does(Who::standing_officer(), "releaseNomination", name, json!({})).await;
        story.is(name, "ELIGIBLE").await;
        story.cannot(Who::standing_head(), "submitForDecision", name, json!({}), "INVALID_TRANSITION").await;
    }
}

/// Three of five would have passed under the former rules.
async fn session(story: &mut Story) {
    story.on("2022-07-12");
    convenes(story, "July", &["team", "workshop"], "2022-07-12").await;
    story.does(Who::secretary(), "openSession", "July", json!({})).await;
    for (unit, team, workshop) in
        [("UBND", "AYE", "AYE"), ("SNV", "AYE", "AYE"), ("SGTVT", "AYE", "AYE"), ("STC", "AYE", "NAY")]
    {
        story.cannot(Who::secretary(), "closeSession", "July", json!({}), "QUORUM_NOT_MET").await;
        votes(story, unit, "July", &[("team", team), ("workshop", workshop)]).await;
    }
    story.does(Who::secretary(), "closeSession", "July", json!({})).await;
    let seen = story
        .look(Who::chair(), "July", "ruleSet { id } thresholdBasisPoints agenda { eligibleVoters ayes hasPassed }")
        .await;
    let agenda = json!([
        { "eligibleVoters": 5, "ayes": 4, "hasPassed": true },
        { "eligibleVoters": 5, "ayes": 3, "hasPassed": false },
    ]);
    assert_eq!(
        seen,
        json!({ "ruleSet": { "id": story.id("later rules") }, "thresholdBasisPoints": 7500, "agenda": agenda })
    );
    let seen = story.look(Who::chair(), "December", "ruleSet { id } thresholdBasisPoints").await;
    assert_eq!(seen, json!({ "ruleSet": { "id": story.id("first rules") }, "thresholdBasisPoints": 5000 }));
}

async fn decided(story: &mut Story) {
    story.does(Who::standing_head(), "submitForDecision", "team", json!({})).await;
    story.registers(Who::chair(), "1405/QĐ-UBND", "UBND", "2022-07-12").await;
    let input = decision(story, "1405/QĐ-UBND", &["team"]);
    story.makes(Who::chair(), "issueDecision", "the Chairman's second decision", input).await;
    story.is("team", "AWARDED").await;
}

async fn campaign_closed(story: &Story) {
    story.cannot(Who::standing_head(), "closeCampaign", "campaign", json!({}), "FORBIDDEN").await;
    story.does(Who::chair(), "closeCampaign", "campaign", json!({})).await;
    story.is("campaign", "CLOSED").await;
    let late = story.world.project_input("Quá muộn", &json!({}));
    story.cannot_make(Who::officer("STC"), "createProject", late, "CAMPAIGN_NOT_RUNNING").await;
}
