//! Figures about people, for whoever may not see the people: with one, two and three of them in a cell, and what could be subtracted.

use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::mended::ground::{Ground, Session, text};

both!(
    few_awards_are_put_together,
    what_could_be_subtracted_is_refused,
    few_direct_workers_are_not_told,
    small_figures_of_nominations_are_not_told,
);

const NAMES: [&str; 7] = ["An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Khánh"];
/// Who sees no honouree of another unit, or not for long.
const STRANGERS: [fn() -> Who; 6] =
    [|| Who::Public, || Who::officer("SGTVT"), || Who::head("STC"), Who::admin, Who::chair, || Who::council("STC")];

/// Seven people, awarded by one decision after one session.
async fn awarded(app: App) -> (Ground, Session) {
    let ground = Ground::new(app).await;
    let eligible = ground.eligible(&NAMES).await;
    let nominations: Vec<&str> = eligible.iter().map(|(nomination, _)| nomination.as_str()).collect();
    let session = ground.opened(&nominations).await;
    for unit in crate::mended::ground::COUNCIL {
        ground.votes(&session, unit, "AYE").await;
    }
    ground.does(Who::secretary(), "closeSession", json!({ "id": session.id }), "councilSession { id }").await;
    for id in &nominations {
        ground.does(Who::standing_head(), "submitForDecision", json!({ "id": id }), "nomination { id }").await;
    }
    let document = ground.world.document(&ground.app.as_(Who::chair()), "2701/QĐ-UBND", "UBND").await;
    let input = json!({
        "document": document, "phase": ground.world.phases[0], "awardType": ground.award, "nominations": nominations,
    });
    ground.does(Who::chair(), "issueDecision", input, "decision { id }").await;
    (ground, session)
}

/// The first so many are leaders, the next citizens, all others farmers.
async fn are(ground: &Ground, leaders: usize, citizens: usize) {
    for (place, name) in NAMES.iter().enumerate() {
        let category = match place {
            _ if place < leaders => "LEADER",
            _ if place < leaders + citizens => "CITIZEN",
            _ => "FARMER",
        };
        ground.app.run(&format!("update honouree set category = '{category}' where name = '{name}'")).await;
    }
}

const COUNTS: &str = "query($filter: AwardFilter) { awards(filter: $filter) { totalCount counts(by: HONOUREE_CATEGORY) { key count filter } } }";

async fn counted(ground: &Ground, who: Who) -> Vec<(Option<String>, i64)> {
    let filter = json!({ "filter": { "campaign": [ground.world.campaign] } });
    let reply = ground.app.as_(who.clone()).query(COUNTS, filter).await.ok();
    assert_eq!(reply.int("awards.totalCount"), 7);
    let cell = |one: &Value| {
        let sees = matches!(who.clone(), Who::Person(person) if ["STANDING_BODY", "AUDITOR"].contains(&person.role.class.code()));
        assert_eq!(one["filter"].is_null(), !sees, "{who:?}: no way leads to them");
        (one["key"].as_str().map(str::to_owned), one["count"].as_i64().unwrap())
    };
    let mut cells: Vec<_> = reply.list("awards.counts").iter().map(cell).collect();
    cells.sort();
    cells
}

fn cells(told: &[(&str, i64)]) -> Vec<(Option<String>, i64)> {
    told.iter().map(|(key, count)| ((!key.is_empty()).then(|| (*key).to_owned()), *count)).collect()
}

async fn few_awards_are_put_together(app: App) {
    let (ground, _) = awarded(app).await;
    for (leaders, citizens, told, whole) in [
        // One leader would be told by the total, so that the farmers go along.
        (1, 0, cells(&[("", 7)]), cells(&[("FARMER", 6), ("LEADER", 1)])),
        (2, 2, cells(&[("", 4), ("FARMER", 3)]), cells(&[("CITIZEN", 2), ("FARMER", 3), ("LEADER", 2)])),
        (3, 0, cells(&[("FARMER", 4), ("LEADER", 3)]), cells(&[("FARMER", 4), ("LEADER", 3)])),
    ] {
        are(&ground, leaders, citizens).await;
        for who in STRANGERS {
            assert_eq!(counted(&ground, who()).await, told, "{:?}", who());
        }
        for who in [Who::standing_officer(), Who::auditor()] {
            assert_eq!(counted(&ground, who).await, whole);
        }
    }
    // What the list of awards says itself is told as it is.
    let kinds = "{ awards { counts(by: HONOUREE_KIND) { key count } } }";
    let reply = ground.app.as_(Who::Public).query(kinds, json!({})).await.ok();
    assert_eq!(*reply.data("awards.counts"), json!([{ "key": "INDIVIDUAL", "count": 7 }]));
}

