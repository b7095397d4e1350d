//! July 2022: the clusters score and rank their members.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// Meets IV.3: clusters and blocks set criteria, and score by them in points.
pub async fn scoring(story: &mut Story) {
    story.chapter("scoring", "2022-07-18");
    criteria(story).await;
    sheets(story).await;
    ranking(story).await;
    rotation(story).await;
    story.meets("IV.3");
}

/// The leader of the block of departments writes the criteria and opens them.
async fn criteria(story: &mut Story) {
    let input = json!({
        "cluster": story.id("departments"), "campaign": story.world.campaign, "title": "Bảng tiêu chí khối tổng hợp",
        "criteria": [{ "group": "Kết quả", "name": "Công trình, dự án đã đăng ký", "maxPoints": "100" }],
        "classes": [{ "name": "Xuất sắc", "atLeast": "90" }, { "name": "Tốt", "atLeast": "70" }],
        "bonusCap": "10",
    });
    story.cannot_make(Who::officer("STC"), "createScoringScheme", input.clone(), "FORBIDDEN").await;
    story.makes(Who::officer("SGTVT"), "createScoringScheme", "criteria", input).await;
    story.does(Who::head("SGTVT"), "openScoringScheme", "criteria", json!({})).await;
}

/// From the unit itself through its block to the Standing Body.
async fn sheets(story: &mut Story) {
    let seen = story.look(Who::officer("SGTVT"), "criteria", "criteria { id }").await;
    let criterion = seen["criteria"][0]["id"].clone();
    for (unit, name, points) in
        [("SGTVT", "Transport's sheet", "85"), ("STC", "Finance's sheet", "85"), ("SNV", "Home Affairs' sheet", "0")]
    {
        story.makes(Who::officer(unit), "createScoreSheet", name, json!({ "scheme": story.id("criteria") })).await;
        story.cannot(Who::head(unit), "submitScoreSheet", name, json!({}), "SCORE_MISSING").await;
        let scores = json!({ "scores": [{ "criterion": criterion, "points": points }] });
        story.does(Who::officer(unit), "updateScoreSheet", name, scores).await;
        story.does(Who::head(unit), "submitScoreSheet", name, json!({})).await;
        if unit != "SGTVT" {
            story.does(Who::head("SGTVT"), "reviewScoreSheet", name, json!({})).await;
        }
        story.does(Who::standing_officer(), "confirmScoreSheet", name, json!({})).await;
    }
    story.is_hidden_from("Finance's sheet", [Who::officer("STTTT"), Who::Public]).await;
    story.cannot(Who::officer("SGTVT"), "updateScoringScheme", "criteria", json!({}), "SCHEME_FROZEN").await;
}

/// Equals share a rank and the next is skipped.
async fn ranking(story: &Story) {
    story.does(Who::standing_head(), "publishRanking", "criteria", json!({})).await;
    for (name, rank, class) in [
        ("Transport's sheet", 1, json!("Tốt")),
        ("Finance's sheet", 1, json!("Tốt")),
        ("Home Affairs' sheet", 3, Value::Null),
    ] {
        let seen = story.look(Who::officer("STTTT"), name, "rank className").await;
        assert_eq!(seen, json!({ "rank": rank, "className": class }), "{name}");
    }
}

/// The lead goes to the next.
async fn rotation(story: &Story) {
    let input = json!({ "cluster": story.id("departments"), "leader": story.unit("STC"), "validFrom": "2022-07-19" });
    let _ = story.says(Who::admin(), "rotateClusterLeader", input).await.ok();
}
