//! What members of a cluster show it: their sheets and, once accepted, their reviews; to the unit that leads it, while it leads.

use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::mended::ground::{Ground, text};

both!(a_leader_reads_accepted_reviews_of_members);

async fn a_leader_reads_accepted_reviews_of_members(app: App) {
    let ground = Ground::new(app.clone()).await;
    let cluster = json!({ "kind": "BLOCK", "name": "Khối kinh tế", "validFrom": "2021-01-01" });
    let cluster = text(&ground.does(Who::admin(), "createCluster", cluster, "cluster { id }").await["id"]);
    for (unit, role) in [("STC", "LEADER"), ("TTT", "DEPUTY"), ("SGTVT", "MEMBER")] {
        let input =
            json!({ "cluster": cluster, "unit": ground.world.units[unit], "role": role, "validFrom": "2021-01-01" });
        ground.does(Who::admin(), "addClusterMember", input, "cluster { id }").await;
    }
    let guidance = json!({
        "phase": ground.world.phases[0], "registrationFrom": "2021-08-10", "registrationTo": "2021-09-10", "form": "x",
        "reports": [
            { "kind": "QUARTERLY", "period": "Q3/2021", "dueOn": "2021-09-25" },
            { "kind": "PRELIMINARY_REVIEW", "period": "2021", "dueOn": "2021-12-10" },
        ],
    });
    let guidance = ground.does(Who::standing_officer(), "draftGuidance", guidance, "guidance { id }").await;
    ground.does(Who::standing_head(), "publishGuidance", json!({ "id": guidance["id"] }), "guidance { id }").await;
    let (quarterly, review) = (report(&ground, "QUARTERLY").await, report(&ground, "PRELIMINARY_REVIEW").await);
    let seen = async |who: Who, id: &str| !ground.look(who, id, "narrative indicators { value }").await.is_null();
    for who in [Who::head("STC"), Who::officer("TTT"), Who::district_head("CL")] {
        assert!(!seen(who.clone(), &review).await, "{who:?} before it is accepted");
    }
    for id in [&quarterly, &review] {
        ground.does(Who::standing_head(), "acceptReport", json!({ "id": id }), "report { id }").await;
    }
    for (who, expected) in [
        (Who::head("STC"), true),
        (Who::officer("STC"), true),
        (Who::officer("TTT"), false),
        (Who::district_head("CL"), false),
        (Who::media("BTV"), false),
        (Who::Public, false),
    ] {
        assert_eq!(seen(who.clone(), &review).await, expected, "{who:?}");
        assert!(!seen(who.clone(), &quarterly).await, "{who:?} reads a report that is no review");
    }
    // It is read and not acted upon; and no more by whoever leads no more.
    let history = ground.look(Who::head("STC"), &review, "history { totalCount }").await;
    assert_eq!(history["history"]["totalCount"], 0);
    let update = json!({ "id": review, "narrative": "Khác" });
    ground.cannot(Who::officer("STC"), "updateReport", update, "FORBIDDEN").await;
    let rotate = json!({ "cluster": cluster, "leader": ground.world.units["TTT"], "validFrom": "2021-09-01" });
    ground.does(Who::admin(), "rotateClusterLeader", rotate, "cluster { id }").await;
    app.at("2021-09-01T08:00:00+07:00");
    assert_eq!((seen(Who::head("STC"), &review).await, seen(Who::head("TTT"), &review).await), (false, true));
    let end = json!({ "cluster": cluster, "unit": ground.world.units["SGTVT"], "validTo": "2021-09-30" });
    ground.does(Who::admin(), "endClusterMembership", end, "cluster { id }").await;
    app.at("2021-10-01T08:00:00+07:00");
    assert!(!seen(Who::head("TTT"), &review).await, "it is a member no more");
}

/// A report of the Department of Transport on what it owes, submitted.
async fn report(ground: &Ground, kind: &str) -> String {
    let document = "query($unit: [ID!], $kind: [ReportKind!]) { obligations(filter: { unit: $unit, kind: $kind }) { nodes { id } } }";
    let variables = json!({ "unit": [ground.world.units["SGTVT"]], "kind": [kind] });
    let owed: Value = ground
        .app
        .as_(Who::officer("SGTVT"))
        .query(document, variables)
        .await
        .ok()
        .data("obligations.nodes.0.id")
        .clone();
    let figures = json!([{ "name": "Đường", "measure": "km", "value": "4.5" }]);
    let input = json!({ "obligation": owed, "narrative": "Đã làm", "indicators": figures });
    let made = ground.does(Who::officer("SGTVT"), "createReport", input, "report { id }").await;
    let id = text(&made["id"]);
    ground.does(Who::head("SGTVT"), "submitReport", json!({ "id": id }), "report { id }").await;
    id
}