/// One list less another would be one person: so no list under any other filter, and none below another object.
async fn what_could_be_subtracted_is_refused(app: App) {
    let (ground, _) = awarded(app).await;
    let campaign = &ground.world.campaign;
    let unit = &ground.world.units["SGTVT"];
    for who in STRANGERS {
        let client = ground.app.as_(who());
        for filter in [
            Value::Null,
            json!({}),
            json!({ "unit": [unit] }),
            json!({ "campaign": [campaign], "unit": [unit] }),
            json!({ "campaign": [campaign], "text": "An" }),
            json!({ "campaign": [campaign, campaign] }),
            json!({ "and": [{ "campaign": [campaign] }] }),
            json!({ "not": { "text": "An" } }),
        ] {
            let _ = client.query(COUNTS, json!({ "filter": filter })).await.refused("FORBIDDEN");
        }
        let below = "{ decisions { nodes { awards { counts(by: HONOUREE_CATEGORY) { count } } } } }";
        let _ = client.query(below, json!({})).await.refused("FORBIDDEN");
        for (filter, predicate) in [
            (json!({ "honoureeCategory": ["LEADER"] }), "honoureeCategory"),
            (json!({ "or": [{ "not": { "honoureeCategory": ["LEADER"] } }] }), "honoureeCategory"),
            (json!({ "missing": ["HONOUREE_CATEGORY"] }), "HONOUREE_CATEGORY"),
            (json!({ "not": { "missing": ["HONOUREE_CATEGORY"] } }), "HONOUREE_CATEGORY"),
        ] {
            let list = "query($filter: AwardFilter) { awards(filter: $filter) { totalCount } }";
            let reply = client.query(list, json!({ "filter": filter })).await.refused("FORBIDDEN");
            assert_eq!(*reply.extension("predicate"), predicate);
        }
    }
    let anything = json!({ "filter": { "honoureeCategory": ["CIVIL_SERVANT"], "unit": [unit] } });
    assert_eq!(ground.app.as_(Who::auditor()).query(COUNTS, anything).await.ok().int("awards.totalCount"), 7);
}

async fn few_direct_workers_are_not_told(app: App) {
    let (ground, session) = awarded(app).await;
    let selection = "directWorkers { persons directWorkers basisPoints }";
    for (others, told) in [(6, None), (5, None), (4, Some(3)), (3, Some(4)), (2, None), (1, None), (0, Some(7))] {
        are(&ground, others, 0).await;
        for (who, sees) in [(Who::secretary(), told), (Who::standing_head(), Some(7 - others))] {
            let seen = ground.look(who.clone(), &session.id, selection).await;
            let seen = &seen["directWorkers"];
            assert_eq!((&seen["persons"], &seen["directWorkers"]), (&json!(7), &json!(sees)), "{who:?}");
            assert_eq!(seen["basisPoints"].is_null(), sees.is_none(), "{who:?}");
        }
    }
}

/// A unit reads of an issued report how many nominations there are in the whole, where there are three.
async fn small_figures_of_nominations_are_not_told(app: App) {
    let ground = Ground::new(app).await;
    let draft = json!({ "phase": ground.world.phases[0], "period": "08/2021", "narrative": "Đã triển khai" });
    let report = text(&ground.does(Who::officer("SGTVT"), "createReport", draft, "report { id }").await["id"]);
    ground.does(Who::head("SGTVT"), "submitReport", json!({ "id": report }), "report { id }").await;
    ground.does(Who::standing_officer(), "acceptReport", json!({ "id": report }), "report { id }").await;
    let dossier = ground.dossier("SGTVT").await;
    ground.proposed("SGTVT", &dossier, "Lê Thị Riêng").await;
    ground.received("SGTVT", &dossier, 1).await;
    let id = ground.consolidated(&report).await;
    let selection = "figures(filter: { subject: [NOMINATIONS] }) { nodes { dimension value } }";
    for (count, told) in [(1, Value::Null), (2, Value::Null), (3, json!("3"))] {
        let set = format!("update consolidated_figure set value = {count}0000 where subject = 'NOMINATIONS'");
        ground.app.run(&set).await;
        for who in [Who::officer("SGTVT"), Who::head("STC")] {
            let seen = ground.look(who, &id, selection).await;
            assert_eq!(seen["figures"]["nodes"], json!([{ "dimension": "TOTAL", "value": told }]));
        }
        let seen = ground.look(Who::auditor(), &id, selection).await;
        let all = seen["figures"]["nodes"].as_array().unwrap();
        let whole = count.to_string();
        assert!(all.len() > 1 && all.iter().all(|figure| figure["value"] == whole.as_str()), "{all:?}");
    }
}
