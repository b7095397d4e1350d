//! Units become others: the changes of 2025, after which last year's campaign reads as before and a new one starts in the
//! new structure.

use schema::viewer::{Class, Duty};
use serde_json::{Value, json};
use tests::{App, Client, Reply, Who, World, both};

both!(the_changes_of_2025, a_change_must_have_its_shape, history_belongs_to_the_unit_that_made_it, the_day_decides);

/// 01/3/2025: departments merge. 01/7/2025: the district level ends, communes hang below the province, and the province
/// becomes part of another one.
async fn the_changes_of_2025(app: App) {
    let world = World::launched(&app).await;
    world.submitted(&app, "STC", "Đề án tài chính").await;
    world.submitted(&app, "SGTVT", "Đường tỉnh 911").await;
    app.at("2025-02-10T08:00:00+07:00");
    let before = whole_campaign(&app, &world).await;
    let admin = app.as_(Who::admin());
    let ids = |names: &[&str]| names.iter().map(|name| world.units[*name].clone()).collect::<Vec<_>>();
    merge(&admin, "2025-03-01", &ids(&["STC", "SGTVT"]), ("Sở Tài chính", "STC")).await;
    rename(&admin, "2025-03-01", &world.units["STTTT"], ("Sở Khoa học và Công nghệ", "SKHCN")).await;
    let input = json!({ "kind": "TRANSFER", "effectiveOn": "2025-07-01", "originals": ids(&["CL-MC"]), "parent": world.units["UBND"] });
    let _ = change(&admin, input).await.ok();
    let input = json!({ "kind": "DISSOLVE", "effectiveOn": "2025-07-01", "originals": ids(&["CL", "CK"]) });
    let _ = change(&admin, input).await.ok();
    rename(&admin, "2025-07-01", &world.units["UBND"], ("Ủy ban nhân dân tỉnh Vĩnh Long", "UBNDVL")).await;

    app.at("2025-08-01T08:00:00+07:00");
    assert_eq!(whole_campaign(&app, &world).await, before, "the campaign of 2021 reads as it did");
    let tree = |day: &'static str, name: &'static str| {
        let document =
            "query($day: Date!, $name: String!) { units(filter: { abbreviation: [$name], asOf: $day }) { nodes {
            abbreviation children(first: 50, asOf: $day, orderBy: [{ field: NAME }]) { nodes { abbreviation } } } } }";
        let app = app.clone();
        async move {
            let reply = app.as_(Who::Public).query(document, json!({ "day": day, "name": name })).await.ok();
            sorted(&reply.column("units.nodes.0.children.nodes", "abbreviation"))
        }
    };
    let old = ["BTV", "CK", "CL", "PCTV", "SGTVT", "SNV", "STC", "STTTT", "TTT"];
    assert_eq!(tree("2021-08-06", "UBND").await, old);
    assert_eq!(tree("2025-06-30", "UBND").await, ["BTV", "CK", "CL", "PCTV", "SKHCN", "SNV", "STC", "TTT"]);
    assert_eq!(tree("2025-06-30", "CL").await, ["CL-MC"]);
    let new = ["BTV", "CL-MC", "PCTV", "SKHCN", "SNV", "STC", "TTT"];
    assert_eq!(tree("2025-07-01", "UBNDVL").await, new);

    // A new campaign of the new province: its units owe the reports, the communes directly, the districts not.
    let province = unit_of(&app, "UBNDVL").await;
    new_campaign(&app, &province).await;
    let document = "query($unit: [ID!]!) { campaigns(first: 1, filter: { unit: $unit }) { nodes { id phases { obligations(first: 50) { nodes { unit { abbreviation } } } } } } }";
    let reply = app.as_(Who::standing_head()).query(document, json!({ "unit": [province] })).await.ok();
    let owing = reply.data("campaigns.nodes.0.phases.0.obligations.nodes");
    let owing: Vec<&str> =
        owing.as_array().unwrap().iter().filter_map(|o| o["unit"]["abbreviation"].as_str()).collect();
    assert_eq!(sorted(&owing), new);
    // And the old one was launched by a province that is no more, for units of which three are no more.
    let document =
        "query($c: ID!) { units(first: 50, filter: { missingRegistration: $c }) { nodes { abbreviation } } }";
    let missing = async |campaign: &str| {
        let reply = app.as_(Who::auditor()).query(document, json!({ "c": campaign })).await.ok();
        sorted(&reply.column("units.nodes", "abbreviation"))
    };
    assert_eq!(missing(&world.campaign).await, old, "nothing was accepted in 2021 here");
    assert_eq!(missing(reply.str("campaigns.nodes.0.id")).await, new);
}

