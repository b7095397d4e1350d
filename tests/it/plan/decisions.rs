//! Christmas 2021: the Chairman decides, and heads of units do by their own authority.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// Meets III.2a, the whole path to the Chairman's Bằng khen: submitted, decided with a document, told, conferred; and
/// whoever is not awarded is told why. Beside it III.2c, the Giấy khen of a unit's own head.
pub async fn decisions(story: &mut Story) {
    story.chapter("decisions", "2021-12-22");
    submitted(story).await;
    documents(story).await;
    refused(story).await;
    let decision = decision(story, "2701/QĐ-UBND", &["farmer", "engineer"]);
    story.makes(Who::chair(), "issueDecision", "the Chairman's decision", decision).await;
    declined(story).await;
    told(story).await;
    conferred(story).await;
    story.meets("III.2a");
    own_authority(story).await;
    story.meets("III.2c");
}

async fn submitted(story: &Story) {
    let head = Who::standing_head();
    assert_eq!(story.may(Who::standing_officer(), "submitForDecision", "farmer").await, "FORBIDDEN");
    story.cannot(Who::standing_officer(), "submitForDecision", "farmer", json!({}), "FORBIDDEN").await;
    story.cannot(head.clone(), "submitForDecision", "commune", json!({}), "INVALID_TRANSITION").await;
    story.cannot(head.clone(), "submitForDecision", "team", json!({}), "ON_HOLD").await;
    story.is_hidden_from("farmer", [Who::chair()]).await;
    for name in ["farmer", "household", "engineer"] {
        story.does(head.clone(), "submitForDecision", name, json!({})).await;
        assert_eq!(story.may(Who::chair(), "issueDecision", name).await, "AWARDED");
        assert_eq!(story.may(head.clone(), "issueDecision", name).await, "FORBIDDEN");
    }
}

/// A decision with its list.
pub fn decision(story: &Story, document: &str, nominations: &[&str]) -> Value {
    let nominations: Vec<&str> = nominations.iter().map(|name| story.id(name)).collect();
    json!({
        "document": story.id(document), "phase": story.world.phases[0], "awardType": story.id("BANG_KHEN"),
        "nominations": nominations,
    })
}

async fn documents(story: &mut Story) {
    story.on("2021-12-24");
    story.registers(Who::chair(), "2701/QĐ-UBND", "UBND", "2021-12-24").await;
    story.registers(Who::standing_officer(), "77/QĐ-SNV", "SNV", "2021-12-24").await;
    story.registers(Who::district_officer("CL"), "35/QĐ-UBND", "CL", "2021-12-24").await;
}

/// Not by anybody else, not without a decision of the province, not another kind of award, and nobody who was not
/// submitted.
async fn refused(story: &Story) {
    let right = decision(story, "2701/QĐ-UBND", &["farmer", "engineer"]);
    story.cannot_make(Who::standing_head(), "issueDecision", right.clone(), "FORBIDDEN").await;
    for wrong in ["68/KH-UBND", "77/QĐ-SNV"] {
        let wrong = decision(story, wrong, &["farmer", "engineer"]);
        story.cannot_make(Who::chair(), "issueDecision", wrong, "DECISION_REQUIRED").await;
    }
    let mut lesser = right;
    lesser["awardType"] = story.id("GIAY_KHEN").into();
    story.cannot_make(Who::chair(), "issueDecision", lesser, "WRONG_AWARD_AUTHORITY").await;
    let with_one_failed = decision(story, "2701/QĐ-UBND", &["farmer", "commune"]);
    story.cannot_make(Who::chair(), "issueDecision", with_one_failed, "NOT_FOUND").await;
    story.is("farmer", "SUBMITTED_FOR_DECISION").await;
    assert_eq!(awarded(story).await, Vec::<String>::new());
}

/// Names in the registry, as anybody reads them.
async fn awarded(story: &Story) -> Vec<String> {
    let reply =
        story.reads(Who::Public, "{ awards(orderBy: { field: NAME }) { nodes { name } } }", json!({})).await.ok();
    reply.column("awards.nodes", "name").into_iter().map(Into::into).collect()
}

