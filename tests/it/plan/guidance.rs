//! August 2021: the Standing Body says until when to register, and when to report.

use serde_json::json;
use tests::Who;

use super::story::Story;

/// Meets IV.6a: guidance is published and versioned, and every unit that takes part owes the reports it asks for.
pub async fn guidance(story: &mut Story) {
    story.chapter("guidance", "2021-08-10");
    let first = json!({
        "phase": story.world.phases[0], "registrationFrom": "2021-08-10", "registrationTo": "2021-09-10",
        "nominationQuota": 3,
        "form": "Mẫu 01: Đăng ký công trình, việc làm tiêu biểu", "document": story.id("1486/SNV-TĐKT"),
        "reports": [
            { "kind": "QUARTERLY", "period": "Q3/2021", "dueOn": "2021-09-25" },
            { "kind": "QUARTERLY", "period": "Q4/2021", "dueOn": "2021-12-20" },
            { "kind": "PRELIMINARY_REVIEW", "period": "2021", "dueOn": "2021-12-25" },
        ],
    });
    story.cannot_make(Who::head("SGTVT"), "draftGuidance", first.clone(), "FORBIDDEN").await;
    story.makes(Who::standing_officer(), "draftGuidance", "first guidance", first.clone()).await;
    story.is_hidden_from("first guidance", [Who::Public, Who::officer("SGTVT"), Who::chair()]).await;
    assert_eq!(story.may(Who::standing_officer(), "publishGuidance", "first guidance").await, "FORBIDDEN");
    story.cannot(Who::standing_officer(), "publishGuidance", "first guidance", json!({}), "FORBIDDEN").await;
    assert_eq!(owed(story, Who::standing_head()).await, 0);
    story.does(Who::standing_head(), "publishGuidance", "first guidance", json!({})).await;
    each_owes_three(story).await;

    story.on("2021-08-16");
    let mut second = first;
    second["registrationTo"] = "2021-09-15".into();
    second["reports"][0]["dueOn"] = "2021-09-30".into();
    story.makes(Who::standing_officer(), "draftGuidance", "second guidance", second).await;
    story.does(Who::standing_head(), "publishGuidance", "second guidance", json!({})).await;
    story.is("first guidance", "SUPERSEDED").await;
    story.is("second guidance", "PUBLISHED").await;
    each_owes_three(story).await;
    let seen = story
        .look(
            Who::district_officer("CL"),
            "second guidance",
            "edition registrationTo nominationQuota reports { period dueOn }",
        )
        .await;
    let reports = json!([
        { "period": "Q3/2021", "dueOn": "2021-09-30" },
        { "period": "Q4/2021", "dueOn": "2021-12-20" },
        { "period": "2021", "dueOn": "2021-12-25" },
    ]);
    assert_eq!(seen, json!({ "edition": 2, "registrationTo": "2021-09-15", "nominationQuota": 3, "reports": reports }));
    moved(story).await;
    story.meets("IV.6a");
}

async fn owed(story: &Story, who: Who) -> i64 {
    story.reads(who, "{ obligations { totalCount } }", json!({})).await.ok().int("obligations.totalCount")
}

/// Ten units stand directly below the province; each sees its own obligations, and the Standing Body all.
async fn each_owes_three(story: &Story) {
    assert_eq!(owed(story, Who::standing_head()).await, 30);
    assert_eq!(owed(story, Who::officer("SGTVT")).await, 3);
    assert_eq!(owed(story, Who::enterprise_head("PCTV")).await, 3);
    assert_eq!(owed(story, Who::officer("MTTQ")).await, 3);
    assert_eq!(owed(story, Who::Public).await, 0);
}

/// What is still open has moved to the day that the second edition says.
async fn moved(story: &Story) {
    let days = "{ obligations(filter: { period: [\"Q3/2021\"] }) { nodes { dueOn state guidance { edition } } } }";
    let reply = story.reads(Who::standing_head(), days, json!({})).await.ok();
    let expected = json!({ "dueOn": "2021-09-30", "state": "DUE", "guidance": { "edition": 2 } });
    assert!(reply.list("obligations.nodes").iter().all(|owed| *owed == expected), "{}", reply.text);
}