/// Each kind takes and makes as many units as it says; what is below must go on; what ended does not end again.
async fn a_change_must_have_its_shape(app: App) {
    let world = World::units(&app).await;
    app.at("2025-02-10T08:00:00+07:00");
    let admin = app.as_(Who::admin());
    let (stc, cl, mc) = (&world.units["STC"], &world.units["CL"], &world.units["CL-MC"]);
    let result = json!({ "name": "Sở Mới", "abbreviation": "SM" });
    for (input, code) in [
        (
            json!({ "kind": "MERGE", "effectiveOn": "2025-03-01", "originals": [stc], "results": [result] }),
            "BAD_USER_INPUT",
        ),
        (
            json!({ "kind": "MERGE", "effectiveOn": "2025-03-01", "originals": [stc, stc], "results": [result] }),
            "BAD_USER_INPUT",
        ),
        (
            json!({ "kind": "SPLIT", "effectiveOn": "2025-03-01", "originals": [stc], "results": [result] }),
            "BAD_USER_INPUT",
        ),
        (
            json!({ "kind": "DISSOLVE", "effectiveOn": "2025-03-01", "originals": [stc], "results": [result] }),
            "BAD_USER_INPUT",
        ),
        (
            json!({ "kind": "DISSOLVE", "effectiveOn": "2025-03-01", "originals": [stc], "parent": cl }),
            "BAD_USER_INPUT",
        ),
        (json!({ "kind": "TRANSFER", "effectiveOn": "2025-03-01", "originals": [stc] }), "BAD_USER_INPUT"),
        (json!({ "kind": "TRANSFER", "effectiveOn": "2025-03-01", "originals": [cl], "parent": mc }), "BAD_USER_INPUT"),
        (json!({ "kind": "TRANSFER", "effectiveOn": "2025-03-01", "originals": [cl], "parent": cl }), "BAD_USER_INPUT"),
        (json!({ "kind": "DISSOLVE", "effectiveOn": "2025-03-01", "originals": [cl] }), "UNITS_BELOW"),
        (json!({ "kind": "DISSOLVE", "effectiveOn": "2019-03-01", "originals": [stc] }), "UNIT_NOT_IN_FORCE"),
        (
            json!({ "kind": "DISSOLVE", "effectiveOn": "2025-03-01", "originals": ["Unit:01a20abd-0000-7000-8000-000000000000"] }),
            "NOT_FOUND",
        ),
    ] {
        let _ = change(&admin, input).await.refused(code);
    }
    let _ = change(
        &app.as_(Who::standing_head()),
        json!({ "kind": "DISSOLVE", "effectiveOn": "2025-03-01", "originals": [stc] }),
    )
    .await
    .refused("FORBIDDEN");
    let reply = admin
        .query(
            "{ organisationChanges { totalCount } units(filter: { asOf: \"2025-12-31\" }) { totalCount } }",
            json!({}),
        )
        .await
        .ok();
    assert_eq!(
        (reply.int("organisationChanges.totalCount"), reply.int("units.totalCount")),
        (0, 11),
        "nothing was changed"
    );
    let dissolve = json!({ "kind": "DISSOLVE", "effectiveOn": "2025-03-01", "originals": [stc] });
    let _ = change(&admin, dissolve.clone()).await.ok();
    let _ = change(&admin, dissolve).await.refused("UNIT_NOT_IN_FORCE");
    let split = json!({ "kind": "SPLIT", "effectiveOn": "2025-03-01", "originals": [world.units["SGTVT"]], "results": [
        { "name": "Sở Giao thông", "abbreviation": "SGT" }, { "name": "Sở Vận tải", "abbreviation": "SVT" }] });
    let reply = change(&admin, split).await.ok();
    let parts = reply.data("recordOrganisationChange.organisationChange.units").as_array().unwrap();
    assert_eq!(parts.iter().filter(|part| part["part"] == "RESULT").count(), 2);
}

