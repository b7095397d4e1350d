//! Before the campaign: units, clusters and the rules that hold.

use serde_json::json;
use tests::Who;

use super::story::Story;

/// The administrator makes units, clusters and rule sets, and nobody else does. The rules rest on Decision 11/2019,
/// which row III.3 names; that a later set takes their place is told in the final review.
pub async fn foundations(story: &mut Story) {
    story.chapter("foundations", "2021-08-02");
    story.settle().await;
    mass_organisation(story).await;
    clusters(story).await;
    rules(story).await;
    council(story).await;
}

async fn mass_organisation(story: &mut Story) {
    let front = json!({
        "parent": story.unit("UBND"), "kind": "MASS_ORGANISATION", "system": "FRONT_MASS",
        "name": "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "abbreviation": "MTTQ", "validFrom": "2020-01-01",
    });
    story.cannot_make(Who::standing_head(), "createUnit", front.clone(), "FORBIDDEN").await;
    story.makes(Who::admin(), "createUnit", "the Front", front.clone()).await;
    story.cannot_make(Who::admin(), "createUnit", front, "DUPLICATE").await;
    let id = story.id("the Front").to_owned();
    story.world.units.insert("MTTQ", id);
}

async fn clusters(story: &mut Story) {
    let localities = json!({
        "kind": "LOCALITY_CLUSTER", "name": "Cụm thi đua các huyện, thị xã, thành phố", "validFrom": "2021-01-01",
    });
    let departments = json!({ "kind": "BLOCK", "name": "Khối thi đua các sở, ban, ngành", "validFrom": "2021-01-01" });
    story.cannot_make(Who::chair(), "createCluster", localities.clone(), "FORBIDDEN").await;
    story.makes(Who::admin(), "createCluster", "localities", localities).await;
    story.makes(Who::admin(), "createCluster", "departments", departments).await;
    for (cluster, unit, role) in [
        ("localities", "CL", "LEADER"),
        ("localities", "CK", "MEMBER"),
        ("departments", "SGTVT", "LEADER"),
        ("departments", "STC", "DEPUTY"),
        ("departments", "SNV", "MEMBER"),
    ] {
        let input =
            json!({ "cluster": story.id(cluster), "unit": story.unit(unit), "role": role, "validFrom": "2021-01-01" });
        story.makes(Who::admin(), "addClusterMember", cluster, input).await;
    }
    let members = "query($cluster: ID!) {
        units(filter: { cluster: $cluster }, orderBy: { field: NAME }) { nodes { abbreviation } }
    }";
    let reply = story.reads(Who::Public, members, json!({ "cluster": story.id("localities") })).await.ok();
    assert_eq!(reply.column("units.nodes", "abbreviation"), ["CL", "CK"], "Càng Long, Cầu Kè");
}

async fn rules(story: &mut Story) {
    let input = json!({
        "number": "11/2019/QĐ-UBND", "issuer": story.unit("UBND"), "place": "Trà Vinh", "issuedOn": "2019-07-18",
        "subject": "Quy chế công tác thi đua, khen thưởng trên địa bàn tỉnh Trà Vinh",
        "signerName": "Đồng Văn Lâm", "signerTitle": "Chủ tịch", "authority": "ON_BEHALF_OF_COLLECTIVE",
    });
    story.makes(Who::standing_officer(), "registerDocument", "11/2019/QĐ-UBND", input).await;
    let first = json!({
        "name": "Quy chế theo Quyết định 11/2019/QĐ-UBND", "validFrom": "2019-07-18", "validTo": "2022-04-30",
        "document": story.id("11/2019/QĐ-UBND"), "appraisalWorkingDays": 10,
        "thresholdSource": "LOCAL_DEFAULT", "quorumSource": "LOCAL_DEFAULT", "appraisalSource": "LAW",
    });
    story.cannot_make(Who::standing_head(), "createRuleSet", first.clone(), "FORBIDDEN").await;
    story.makes(Who::admin(), "createRuleSet", "first rules", first).await;
    let selection = "thresholdBasisPoints quorumBasisPoints thresholdSource appraisalSource document { number }";
    let seen = story.look(Who::Public, "first rules", selection).await;
    let expected = json!({
        "thresholdBasisPoints": 5000, "quorumBasisPoints": 6667, "thresholdSource": "LOCAL_DEFAULT",
        "appraisalSource": "LAW", "document": { "number": "11/2019/QĐ-UBND" },
    });
    assert_eq!(seen, expected);
}

/// The Council, of which the secretary keeps the list.
async fn council(story: &mut Story) {
    let chair = json!({
        "unit": story.unit("UBND"), "subject": "council.member@ubnd", "name": "Lê Văn Hẳn", "position": "CHAIR",
        "validFrom": "2021-01-01",
    });
    story.cannot_make(Who::standing_head(), "addCouncilMember", chair.clone(), "FORBIDDEN").await;
    story.makes(Who::secretary(), "addCouncilMember", "member of UBND", chair).await;
    for (unit, name, position) in [
        ("SNV", "Nguyễn Thị Ánh", "VICE_CHAIR"),
        ("SGTVT", "Trần Quốc Bình", "MEMBER"),
        ("STC", "Phạm Minh Châu", "MEMBER"),
        ("CL", "Huỳnh Văn Dũng", "MEMBER"),
    ] {
        let subject = format!("council.member@{}", unit.to_lowercase());
        let input = json!({
            "unit": story.unit(unit), "subject": subject, "name": name, "position": position, "validFrom": "2021-01-01",
        });
        story.makes(Who::secretary(), "addCouncilMember", &format!("member of {unit}"), input).await;
    }
}
