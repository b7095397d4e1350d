//! October to December 2021: what was registered is carried out.

use serde_json::json;
use tests::Who;

use super::story::Story;

/// Meets IV.2, the project path to its end: progress, an amended target, completion with evidence, rejected and
/// verified.
pub async fn work(story: &mut Story) {
    story.chapter("work", "2021-10-25");
    progress(story).await;
    amendments(story).await;
    completion(story).await;
    story.meets("IV.2");
}

async fn progress(story: &Story) {
    let officer = Who::district_officer("CL");
    story
        .cannot(
            Who::district_head("CL"),
            "claimCompletion",
            "lanes",
            json!({ "evidence": "Ảnh" }),
            "INVALID_TRANSITION",
        )
        .await;
    story
        .cannot(
            officer.clone(),
            "recordProgress",
            "lanes",
            json!({ "onDate": "2021-10-26", "percent": 40, "note": "x" }),
            "BAD_USER_INPUT",
        )
        .await;
    story
        .cannot(
            officer.clone(),
            "recordProgress",
            "lanes",
            json!({ "onDate": "2021-10-25", "percent": 101, "note": "x" }),
            "BAD_USER_INPUT",
        )
        .await;
    story
        .cannot(
            Who::standing_officer(),
            "recordProgress",
            "lanes",
            json!({ "onDate": "2021-10-25", "percent": 40, "note": "x" }),
            "FORBIDDEN",
        )
        .await;
    for (day, percent, note) in [("2021-10-20", 40, "Đã trồng 5 km"), ("2021-10-25", 55, "Thêm 2 km ở xã Mỹ Cẩm")]
    {
        story
            .does(
                officer.clone(),
                "recordProgress",
                "lanes",
                json!({ "onDate": day, "percent": percent, "note": note }),
            )
            .await;
    }
    let seen =
        story.look(Who::standing_officer(), "lanes", "state progressPercent progress { nodes { percent } }").await;
    let entries = json!({ "nodes": [{ "percent": 55 }, { "percent": 40 }] });
    assert_eq!(seen, json!({ "state": "IN_PROGRESS", "progressPercent": 55, "progress": entries }));
}

/// An accepted target changes only by a version that the Standing Body approves.
async fn amendments(story: &mut Story) {
    let (officer, standing) = (Who::district_officer("CL"), Who::standing_officer());
    let seen = story.look(officer.clone(), "lanes", "targets { id }").await;
    story.name("planned lanes", "Target", seen["targets"][0]["id"].as_str().unwrap());
    story
        .cannot_make(
            Who::district_officer("CK"),
            "amendTarget",
            json!({ "id": story.id("planned lanes"), "planned": "1" }),
            "NOT_FOUND",
        )
        .await;
    story
        .makes(
            officer.clone(),
            "amendTarget",
            "too few lanes",
            json!({ "id": story.id("planned lanes"), "planned": "5" }),
        )
        .await;
    story.is("too few lanes", "PROPOSED").await;
    let again = json!({ "id": story.id("planned lanes"), "planned": "6" });
    story.cannot_make(officer.clone(), "amendTarget", again, "DUPLICATE").await;
    story.cannot(officer.clone(), "approveAmendment", "too few lanes", json!({}), "FORBIDDEN").await;
    story
        .cannot(standing.clone(), "rejectAmendment", "too few lanes", json!({ "reason": "" }), "REASON_REQUIRED")
        .await;
    story
        .does(standing.clone(), "rejectAmendment", "too few lanes", json!({ "reason": "Không hạ chỉ tiêu đã đăng ký" }))
        .await;
    story.is("too few lanes", "REJECTED").await;
    story.is("planned lanes", "CURRENT").await;
    story
        .makes(officer, "amendTarget", "more lanes", json!({ "id": story.id("planned lanes"), "planned": "15" }))
        .await;
    story.does(standing.clone(), "approveAmendment", "more lanes", json!({})).await;
    story.is("planned lanes", "SUPERSEDED").await;
    let seen = story.look(standing, "more lanes", "state planned replaces { planned }").await;
    assert_eq!(seen, json!({ "state": "CURRENT", "planned": "15", "replaces": { "planned": "12.5" } }));
}

async fn completion(story: &Story) {
    let (head, standing) = (Who::district_head("CL"), Who::standing_officer());
    story.on("2021-12-01");
    story.cannot(head.clone(), "claimCompletion", "lanes", json!({ "evidence": " " }), "EVIDENCE_REQUIRED").await;
    story
        .cannot(Who::district_officer("CL"), "claimCompletion", "lanes", json!({ "evidence": "Ảnh" }), "FORBIDDEN")
        .await;
    let reached = |target: &str, actual: &str| {
        let actuals = json!([{ "target": story.id(target), "actual": actual }]);
        json!({ "evidence": "Biên bản nghiệm thu 12/BB", "actuals": actuals })
    };
    story.cannot(head.clone(), "claimCompletion", "lanes", reached("planned lanes", "15"), "BAD_USER_INPUT").await;
    story.does(head.clone(), "claimCompletion", "lanes", reached("more lanes", "11")).await;
    assert_eq!(story.may(head.clone(), "verifyCompletion", "lanes").await, "FORBIDDEN");
    story.cannot(standing.clone(), "rejectCompletion", "lanes", json!({ "reason": "" }), "REASON_REQUIRED").await;
    story
        .does(standing.clone(), "rejectCompletion", "lanes", json!({ "reason": "Kiểm tra thực tế mới đạt 11 km" }))
        .await;
    let seen = story.look(head.clone(), "lanes", "state reason").await;
    assert_eq!(seen, json!({ "state": "IN_PROGRESS", "reason": "Kiểm tra thực tế mới đạt 11 km" }));
    story.on("2021-12-06");
    story.does(head, "claimCompletion", "lanes", reached("more lanes", "15.2")).await;
    story.does(standing.clone(), "verifyCompletion", "lanes", json!({})).await;
    let seen = story.look(Who::council("STC"), "lanes", "state evidence targets { state actual }").await;
    assert_eq!(seen["state"], "VERIFIED");
    assert_eq!(seen["evidence"], "Biên bản nghiệm thu 12/BB");
    assert!(seen["targets"].as_array().unwrap().contains(&json!({ "state": "CURRENT", "actual": "15.2" })));
    story.cannot(standing, "rejectCompletion", "lanes", json!({ "reason": "Muộn" }), "INVALID_TRANSITION").await;
}
