//! What the Standing Body puts together for the province: of a quarter, at the preliminary review, at the end.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

fn draft(story: &Story, kind: &str, period: &str) -> Value {
    json!({
        "campaign": story.world.campaign, "kind": kind, "period": period, "title": format!("Báo cáo tổng hợp {period}"),
        "narrative": "Các đơn vị đã đăng ký và triển khai công trình, việc làm.",
    })
}

/// Drafted by the officer, issued by the head, with its document.
async fn issued(story: &mut Story, name: &str, input: Value, number: &str, day: &str) {
    story.makes(Who::standing_officer(), "createConsolidatedReport", name, input).await;
    story.registers(Who::standing_officer(), number, "SNV", day).await;
    let document = json!({ "document": story.id(number) });
    assert_eq!(story.may(Who::standing_officer(), "issueConsolidatedReport", name).await, "FORBIDDEN");
    story.does(Who::standing_head(), "issueConsolidatedReport", name, document).await;
    story.is(name, "ISSUED").await;
}

/// The third quarter: three reports behind it, six units that owe theirs still.
pub async fn quarter(story: &mut Story) {
    let input = draft(story, "QUARTERLY", "Q3/2021");
    story.cannot_make(Who::head("SGTVT"), "createConsolidatedReport", input.clone(), "FORBIDDEN").await;
    issued(story, "third quarter", input, "412/BC-SNV", "2021-10-15").await;
    let figures = "figures(first: 100, filter: { subject: [OBLIGATIONS, INDICATORS], dimension: [TOTAL] }) {
        nodes { code label value } }";
    let seen =
        story.look(Who::chair(), "third quarter", &format!("difficulties sources {{ totalCount }} {figures}")).await;
    assert_eq!(seen["sources"]["totalCount"], 3);
    assert!(seen["difficulties"].as_str().unwrap().contains("Sở Giao thông vận tải: Giãn cách xã hội"), "{seen}");
    let figure = |code: Value, label: &str, value: &str| json!({ "code": code, "label": label, "value": value });
    let expected = json!([
        figure("ON_TIME".into(), "Toàn tỉnh", "2"),
        figure("LATE".into(), "Toàn tỉnh", "1"),
        figure("OVERDUE".into(), "Toàn tỉnh", "6"),
        figure("WAIVED".into(), "Toàn tỉnh", "1"),
        figure(Value::Null, "Công trình đã khởi công", "6"),
    ]);
    assert_eq!(seen["figures"]["nodes"], expected);
}

/// Part of IV.4a: the preliminary review goes with the end of the year.
pub async fn preliminary_review(story: &mut Story) {
    story.chapter("preliminary review", "2022-01-05");
    let owed =
        "query($unit: [ID!]) { obligations(filter: { kind: [PRELIMINARY_REVIEW], unit: $unit }) { nodes { id } } }";
    let reply = story.reads(Who::officer("STC"), owed, json!({ "unit": [story.unit("STC")] })).await.ok();
    let input = json!({ "obligation": reply.str("obligations.nodes.0.id"), "narrative": "Sơ kết đợt 01" });
    story.makes(Who::officer("STC"), "createReport", "preliminary report", input).await;
    story.does(Who::head("STC"), "submitReport", "preliminary report", json!({})).await;
    story.does(Who::standing_officer(), "acceptReport", "preliminary report", json!({})).await;
    let input = draft(story, "PRELIMINARY_REVIEW", "2021");
    issued(story, "preliminary review", input, "15/BC-SNV", "2022-01-05").await;
    story.is("preliminary report", "CONSOLIDATED").await;
    let awards = "figures(filter: { subject: [AWARDS], dimension: [TOTAL] }) { nodes { code value } }";
    let seen =
        story.look(Who::officer("SGTVT"), "preliminary review", &format!("narrative difficulties {awards}")).await;
    assert_eq!(seen["figures"]["nodes"], json!([{ "code": "GRANTED", "value": "3" }]));
    assert_eq!(seen["difficulties"], Value::Null, "what other units wrote is not for units");
    story.is_hidden_from("preliminary review", [Who::Public, Who::admin(), Who::media("BTV")]).await;
}

/// Part of IV.4a: the final review.
pub async fn at_the_end(story: &mut Story) {
    let input = draft(story, "FINAL_REVIEW", "2022");
    issued(story, "final review", input, "230/BC-SNV", "2022-07-01").await;
    story.is("final report", "CONSOLIDATED").await;
}
