//! Difficulties go to the Department of Home Affairs, which reports them to who can decide.

use serde_json::json;
use tests::Who;

use super::story::Story;

/// Meets C1: difficulties go to the Standing Body, which answers, or puts them before the authority that can decide.
pub async fn feedback(story: &mut Story) {
    story.chapter("feedback", "2021-11-15");
    let input = json!({
        "subject": "Giải phóng mặt bằng chậm", "body": "Chưa có giá đất cụ thể của năm 2021",
        "proposal": "Ủy ban nhân dân tỉnh sớm phê duyệt", "campaign": story.world.campaign,
    });
    story.makes(Who::officer("SGTVT"), "sendFeedback", "difficulty", input).await;
    story.is_hidden_from("difficulty", [Who::head("STC"), Who::chair(), Who::Public]).await;
    story
        .cannot(
            Who::standing_officer(),
            "escalateFeedback",
            "difficulty",
            json!({ "authority": story.unit("UBND") }),
            "INVALID_TRANSITION",
        )
        .await;
    story.does(Who::standing_officer(), "receiveFeedback", "difficulty", json!({})).await;
    story
        .does(Who::standing_officer(), "escalateFeedback", "difficulty", json!({ "authority": story.unit("UBND") }))
        .await;
    let seen = story.look(Who::chair(), "difficulty", "state subject").await;
    assert_eq!(seen, json!({ "state": "ESCALATED", "subject": "Giải phóng mặt bằng chậm" }));
    story
        .cannot(
            Who::standing_officer(),
            "answerFeedback",
            "difficulty",
            json!({ "answer": "Đã duyệt" }),
            "RESOLUTION_REQUIRED",
        )
        .await;
    story.registers(Who::chair(), "2480/QĐ-UBND", "UBND", "2021-11-15").await;
    let answer = json!({ "answer": "Đã phê duyệt giá đất", "document": story.id("2480/QĐ-UBND") });
    story.does(Who::standing_officer(), "answerFeedback", "difficulty", answer).await;
    story.does(Who::officer("SGTVT"), "closeFeedback", "difficulty", json!({})).await;
    story.is("difficulty", "CLOSED").await;
    story.meets("C1");
}