async fn declined(story: &Story) {
    assert_eq!(awarded(story).await, ["Thạch Thị Hạnh", "Trần Quốc Toản"]);
    for name in ["farmer", "engineer"] {
        story.is(name, "AWARDED").await;
    }
    story.cannot(Who::standing_head(), "declineNomination", "household", json!({ "reason": "x" }), "FORBIDDEN").await;
    story.cannot(Who::chair(), "declineNomination", "household", json!({ "reason": "" }), "REASON_REQUIRED").await;
    story
        .does(Who::chair(), "declineNomination", "household", json!({ "reason": "Đề nghị huyện tặng Giấy khen" }))
        .await;
    story.is("household", "NOT_AWARDED").await;
}

/// Each unit is told of each outcome; where it is a refusal, with the reason.
async fn told(story: &Story) {
    story.cannot(Who::district_head("CL"), "notifyNomination", "farmer", json!({}), "FORBIDDEN").await;
    for name in ["farmer", "engineer", "household", "commune", "archivist", "visitor"] {
        story.does(Who::standing_officer(), "notifyNomination", name, json!({})).await;
        story.is(name, "NOTIFIED").await;
    }
    let seen = story.look(Who::district_officer("CL"), "farmer", "notifiedAt decision { document { number } }").await;
    assert_eq!(
        seen,
        json!({ "notifiedAt": "2021-12-24T01:00:00Z", "decision": { "document": { "number": "2701/QĐ-UBND" } } })
    );
    for (who, name) in [
        (Who::district_head("CL"), "household"),
        (Who::district_head("CL"), "commune"),
        (Who::head("SGTVT"), "visitor"),
        (Who::head("SNV"), "archivist"),
    ] {
        let seen = story.look(who, name, "reason").await;
        assert!(
            seen["reason"].as_str().is_some_and(|reason| !reason.is_empty()),
            "whoever proposed {name} is told why not"
        );
    }
}

async fn conferred(story: &Story) {
    let standing = Who::standing_officer();
    story
        .cannot(
            standing.clone(),
            "conferNomination",
            "farmer",
            json!({ "conferredOn": "2021-12-28" }),
            "BAD_USER_INPUT",
        )
        .await;
    story.on("2021-12-28");
    assert_eq!(story.may(standing.clone(), "conferNomination", "household").await, "INVALID_TRANSITION");
    for refused in ["household", "commune"] {
        story
            .cannot(
                standing.clone(),
                "conferNomination",
                refused,
                json!({ "conferredOn": "2021-12-28" }),
                "INVALID_TRANSITION",
            )
            .await;
    }
    for name in ["farmer", "engineer"] {
        story.does(standing.clone(), "conferNomination", name, json!({ "conferredOn": "2021-12-28" })).await;
        story.is(name, "CONFERRED").await;
    }
}

/// A commendation that a unit's head decided.
pub fn commendation(story: &Story, phase: usize, document: &str, award: &str, honouree: &Value) -> Value {
    json!({
        "document": story.id(document), "phase": story.world.phases[phase], "awardType": story.id(award),
        "honourees": [{ "newHonouree": honouree, "citation": "Có thành tích tiêu biểu trong đợt thi đua" }],
    })
}

/// A district gives its Giấy khen, and no Bằng khen.
async fn own_authority(story: &mut Story) {
    let household =
        json!({ "kind": "HOUSEHOLD", "category": "HOUSEHOLD", "name": "Hộ ông Kim Sơn", "unit": story.unit("CL-MC") });
    let record = |document: &str, award: &str| commendation(story, 0, document, award, &household);
    let (right, too_high, not_own) =
        (record("35/QĐ-UBND", "GIAY_KHEN"), record("35/QĐ-UBND", "BANG_KHEN"), record("2701/QĐ-UBND", "GIAY_KHEN"));
    story.cannot_make(Who::district_head("CL"), "recordCommendation", too_high, "WRONG_AWARD_AUTHORITY").await;
    story.cannot_make(Who::district_head("CL"), "recordCommendation", not_own, "DECISION_REQUIRED").await;
    story.cannot_make(Who::district_officer("CL"), "recordCommendation", right.clone(), "FORBIDDEN").await;
    story.makes(Who::district_head("CL"), "recordCommendation", "the district's decision", right).await;
    let selection =
        "unit { abbreviation } decidedOn awardType { code } awards { nodes { name unit { abbreviation } } }";
    let seen = story.look(Who::Public, "the district's decision", selection).await;
    let expected = json!({
        "unit": { "abbreviation": "CL" }, "decidedOn": "2021-12-24", "awardType": { "code": "GIAY_KHEN" },
        "awards": { "nodes": [{ "name": "Hộ ông Kim Sơn", "unit": { "abbreviation": "CL-MC" } }] },
    });
    assert_eq!(seen, expected);
}
