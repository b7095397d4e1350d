//! August 2021: the plan goes to its twelve groups of recipients, and it is known who has it.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// Meets N1: the recipients of the plan, in twelve groups of the State, the Party, the Front with the mass organisations and
/// the enterprises, as the units that they were on that day; each acknowledges, and whoever has not is reminded.
pub async fn recipients(story: &mut Story) {
    story.chapter("recipients", "2021-08-07");
    let groups = json!([
        { "name": "Ban TĐ-KT TW (CQ Đại diện phía Nam)" },
        { "name": "TT TU, TT HĐND tỉnh" },
        { "name": "CT các PCT UBND tỉnh", "unit": story.unit("UBND") },
        {
            "name": "Các sở, ban, ngành tỉnh (03 hệ)",
            "kinds": ["DEPARTMENT", "PARTY_BODY", "MASS_ORGANISATION", "MEDIA"], "systems": ["PARTY", "STATE", "FRONT_MASS"],
        },
        { "name": "UBND các huyện, TX, TP", "kinds": ["DISTRICT"] },
        { "name": "Các Hội đặc thù", "kinds": ["ASSOCIATION"] },
        { "name": "Các CQ TW đóng trên địa bàn tỉnh", "kinds": ["CENTRAL_AGENCY", "ARMED_FORCES"] },
        { "name": "DN là Thành viên Khối thi đua tỉnh", "systems": ["ENTERPRISE"] },
        { "name": "Ban LĐVP" },
        { "name": "Ban TĐKT tỉnh (Sở Nội vụ)", "unit": story.unit("SNV") },
        { "name": "Các Phòng, Ban, TT thuộc VP UBND" },
        { "name": "Lưu: VT, THNV" },
    ]);
    let list = json!({ "name": "Nơi nhận Kế hoạch 68/KH-UBND", "validFrom": "2021-08-01", "groups": groups });
    story.cannot_make(Who::media("BTV"), "createDistributionList", list.clone(), "FORBIDDEN").await;
    story.makes(Who::standing_officer(), "createDistributionList", "recipients", list).await;
    let send = json!({ "lists": [story.id("recipients")], "sentOn": "2021-08-06" });
    story.cannot(Who::head("SGTVT"), "distributeDocument", "68/KH-UBND", send.clone(), "FORBIDDEN").await;
    story.does(Who::standing_officer(), "distributeDocument", "68/KH-UBND", send.clone()).await;
    story.cannot(Who::standing_officer(), "distributeDocument", "68/KH-UBND", send, "NO_RECIPIENT").await;
    as_sent(story).await;
    acknowledged(story).await;
    story.meets("N1");
}

async fn as_sent(story: &Story) {
    let document = "query($id: ID!) { node(id: $id) { ... on OfficialDocument { deliveries {
        byGroup: counts(by: GROUP) { key count } byState: counts(by: STATE) { key count }
    } } } }";
    let reply = story.reads(Who::standing_head(), document, json!({ "id": story.id("68/KH-UBND") })).await.ok();
    let count = |list: &str, name: &str, value: &str| {
        let groups = reply.list(&format!("node.deliveries.{list}"));
        groups.iter().find(|group| group[name] == value).map(|group| group["count"].clone())
    };
    for (group, units) in [
        ("Các sở, ban, ngành tỉnh (03 hệ)", 7),
        ("UBND các huyện, TX, TP", 2),
        ("DN là Thành viên Khối thi đua tỉnh", 1),
        ("Lưu: VT, THNV", 1),
    ] {
        assert_eq!(count("byGroup", "key", group), Some(json!(units)), "{group}");
    }
    assert_eq!(count("byState", "key", "SENT"), Some(json!(10)));
    assert_eq!(count("byState", "key", "OUTSIDE"), Some(json!(5)));
}

async fn acknowledged(story: &mut Story) {
    for (name, who) in [
        ("plan to the Front", Who::officer("MTTQ")),
        ("plan to Càng Long", Who::district_officer("CL")),
        ("plan to the power company", Who::enterprise_officer("PCTV")),
        ("plan to the newspaper", Who::media("BTV")),
    ] {
        let own = "{ deliveries { nodes { id state document { number } unit { abbreviation } } } }";
        let reply = story.reads(who.clone(), own, json!({})).await.ok();
        let nodes = reply.list("deliveries.nodes");
        let sent = nodes.iter().find(|sent| sent["document"]["number"] == "68/KH-UBND").unwrap();
        assert_eq!((nodes.len(), &sent["state"]), (1, &json!("SENT")), "{name}");
        story.name(name, "DocumentDelivery", sent["id"].as_str().unwrap());
        story.cannot(Who::standing_head(), "acknowledgeDocument", name, json!({}), "FORBIDDEN").await;
        story.does(who, "acknowledgeDocument", name, json!({})).await;
        story.is(name, "ACKNOWLEDGED").await;
    }
    story.is_hidden_from("plan to the Front", [Who::Public, Who::officer("SGTVT"), Who::media("BTV")]).await;
    story.on("2021-08-12");
    let remind =
        json!({ "subject": "Nhắc tiếp nhận", "template": "Đề nghị {unit} tiếp nhận {number} gửi ngày {sentOn}." });
    story.does(Who::standing_officer(), "remindRecipients", "68/KH-UBND", remind).await;
    let waiting = "{ deliveries(filter: { state: [SENT] }) { totalCount nodes { reminders { body } } } }";
    let reply = story.reads(Who::officer("SGTVT"), waiting, json!({})).await.ok();
    let body = "Đề nghị Sở Giao thông vận tải tiếp nhận 68/KH-UBND gửi ngày 06/08/2021.";
    assert_eq!(*reply.data("deliveries.nodes.0.reminders"), json!([{ "body": body }]));
    let reply = story.reads(Who::standing_head(), waiting, json!({})).await.ok();
    assert_eq!(reply.int("deliveries.totalCount"), 6, "ten but the four that have acknowledged it");
    let done: Value = story.look(Who::officer("MTTQ"), "plan to the Front", "acknowledgedBy reminders { body }").await;
    assert_eq!(done, json!({ "acknowledgedBy": "department.officer@mttq", "reminders": [] }));
}
