//! Lists of recipients, what goes out by them, who has acknowledged it, and who is reminded (N1).

use serde_json::{Value, json};
use tests::{App, Client, Who, World, both};

both!(
    recipients_are_those_of_the_day,
    units_acknowledge_and_the_issuer_sees_who_has,
    lists_hold_for_their_days,
    what_was_sent_may_be_read,
    media_receive_what_is_sent_to_them,
);

const LIST: &str = "distributionList { id name groups { name kinds systems unit { abbreviation } cluster { name } } }";
const SENT: &str = "officialDocument { id deliveries(first: 100, orderBy: [{ field: CREATED_AT, direction: ASC }]) {
    totalCount nodes { recipient group state sentOn unit { abbreviation } list { name } }
} }";

/// A group for each way to say who is meant, in the order of a document.
fn groups(world: &World, cluster: &str) -> Value {
    json!([
        { "name": "TT TU, TT HĐND tỉnh" },
        { "name": "Các sở, ban, ngành tỉnh (03 hệ)", "kinds": ["DEPARTMENT", "PARTY_BODY"], "systems": ["STATE", "PARTY"] },
        { "name": "UBND các huyện, TX, TP", "kinds": ["DISTRICT"] },
        { "name": "DN là Thành viên Khối thi đua tỉnh", "cluster": cluster },
        { "name": "Ban TĐKT tỉnh (Sở Nội vụ)", "unit": world.units["SNV"] },
        { "name": "Lưu: VT, THNV" },
    ])
}

async fn made(client: &Client, verb: &str, input: Value, noun: &str) -> String {
    client.say(verb, input, &format!("{noun} {{ id }}")).await.ok().str(&format!("{verb}.{noun}.id")).to_owned()
}

/// The units of the province with a block of enterprises, and the list of the Standing Body.
async fn listed(app: &App) -> (World, String) {
    let world = World::launched(app).await;
    let block = json!({ "kind": "BLOCK", "name": "Khối Doanh nghiệp", "validFrom": "2021-01-01" });
    let block = made(&app.as_(Who::admin()), "createCluster", block, "cluster").await;
    let member = json!({ "cluster": block, "unit": world.units["PCTV"], "role": "LEADER", "validFrom": "2021-01-01" });
    let _ = app.as_(Who::admin()).say("addClusterMember", member, "__typename").await.ok();
    let input = json!({ "name": "Nơi nhận kế hoạch", "validFrom": "2021-08-01", "groups": groups(&world, &block) });
    let reply = app.as_(Who::standing_officer()).say("createDistributionList", input, LIST).await.ok();
    let list = reply.data("createDistributionList.distributionList").clone();
    let group = |n: usize| list["groups"][n].clone();
    let departments = json!({
        "name": "Các sở, ban, ngành tỉnh (03 hệ)", "kinds": ["DEPARTMENT", "PARTY_BODY"], "systems": ["PARTY", "STATE"],
        "unit": null, "cluster": null,
    });
    assert_eq!(group(1), departments);
    assert_eq!(
        (&group(3)["cluster"]["name"], &group(4)["unit"]["abbreviation"]),
        (&json!("Khối Doanh nghiệp"), &json!("SNV"))
    );
    assert_eq!(group(5), json!({ "name": "Lưu: VT, THNV", "kinds": [], "systems": [], "unit": null, "cluster": null }));
    (world, list["id"].as_str().unwrap().into())
}

