//! 6 August 2021: the plan is signed, and the campaign begins.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// What Plan 68 rests on (H2), beside Decision 11/2019: number, issuer, day, subject, kind.
const BASES: [(&str, &str, &str, &str, &str); 4] = [
    ("21-KH/TU", "Tỉnh ủy Trà Vinh", "2021-05-20", "Kỷ niệm 30 năm tái lập tỉnh Trà Vinh", "PLAN"),
    ("34-CT/TW", "Bộ Chính trị", "2014-04-07", "Về tiếp tục đổi mới công tác thi đua, khen thưởng", "DIRECTIVE"),
    (
        "14/2020/NQ-HĐND",
        "Hội đồng nhân dân tỉnh Trà Vinh",
        "2020-12-09",
        "Về phát triển kinh tế - xã hội 5 năm 2021 - 2025",
        "RESOLUTION",
    ),
    (
        "15/2020/NQ-HĐND",
        "Hội đồng nhân dân tỉnh Trà Vinh",
        "2020-12-09",
        "Về phát triển kinh tế - xã hội năm 2021",
        "RESOLUTION",
    ),
];

/// The seven fields of work (II.1), shortened.
const FIELDS: [&str; 7] = [
    "Sản xuất nông, lâm nghiệp, xây dựng nông thôn mới; công nghiệp, tiểu thủ công nghiệp và dịch vụ",
    "Đầu tư phát triển, xây dựng, giao thông, quản lý tài nguyên, môi trường",
    "Văn hóa - xã hội; cải cách hành chính; kỷ luật, kỷ cương và văn hóa nơi công sở",
    "Nền quốc phòng toàn dân gắn với thế trận an ninh nhân dân",
    "Xây dựng Đảng, chính quyền, Mặt trận và các đoàn thể, tổ chức Hội",
    "Hiệu lực quản lý Nhà nước; phòng, chống dịch Covid-19 và phát triển kinh tế - xã hội",
    "Lao động sáng tạo; nghiên cứu khoa học, phát huy sáng kiến, cải tiến kỹ thuật",
];

/// Meets H1 (the launch document with all its fields), H2 (legal bases in every style of number) and II.2 (two phases,
/// dated, without overlap).
pub async fn launch(story: &mut Story) {
    story.chapter("launch", "2021-08-06");
    documents(story).await;
    preparation(story).await;
    start(story).await;
    as_published(story).await;
    story.meets("H1");
    story.meets("H2");
    story.meets("II.2");
}

async fn documents(story: &mut Story) {
    let plan = json!({
        "number": "68/KH-UBND", "issuer": story.unit("UBND"), "place": "Trà Vinh", "issuedOn": "2021-08-06",
        "subject": "Phát động đợt thi đua lập thành tích chào mừng kỷ niệm 30 năm tái lập tỉnh Trà Vinh (5/1992 - 5/2022)",
        "signerName": "Lê Văn Hẳn", "signerTitle": "Chủ tịch", "authority": "ON_BEHALF_OF_COLLECTIVE",
        "recipients": ["Ban TĐ-KT TW (CQ Đại diện phía Nam)", "TT TU, TT HĐND tỉnh", "Các sở, ban, ngành tỉnh (03 hệ)"],
    });
    story.cannot_make(Who::officer("SGTVT"), "registerDocument", plan.clone(), "FORBIDDEN").await;
    story.makes(Who::standing_officer(), "registerDocument", "68/KH-UBND", plan.clone()).await;
    story.cannot_make(Who::standing_officer(), "registerDocument", plan.clone(), "DUPLICATE").await;
    let mut unnumbered = plan;
    unnumbered["number"] = "KH-UBND".into();
    story.cannot_make(Who::standing_officer(), "registerDocument", unnumbered, "BAD_USER_INPUT").await;
    for (number, issuer, day, subject, _) in BASES {
        let input = json!({
            "number": number, "issuerName": issuer, "place": "Trà Vinh", "issuedOn": day, "subject": subject,
            "signerName": "Ngô Chí Cường", "signerTitle": "Bí thư",
        });
        story.makes(Who::standing_officer(), "registerDocument", number, input).await;
    }
    for number in ["292/TTr-SNV", "1486/SNV-TĐKT"] {
        let input = json!({
            "number": number, "issuer": story.unit("SNV"), "place": "Trà Vinh", "issuedOn": "2021-08-02",
            "subject": "Về việc phát động đợt thi đua", "signerName": "Trần Văn Út", "signerTitle": "Giám đốc",
        });
        story.makes(Who::standing_officer(), "registerDocument", number, input).await;
    }
}

fn campaign(story: &Story, phases: &Value, document: Option<&str>) -> Value {
    let mut bases: Vec<&str> = BASES.iter().map(|basis| story.id(basis.0)).collect();
    bases.push(story.id("11/2019/QĐ-UBND"));
    json!({
        "unit": story.unit("UBND"),
        "title": "Đợt thi đua lập thành tích chào mừng kỷ niệm 30 năm tái lập tỉnh Trà Vinh (5/1992 - 5/2022)",
        "goals": "Thi đua hoàn thành thắng lợi các chỉ tiêu, nhiệm vụ năm 2021 và 6 tháng đầu năm 2022.",
        "startsOn": "2021-08-06", "endsOn": "2022-06-30", "launchDocument": document, "bases": bases,
        "fieldGroups": FIELDS, "phases": phases,
    })
}

