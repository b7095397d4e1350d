//! December 2021: units propose whom to reward.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// Begins III.1 and III.3: dossiers with minutes and proposal letter, within the quota, received or sent back for a
/// supplement that pauses the clock.
pub async fn dossiers(story: &mut Story) {
    story.chapter("dossiers", "2021-12-07");
    awards(story).await;
    of_the_district(story).await;
    within_the_quota(story).await;
    of_the_department(story).await;
    of_the_others(story).await;
    received(story).await;
    supplemented(story).await;
}

async fn awards(story: &mut Story) {
    let reply = story
        .reads(Who::Public, "{ awardTypes { nodes { id code councilRequired issuerKinds } } }", json!({}))
        .await
        .ok();
    for award in reply.list("awardTypes.nodes") {
        story.name(award["code"].as_str().unwrap(), "AwardType", award["id"].as_str().unwrap());
    }
    assert_eq!(reply.column("awardTypes.nodes", "code"), ["BANG_KHEN", "GIAY_KHEN"]);
    assert_eq!(reply.data("awardTypes.nodes.0.issuerKinds"), &json!(["PROVINCE"]));
}

/// An honouree of a unit for the Chairman's Bằng khen.
fn proposed(story: &Story, dossier: &str, unit: &str, [kind, category, name]: [&str; 3], achievement: &str) -> Value {
    json!({
        "dossier": story.id(dossier), "awardType": story.id("BANG_KHEN"), "fieldGroup": story.world.groups[0],
        "newHonouree": { "kind": kind, "category": category, "name": name, "unit": story.unit(unit) },
        "achievement": achievement,
    })
}

const FARMER: [&str; 3] = ["INDIVIDUAL", "FARMER", "Thạch Thị Hạnh"];
const HOUSEHOLD: [&str; 3] = ["HOUSEHOLD", "HOUSEHOLD", "Hộ ông Kim Sơn"];
const COMMUNE: [&str; 3] = ["COLLECTIVE", "COLLECTIVE", "Nhân dân và cán bộ xã Mỹ Cẩm"];
const ENGINEER: [&str; 3] = ["INDIVIDUAL", "CIVIL_SERVANT", "Trần Quốc Toản"];
const VISITOR: [&str; 3] = ["INDIVIDUAL", "CITIZEN", "Ngô Thị Lệ"];
const ARCHIVIST: [&str; 3] = ["INDIVIDUAL", "PUBLIC_EMPLOYEE", "Lâm Thị Mỹ"];
const TEAM: [&str; 3] = ["COLLECTIVE", "COLLECTIVE", "Đội sửa chữa lưới điện 110 kV"];
const WORKSHOP: [&str; 3] = ["COLLECTIVE", "COLLECTIVE", "Phân xưởng công tơ"];

/// A person, a household and a collective of the district; minutes before anything is submitted.
async fn of_the_district(story: &mut Story) {
    let (officer, head, dossier) = (Who::district_officer("CL"), Who::district_head("CL"), "district dossier");
    let input = json!({ "phase": story.world.phases[0], "title": "Hồ sơ đề nghị khen thưởng đợt 01" });
    story.cannot_make(Who::media("BTV"), "createDossier", input.clone(), "FORBIDDEN").await;
    story.makes(officer.clone(), "createDossier", dossier, input).await;
    assert_eq!(story.may(officer.clone(), "reviewDossier", dossier).await, "NOMINATION_REQUIRED");
    story.cannot(officer.clone(), "reviewDossier", dossier, json!({}), "NOMINATION_REQUIRED").await;
    for (name, who) in [("farmer", FARMER), ("household", HOUSEHOLD), ("commune", COMMUNE), ("one too many", VISITOR)] {
        let input = proposed(story, dossier, "CL-MC", who, "Hiến 1.200 m² đất, vận động 45 hộ cùng làm đường hoa");
        story.makes(officer.clone(), "addNomination", name, input).await;
    }
    let farmer = story.look(officer.clone(), "farmer", "honouree { id kind category unit { abbreviation } }").await;
    assert_eq!(farmer["honouree"]["unit"]["abbreviation"], "CL-MC");
    story.name("Thạch Thị Hạnh", "Honouree", farmer["honouree"]["id"].as_str().unwrap());
    let again = story.id("Thạch Thị Hạnh");
    let twice = json!({ "dossier": story.id(dossier), "honouree": again, "awardType": story.id("BANG_KHEN") });
    story.cannot_make(officer.clone(), "addNomination", twice, "DUPLICATE_AWARD").await;
    let foreign = proposed(story, dossier, "CK", FARMER, "x");
    story.cannot_make(officer.clone(), "addNomination", foreign, "BAD_USER_INPUT").await;
    story.cannot(head, "submitDossier", dossier, json!({}), "INVALID_TRANSITION").await;
    story.cannot(officer.clone(), "reviewDossier", dossier, json!({}), "MINUTES_REQUIRED").await;
    story.registers(officer.clone(), "05/BB-UBND", "CL", "2021-12-06").await;
    story.registers(officer.clone(), "120/TTr-UBND", "CL", "2021-12-07").await;
    let no_minutes = json!({ "minutes": story.id("120/TTr-UBND") });
    story.cannot(officer.clone(), "reviewDossier", dossier, no_minutes, "BAD_USER_INPUT").await;
    story.does(officer, "reviewDossier", dossier, json!({ "minutes": story.id("05/BB-UBND") })).await;
    story.is(dossier, "UNIT_REVIEWED").await;
}