/// The plan goes to the units of its day; who comes or goes later changes nothing, and nobody gets it twice.
async fn recipients_are_those_of_the_day(app: App) {
    let (world, list) = listed(&app).await;
    let plan = world.document(&app.as_(Who::chair()), "69/KH-UBND", "UBND").await;
    let chair = app.as_(Who::chair());
    let send = |more: Value| {
        let mut input = json!({ "id": plan, "lists": [list], "others": ["Ban LĐVP"] });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    };
    for (more, code) in [
        (json!({ "sentOn": "2021-08-05" }), "BAD_USER_INPUT"),
        (json!({ "sentOn": "2021-08-08" }), "BAD_USER_INPUT"),
        (json!({ "lists": [], "others": [] }), "NO_RECIPIENT"),
        (json!({ "lists": [], "others": [], "units": [world.units["UBND"]] }), "NO_RECIPIENT"),
        (json!({ "others": [" "] }), "BAD_USER_INPUT"),
        (json!({ "others": vec!["x"; 101] }), "LIMIT_EXCEEDED"),
        (json!({ "lists": [world.units["UBND"]] }), "BAD_ID"),
    ] {
        let _ = chair.say("distributeDocument", send(more), "__typename").await.refused(code);
    }
    let none = chair.query("{ deliveries { totalCount } }", json!({})).await.ok();
    assert_eq!(none.int("deliveries.totalCount"), 0, "a refusal sends nothing");

    let reply = chair.say("distributeDocument", send(json!({ "sentOn": "2021-08-06" })), SENT).await.ok();
    let to = reply.list("distributeDocument.officialDocument.deliveries.nodes");
    let seen: Vec<_> = to
        .iter()
        .map(|sent| (sent["unit"]["abbreviation"].as_str().unwrap_or("-"), sent["group"].as_str().unwrap()))
        .collect();
    let (departments, districts) = ("Các sở, ban, ngành tỉnh (03 hệ)", "UBND các huyện, TX, TP");
    assert_eq!(
        seen,
        [
            ("-", "TT TU, TT HĐND tỉnh"),
            ("SGTVT", departments),
            ("SNV", departments),
            ("STC", departments),
            ("STTTT", departments),
            ("TTT", departments),
            ("CL", districts),
            ("CK", districts),
            ("PCTV", "DN là Thành viên Khối thi đua tỉnh"),
            ("-", "Lưu: VT, THNV"),
            ("-", ""),
        ]
    );
    assert_eq!((&to[0]["state"], &to[10]["recipient"]), (&json!("OUTSIDE"), &json!("Ban LĐVP")));
    assert_eq!((&to[1]["state"], &to[1]["sentOn"]), (&json!("SENT"), &json!("2021-08-06")));
    let _ = chair.say("distributeDocument", send(json!({})), "__typename").await.refused("NO_RECIPIENT");

    // A department of a later day is not among them until the document is sent to it.
    let unit = json!({
        "parent": world.units["UBND"], "kind": "DEPARTMENT", "system": "STATE", "name": "Sở Du lịch", "abbreviation": "SDL",
        "validFrom": "2021-08-20",
    });
    let unit = made(&app.as_(Who::admin()), "createUnit", unit, "unit").await;
    let refused = json!({ "id": plan, "units": [unit] });
    let _ = chair.say("distributeDocument", refused.clone(), "__typename").await.refused("UNIT_NOT_IN_FORCE");
    let count = async || {
        let document = "query($id: ID!) { node(id: $id) { ... on OfficialDocument { deliveries { totalCount } } } }";
        chair.query(document, json!({ "id": plan })).await.ok().int("node.deliveries.totalCount")
    };
    app.at("2021-08-23T08:00:00+07:00");
    assert_eq!(count().await, 11);
    let _ = chair.say("distributeDocument", send(json!({})), "__typename").await.ok();
    assert_eq!(count().await, 12);
}

