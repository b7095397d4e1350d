//! What an import leaves in the trail: an entry for each row, as if it had been said by hand, one for the file, and a receipt.

use std::fmt::Write as _;

use serde_json::json;
use tests::{App, Who, World, both};

use super::bring;

both!(each_row_has_its_entry, a_refusal_is_recorded, the_chain_holds);

async fn each_row_has_its_entry(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let by_hand = world.project(&officer, "Bằng tay", json!({ "targets": [] })).await;
    let bytes = "title,kind,objective,fieldGroup,startsOn,endsOn,budget\nTừ tệp,KEY_PROJECT,Hoàn thành trước thời hạn,Phát triển kinh tế,2021-09-01,2021-12-15,1500000000\nHai,NOTHING,,,,,\n";
    let more = json!({ "campaign": world.campaign, "mode": "VALID_ROWS" });
    let reply = bring(&officer, "PROJECTS", bytes.as_bytes(), more).await.ok();
    let made = reply.str("importRows.import.rows.0.id").to_owned();
    let document = "query($id: ID!) { node(id: $id) { ... on Project { history { nodes { action fields result beforeDigest } } } } }";
    let mut entries = Vec::new();
    for id in [by_hand.id, made] {
        let seen = officer.query(document, json!({ "id": id })).await.ok();
        entries.push(seen.data("node.history.nodes").clone());
    }
    assert_eq!(entries[0], entries[1], "as by hand");
    assert_eq!(entries[1][0]["action"], "createProject");
    let document =
        "{ auditEntries(first: 2) { nodes { sequence action noun fields result subject unit { abbreviation } } } }";
    let seen = app.as_(Who::auditor()).query(document, json!({})).await.ok();
    let last = seen.data("auditEntries.nodes.0");
    assert_eq!(
        (&last["action"], &last["noun"], &last["result"]),
        (&json!("importRows"), &json!("Import"), &json!("DONE"))
    );
    assert_eq!(seen.data("auditEntries.nodes.1.action"), "createProject");
    assert_eq!(last["sequence"], reply.data("importRows.receipt.sequence").clone());
    // An event for each, told in the order of the rows.
    let events = "select kind from event order by seq desc limit 2";
    assert_eq!(app.column::<String>(events).await, ["importRows", "createProject"]);
}

async fn a_refusal_is_recorded(app: App) {
    World::units(&app).await;
    let bytes = b"name,abbreviation\nMot,A1\n";
    let _ = bring(&app.as_(Who::head("SGTVT")), "UNITS", bytes, json!({})).await.refused("FORBIDDEN");
    let _ = bring(&app.as_(Who::admin()), "UNITS", bytes, json!({})).await.refused("IMPORT_INVALID");
    let codes = "select code from audit_entry where action = 'importRows' order by seq";
    assert_eq!(app.column::<String>(codes).await, ["FORBIDDEN", "IMPORT_INVALID"]);
}

/// Rows that were undone leave no gap in the sequence.
async fn the_chain_holds(app: App) {
    World::units(&app).await;
    let mut lines = String::from("name,abbreviation,kind,system,parent,validFrom\n");
    for n in 0..30 {
        let day = if n % 3 == 0 { "never" } else { "2020-01-01" };
        let _ = writeln!(lines, "Xa {n},X{},COMMUNE,STATE,CL,{day}", n / 2);
    }
    let reply = bring(&app.as_(Who::admin()), "UNITS", lines.as_bytes(), json!({ "mode": "VALID_ROWS" })).await.ok();
    assert!(reply.int("importRows.import.rowsBad") > 10 && reply.int("importRows.import.rowsKept") > 10);
    let (last, count) = ("select max(seq) from audit_entry", "select count(*) from audit_entry");
    assert_eq!(app.number(last).await, app.number(count).await);
    let heads = app.column::<Option<String>>("select previous from audit_entry order by seq").await;
    let digests = app.column::<Option<String>>("select digest from audit_entry order by seq").await;
    assert_eq!(heads[1..], digests[..digests.len() - 1]);
}
