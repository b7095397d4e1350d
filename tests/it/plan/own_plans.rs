//! Units make plans of their own and launch them: topics, measures, targets, a document; a campaign under the province's
//! (IV.1a).

use serde_json::json;
use tests::Who;

use super::story::Story;

pub async fn own_plans(story: &mut Story) {
    story.chapter("own plans", "2021-08-25");
    plan(story).await;
    campaign(story).await;
    story.meets("IV.1a");
}

async fn plan(story: &mut Story) {
    let input = json!({
        "campaign": story.world.campaign, "title": "Kế hoạch thi đua của Sở Giao thông vận tải",
        "measures": "Giao ban hằng tuần tại công trường; khen thưởng kịp thời.",
    });
    story.cannot_make(Who::standing_head(), "createUnitPlan", input.clone(), "FORBIDDEN").await;
    story.makes(Who::officer("SGTVT"), "createUnitPlan", "plan of the roads", input).await;
    let number = "51/KH-SGTVT";
    let document = json!({
        "number": number, "issuer": story.unit("SGTVT"), "place": "Trà Vinh", "issuedOn": "2021-08-25",
        "subject": "Thực hiện đợt thi đua", "signerName": "Trần Hoàng", "signerTitle": "Giám đốc",
    });
    story.makes(Who::officer("SGTVT"), "registerDocument", number, document).await;
    let issue = json!({ "document": story.id(number) });
    story.cannot(Who::officer("SGTVT"), "issueUnitPlan", "plan of the roads", issue.clone(), "FORBIDDEN").await;
    story.cannot(Who::head("SGTVT"), "issueUnitPlan", "plan of the roads", issue.clone(), "PLAN_INCOMPLETE").await;
    let more = json!({
        "topics": "Làm đường nhanh, làm cầu bền",
        "targets": [{ "indicator": "Đường tỉnh được nâng cấp", "measure": "km", "planned": "38.5" }],
    });
    story.does(Who::officer("SGTVT"), "updateUnitPlan", "plan of the roads", more).await;
    let foreign = json!({ "document": story.id("68/KH-UBND") });
    story.cannot(Who::head("SGTVT"), "issueUnitPlan", "plan of the roads", foreign, "BAD_USER_INPUT").await;
    let seen = async |who: Who| {
        let reply = story.reads(who, "{ unitPlans { totalCount } }", json!({})).await.ok();
        reply.int("unitPlans.totalCount")
    };
    assert_eq!((seen(Who::standing_head()).await, seen(Who::head("STC")).await, seen(Who::Public).await), (0, 0, 0));
    story.does(Who::head("SGTVT"), "issueUnitPlan", "plan of the roads", issue).await;
    story.is("plan of the roads", "ISSUED").await;
    assert_eq!((seen(Who::standing_head()).await, seen(Who::head("STC")).await, seen(Who::Public).await), (1, 0, 0));
    let late = json!({ "title": "Khác" });
    story.cannot(Who::officer("SGTVT"), "updateUnitPlan", "plan of the roads", late, "INVALID_TRANSITION").await;
}

async fn campaign(story: &mut Story) {
    let mut input = json!({
        "unit": story.unit("CL"), "parent": story.world.campaign, "title": "Càng Long thi đua chào mừng 30 năm tái lập tỉnh",
        "goals": "Mỗi xã một việc làm tiêu biểu.", "startsOn": "2021-08-30", "endsOn": "2022-04-30",
        "fieldGroups": ["Nông thôn mới"], "phases": [{ "name": "Đợt 01", "startsOn": "2021-08-30", "endsOn": "2022-04-30" }],
    });
    let officer = Who::district_officer("CL");
    story.cannot_make(officer.clone(), "createCampaign", input.clone(), "FORBIDDEN").await;
    story.cannot_make(Who::district_officer("CK"), "createUnitCampaign", input.clone(), "FORBIDDEN").await;
    let mut alone = input.clone();
    alone["parent"] = json!(null);
    story.cannot_make(officer.clone(), "createUnitCampaign", alone, "BAD_USER_INPUT").await;
    let mut longer = input.clone();
    longer["endsOn"] = "2022-12-31".into();
    story.cannot_make(officer.clone(), "createUnitCampaign", longer, "DATES_OUTSIDE_CAMPAIGN").await;
    let document = json!({
        "number": "77/KH-UBND", "issuer": story.unit("CL"), "place": "Càng Long", "issuedOn": "2021-08-25",
        "subject": "Phát động thi đua", "signerName": "Nguyễn Văn Dũng", "signerTitle": "Chủ tịch",
    });
    story.makes(officer.clone(), "registerDocument", "77/KH-UBND", document).await;
    input["launchDocument"] = story.id("77/KH-UBND").into();
    story.makes(officer, "createUnitCampaign", "campaign of Càng Long", input).await;
    story.cannot(Who::district_head("CK"), "launchUnitCampaign", "campaign of Càng Long", json!({}), "NOT_FOUND").await;
    story.does(Who::district_head("CL"), "launchUnitCampaign", "campaign of Càng Long", json!({})).await;
    story.is("campaign of Càng Long", "LAUNCHED").await;
    let below = story.look(Who::Public, "campaign", "children { nodes { title unit { abbreviation } } }").await;
    assert_eq!(below["children"]["nodes"][0]["unit"]["abbreviation"], "CL");
    story
        .cannot(Who::district_head("CL"), "closeUnitCampaign", "campaign of Càng Long", json!({}), "CAMPAIGN_NOT_ENDED")
        .await;
}