/// Each unit sees what came to it and acknowledges it; the issuer sees who has not, and reminds them.
async fn units_acknowledge_and_the_issuer_sees_who_has(app: App) {
    let (world, list) = listed(&app).await;
    let own = world.document(&app.as_(Who::officer("SGTVT")), "5/KH-SGTVT", "SGTVT").await;
    let send = json!({ "id": own, "lists": [list] });
    let _ =
        app.as_(Who::officer("STC")).say("distributeDocument", send.clone(), "__typename").await.refused("FORBIDDEN");
    let _ = app.as_(Who::auditor()).say("distributeDocument", send.clone(), "__typename").await.refused("FORBIDDEN");
    let _ = app.as_(Who::officer("SGTVT")).say("distributeDocument", send, "__typename").await.ok();

    let inbox = "query($unit: ID!) {
        deliveries(filter: { state: [SENT] }) { totalCount nodes { id version document { number } } }
        documents(filter: { unacknowledgedBy: $unit }) { nodes { number } }
    }";
    let read = async |who: Who, unit: &str| app.as_(who).query(inbox, json!({ "unit": world.units[unit] })).await.ok();
    let came = read(Who::officer("STC"), "STC").await;
    assert_eq!(came.int("deliveries.totalCount"), 1);
    assert_eq!(*came.data("documents.nodes"), json!([{ "number": "5/KH-SGTVT" }]));
    // Units below see nothing of it; another unit does not learn who has it.
    assert_eq!(read(Who::district_officer("CK"), "STC").await.list("documents.nodes").len(), 0);
    for (who, count) in [(Who::Public, 0), (Who::admin(), 0), (Who::standing_officer(), 7), (Who::head("SGTVT"), 7)] {
        assert_eq!(read(who.clone(), "STC").await.int("deliveries.totalCount"), count, "{who:?}");
    }

    let id = came.str("deliveries.nodes.0.id").to_owned();
    let receipt = |version: i64| json!({ "id": id, "expectedVersion": version });
    let say = async |who: Who, input: Value| {
        app.as_(who)
            .say("acknowledgeDocument", input, "documentDelivery { state acknowledgedAt acknowledgedBy version }")
            .await
    };
    let _ = say(Who::officer("SGTVT"), receipt(1)).await.refused("FORBIDDEN");
    let _ = say(Who::district_head("CK"), receipt(1)).await.refused("NOT_FOUND");
    let _ = say(Who::standing_head(), receipt(1)).await.refused("FORBIDDEN");
    let _ = say(Who::officer("STC"), receipt(9)).await.refused("CONFLICT");
    app.at("2021-08-09T08:00:00+07:00");
    let expected = json!({
        "state": "ACKNOWLEDGED", "acknowledgedAt": "2021-08-09T01:00:00Z", "acknowledgedBy": "department.officer@stc", "version": 2,
    });
    let reply = say(Who::officer("STC").named("department.officer@stc"), receipt(1)).await.ok();
    assert_eq!(*reply.data("acknowledgeDocument.documentDelivery"), expected);
    app.at("2021-08-10T08:00:00+07:00");
    let again = say(Who::head("STC"), receipt(2)).await.ok();
    assert_eq!(*again.data("acknowledgeDocument.documentDelivery"), expected, "the first receipt stands");
    assert_eq!(read(Who::officer("STC"), "STC").await.list("documents.nodes").len(), 0);

    let tally = "query($id: ID!) { node(id: $id) { ... on OfficialDocument { deliveries {
        totalCount counts(by: STATE) { key count filter }
    } } } }";
    let reply = app.as_(Who::head("SGTVT")).query(tally, json!({ "id": own })).await.ok();
    let counts: Vec<_> = reply
        .list("node.deliveries.counts")
        .iter()
        .map(|group| (group["key"].clone(), group["count"].clone()))
        .collect();
    assert_eq!(counts, [(json!("ACKNOWLEDGED"), json!(1)), (json!("OUTSIDE"), json!(2)), (json!("SENT"), json!(6))]);

    let remind = |template: &str| json!({ "id": own, "subject": "Nhắc tiếp nhận", "template": template });
    let text = "{unit} chưa tiếp nhận {number} gửi ngày {sentOn} ({daysSince} ngày).";
    let _ = app.as_(Who::officer("STC")).say("remindRecipients", remind(text), "__typename").await.refused("FORBIDDEN");
    let long = "x".repeat(5_001);
    for template in ["", &long] {
        let _ = app
            .as_(Who::head("SGTVT"))
            .say("remindRecipients", remind(template), "__typename")
            .await
            .refused("BAD_USER_INPUT");
    }
    let _ = app.as_(Who::head("SGTVT")).say("remindRecipients", remind(text), "__typename").await.ok();
    let reminded = "{ deliveries { nodes { state remindedAt reminders { subject body } } } }";
    let reply = app.as_(Who::district_head("CL")).query(reminded, json!({})).await.ok();
    let expected = json!([{
        "state": "SENT", "remindedAt": "2021-08-10T01:00:00Z",
        "reminders": [{ "subject": "Nhắc tiếp nhận", "body": "Huyện Càng Long chưa tiếp nhận 5/KH-SGTVT gửi ngày 07/08/2021 (3 ngày)." }],
    }]);
    assert_eq!(*reply.data("deliveries.nodes"), expected);
    let reply = app.as_(Who::officer("STC")).query(reminded, json!({})).await.ok();
    assert_eq!(*reply.data("deliveries.nodes.0.reminders"), json!([]), "whoever has acknowledged is not reminded");
    let done = json!({ "id": own, "units": [world.units["STC"]], "subject": "Nhắc", "template": text });
    let _ = app.as_(Who::head("SGTVT")).say("remindRecipients", done, "__typename").await.refused("NOBODY_TO_REMIND");
}

