//! Mid-December 2021: before it appraises, the Standing Body asks other agencies for their opinion (hiệp y).

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// Part of III.3, the procedure of commendation: an appraisal waits for the opinions that were asked for, each until its day in
/// working days; whoever is late is reminded. The unit that proposes reads none of them.
pub async fn consultations(story: &mut Story) {
    story.chapter("consultations", "2021-12-14");
    asked(story).await;
    answered(story).await;
    late(story).await;
    read(story).await;
}

fn question(story: &Story, unit: &str, question: &str) -> Value {
    json!({ "nomination": story.id("farmer"), "unit": story.unit(unit), "question": question, "workingDays": 2 })
}

async fn asked(story: &mut Story) {
    let standing = Who::standing_officer();
    let complaints = question(story, "TTT", "Có khiếu nại, tố cáo chưa giải quyết không?");
    story.does(standing.clone(), "beginAppraisal", "farmer", json!({})).await;
    story.cannot_make(Who::district_head("CL"), "requestConsultation", complaints.clone(), "FORBIDDEN").await;
    story.makes(standing.clone(), "requestConsultation", "opinion of the inspectorate", complaints).await;
    let dues = question(story, "STC", "Việc hiến đất có vướng nghĩa vụ tài chính không?");
    story.makes(standing, "requestConsultation", "opinion of finance", dues).await;
    for name in ["opinion of the inspectorate", "opinion of finance"] {
        let seen = story.look(Who::standing_officer(), name, "state dueOn").await;
        assert_eq!(seen, json!({ "state": "ASKED", "dueOn": "2021-12-16" }));
    }
}

/// By the head of the agency that was asked, and nobody else.
async fn answered(story: &mut Story) {
    story.on("2021-12-15");
    let name = "opinion of the inspectorate";
    let agrees = json!({ "opinion": "AGREE", "answer": "Không có đơn thư" });
    story.cannot(Who::officer("TTT"), "answerConsultation", name, agrees.clone(), "FORBIDDEN").await;
    story.cannot(Who::head("STC"), "answerConsultation", name, agrees.clone(), "NOT_FOUND").await;
    story.does(Who::head("TTT"), "answerConsultation", name, agrees).await;
    story.is(name, "ANSWERED").await;
}

/// The other one's day passes; it is reminded, and answers.
async fn late(story: &mut Story) {
    let finding = json!({ "isEligible": true, "opinion": "Đủ tiêu chuẩn" });
    let standing = Who::standing_officer();
    story.on("2021-12-16");
    story.cannot(standing.clone(), "appraiseNomination", "farmer", finding, "CONSULTATION_PENDING").await;
    let remind = json!({
        "campaign": story.world.campaign, "audience": "OVERDUE_CONSULTATIONS", "subject": "Đôn đốc hiệp y",
        "template": "Đề nghị {unit} cho ý kiến, hạn {dueOn}, trễ {daysOverdue} ngày.",
    });
    story.cannot_make(standing.clone(), "sendReminders", remind.clone(), "NOBODY_TO_REMIND").await;
    story.on("2021-12-17");
    let overdue = "{ consultations(filter: { isOverdue: true }) { nodes { unit { abbreviation } } } }";
    let reply = story.reads(standing.clone(), overdue, json!({})).await.ok();
    assert_eq!(reply.column("consultations.nodes", "unit.abbreviation"), ["STC"]);
    story.makes(standing, "sendReminders", "reminder of the opinion", remind).await;
    let own = "{ reminders(orderBy: [{ field: CREATED_AT, direction: DESC }], first: 1) { nodes { body } } }";
    let reply = story.reads(Who::officer("STC"), own, json!({})).await.ok();
    assert_eq!(reply.str("reminders.nodes.0.body"), "Đề nghị Sở Tài chính cho ý kiến, hạn 16/12/2021, trễ 1 ngày.");
    let agrees = json!({ "opinion": "AGREE", "answer": "" });
    story.does(Who::head("STC"), "answerConsultation", "opinion of finance", agrees).await;
}

/// Whoever appraises reads what was said; the unit that proposes does not.
async fn read(story: &Story) {
    let opinions = "consultations { totalCount counts(by: STATE) { key count } }";
    let seen = story.look(Who::standing_officer(), "farmer", opinions).await;
    let expected = json!({ "totalCount": 2, "counts": [{ "key": "ANSWERED", "count": 2 }] });
    assert_eq!(seen["consultations"], expected);
    let seen = story.look(Who::district_head("CL"), "farmer", opinions).await;
    assert_eq!(seen["consultations"], json!({ "totalCount": 0, "counts": [] }));
    story
        .is_hidden_from(
            "opinion of finance",
            [Who::Public, Who::district_head("CL"), Who::head("TTT"), Who::media("BTV"), Who::admin()],
        )
        .await;
}
