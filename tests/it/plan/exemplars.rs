//! Exemplars are introduced, and media make them known.

use serde_json::json;
use tests::Who;

use super::story::Story;

/// Meets IV.6d (exemplary people, collectives and models are introduced, people with their consent) and IV.7 (media make the
/// plan and the exemplars known, and everybody reads of them).
pub async fn exemplars(story: &mut Story) {
    story.chapter("exemplars", "2022-05-10");
    let input = json!({
        "campaign": story.world.campaign, "kind": "INDIVIDUAL", "name": "Thạch Thị Hồng",
        "story": "Vận động 30 hộ hiến đất làm đường",
    });
    story.makes(Who::officer("SGTVT"), "proposeExemplar", "exemplar", input).await;
    story.does(Who::standing_officer(), "approveExemplar", "exemplar", json!({})).await;
    story.cannot(Who::standing_head(), "publishExemplar", "exemplar", json!({}), "CONSENT_REQUIRED").await;
    let consent = json!({ "consentedOn": "2022-05-09", "evidence": "Phiếu đồng ý ngày 09/5/2022" });
    story.does(Who::head("SGTVT"), "recordConsent", "exemplar", consent).await;
    story.is_hidden_from("exemplar", [Who::Public, Who::media("BTV")]).await;
    story.does(Who::standing_head(), "publishExemplar", "exemplar", json!({})).await;
    let seen = story.look(Who::Public, "exemplar", "name state consentEvidence").await;
    assert_eq!(seen, json!({ "name": "Thạch Thị Hồng", "state": "PUBLISHED", "consentEvidence": null }));
    story.meets("IV.6d");
    published(story).await;
    story.meets("IV.7");
}

async fn published(story: &mut Story) {
    let about = |field: &str, id: &str| {
        let mut input = json!({ "title": "Người vận động làm đường", "publishedOn": "2022-05-10" });
        input[field] = id.into();
        input
    };
    let of_the_exemplar = about("exemplar", story.id("exemplar"));
    story.cannot_make(Who::standing_head(), "recordPublication", of_the_exemplar.clone(), "FORBIDDEN").await;
    story.makes(Who::media("BTV"), "recordPublication", "article", of_the_exemplar).await;
    let of_the_plan = about("campaign", &story.world.campaign);
    story.makes(Who::media("BTV"), "recordPublication", "news", of_the_plan).await;
    let seen = story.look(Who::Public, "article", "exemplar { name } unit { abbreviation }").await;
    assert_eq!(seen, json!({ "exemplar": { "name": "Thạch Thị Hồng" }, "unit": { "abbreviation": "BTV" } }));
}
