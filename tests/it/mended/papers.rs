//! Who reads what: other units' papers, the registry of awards, the published limits; and who is nobody.

use reqwest::StatusCode;
use schema::viewer::{Class, Duty};
use serde_json::{Value, json};
use tests::{App, Who, World, both};

use super::ground::{Ground, text};

both!(
    other_units_papers_are_not_there,
    the_standing_body_sits_in_one_unit,
    limits_are_published_as_they_are_held,
    the_public_reads_names_and_units,
);

/// Minutes and proposal letters are their unit's; what is published is everybody's.
async fn other_units_papers_are_not_there(app: App) {
    let ground = Ground::new(app.clone()).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let mut papers = Vec::new();
    for number in ["1/BB-SGTVT", "2/TTr-SGTVT", "3/QĐ-SGTVT", "4/KH-SGTVT"] {
        papers.push(ground.world.document(&officer, number, "SGTVT").await);
    }
    let document = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let seen = async |who: Who| {
        let reply = app.as_(who).query(document, json!({ "ids": papers })).await.ok();
        reply.list("nodes").iter().map(|object| !object.is_null()).collect::<Vec<_>>()
    };
    for who in [Who::officer("STC"), Who::district_head("CL"), Who::Public, Who::admin()] {
        assert_eq!(seen(who.clone()).await, [false, false, true, true], "{who:?}");
    }
    for who in [Who::head("SGTVT"), Who::standing_officer(), Who::auditor()] {
        assert_eq!(seen(who.clone()).await, [true; 4], "{who:?}");
    }
    let dossier = ground.dossier("STC").await;
    ground.proposed("STC", &dossier, "Trần Quốc Toản").await;
    let absent = "OfficialDocument:0190b5c6-0000-7000-8000-000000000000";
    for minutes in [&papers[0], absent] {
        let input = json!({ "id": dossier, "minutes": minutes });
        ground.cannot(Who::officer("STC"), "reviewDossier", input, "NOT_FOUND").await;
    }
    let input = json!({ "id": dossier, "minutes": papers[2] });
    ground.cannot(Who::officer("STC"), "reviewDossier", input, "BAD_USER_INPUT").await;
}

/// A token of the Standing Body in another unit than its own is nobody's.
async fn the_standing_body_sits_in_one_unit(app: App) {
    World::units(&app).await;
    let document = "{ viewer { class } }";
    for duty in [Duty::Officer, Duty::Head] {
        for unit in ["SGTVT", "STC", "UBND"] {
            let reply = app.as_(Who::of(Class::StandingBody, duty, unit)).query(document, json!({})).await;
            assert_eq!((reply.status, reply.code()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"), "{duty:?} {unit}");
        }
        let reply = app.as_(Who::of(Class::StandingBody, duty, "SNV")).query(document, json!({})).await.ok();
        assert_eq!(reply.str("viewer.class"), "STANDING_BODY");
    }
}

/// The limit of a page that is published is the one at which pages are refused.
async fn limits_are_published_as_they_are_held(app: App) {
    let client = app.as_(Who::Public);
    let reply = client.query("{ serviceConfig { limits { name value } } }", json!({})).await.ok();
    let limits = reply.list("serviceConfig.limits");
    let published = |name: &str| limits.iter().find(|limit| limit["name"] == name).unwrap()["value"].as_u64().unwrap();
    let most = published("pageMax");
    let page = "query($first: Int) { units(first: $first) { totalCount } }";
    let _ = client.query(page, json!({ "first": most })).await.ok();
    let refused = client.query(page, json!({ "first": most + 1 })).await.refused("LIMIT_EXCEEDED");
    assert_eq!(*refused.extension("limit"), json!(most));
    let fields = |count: u64| {
        let fields: Vec<_> = (0..count).map(|n| format!("a{n}: units {{ totalCount }}")).collect();
        format!("{{ {} }}", fields.join(" "))
    };
    let most = published("rootFields");
    let _ = client.query(&fields(most), json!({})).await.ok();
    let refused = client.query(&fields(most + 1), json!({})).await.refused("LIMIT_EXCEEDED");
    assert_eq!(*refused.extension("limit"), json!(most));
}

/// Of an award the public reads name and unit; for what it was given, the registrars and its own unit.
async fn the_public_reads_names_and_units(app: App) {
    let ground = Ground::new(app.clone()).await;
    ground.awarded("Trần Quốc Toản").await;
    let document = "{ awards { nodes { name unit { abbreviation } state citation reason nomination { id } } } }";
    let read = async |who: Who| app.as_(who).query(document, json!({})).await.ok().data("awards.nodes.0").clone();
    for who in [Who::Public, Who::media("BTV"), Who::head("STC")] {
        let seen = read(who.clone()).await;
        let published = json!({
            "name": "Trần Quốc Toản", "unit": { "abbreviation": "SGTVT" }, "state": "GRANTED", "citation": null,
            "reason": null, "nomination": null,
        });
        assert_eq!(seen, published, "{who:?}");
    }
    for who in [Who::officer("SGTVT"), Who::standing_officer(), Who::chair(), Who::auditor()] {
        let seen = read(who.clone()).await;
        assert_eq!(text(&seen["citation"]), "Sáng kiến cấp tỉnh", "{who:?}");
        assert_ne!(seen["nomination"], Value::Null, "{who:?}");
    }
}
