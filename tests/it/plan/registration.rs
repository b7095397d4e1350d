//! August and September 2021: units register what they will do.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// Meets I.4 (goals, measurable targets and times are required), I.5 (a key project or exemplary work, else a political
/// task, and who has registered neither) and II.1 (everything is filtered and counted by the seven fields).
pub async fn registration(story: &mut Story) {
    story.chapter("registration", "2021-08-20");
    assert_eq!(
        without_registration(story).await,
        ["BTV", "CK", "CL", "MTTQ", "PCTV", "SGTVT", "SNV", "STC", "STTTT", "TTT"]
    );
    road(story).await;
    returned_and_accepted(story).await;
    story.meets("I.4");
    political_task(story).await;
    other_units(story).await;
    own_work_of_the_standing_body(story).await;
    withdrawn(story).await;
    late(story).await;
    assert_eq!(without_registration(story).await, ["BTV", "CK", "MTTQ", "STTTT", "TTT"]);
    story
        .cannot_make(
            Who::officer("STTTT"),
            "createProject",
            json!({ "campaign": story.id("a campaign without its document"), "kind": "KEY_PROJECT", "title": "x" }),
            "NOT_FOUND",
        )
        .await;
    story.meets("I.5");
    by_field(story).await;
    story.meets("II.1");
}

/// Abbreviations of the units that have registered too little, as the Standing Body asks for them.
async fn without_registration(story: &Story) -> Vec<String> {
    let document = "query($campaign: ID!) {
        units(filter: { missingRegistration: $campaign }) { totalCount nodes { abbreviation } }
    }";
    let variables = json!({ "campaign": story.world.campaign });
    let _ = story.reads(Who::head("SGTVT"), document, variables.clone()).await.refused("FORBIDDEN");
    let reply = story.reads(Who::standing_officer(), document, variables).await.ok();
    let mut units: Vec<String> = reply.column("units.nodes", "abbreviation").into_iter().map(Into::into).collect();
    assert_eq!(reply.int("units.totalCount"), i64::try_from(units.len()).unwrap());
    units.sort_unstable();
    units
}

/// A key project grows until nothing stands against it any more: each guard refuses once.
async fn road(story: &mut Story) {
    let (officer, head) = (Who::officer("SGTVT"), Who::head("SGTVT"));
    let bare = json!({ "campaign": story.world.campaign, "kind": "KEY_PROJECT", "title": "Nâng cấp đường tỉnh 915" });
    story.cannot_make(Who::media("BTV"), "createProject", bare.clone(), "FORBIDDEN").await;
    story.makes(officer.clone(), "createProject", "road", bare).await;
    story
        .is_hidden_from("road", [Who::Public, Who::head("STC"), Who::standing_head(), Who::chair(), Who::admin()])
        .await;
    let target = |planned: Value| json!([{ "indicator": "Chiều dài hoàn thành", "measure": "km", "baseline": "0", "planned": planned }]);
    for (code, what) in [
        ("OBJECTIVE_REQUIRED", json!({ "objective": "Thông tuyến đường ven sông Hậu" })),
        ("TARGET_REQUIRED", json!({ "targets": target(Value::Null) })),
        ("TARGET_REQUIRED", json!({ "targets": target("12.5".into()) })),
        ("DATES_OUTSIDE_CAMPAIGN", json!({ "startsOn": "2021-08-01", "endsOn": "2022-05-19" })),
        ("DATES_OUTSIDE_CAMPAIGN", json!({ "startsOn": "2021-08-15", "endsOn": "2022-07-01" })),
        ("DATES_OUTSIDE_CAMPAIGN", json!({ "endsOn": "2022-05-19" })),
        ("FIELD_GROUP_REQUIRED", json!({ "fieldGroup": story.world.groups[1], "budget": "185000000000" })),
    ] {
        assert_eq!(story.may(head.clone(), "submitProject", "road").await, code);
        story.cannot(head.clone(), "submitProject", "road", json!({}), code).await;
        story.does(officer.clone(), "updateProject", "road", what).await;
    }
    assert_eq!(story.may(officer.clone(), "submitProject", "road").await, "FORBIDDEN");
    story.cannot(officer.clone(), "submitProject", "road", json!({}), "FORBIDDEN").await;
    story.cannot(Who::head("STC"), "submitProject", "road", json!({}), "NOT_FOUND").await;
    story.cannot(head.clone(), "submitProject", "road", json!({ "expectedVersion": 7 }), "CONFLICT").await;
    story.does(head, "submitProject", "road", json!({ "expectedVersion": 8 })).await;
    story.is("road", "SUBMITTED").await;
    story.cannot(officer, "updateProject", "road", json!({ "title": "Đường tỉnh 915B" }), "INVALID_TRANSITION").await;
}