async fn within_the_quota(story: &Story) {
    let (head, dossier) = (Who::district_head("CL"), "district dossier");
    let letter = json!({ "proposalLetter": story.id("120/TTr-UBND") });
    assert_eq!(story.may(head.clone(), "submitDossier", dossier).await, "QUOTA_EXCEEDED");
    story.cannot(head.clone(), "submitDossier", dossier, letter.clone(), "QUOTA_EXCEEDED").await;
    story.cannot(head.clone(), "withdrawNomination", "one too many", json!({ "reason": "" }), "REASON_REQUIRED").await;
    story
        .does(head.clone(), "withdrawNomination", "one too many", json!({ "reason": "Vượt số lượng hướng dẫn" }))
        .await;
    story.is("one too many", "WITHDRAWN").await;
    story.cannot(head.clone(), "submitDossier", dossier, json!({}), "PROPOSAL_LETTER_REQUIRED").await;
    story
        .cannot(
            head.clone(),
            "submitDossier",
            dossier,
            json!({ "proposalLetter": story.id("292/TTr-SNV") }),
            "NOT_FOUND",
        )
        .await;
    story.cannot(Who::district_officer("CL"), "submitDossier", dossier, letter.clone(), "FORBIDDEN").await;
    story
        .is_hidden_from(
            dossier,
            [Who::Public, Who::standing_head(), Who::head("STC"), Who::chair(), Who::council("STC")],
        )
        .await;
    story.does(head, "submitDossier", dossier, letter).await;
    story.is(dossier, "SUBMITTED").await;
    story
        .is_hidden_from(dossier, [Who::Public, Who::district_head("CK"), Who::district_head("CL-MC"), Who::admin()])
        .await;
}

/// Every nomination needs its achievement report.
async fn of_the_department(story: &mut Story) {
    let (officer, head, dossier) = (Who::officer("SGTVT"), Who::head("SGTVT"), "department dossier");
    let input = json!({ "phase": story.world.phases[0], "title": "Hồ sơ của Sở Giao thông vận tải" });
    story.makes(officer.clone(), "createDossier", dossier, input).await;
    for (name, who) in [("engineer", ENGINEER), ("visitor", VISITOR)] {
        let input =
            proposed(story, dossier, "SGTVT", who, if name == "engineer" { "" } else { "Ủng hộ vật liệu làm đường" });
        story.makes(officer.clone(), "addNomination", name, input).await;
    }
    story.registers(officer.clone(), "11/BB-SGTVT", "SGTVT", "2021-12-06").await;
    story.registers(officer.clone(), "98/TTr-SGTVT", "SGTVT", "2021-12-07").await;
    story.does(officer.clone(), "reviewDossier", dossier, json!({ "minutes": story.id("11/BB-SGTVT") })).await;
    let letter = json!({ "proposalLetter": story.id("98/TTr-SGTVT") });
    assert_eq!(story.may(head.clone(), "submitDossier", dossier).await, "ACHIEVEMENT_REQUIRED");
    story.cannot(head.clone(), "submitDossier", dossier, letter.clone(), "ACHIEVEMENT_REQUIRED").await;
    story
        .does(
            officer,
            "updateNomination",
            "engineer",
            json!({ "achievement": "Sáng kiến gia cố nền đất yếu, tiết kiệm 8 tỷ đồng" }),
        )
        .await;
    story.does(head, "submitDossier", dossier, letter).await;
}

