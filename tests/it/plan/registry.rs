//! Afterwards: what everybody may read, and what is taken back.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// The public reads of an award the name and the unit, and nothing of what led to it. An award that is revoked stays.
pub async fn registry(story: &mut Story) {
    story.chapter("registry", "2022-09-01");
    published(story).await;
    nothing_else(story).await;
    revoked(story).await;
}

async fn published(story: &mut Story) {
    let document = "{ awards(orderBy: { field: NAME }) {
        totalCount nodes { id name state unit { abbreviation } awardType { code } }
    } }";
    let reply = story.reads(Who::Public, document, json!({})).await.ok();
    let award = |award: &Value| {
        [&award["name"], &award["unit"]["abbreviation"], &award["awardType"]["code"]]
            .map(|text| text.as_str().unwrap().to_owned())
    };
    let awards: Vec<[String; 3]> = reply.list("awards.nodes").iter().map(award).collect();
    let expected = [
        ["Đội sửa chữa lưới điện 110 kV", "PCTV", "BANG_KHEN"],
        ["Hộ ông Kim Sơn", "CL-MC", "GIAY_KHEN"],
        ["Sơn Thị Bé", "PCTV", "GIAY_KHEN"],
        ["Thạch Thị Hạnh", "CL-MC", "BANG_KHEN"],
        ["Trần Quốc Toản", "SGTVT", "BANG_KHEN"],
    ];
    assert_eq!(awards, expected);
    for award in reply.list("awards.nodes") {
        story.name(&format!("award of {}", award["name"].as_str().unwrap()), "Award", award["id"].as_str().unwrap());
    }
}

/// What led to an award is not the public's, nor another unit's; its own unit and the Standing Body read it.
async fn nothing_else(story: &Story) {
    let award = "award of Thạch Thị Hạnh";
    let fields = "name citation honouree { name birthYear } nomination { achievement }";
    for who in [Who::Public, Who::media("BTV"), Who::admin(), Who::head("STC")] {
        let seen = story.look(who.clone(), award, fields).await;
        assert_eq!(
            seen,
            json!({ "name": "Thạch Thị Hạnh", "citation": null, "honouree": null, "nomination": null }),
            "{who:?}"
        );
    }
    let seen = story.look(Who::standing_officer(), award, fields).await;
    assert!(seen["nomination"]["achievement"].as_str().is_some_and(|text| text.starts_with("Hiến 1.200 m²")));
    assert_eq!(seen["citation"], seen["nomination"]["achievement"]);
    let lists = "{ projects { totalCount } reports { totalCount } obligations { totalCount } dossiers { totalCount }
        nominations { totalCount }
        sessions { totalCount } councilMembers { totalCount } auditEntries { totalCount } }";
    let reply = story.reads(Who::Public, lists, json!({})).await.ok();
    for (list, count) in reply.data("").as_object().unwrap() {
        assert_eq!(count["totalCount"], 0, "{list}");
    }
    let reply = story
        .reads(
            Who::Public,
            "{ documents { nodes { kind } } awards(filter: { text: \"1.200\" }) { totalCount } }",
            json!({}),
        )
        .await
        .ok();
    let kinds = reply.column("documents.nodes", "kind");
    assert!(kinds.iter().all(|kind| !["MINUTES", "PROPOSAL_LETTER", "OFFICIAL_LETTER"].contains(kind)), "{kinds:?}");
    assert_eq!(reply.int("awards.totalCount"), 0, "what cannot be read cannot be searched");
}

async fn revoked(story: &mut Story) {
    let award = "award of Trần Quốc Toản";
    story.registers(Who::chair(), "1800/QĐ-UBND", "UBND", "2022-09-01").await;
    let revocation = |document: &str, reason: &str| json!({ "document": story.id(document), "reason": reason });
    let (right, plan) = (revocation("1800/QĐ-UBND", "Sáng kiến không phải của cá nhân"), revocation("68/KH-UBND", "x"));
    let without_reason = revocation("1800/QĐ-UBND", " ");
    story.cannot(Who::standing_head(), "revokeAward", award, right.clone(), "FORBIDDEN").await;
    story.cannot(Who::chair(), "revokeAward", award, plan, "DECISION_REQUIRED").await;
    story.cannot(Who::chair(), "revokeAward", award, without_reason, "REASON_REQUIRED").await;
    story.does(Who::chair(), "revokeAward", award, right.clone()).await;
    story.cannot(Who::chair(), "revokeAward", award, right, "INVALID_TRANSITION").await;
    story.is("engineer", "REVOKED").await;
    let seen = story.look(Who::head("SGTVT"), "engineer", "reason").await;
    assert_eq!(seen["reason"], "Sáng kiến không phải của cá nhân");
    let document = "{ awards { totalCount counts(by: STATE) { key count } } }";
    let reply = story.reads(Who::Public, document, json!({})).await.ok();
    assert_eq!(reply.int("awards.totalCount"), 5, "it stays in the registry");
    assert!(reply.list("awards.counts").contains(&json!({ "key": "REVOKED", "count": 1 })));
    let seen = story.look(Who::Public, award, "state reason revokedBy { number }").await;
    assert_eq!(seen, json!({ "state": "REVOKED", "reason": null, "revokedBy": { "number": "1800/QĐ-UBND" } }));
}