/// Sent back with a reason, put right, submitted again, accepted.
async fn returned_and_accepted(story: &Story) {
    let (officer, head, standing) = (Who::officer("SGTVT"), Who::head("SGTVT"), Who::standing_officer());
    assert_eq!(story.may(head.clone(), "acceptProject", "road").await, "FORBIDDEN");
    assert_eq!(story.may(standing.clone(), "acceptProject", "road").await, "ACCEPTED");
    story.cannot(standing.clone(), "returnProject", "road", json!({ "reason": " " }), "REASON_REQUIRED").await;
    story.does(standing.clone(), "returnProject", "road", json!({ "reason": "Chưa rõ mốc hoàn thành" })).await;
    let seen = story.look(officer.clone(), "road", "state reason isLate").await;
    assert_eq!(seen, json!({ "state": "RETURNED", "reason": "Chưa rõ mốc hoàn thành", "isLate": false }));
    story.does(officer, "updateProject", "road", json!({ "objective": "Thông tuyến trước ngày 19/5/2022" })).await;
    story.does(head.clone(), "submitProject", "road", json!({})).await;
    story.does(standing, "acceptProject", "road", json!({})).await;
    let seen = story.look(head.clone(), "road", "state reason version budget targets { measure planned }").await;
    let targets = json!([{ "measure": "km", "planned": "12.5" }]);
    assert_eq!(
        seen,
        json!({ "state": "ACCEPTED", "reason": null, "version": 13, "budget": "185000000000", "targets": targets })
    );
    story.cannot(head.clone(), "withdrawProject", "road", json!({ "reason": "Đổi ý" }), "INVALID_TRANSITION").await;
    assert_eq!(story.may(head, "withdrawProject", "road").await, "leads nowhere");
}

/// A unit without a key project registers a political task, and says so.
async fn political_task(story: &mut Story) {
    let (officer, head) = (Who::officer("STC"), Who::head("STC"));
    let input = story.world.project_input(
        "Thu ngân sách vượt dự toán năm 2021",
        &json!({ "kind": "POLITICAL_TASK", "fieldGroup": story.world.groups[5] }),
    );
    story.makes(officer.clone(), "createProject", "revenue", input).await;
    assert_eq!(story.may(head.clone(), "submitProject", "revenue").await, "STATEMENT_REQUIRED");
    story.cannot(head.clone(), "submitProject", "revenue", json!({}), "STATEMENT_REQUIRED").await;
    story.does(officer, "updateProject", "revenue", json!({ "statesNoKeyProject": true })).await;
    story.does(head, "submitProject", "revenue", json!({})).await;
    assert!(without_registration(story).await.contains(&"STC".to_owned()), "submitted is not accepted yet");
    story.does(Who::standing_officer(), "acceptProject", "revenue", json!({})).await;
    assert!(!without_registration(story).await.contains(&"STC".to_owned()));
}

/// A district with an exemplary work; a movement alone is no key project.
async fn other_units(story: &mut Story) {
    for (officer, head, name, kind, group) in [
        (Who::district_officer("CL"), Who::district_head("CL"), "lanes", "EXEMPLARY_WORK", 0),
        (Who::officer("MTTQ"), Who::head("MTTQ"), "movement", "MOVEMENT", 4),
    ] {
        let input = story.world.project_input(
            "Tuyến đường hoa kiểu mẫu",
            &json!({ "kind": kind, "fieldGroup": story.world.groups[group] }),
        );
        story.makes(officer, "createProject", name, input).await;
        story.does(head, "submitProject", name, json!({})).await;
        story.does(Who::standing_officer(), "acceptProject", name, json!({})).await;
    }
    story
        .is_hidden_from(
            "lanes",
            [Who::Public, Who::head("SGTVT"), Who::district_head("CK"), Who::district_head("CL-MC")],
        )
        .await;
}