/// The Standing Body's own department, and an enterprise.
async fn of_the_others(story: &mut Story) {
    let author = "ngocanh.snv";
    let input = json!({ "phase": story.world.phases[0], "title": "Hồ sơ đề nghị khen thưởng" });
    story.makes(Who::officer("SNV").named(author), "createDossier", "own dossier", input.clone()).await;
    let archivist = proposed(story, "own dossier", "SNV", ARCHIVIST, "Số hóa 12.000 hồ sơ");
    story.makes(Who::officer("SNV").named(author), "addNomination", "archivist", archivist).await;
    story.makes(Who::enterprise_officer("PCTV"), "createDossier", "enterprise dossier", input).await;
    for (name, who) in [("team", TEAM), ("workshop", WORKSHOP)] {
        let input = proposed(story, "enterprise dossier", "PCTV", who, "Không để mất điện khu cách ly suốt đợt dịch");
        story.makes(Who::enterprise_officer("PCTV"), "addNomination", name, input).await;
    }
    for (officer, head, unit, dossier) in [
        (Who::officer("SNV"), Who::head("SNV"), "SNV", "own dossier"),
        (Who::enterprise_officer("PCTV"), Who::enterprise_head("PCTV"), "PCTV", "enterprise dossier"),
    ] {
        let (minutes, letter) = (format!("7/BB-{unit}"), format!("8/TTr-{unit}"));
        story.registers(officer.clone(), &minutes, unit, "2021-12-06").await;
        story.registers(officer.clone(), &letter, unit, "2021-12-07").await;
        story.does(officer, "reviewDossier", dossier, json!({ "minutes": story.id(&minutes) })).await;
        story.does(head, "submitDossier", dossier, json!({ "proposalLetter": story.id(&letter) })).await;
    }
}

/// Received by somebody who did not write it; the clock of ten working days starts.
async fn received(story: &Story) {
    let (author, standing) = (Who::standing_officer().named("ngocanh.snv"), Who::standing_officer());
    assert_eq!(story.may(standing.clone(), "beginAppraisal", "farmer").await, "DOSSIER_NOT_RECEIVED");
    story.cannot(standing.clone(), "beginAppraisal", "farmer", json!({}), "DOSSIER_NOT_RECEIVED").await;
    story.on("2021-12-08");
    story.cannot(author, "receiveDossier", "own dossier", json!({}), "SEPARATION_OF_DUTIES").await;
    for dossier in ["own dossier", "district dossier", "department dossier", "enterprise dossier"] {
        story.does(standing.clone(), "receiveDossier", dossier, json!({})).await;
        let seen = story.look(standing.clone(), dossier, "state appraisalDueOn pausedAt").await;
        assert_eq!(seen, json!({ "state": "RECEIVED", "appraisalDueOn": "2021-12-22", "pausedAt": null }));
    }
}

/// A request for a supplement names what is missing and pauses the clock.
async fn supplemented(story: &Story) {
    let (standing, officer, dossier) = (Who::standing_officer(), Who::officer("SGTVT"), "department dossier");
    story.on("2021-12-13");
    story.cannot(standing.clone(), "requestSupplement", dossier, json!({ "reason": "" }), "REASON_REQUIRED").await;
    story.does(standing.clone(), "requestSupplement", dossier, json!({ "reason": "Giấy chứng nhận sáng kiến" })).await;
    let seen = story.look(officer.clone(), dossier, "state missing pausedAt").await;
    let paused = json!({
        "state": "SUPPLEMENT_REQUESTED", "missing": "Giấy chứng nhận sáng kiến", "pausedAt": "2021-12-13T01:00:00Z",
    });
    assert_eq!(seen, paused);
    story.cannot(standing.clone(), "beginAppraisal", "engineer", json!({}), "DOSSIER_NOT_RECEIVED").await;
    story.on("2021-12-14");
    let achievement = "Sáng kiến gia cố nền đất yếu (chứng nhận số 31), tiết kiệm 8 tỷ đồng";
    story.does(officer, "updateNomination", "engineer", json!({ "achievement": achievement })).await;
    story.does(Who::head("SGTVT"), "submitDossier", dossier, json!({})).await;
    story.does(standing.clone(), "receiveDossier", dossier, json!({})).await;
    let seen = story.look(standing, dossier, "state missing pausedAt receivedAt appraisalDueOn").await;
    let resumed = json!({
        "state": "RECEIVED", "missing": null, "pausedAt": null, "receivedAt": "2021-12-08T01:00:00Z",
        "appraisalDueOn": "2021-12-23",
    });
    assert_eq!(seen, resumed, "one day more");
}