/// A successor reads what its predecessors did and leaves it as it is; nobody else sees more than before.
async fn history_belongs_to_the_unit_that_made_it(app: App) {
    let world = World::launched(&app).await;
    let project = world.project(&app.as_(Who::officer("STC")), "Bản nháp của Sở Tài chính", json!({})).await;
    let admin = app.as_(Who::admin());
    let result = ("Sở Tài chính mới", "STCM");
    merge(&admin, "2021-10-01", &[world.units["STC"].clone(), world.units["SGTVT"].clone()], result).await;
    let titles = async |who: Who| {
        let reply = app.as_(who).query("{ projects { nodes { title unit { abbreviation } } } }", json!({})).await.ok();
        reply.column("projects.nodes", "title").len()
    };
    assert_eq!((titles(Who::officer("STC")).await, titles(Who::officer("SNV")).await), (1, 0));
    app.at("2021-10-01T08:00:00+07:00");
    assert_eq!((titles(Who::officer("STCM")).await, titles(Who::officer("SNV")).await), (1, 0));
    let _ =
        app.as_(Who::officer("STC")).query("{ projects { totalCount } }", json!({})).await.refused("UNAUTHENTICATED");
    let input = json!({ "id": project.id, "title": "Sửa của đơn vị khác" });
    let _ = app.as_(Who::officer("STCM")).say("updateProject", input, "project { id }").await.refused("FORBIDDEN");
    let document = "{ units(filter: { abbreviation: [\"STCM\"] }) { nodes { predecessors { nodes { abbreviation
        successors { nodes { abbreviation } } } } } } }";
    let reply = app.as_(Who::Public).query(document, json!({})).await.ok();
    let predecessors = reply.data("units.nodes.0.predecessors.nodes");
    assert_eq!(predecessors.as_array().map(Vec::len), Some(2));
    assert_eq!(predecessors[0]["successors"]["nodes"], json!([{ "abbreviation": "STCM" }]));
}

/// A change is recorded ahead of its day: until then everything is as it was.
async fn the_day_decides(app: App) {
    let world = World::launched(&app).await;
    let admin = app.as_(Who::admin());
    world.project(&app.as_(Who::district_officer("CL-MC")), "Vệ sinh đường ấp", json!({})).await;
    let input = json!({ "kind": "TRANSFER", "effectiveOn": "2021-10-01", "originals": [world.units["CL-MC"]], "parent": world.units["CK"] });
    let _ = change(&admin, input).await.ok();
    let seen = async |unit: &'static str| {
        let reply = app.as_(Who::district_head(unit)).query("{ projects { totalCount } }", json!({})).await.ok();
        reply.int("projects.totalCount")
    };
    assert_eq!((seen("CL").await, seen("CK").await), (1, 0));
    app.at("2021-09-30T23:59:59+07:00");
    assert_eq!((seen("CL").await, seen("CK").await), (1, 0));
    app.at("2021-10-01T00:00:00+07:00");
    assert_eq!((seen("CL").await, seen("CK").await), (0, 1));
}

async fn change(who: &Client, input: Value) -> Reply {
    who.say("recordOrganisationChange", input, "organisationChange { id kind units { part unit { abbreviation } } }")
        .await
}

async fn merge(admin: &Client, day: &str, originals: &[String], (name, abbreviation): (&str, &str)) {
    let results = json!([{ "name": name, "abbreviation": abbreviation }]);
    let _ = change(admin, json!({ "kind": "MERGE", "effectiveOn": day, "originals": originals, "results": results }))
        .await
        .ok();
}