/// Whoever wrote or submitted a project does not decide on it, in whatever other role they hold.
async fn own_work_of_the_standing_body(story: &mut Story) {
    let (author, submitter) = ("ngocanh.snv", "giamdoc.snv");
    let input =
        story.world.project_input("Số hóa hồ sơ thi đua, khen thưởng", &json!({ "fieldGroup": story.world.groups[2] }));
    story.makes(Who::officer("SNV").named(author), "createProject", "archive", input).await;
    story.does(Who::head("SNV").named(submitter), "submitProject", "archive", json!({})).await;
    for partial in [Who::standing_officer().named(author), Who::standing_head().named(submitter)] {
        assert_eq!(story.may(partial.clone(), "acceptProject", "archive").await, "SEPARATION_OF_DUTIES");
        story.cannot(partial.clone(), "acceptProject", "archive", json!({}), "SEPARATION_OF_DUTIES").await;
        story.cannot(partial, "returnProject", "archive", json!({ "reason": "x" }), "SEPARATION_OF_DUTIES").await;
    }
    story.does(Who::standing_officer(), "acceptProject", "archive", json!({})).await;
}

/// Withdrawn before it was accepted, with a reason; it counts for nothing.
async fn withdrawn(story: &mut Story) {
    let (officer, head) = (Who::district_officer("CK"), Who::district_head("CK"));
    let input = story.world.project_input("Cầu Bà My", &json!({ "fieldGroup": story.world.groups[1] }));
    story.makes(officer.clone(), "createProject", "bridge", input).await;
    story.does(head.clone(), "submitProject", "bridge", json!({})).await;
    story.cannot(officer, "withdrawProject", "bridge", json!({ "reason": "Chưa bố trí vốn" }), "FORBIDDEN").await;
    story.cannot(head.clone(), "withdrawProject", "bridge", json!({ "reason": "" }), "REASON_REQUIRED").await;
    story.does(head.clone(), "withdrawProject", "bridge", json!({ "reason": "Chưa bố trí vốn" })).await;
    let seen = story.look(Who::standing_head(), "bridge", "state reason").await;
    assert_eq!(seen, json!({ "state": "WITHDRAWN", "reason": "Chưa bố trí vốn" }));
    story.cannot(head, "submitProject", "bridge", json!({}), "INVALID_TRANSITION").await;
}

/// The last day of the window is in time; the day after it is late, which is marked and not refused.
async fn late(story: &mut Story) {
    let input = story.world.project_input("Giảm tổn thất điện năng", &json!({ "fieldGroup": story.world.groups[6] }));
    story.makes(Who::enterprise_officer("PCTV"), "createProject", "power", input.clone()).await;
    story.makes(Who::enterprise_officer("PCTV"), "createProject", "meters", input).await;
    story.on("2021-09-15");
    story.does(Who::enterprise_head("PCTV"), "submitProject", "meters", json!({})).await;
    story.on("2021-09-16");
    story.does(Who::enterprise_head("PCTV"), "submitProject", "power", json!({})).await;
    for (name, is_late) in [("meters", false), ("power", true)] {
        assert_eq!(story.look(Who::standing_officer(), name, "isLate").await["isLate"], is_late, "{name}");
        story.does(Who::standing_officer(), "acceptProject", name, json!({})).await;
    }
    let reply = story
        .reads(
            Who::standing_officer(),
            "{ projects(filter: { isLate: true }) { nodes { title unit { abbreviation } } } }",
            json!({}),
        )
        .await
        .ok();
    assert_eq!(reply.column("projects.nodes", "unit.abbreviation"), ["PCTV"]);
}

async fn by_field(story: &Story) {
    let document = "query($group: ID!) {
        projects(filter: { state: [ACCEPTED] }) { totalCount counts(by: FIELD_GROUP) { key count } }
        roads: projects(filter: { fieldGroup: [$group], state: [ACCEPTED] }) { nodes { title } }
    }";
    let reply = story.reads(Who::standing_head(), document, json!({ "group": story.world.groups[1] })).await.ok();
    assert_eq!(reply.int("projects.totalCount"), 7);
    assert_eq!(reply.column("roads.nodes", "title"), ["Nâng cấp đường tỉnh 915"]);
    for (group, count) in [(0, 1), (1, 1), (2, 1), (4, 1), (5, 1), (6, 2)] {
        let counted = json!({ "key": story.world.groups[group], "count": count });
        assert!(reply.list("projects.counts").contains(&counted), "{counted} in {}", reply.text);
    }
}
