//! Another agency's system reads what it is registered for, and is refused the rest by a rule that is named.

use serde_json::{Value, json};
use tests::Who;

use super::story::Story;

/// The Department of Finance pays the money that goes with awards: its system compares names, and reads nothing else.
pub async fn agencies(story: &mut Story) {
    story.chapter("agencies", "2022-08-22");
    let payer = || Who::agency("STC").by("stc-chi-thuong");
    not_yet(story, payer()).await;
    let input = json!({
        "name": "stc-chi-thuong", "title": "Hệ thống chi thưởng", "unit": story.unit("STC"),
        "purpose": "Đối chiếu khi chi tiền thưởng", "legalBasis": "Nghị định 91/2017/NĐ-CP",
        "scopes": ["AWARDS", "HONOUREES"], "validTo": "2022-12-31",
    });
    story.cannot_make(Who::head("STC"), "registerAgencyClient", input.clone(), "FORBIDDEN").await;
    story.makes(Who::admin(), "registerAgencyClient", "payer", input).await;
    pays(story, payer()).await;
    nothing_else(story, payer()).await;
    told(story).await;
    let end = json!({ "reason": "Đã chi xong" });
    story.does(Who::admin(), "endAgencyClient", "payer", end).await;
    not_yet(story, payer()).await;
}

/// Before it is registered, and after, it is nobody here.
async fn not_yet(story: &Story, payer: Who) {
    let reply = story.reads(payer, "{ awards { totalCount } }", json!({})).await;
    assert_eq!((reply.status.as_u16(), reply.code()), (403, "AGENCY_NOT_REGISTERED"), "{}", reply.text);
}

async fn pays(story: &Story, payer: Who) {
    let document = "{ awards(orderBy: [{ field: NAME }]) { nodes { name state honouree { name kind birthYear } } } }";
    let reply = story.reads(payer, document, json!({})).await.ok();
    let names = reply.column("awards.nodes", "name");
    assert!(names.contains(&"Trần Quốc Toản") && names.contains(&"Thạch Thị Hạnh"), "{names:?}");
    for award in reply.list("awards.nodes") {
        assert_eq!(award["name"], award["honouree"]["name"]);
        assert_eq!(award["honouree"]["birthYear"], Value::Null);
    }
}

/// What it is not registered for, and what nobody outside is.
async fn nothing_else(story: &Story, payer: Who) {
    for (document, rule) in [
        ("{ exemplars { totalCount } }", "agency.scope"),
        ("{ awards { nodes { unit { name } } } }", "agency.scope"),
        ("{ projects { totalCount } }", "agency.noScope"),
        ("{ auditEntries { totalCount } }", "agency.noScope"),
        ("{ awards { nodes { nomination { achievement } } } }", "agency.noScope"),
    ] {
        let reply = story.reads(payer.clone(), document, json!({})).await.refused("SCOPE_MISSING");
        assert_eq!(*reply.extension("rule"), rule, "{document}");
    }
    let project = json!({ "id": story.id("engineer"), "reason": "x" });
    let _ = story.says(payer, "withdrawNomination", project).await.refused("FORBIDDEN");
}

/// Whose people they are reads of it, with the purpose: and the auditor by which system.
async fn told(story: &Story) {
    let read = "{ auditEntries(first: 1, filter: { action: [\"readPersonalData\"], class: [\"AGENCY\"] }) {
        nodes { client purpose fields }
    } }";
    let owner = story.reads(Who::head("SGTVT"), read, json!({})).await.ok();
    let expected = "Đối chiếu khi chi tiền thưởng; Nghị định 91/2017/NĐ-CP";
    assert!(owner.str("auditEntries.nodes.0.purpose").starts_with(expected), "{}", owner.text);
    assert_eq!(*owner.data("auditEntries.nodes.0.client"), Value::Null);
    let auditor = story.reads(Who::auditor(), read, json!({})).await.ok();
    assert_eq!(auditor.str("auditEntries.nodes.0.client"), "stc-chi-thuong");
    let refused = "{ auditEntries(filter: { code: [\"SCOPE_MISSING\"], class: [\"AGENCY\"] }) { totalCount } }";
    assert_eq!(story.reads(Who::auditor(), refused, json!({})).await.ok().int("auditEntries.totalCount"), 5);
}
