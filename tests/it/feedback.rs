//! Difficulties (C1): sent, received, put before who can decide, answered, closed; and who reads them.

use serde_json::{Value, json};
use tests::{App, Reply, Who, World, both};

both!(the_standing_body_answers, an_authority_decides, each_sees_its_own, bad_input_is_refused);

const SELECTION: &str = "feedback { id state answer authority { abbreviation } document { number } }";

async fn says(app: &App, who: Who, verb: &str, input: Value) -> Reply {
    app.as_(who).say(verb, input, SELECTION).await
}

async fn does(app: &App, who: Who, verb: &str, input: Value) -> Value {
    says(app, who, verb, input).await.ok().data(&format!("{verb}.feedback")).clone()
}

async fn sent(app: &App, world: &World) -> Value {
    let input = json!({
        "subject": "Giải phóng mặt bằng", "body": "Chưa có giá đất cụ thể", "proposal": "Sớm phê duyệt giá đất",
        "campaign": world.campaign,
    });
    let made = does(app, Who::officer("SGTVT"), "sendFeedback", input).await;
    assert_eq!(made["state"], "SENT");
    made["id"].clone()
}

/// Each step once, by those whose step it is.
async fn the_standing_body_answers(app: App) {
    let world = World::launched(&app).await;
    let id = sent(&app, &world).await;
    let one = json!({ "id": id });
    let answer = json!({ "id": id, "answer": "Giá đất được phê duyệt trong tháng 9" });
    let standing = Who::standing_officer;
    for (who, verb, input, code) in [
        (standing(), "answerFeedback", answer.clone(), "INVALID_TRANSITION"),
        (Who::head("SGTVT"), "receiveFeedback", one.clone(), "FORBIDDEN"),
        (Who::head("SGTVT"), "closeFeedback", one.clone(), "INVALID_TRANSITION"),
        (Who::head("STC"), "closeFeedback", one.clone(), "NOT_FOUND"),
        (Who::Public, "sendFeedback", json!({ "subject": "A", "body": "B" }), "UNAUTHENTICATED"),
        (Who::auditor(), "sendFeedback", json!({ "subject": "A", "body": "B" }), "FORBIDDEN"),
    ] {
        let _ = says(&app, who, verb, input).await.refused(code);
    }
    assert_eq!(does(&app, standing(), "receiveFeedback", one.clone()).await["state"], "RECEIVED");
    let _ = says(&app, standing(), "receiveFeedback", one.clone()).await.refused("INVALID_TRANSITION");
    let _ =
        says(&app, standing(), "answerFeedback", json!({ "id": id, "answer": " " })).await.refused("BAD_USER_INPUT");
    let seen = does(&app, standing(), "answerFeedback", answer).await;
    assert_eq!((&seen["state"], &seen["document"]), (&json!("ANSWERED"), &Value::Null));
    let _ = says(&app, standing(), "closeFeedback", one.clone()).await.refused("FORBIDDEN");
    assert_eq!(does(&app, Who::head("SGTVT"), "closeFeedback", one).await["state"], "CLOSED");
}

/// What goes to an authority comes back with a document of that authority.
async fn an_authority_decides(app: App) {
    let world = World::launched(&app).await;
    let id = sent(&app, &world).await;
    does(&app, Who::standing_officer(), "receiveFeedback", json!({ "id": id })).await;
    let to = |unit: &str| json!({ "id": id, "authority": world.units[unit] });
    let standing = Who::standing_officer;
    let _ = says(&app, standing(), "escalateFeedback", to("SGTVT")).await.refused("BAD_USER_INPUT");
    let seen = does(&app, standing(), "escalateFeedback", to("STC")).await;
    assert_eq!((&seen["state"], &seen["authority"]["abbreviation"]), (&json!("ESCALATED"), &json!("STC")));
    let theirs = world.document(&app.as_(Who::officer("STC")), "15/QĐ-STC", "STC").await;
    let others = world.document(&app.as_(Who::officer("SGTVT")), "16/QĐ-SGTVT", "SGTVT").await;
    let mut answer = json!({ "id": id, "answer": "Đã phê duyệt giá đất" });
    let _ = says(&app, standing(), "answerFeedback", answer.clone()).await.refused("RESOLUTION_REQUIRED");
    answer["document"] = others.into();
    let _ = says(&app, standing(), "answerFeedback", answer.clone()).await.refused("RESOLUTION_REQUIRED");
    answer["document"] = theirs.into();
    let seen = does(&app, standing(), "answerFeedback", answer).await;
    assert_eq!((&seen["state"], &seen["document"]["number"]), (&json!("ANSWERED"), &json!("15/QĐ-STC")));
}

/// The unit that asks, the Standing Body, the auditor; the authority from when it is asked; nobody else.
async fn each_sees_its_own(app: App) {
    let world = World::launched(&app).await;
    let id = sent(&app, &world).await;
    let sees = async |expected: [bool; 6]| {
        let everybody =
            [Who::officer("SGTVT"), Who::standing_head(), Who::auditor(), Who::head("STC"), Who::chair(), Who::Public];
        for (who, expected) in everybody.into_iter().zip(expected) {
            let document = "{ feedback { totalCount } }";
            let reply = app.as_(who.clone()).query(document, json!({})).await.ok();
            assert_eq!(reply.int("feedback.totalCount") == 1, expected, "{who:?}");
        }
    };
    sees([true, true, true, false, false, false]).await;
    does(&app, Who::standing_officer(), "receiveFeedback", json!({ "id": id })).await;
    let input = json!({ "id": id, "authority": world.units["STC"] });
    does(&app, Who::standing_officer(), "escalateFeedback", input).await;
    sees([true, true, true, true, false, false]).await;
}

async fn bad_input_is_refused(app: App) {
    let world = World::launched(&app).await;
    for (subject, body) in [("", "Nội dung"), ("Tiêu đề", "  "), ("Hai\ndòng", "Nội dung")] {
        let input = json!({ "subject": subject, "body": body });
        let _ = says(&app, Who::officer("SGTVT"), "sendFeedback", input).await.refused("BAD_USER_INPUT");
    }
    let input = json!({ "subject": "A", "body": "B", "unit": world.units["STC"] });
    let _ = says(&app, Who::officer("SGTVT"), "sendFeedback", input).await.refused("FORBIDDEN");
}