/// A list is of its unit, from its first day to its last.
async fn lists_hold_for_their_days(app: App) {
    let (world, list) = listed(&app).await;
    let officer = app.as_(Who::officer("STC"));
    let unit = json!({ "name": "Một đơn vị", "unit": world.units["CL"] });
    for (input, code) in [
        (json!({ "name": "A", "validFrom": "2021-08-01", "groups": [] }), "BAD_USER_INPUT"),
        (
            json!({ "name": "A", "validFrom": "2021-08-01", "validTo": "2021-07-31", "groups": [unit] }),
            "BAD_USER_INPUT",
        ),
        (json!({ "name": "A", "validFrom": "2021-08-01", "unit": world.units["CL"], "groups": [unit] }), "FORBIDDEN"),
        (
            json!({ "name": "A", "validFrom": "2021-08-01", "groups": [{ "name": "B", "unit": world.units["CL"], "kinds": ["DISTRICT"] }] }),
            "BAD_USER_INPUT",
        ),
    ] {
        let _ = officer.say("createDistributionList", input, "__typename").await.refused(code);
    }
    let end = |day: &str| json!({ "id": list, "validTo": day });
    let _ = officer.say("endDistributionList", end("2021-08-06"), "__typename").await.refused("FORBIDDEN");
    let standing = app.as_(Who::standing_officer());
    let _ = standing.say("endDistributionList", end("2021-07-01"), "__typename").await.refused("BAD_USER_INPUT");
    let _ = standing.say("endDistributionList", end("2021-08-06"), "distributionList { validTo }").await.ok();
    let own = world.document(&officer, "6/KH-STC", "STC").await;
    let send = |day: &str| json!({ "id": own, "lists": [list], "sentOn": day });
    let _ = officer.say("distributeDocument", send("2021-08-07"), "__typename").await.refused("LIST_NOT_IN_FORCE");
    let _ = officer.say("distributeDocument", send("2021-08-06"), "__typename").await.ok();
    for (who, count) in [(Who::Public, 0), (Who::officer("STC"), 1), (Who::chair(), 1)] {
        let reply = app.as_(who.clone()).query("{ distributionLists { totalCount } }", json!({})).await.ok();
        assert_eq!(reply.int("distributionLists.totalCount"), count, "{who:?}");
    }
}

/// A letter of proposal is its unit's own, until it is sent to another.
async fn what_was_sent_may_be_read(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("STC"));
    let letter = world.document(&officer, "9/TTr-STC", "STC").await;
    let read = async |who: Who| {
        let reply = app.as_(who).query("query($id: ID!) { node(id: $id) { id } }", json!({ "id": letter })).await.ok();
        !reply.data("node").is_null()
    };
    assert!(!read(Who::officer("SGTVT")).await && !read(Who::district_head("CL")).await);
    let send = json!({ "id": letter, "units": [world.units["SGTVT"]] });
    let _ = officer.say("distributeDocument", send, "__typename").await.ok();
    assert!(read(Who::officer("SGTVT")).await && !read(Who::district_head("CL")).await && !read(Who::Public).await);
}

/// A newspaper reads and acknowledges what was sent to it, also what is not published; of its unit's other things it reads none.
async fn media_receive_what_is_sent_to_them(app: App) {
    let (world, _) = listed(&app).await;
    let _ = world.project(&app.as_(Who::officer("BTV")), "Chuyên trang thi đua", json!({})).await;
    let letter = world.document(&app.as_(Who::officer("SGTVT")), "7/SGTVT-VP", "SGTVT").await;
    let seen = async |who: Who| {
        let document =
            "query($id: ID!) { node(id: $id) { id } deliveries { nodes { id state } } projects { totalCount } }";
        let reply = app.as_(who).query(document, json!({ "id": letter })).await.ok();
        assert_eq!(reply.int("projects.totalCount"), 0);
        (!reply.data("node").is_null(), reply.list("deliveries.nodes").clone())
    };
    assert_eq!(seen(Who::media("BTV")).await, (false, vec![]));
    let send = json!({ "id": letter, "units": [world.units["BTV"], world.units["STC"]] });
    let _ = app.as_(Who::officer("SGTVT")).say("distributeDocument", send, "__typename").await.ok();
    for who in [Who::Public, Who::media("STTTT")] {
        assert_eq!(seen(who).await, (false, vec![]));
    }
    let (reads, came) = seen(Who::media("BTV")).await;
    assert!(reads);
    let [came] = came.as_slice() else { panic!("its own and no other: {came:?}") };
    assert_eq!(came["state"], "SENT");
    let acknowledge = async |who: Who| {
        let input = json!({ "id": came["id"] });
        app.as_(who).say("acknowledgeDocument", input, "documentDelivery { state acknowledgedBy }").await
    };
    let _ = acknowledge(Who::media("STTTT")).await.refused("NOT_FOUND");
    let reply = acknowledge(Who::media("BTV")).await.ok();
    let expected = json!({ "state": "ACKNOWLEDGED", "acknowledgedBy": "media.officer@btv" });
    assert_eq!(*reply.data("acknowledgeDocument.documentDelivery"), expected);
    let list = json!({ "name": "Nơi nhận", "validFrom": "2021-08-01", "groups": [{ "name": "Lưu: VT" }] });
    let _ = app.as_(Who::media("BTV")).say("createDistributionList", list, "__typename").await.refused("FORBIDDEN");
}