async fn rename(admin: &Client, day: &str, original: &str, (name, abbreviation): (&str, &str)) {
    let results = json!([{ "name": name, "abbreviation": abbreviation }]);
    let _ = change(admin, json!({ "kind": "RENAME", "effectiveOn": day, "originals": [original], "results": results }))
        .await
        .ok();
}

async fn unit_of(app: &App, abbreviation: &str) -> String {
    let document = "query($name: String!) { units(filter: { abbreviation: [$name] }) { nodes { id } } }";
    let reply = app.as_(Who::Public).query(document, json!({ "name": abbreviation })).await.ok();
    reply.str("units.nodes.0.id").to_owned()
}

/// Everything of the campaign of 2021, as the auditor reads it.
async fn whole_campaign(app: &App, world: &World) -> Value {
    let document = "query($id: ID!, $c: [ID!]!) {
        node(id: $id) { ... on Campaign { title unit { name abbreviation } phases { name obligations { totalCount } } } }
        projects(filter: { campaign: $c }) { totalCount byUnit: counts(by: UNIT) { key label count }
            nodes { title state version unit { id name abbreviation parent { abbreviation } } } }
    }";
    let variables = json!({ "id": world.campaign, "c": [world.campaign] });
    let mut data = app.as_(Who::auditor()).query(document, variables).await.ok().data("").clone();
    // Where a unit hangs is told as it is now; `asOf` and `placements` tell of then.
    for node in data["projects"]["nodes"].as_array_mut().unwrap() {
        node["unit"]["parent"] = json!(null);
    }
    data
}

/// A campaign of another province, launched, with guidance that asks for one report.
async fn new_campaign(app: &App, province: &str) {
    let standing = app.as_(Who::standing_head());
    let input = json!({
        "number": "15/KH-UBND", "issuer": province, "place": "Vĩnh Long", "issuedOn": "2025-07-15",
        "subject": "Kế hoạch thi đua", "signerName": "Trần Văn Lâu", "signerTitle": "Chủ tịch",
    });
    let plan = app
        .as_(Who::of(Class::Chair, Duty::Head, "UBNDVL"))
        .say("registerDocument", input, "officialDocument { id }")
        .await
        .ok();
    let plan = plan.str("registerDocument.officialDocument.id");
    let input = json!({
        "unit": province, "title": "Thi đua năm 2025", "goals": "Sắp xếp xong bộ máy", "startsOn": "2025-08-01",
        "endsOn": "2026-06-30", "launchDocument": plan, "bases": [plan], "fieldGroups": ["Kinh tế"],
        "phases": [{ "name": "Đợt 01", "startsOn": "2025-08-01", "endsOn": "2025-12-31" }],
    });
    let reply = standing.say("createCampaign", input, "campaign { id phases { id } }").await.ok();
    let (campaign, phase) = (
        reply.str("createCampaign.campaign.id").to_owned(),
        reply.str("createCampaign.campaign.phases.0.id").to_owned(),
    );
    let chair = app.as_(Who::of(Class::Chair, Duty::Head, "UBNDVL"));
    let _ = chair.say("launchCampaign", json!({ "id": campaign }), "campaign { state }").await.ok();
    let input = json!({
        "phase": phase, "registrationFrom": "2025-08-01", "registrationTo": "2025-09-30",
        "reports": [{ "kind": "QUARTERLY", "period": "Q3/2025", "dueOn": "2025-09-25" }],
    });
    let reply = standing.say("draftGuidance", input, "guidance { id }").await.ok();
    let input = json!({ "id": reply.str("draftGuidance.guidance.id") });
    let _ = standing.say("publishGuidance", input, "guidance { state }").await.ok();
}

fn sorted<T: AsRef<str>>(texts: &[T]) -> Vec<String> {
    let mut texts: Vec<String> = texts.iter().map(|text| text.as_ref().to_owned()).collect();
    texts.sort_unstable();
    texts
}
