//! Mid-December 2021: the Standing Body appraises.

use serde_json::json;
use tests::Who;

use super::story::Story;

/// Meets III.1: people and collectives of departments, districts, the people and enterprises are eligible, and
/// whoever is not is told why. The author does not appraise; a pending complaint holds.
pub async fn appraisal(story: &mut Story) {
    story.chapter("appraisal", "2021-12-17");
    eligible(story).await;
    separation(story).await;
    ineligible(story).await;
    held(story).await;
    as_appraised(story).await;
    story.meets("III.1");
}

fn finding(is_eligible: bool, opinion: &str) -> serde_json::Value {
    json!({ "isEligible": is_eligible, "opinion": opinion })
}

async fn eligible(story: &Story) {
    let standing = Who::standing_officer();
    story.cannot(standing.clone(), "appraiseNomination", "household", finding(true, "x"), "INVALID_TRANSITION").await;
    story.cannot(Who::council("STC"), "beginAppraisal", "farmer", json!({}), "FORBIDDEN").await;
    for name in ["household", "commune", "engineer", "visitor", "archivist", "team", "workshop"] {
        story.does(standing.clone(), "beginAppraisal", name, json!({})).await;
    }
    let seen = story.look(standing.clone(), "farmer", "otherAwards honouree { kind category }").await;
    assert_eq!(seen, json!({ "otherAwards": 0, "honouree": { "kind": "INDIVIDUAL", "category": "FARMER" } }));
    for name in ["farmer", "household", "commune", "team", "workshop"] {
        story.does(standing.clone(), "appraiseNomination", name, finding(true, "Đủ tiêu chuẩn, đúng đối tượng")).await;
        story.is(name, "ELIGIBLE").await;
    }
}

/// The author of a nomination does not appraise it, in whatever other role.
async fn separation(story: &Story) {
    let author = Who::standing_officer().named("ngocanh.snv");
    assert_eq!(story.may(author.clone(), "appraiseNomination", "archivist").await, "SEPARATION_OF_DUTIES");
    story.cannot(author, "appraiseNomination", "archivist", finding(true, "x"), "SEPARATION_OF_DUTIES").await;
    story.does(Who::standing_officer(), "appraiseNomination", "archivist", finding(true, "Đủ tiêu chuẩn")).await;
}

async fn ineligible(story: &Story) {
    let opinion = "Không công tác tại đơn vị đề nghị";
    story
        .cannot(Who::standing_officer(), "appraiseNomination", "visitor", finding(false, opinion), "REASON_REQUIRED")
        .await;
    let mut wrong_subject = finding(false, opinion);
    wrong_subject["reasonCode"] = "WRONG_SUBJECT".into();
    story.does(Who::standing_officer(), "appraiseNomination", "visitor", wrong_subject).await;
    let seen = story.look(Who::head("SGTVT"), "visitor", "state reasonCode reason").await;
    assert_eq!(seen, json!({ "state": "INELIGIBLE", "reasonCode": "WRONG_SUBJECT", "reason": opinion }));
}

/// On hold nothing goes on; released, it goes on where it was. The enterprise's two stay on hold into the next year.
async fn held(story: &Story) {
    let standing = Who::standing_officer();
    story.cannot(standing.clone(), "holdNomination", "engineer", json!({ "reason": "" }), "REASON_REQUIRED").await;
    story
        .does(standing.clone(), "holdNomination", "engineer", json!({ "reason": "Có đơn khiếu nại chưa giải quyết" }))
        .await;
    story.is("engineer", "ON_HOLD").await;
    assert_eq!(
        story.look(Who::head("SGTVT"), "engineer", "reason").await["reason"],
        "Có đơn khiếu nại chưa giải quyết"
    );
    story.cannot(standing.clone(), "appraiseNomination", "engineer", finding(true, "x"), "ON_HOLD").await;
    story.cannot(Who::head("SGTVT"), "releaseNomination", "engineer", json!({}), "FORBIDDEN").await;
    story.does(standing.clone(), "releaseNomination", "engineer", json!({})).await;
    story.is("engineer", "UNDER_APPRAISAL").await;
    story.does(standing.clone(), "appraiseNomination", "engineer", finding(true, "Khiếu nại đã được giải quyết")).await;
    for name in ["team", "workshop"] {
        story
            .does(standing.clone(), "holdNomination", name, json!({ "reason": "Đang thanh tra tài chính năm 2021" }))
            .await;
    }
}

/// The Council sees what was found eligible; the opinion is not for the unit's eyes, nor anything for another unit's.
async fn as_appraised(story: &Story) {
    let appraised = "state appraisals { nodes { isEligible opinion } }";
    let seen = story.look(Who::council("STC"), "farmer", appraised).await;
    let opinion = json!({ "nodes": [{ "isEligible": true, "opinion": "Đủ tiêu chuẩn, đúng đối tượng" }] });
    assert_eq!(seen, json!({ "state": "ELIGIBLE", "appraisals": opinion }));
    let seen = story.look(Who::district_officer("CL"), "farmer", appraised).await;
    assert_eq!(seen, json!({ "state": "ELIGIBLE", "appraisals": { "nodes": [] } }));
    story.is_hidden_from("farmer", [Who::Public, Who::head("SGTVT"), Who::chair(), Who::admin()]).await;
    story.is_hidden_from("visitor", [Who::council("STC"), Who::chair()]).await;
    let counts =
        "query($dossier: ID!) { nominations(filter: { dossier: [$dossier] }) { counts(by: STATE) { key count } } }";
    let reply =
        story.reads(Who::district_head("CL"), counts, json!({ "dossier": story.id("district dossier") })).await.ok();
    assert!(reply.list("nominations.counts").contains(&json!({ "key": "ELIGIBLE", "count": 3 })));
    assert!(reply.list("nominations.counts").contains(&json!({ "key": "WITHDRAWN", "count": 1 })));
}
