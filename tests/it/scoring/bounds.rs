//! Totals are clamped: whatever the points at rest, a criterion counts for no more than it gives.

use serde_json::json;
use tests::{App, Who, both};

use super::{Ground, SCHEME, SHEET};

both!(points_at_rest_count_within_their_criterion, criteria_anew_ask_for_points_anew);

/// As if a maximum had been lowered behind the API after the points were given: each of the three totals is cut. (Points below
/// zero the database refuses itself.)
async fn points_at_rest_count_within_their_criterion(app: App) {
    let ground = Ground::opened(app.clone()).await;
    let id = ground.sheet("STC").await;
    let filled = json!({ "id": id, "scores": ground.scores(["60", "30"]), "bonus": "9" });
    ground.does(Who::officer("STC"), "updateScoreSheet", filled, SHEET).await;
    app.run("update criterion set max_points = max_points - 100000 where position = 1").await;
    let sheet = json!({ "id": id });
    let seen = ground.does(Who::head("STC"), "submitScoreSheet", sheet.clone(), SHEET).await;
    assert_eq!(seen["selfTotal"], "85", "50 of 60, 30 of 40, 5 of a bonus of 9");
    let seen = ground.does(Who::head("SGTVT"), "reviewScoreSheet", sheet.clone(), SHEET).await;
    assert_eq!(seen["clusterTotal"], "85");
    let seen = ground.does(Who::standing_officer(), "confirmScoreSheet", sheet, SHEET).await;
    assert_eq!(seen["finalTotal"], "85");
}

/// Lowered by the API, nothing above the new maximum remains: the points on the former criteria are gone.
async fn criteria_anew_ask_for_points_anew(app: App) {
    let ground = Ground::opened(app).await;
    let id = ground.sheet("STC").await;
    let filled = json!({ "id": id, "scores": ground.scores(["60", "40"]) });
    ground.does(Who::officer("STC"), "updateScoreSheet", filled, SHEET).await;
    let lowered = json!({
        "id": ground.scheme, "criteria": [{ "group": "Phát triển kinh tế", "name": "Công trình", "maxPoints": "10" }],
    });
    let seen = ground.does(Who::officer("SGTVT"), "updateScoringScheme", lowered, SCHEME).await;
    assert_eq!(seen["maxPoints"], "10");
    let sheet = json!({ "id": id });
    ground.cannot(Who::head("STC"), "submitScoreSheet", sheet.clone(), "SCORE_MISSING").await;
    let criterion = &seen["criteria"][0]["id"];
    let filled = |points: &str| json!({ "id": id, "scores": [{ "criterion": criterion, "points": points }] });
    ground.cannot(Who::officer("STC"), "updateScoreSheet", filled("100"), "POINTS_OUT_OF_RANGE").await;
    ground.does(Who::officer("STC"), "updateScoreSheet", filled("10"), SHEET).await;
    let seen = ground.does(Who::head("STC"), "submitScoreSheet", sheet, SHEET).await;
    assert_eq!(seen["selfTotal"], "10");
}
