//! A unit launches the campaign that it made for itself, and no other that stands in its name.

use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::mended::ground::{Ground, text};

both!(a_unit_launches_what_it_made);

async fn a_unit_launches_what_it_made(app: App) {
    let ground = Ground::new(app.clone()).await;
    let letter = ground.world.document(&app.as_(Who::district_officer("CL")), "77/KH-UBND", "CL").await;
    let input = |title: &str| -> Value {
        json!({
            "unit": ground.world.units["CL"], "parent": ground.world.campaign, "title": title, "goals": "Mỗi xã một việc",
            "startsOn": "2021-08-30", "endsOn": "2022-04-30", "launchDocument": letter, "fieldGroups": ["Nông thôn mới"],
            "phases": [{ "name": "Đợt 01", "startsOn": "2021-08-30", "endsOn": "2022-04-30" }],
        })
    };
    let selection = "campaign { id isByUnit }";
    let given = ground.does(Who::standing_officer(), "createCampaign", input("Được giao"), selection).await;
    let own = ground.does(Who::district_officer("CL"), "createUnitCampaign", input("Tự lập"), selection).await;
    assert_eq!((&given["isByUnit"], &own["isByUnit"]), (&json!(false), &json!(true)));
    let (given, own) = (text(&given["id"]), text(&own["id"]));
    ground.cannot(Who::district_head("CL"), "launchUnitCampaign", json!({ "id": given }), "INVALID_TRANSITION").await;
    ground.cannot(Who::chair(), "launchCampaign", json!({ "id": own }), "INVALID_TRANSITION").await;
    assert_eq!((ground.state(&given).await, ground.state(&own).await), ("DRAFT".into(), "DRAFT".into()));
    ground.does(Who::district_head("CL"), "launchUnitCampaign", json!({ "id": own }), "campaign { id }").await;
    ground.does(Who::chair(), "launchCampaign", json!({ "id": given }), "campaign { id }").await;
    app.at("2022-05-01T09:00:00+07:00");
    ground.cannot(Who::district_head("CL"), "closeUnitCampaign", json!({ "id": given }), "INVALID_TRANSITION").await;
    ground.does(Who::district_head("CL"), "closeUnitCampaign", json!({ "id": own }), "campaign { id }").await;
    assert_eq!((ground.state(&given).await, ground.state(&own).await), ("LAUNCHED".into(), "CLOSED".into()));
}
