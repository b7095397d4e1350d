//! What `startExport` wrote can be brought in again.

use serde_json::{Value, json};
use tests::{App, Client, Who, World, both};

use super::{bring, counted};
use crate::exports::file;

both!(units_come_back, projects_come_back);

const NAMES: [&str; 6] = ["=1+1", "'=1+1", "-5", "  @x", "Cầu \"C16\", nhịp 2; x", "'a"];

/// The same list before and after, without what is made anew.
async fn listed(client: &Client, document: &str) -> Vec<Value> {
    let reply = client.query(document, json!({})).await.ok();
    let list = reply.json["data"].as_object().unwrap().values().next().unwrap()["nodes"].as_array().unwrap().clone();
    assert!(!list.is_empty());
    list
}

async fn units_come_back(app: App) {
    let world = World::units(&app).await;
    let admin = app.as_(Who::admin());
    for (n, name) in NAMES.iter().enumerate() {
        let input = json!({
            "parent": world.units["CL"], "kind": "COMMUNE", "system": "STATE", "name": name,
            "abbreviation": format!("=X{n}"), "validFrom": "2020-01-01",
        });
        let _ = admin.say("createUnit", input, "unit { id }").await.ok();
    }
    let document = "{ units(first: 100, filter: { kind: [COMMUNE] }, orderBy: [{ field: NAME }]) { nodes { name abbreviation kind system validFrom parent { name } } } }";
    let before = listed(&admin, document).await;
    for format in ["CSV", "XLSX"] {
        let columns = ["name", "abbreviation", "kind", "system", "parent.abbreviation", "validFrom"];
        let input =
            json!({ "connection": "units", "columns": columns, "filter": { "kind": ["COMMUNE"] }, "format": format });
        let written = file(&app, &admin, input).await;
        // They were never there.
        app.run("delete from unit_placement where unit_id in (select id from unit where kind = 'COMMUNE')").await;
        app.run("delete from unit where kind = 'COMMUNE'").await;
        let rows = i64::try_from(before.len()).unwrap();
        counted(&bring(&admin, "UNITS", &written, json!({})).await.ok(), [rows, 0, rows]);
        assert_eq!(listed(&admin, document).await, before, "{format}");
    }
}

async fn projects_come_back(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    for title in NAMES {
        let more = json!({ "objective": format!("{title}\nhai dòng"), "budget": "1234", "targets": [] });
        let _ = world.project(&officer, title, more).await;
    }
    let document = "{ projects(first: 100, orderBy: [{ field: TITLE }]) { nodes { title kind objective startsOn endsOn budget statesNoKeyProject unit { name } fieldGroup { name } } } }";
    let before = listed(&officer, document).await;
    for format in ["CSV", "XLSX"] {
        let columns = [
            "title",
            "kind",
            "unit.id",
            "objective",
            "fieldGroup.name",
            "startsOn",
            "endsOn",
            "budget",
            "statesNoKeyProject",
        ];
        let input = json!({ "connection": "projects", "columns": columns, "format": format });
        let written = file(&app, &officer, input).await;
        app.run("delete from project").await;
        let reply = bring(&officer, "PROJECTS", &written, json!({ "campaign": world.campaign })).await.ok();
        counted(&reply, [6, 0, 6]);
        assert_eq!(listed(&officer, document).await, before, "{format}");
    }
}