async fn preparation(story: &mut Story) {
    let phases = json!([
        { "name": "Đợt 01", "startsOn": "2021-08-06", "endsOn": "2021-12-31" },
        { "name": "Đợt 02", "startsOn": "2022-01-01", "endsOn": "2022-06-30" },
    ]);
    let (mut overlapping, mut outside) = (phases.clone(), phases.clone());
    overlapping[1]["startsOn"] = "2021-12-31".into();
    outside[1]["endsOn"] = "2022-07-01".into();
    for wrong in [overlapping, outside] {
        let input = campaign(story, &wrong, Some(story.id("68/KH-UBND")));
        story.cannot_make(Who::standing_officer(), "createCampaign", input, "PHASE_OVERLAP").await;
    }
    let (without, whole) = (campaign(story, &phases, None), campaign(story, &phases, Some(story.id("68/KH-UBND"))));
    story.cannot_make(Who::head("SGTVT"), "createCampaign", whole.clone(), "FORBIDDEN").await;
    story.makes(Who::standing_officer(), "createCampaign", "a campaign without its document", without).await;
    story.makes(Who::standing_officer(), "createCampaign", "campaign", whole).await;
    let seen = story.look(Who::standing_officer(), "campaign", "phases { id } fieldGroups { id }").await;
    let ids = |list: &str| {
        seen[list].as_array().unwrap().iter().map(|part| part["id"].as_str().unwrap().to_owned()).collect()
    };
    story.world.campaign = story.id("campaign").into();
    (story.world.phases, story.world.groups) = (ids("phases"), ids("fieldGroups"));
}

async fn start(story: &Story) {
    let without = "a campaign without its document";
    assert_eq!(story.may(Who::chair(), "launchCampaign", without).await, "CAMPAIGN_INCOMPLETE");
    story.cannot(Who::chair(), "launchCampaign", without, json!({}), "CAMPAIGN_INCOMPLETE").await;
    story.is_hidden_from("campaign", [Who::Public, Who::head("SGTVT"), Who::council("STC"), Who::admin()]).await;
    assert_eq!(story.may(Who::standing_head(), "launchCampaign", "campaign").await, "FORBIDDEN");
    story.cannot(Who::standing_head(), "launchCampaign", "campaign", json!({}), "FORBIDDEN").await;
    assert_eq!(story.may(Who::chair(), "launchCampaign", "campaign").await, "LAUNCHED");
    story.does(Who::chair(), "launchCampaign", "campaign", json!({ "expectedVersion": 1 })).await;
    story.is("campaign", "LAUNCHED").await;
    assert_eq!(story.version("campaign").await, 2);
    story.cannot(Who::chair(), "launchCampaign", "campaign", json!({}), "INVALID_TRANSITION").await;
}

/// Anybody reads the campaign with its document, what it rests on, its fields and its phases.
async fn as_published(story: &Story) {
    let document = "number sequence symbol year kind issuerName issuer { abbreviation } place issuedOn \
        signerName signerTitle authority recipients";
    let selection = format!(
        "state launchDocument {{ {document} }} bases {{ document {{ number issuerName issuedOn kind }} }} \
         fieldGroups {{ name }} phases {{ name startsOn endsOn }}"
    );
    let seen = story.look(Who::Public, "campaign", &selection).await;
    assert_eq!(
        seen["launchDocument"],
        json!({
            "number": "68/KH-UBND", "sequence": 68, "symbol": "KH-UBND", "year": 2021, "kind": "PLAN",
            "issuerName": "Ủy ban nhân dân tỉnh Trà Vinh", "issuer": { "abbreviation": "UBND" }, "place": "Trà Vinh",
            "issuedOn": "2021-08-06", "signerName": "Lê Văn Hẳn", "signerTitle": "Chủ tịch",
            "authority": "ON_BEHALF_OF_COLLECTIVE",
            "recipients": "Ban TĐ-KT TW (CQ Đại diện phía Nam)\nTT TU, TT HĐND tỉnh\nCác sở, ban, ngành tỉnh (03 hệ)",
        })
    );
    let mut bases: Vec<Value> = BASES.map(|(number, issuer, day, _, kind)| {
        json!({ "document": { "number": number, "issuerName": issuer, "issuedOn": day, "kind": kind } })
    }).into();
    bases.push(json!({ "document": {
        "number": "11/2019/QĐ-UBND", "issuerName": "Ủy ban nhân dân tỉnh Trà Vinh", "issuedOn": "2019-07-18",
        "kind": "DECISION",
    } }));
    assert_eq!(seen["bases"], Value::from(bases));
    assert_eq!(seen["fieldGroups"], Value::from(FIELDS.map(|name| json!({ "name": name })).to_vec()));
    assert_eq!(
        seen["phases"],
        json!([
            { "name": "Đợt 01", "startsOn": "2021-08-06", "endsOn": "2021-12-31" },
            { "name": "Đợt 02", "startsOn": "2022-01-01", "endsOn": "2022-06-30" },
        ])
    );
    let kinds =
        story.reads(Who::standing_head(), "{ documents { counts(by: KIND) { key count } } }", json!({})).await.ok();
    assert!(kinds.list("documents.counts").contains(&json!({ "key": "PROPOSAL_LETTER", "count": 1 })));
    assert!(kinds.list("documents.counts").contains(&json!({ "key": "OFFICIAL_LETTER", "count": 1 })));
}
