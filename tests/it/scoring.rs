//! Clusters score (IV.3): criteria, sheets from the unit through its cluster to the Standing Body, ranking, the lead that goes round.

mod bounds;

use serde_json::{Value, json};
use tests::{App, Reply, Who, World, both};

both!(
    a_cluster_is_ranked,
    criteria_are_the_leaders_and_freeze,
    a_table_without_criteria_is_not_opened,
    points_are_complete_and_in_range,
    each_sees_what_it_may,
    nobody_reviews_what_is_their_own,
    reports_cost_points,
    the_lead_goes_round,
    memberships_end,
);

/// A cluster that the Department of Transport leads, with an open table of two criteria.
struct Ground {
    app: App,
    world: World,
    cluster: String,
    scheme: String,
    criteria: Vec<String>,
}

const MEMBERS: [&str; 4] = ["SGTVT", "STC", "STTTT", "TTT"];

impl Ground {
    async fn new(app: App) -> Self {
        let world = World::launched(&app).await;
        let mut ground = Self { app, world, cluster: String::new(), scheme: String::new(), criteria: vec![] };
        let input = json!({ "kind": "BLOCK", "name": "Khối kinh tế", "validFrom": "2021-01-01" });
        ground.cluster = text(&ground.does(Who::admin(), "createCluster", input, "cluster { id }").await["id"]);
        for (place, unit) in MEMBERS.into_iter().enumerate() {
            let role = ["LEADER", "DEPUTY", "MEMBER", "MEMBER"][place];
            let input = json!({
                "cluster": ground.cluster, "unit": ground.world.units[unit], "role": role, "validFrom": "2021-01-01",
            });
            ground.does(Who::admin(), "addClusterMember", input, "cluster { id }").await;
        }
        ground.scheme = ground.draft().await;
        ground
    }

    /// A draft of the leader: 60 and 40 points, a bonus of at most 5, penalties of 2 and 4.5.
    async fn draft(&mut self) -> String {
        let made = self.does(Who::officer("SGTVT"), "createScoringScheme", self.scheme_input(), SCHEME).await;
        self.criteria = made["criteria"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect();
        assert_eq!((&made["maxPoints"], &made["state"]), (&json!("100"), &json!("DRAFT")));
        text(&made["id"])
    }

    fn scheme_input(&self) -> Value {
        json!({
            "cluster": self.cluster, "campaign": self.world.campaign, "title": "Bảng tiêu chí khối kinh tế",
            "criteria": [
                { "group": "Nhiệm vụ", "name": "Công trình", "maxPoints": "60" },
                { "group": "Nề nếp", "name": "Báo cáo", "maxPoints": "40" },
            ],
            "classes": [{ "name": "Xuất sắc", "atLeast": "90" }, { "name": "Tốt", "atLeast": "70.5" }],
            "bonusCap": "5", "latePenalty": "2", "missingPenalty": "4.5",
        })
    }

    async fn opened(app: App) -> Self {
        let ground = Self::new(app).await;
        ground.does(Who::head("SGTVT"), "openScoringScheme", json!({ "id": ground.scheme }), SCHEME).await;
        ground
    }

    async fn says(&self, who: Who, verb: &str, input: Value, selection: &str) -> Reply {
        self.app.as_(who).say(verb, input, selection).await
    }

    async fn does(&self, who: Who, verb: &str, input: Value, selection: &str) -> Value {
        let reply = self.says(who, verb, input, selection).await.ok();
        reply.data(verb).as_object().unwrap().values().next().unwrap().clone()
    }

    async fn cannot(&self, who: Who, verb: &str, input: Value, code: &str) {
        let _ = self.says(who, verb, input, "__typename").await.refused(code);
    }

    async fn look(&self, who: Who, id: &str, selection: &str) -> Value {
        let noun = id.split(':').next().unwrap();
        let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on {noun} {{ {selection} }} }} }}");
        self.app.as_(who).query(&document, json!({ "id": id })).await.ok().data("node").clone()
    }

    async fn sheet(&self, unit: &str) -> String {
        let input = json!({ "scheme": self.scheme });
        text(&self.does(Who::officer(unit), "createScoreSheet", input, SHEET).await["id"])
    }

    fn scores(&self, points: [&str; 2]) -> Value {
        json!([
            { "criterion": self.criteria[0], "points": points[0] },
            { "criterion": self.criteria[1], "points": points[1] },
        ])
    }

    /// A sheet that the unit has filled and submitted.
    async fn submitted(&self, unit: &str, points: [&str; 2], bonus: &str) -> String {
        let id = self.sheet(unit).await;
        let input = json!({ "id": id, "scores": self.scores(points), "bonus": bonus });
        self.does(Who::officer(unit), "updateScoreSheet", input, SHEET).await;
        self.does(Who::head(unit), "submitScoreSheet", json!({ "id": id }), SHEET).await;
        id
    }

    async fn reviewed(&self, unit: &str, points: [&str; 2], bonus: &str) -> String {
        let id = self.submitted(unit, points, bonus).await;
        self.does(Who::head("SGTVT"), "reviewScoreSheet", json!({ "id": id }), SHEET).await;
        id
    }

    async fn confirmed(&self, unit: &str, points: [&str; 2], bonus: &str) -> String {
        let id = if unit == "SGTVT" {
            self.submitted(unit, points, bonus).await
        } else {
            self.reviewed(unit, points, bonus).await
        };
        self.does(Who::standing_officer(), "confirmScoreSheet", json!({ "id": id }), SHEET).await;
        id
    }
}

const SCHEME: &str = "scoringScheme { id state maxPoints criteria { id } version }";
const SHEET: &str = "scoreSheet { id state selfTotal clusterTotal finalTotal version }";

fn text(value: &Value) -> String {
    value.as_str().unwrap().into()
}

/// Equal totals share a rank, the next is skipped, and each earns its class; published, nothing changes any more.
async fn a_cluster_is_ranked(app: App) {
    let ground = Ground::opened(app).await;
    let standing = Who::standing_head();
    let publish = json!({ "id": ground.scheme });
    ground.cannot(standing.clone(), "publishRanking", publish.clone(), "INVALID_TRANSITION").await;
    let first = ground.confirmed("STC", ["55", "35.5"], "0").await;
    ground.confirmed("SGTVT", ["50", "35"], "5.5").await;
    let input = json!({ "id": ground.submitted("STTTT", ["60", "30.5"], "0").await });
    ground.cannot(standing.clone(), "publishRanking", publish.clone(), "SHEETS_PENDING").await;
    let reviewed = json!({ "id": input["id"], "scores": [{ "criterion": ground.criteria[0], "points": "59" }] });
    let seen = ground.does(Who::head("SGTVT"), "reviewScoreSheet", reviewed, SHEET).await;
    assert_eq!((&seen["selfTotal"], &seen["clusterTotal"]), (&json!("90.5"), &json!("89.5")));
    let confirmed = json!({ "id": input["id"], "scores": [{ "criterion": ground.criteria[0], "points": "60" }] });
    let seen = ground.does(Who::standing_officer(), "confirmScoreSheet", confirmed, SHEET).await;
    assert_eq!(seen["finalTotal"], "90.5");
    ground.confirmed("TTT", ["0", "0"], "0").await;
    ground.cannot(Who::standing_officer(), "publishRanking", publish.clone(), "FORBIDDEN").await;
    let ranking = "scoringScheme { state sheets(orderBy: [{ field: RANK }, { field: CREATED_AT, direction: ASC }]) {
        nodes { rank finalTotal className state unit { abbreviation } } } }";
    let seen = ground.does(standing.clone(), "publishRanking", publish.clone(), ranking).await;
    let row = |rank, total: &str, class: Value, unit: &str| json!({ "rank": rank, "finalTotal": total, "className": class, "state": "PUBLISHED", "unit": { "abbreviation": unit } });
    let expected = json!([
        row(1, "90.5", json!("Xuất sắc"), "STC"),
        row(1, "90.5", json!("Xuất sắc"), "STTTT"),
        row(3, "90", json!("Xuất sắc"), "SGTVT"),
        row(4, "0", Value::Null, "TTT"),
    ]);
    assert_eq!(seen, json!({ "state": "PUBLISHED", "sheets": { "nodes": expected } }));
    ground.cannot(standing, "publishRanking", publish, "SCHEME_FROZEN").await;
    for (who, verb) in [
        (Who::officer("STC"), "updateScoreSheet"),
        (Who::head("STC"), "submitScoreSheet"),
        (Who::head("SGTVT"), "reviewScoreSheet"),
        (Who::standing_officer(), "confirmScoreSheet"),
    ] {
        ground.cannot(who, verb, json!({ "id": first }), "INVALID_TRANSITION").await;
    }
}

/// Only the unit that leads the cluster writes its criteria, and nobody once a sheet is submitted.
async fn criteria_are_the_leaders_and_freeze(app: App) {
    let ground = Ground::new(app).await;
    for who in [Who::officer("STC"), Who::head("TTT"), Who::district_head("CL")] {
        ground.cannot(who.clone(), "createScoringScheme", ground.scheme_input(), "FORBIDDEN").await;
    }
    ground.cannot(Who::officer("SGTVT"), "createScoringScheme", ground.scheme_input(), "DUPLICATE").await;
    for (field, value) in [
        ("criteria", json!([])),
        ("criteria", json!([{ "group": "A", "name": "B", "maxPoints": "0" }])),
        ("bonusCap", json!("-1")),
        ("classes", json!([{ "name": "Tốt", "atLeast": "70" }, { "name": "Xuất sắc", "atLeast": "90" }])),
    ] {
        let mut input = json!({ "id": ground.scheme });
        input[field] = value;
        ground.cannot(Who::officer("SGTVT"), "updateScoringScheme", input, "BAD_USER_INPUT").await;
    }
    let open = json!({ "id": ground.scheme });
    ground.cannot(Who::officer("STC"), "createScoreSheet", json!({ "scheme": ground.scheme }), "NOT_FOUND").await;
    ground
        .cannot(Who::officer("SGTVT"), "createScoreSheet", json!({ "scheme": ground.scheme }), "INVALID_TRANSITION")
        .await;
    ground.cannot(Who::officer("SGTVT"), "openScoringScheme", open.clone(), "FORBIDDEN").await;
    ground.does(Who::head("SGTVT"), "openScoringScheme", open, SCHEME).await;
    let change = json!({ "id": ground.scheme, "title": "Bảng tiêu chí sửa đổi" });
    ground.does(Who::officer("SGTVT"), "updateScoringScheme", change.clone(), SCHEME).await;
    ground.submitted("STC", ["0", "40"], "0").await;
    assert_eq!(ground.look(Who::auditor(), &ground.scheme, "state title").await["state"], "FROZEN");
    ground.cannot(Who::officer("SGTVT"), "updateScoringScheme", change, "SCHEME_FROZEN").await;
}

/// The API makes none; where the database holds one, it is not opened.
async fn a_table_without_criteria_is_not_opened(app: App) {
    let ground = Ground::new(app.clone()).await;
    app.run("delete from criterion").await;
    ground.cannot(Who::head("SGTVT"), "openScoringScheme", json!({ "id": ground.scheme }), "CRITERION_REQUIRED").await;
}

/// Zero is a score, none is not, and points lie between zero and the most that the criterion gives.
async fn points_are_complete_and_in_range(app: App) {
    let ground = Ground::opened(app).await;
    ground
        .cannot(Who::district_officer("CL"), "createScoreSheet", json!({ "scheme": ground.scheme }), "NOT_IN_CLUSTER")
        .await;
    let id = ground.sheet("STC").await;
    ground.cannot(Who::officer("STC"), "createScoreSheet", json!({ "scheme": ground.scheme }), "DUPLICATE").await;
    let write = |scores: Value| json!({ "id": id, "scores": scores });
    for points in ["60.0001", "-0.5"] {
        let scores = json!([{ "criterion": ground.criteria[0], "points": points }]);
        ground.cannot(Who::officer("STC"), "updateScoreSheet", write(scores), "POINTS_OUT_OF_RANGE").await;
    }
    let twice = json!([
        { "criterion": ground.criteria[0], "points": "1" }, { "criterion": ground.criteria[0], "points": "2" },
    ]);
    ground.cannot(Who::officer("STC"), "updateScoreSheet", write(twice), "BAD_USER_INPUT").await;
    ground.cannot(Who::officer("STC"), "updateScoreSheet", json!({ "id": id, "bonus": "-1" }), "BAD_USER_INPUT").await;
    let zero = json!([{ "criterion": ground.criteria[0], "points": "0", "note": "Chưa có công trình" }]);
    ground.does(Who::officer("STC"), "updateScoreSheet", write(zero), SHEET).await;
    ground.cannot(Who::head("STC"), "submitScoreSheet", json!({ "id": id }), "SCORE_MISSING").await;
    let other = json!([{ "criterion": ground.criteria[1], "points": "0" }]);
    ground.does(Who::officer("STC"), "updateScoreSheet", write(other), SHEET).await;
    ground.cannot(Who::officer("STC"), "submitScoreSheet", json!({ "id": id }), "FORBIDDEN").await;
    let seen = ground.does(Who::head("STC"), "submitScoreSheet", json!({ "id": id }), SHEET).await;
    assert_eq!((&seen["state"], &seen["selfTotal"]), (&json!("SUBMITTED"), &json!("0")));
    let seen = ground.look(Who::head("STC"), &id, "scores { selfPoints note clusterPoints }").await;
    assert_eq!(seen["scores"][0], json!({ "selfPoints": "0", "note": "Chưa có công trình", "clusterPoints": null }));
}

/// A draft is its unit's; what is submitted is the leader's and the Standing Body's too; what is published every unit's.
async fn each_sees_what_it_may(app: App) {
    let ground = Ground::opened(app).await;
    let everybody = || {
        [
            Who::officer("STC"),
            Who::officer("SGTVT"),
            Who::officer("TTT"),
            Who::standing_officer(),
            Who::chair(),
            Who::Public,
            Who::admin(),
            Who::auditor(),
        ]
    };
    let id = ground.sheet("STC").await;
    let sees = async |expected: [bool; 8]| {
        for (who, expected) in everybody().into_iter().zip(expected) {
            let seen = ground.look(who.clone(), &id, "scores { selfPoints }").await;
            assert_eq!(!seen.is_null(), expected, "{who:?}");
        }
    };
    sees([true, false, false, false, false, false, false, true]).await;
    let input = json!({ "id": id, "scores": ground.scores(["60", "40"]) });
    ground.does(Who::officer("STC"), "updateScoreSheet", input, SHEET).await;
    ground.does(Who::head("STC"), "submitScoreSheet", json!({ "id": id }), SHEET).await;
    sees([true, true, false, true, false, false, false, true]).await;
    ground.does(Who::head("SGTVT"), "reviewScoreSheet", json!({ "id": id }), SHEET).await;
    ground.does(Who::standing_officer(), "confirmScoreSheet", json!({ "id": id }), SHEET).await;
    ground.does(Who::standing_head(), "publishRanking", json!({ "id": ground.scheme }), SCHEME).await;
    sees([true, true, true, true, true, false, false, true]).await;
}

/// The leader's own sheet goes to the Standing Body; others need the cluster's review; whoever wrote does not decide.
async fn nobody_reviews_what_is_their_own(app: App) {
    let ground = Ground::opened(app).await;
    let own = ground.submitted("SGTVT", ["60", "40"], "0").await;
    ground
        .cannot(
            Who::head("SGTVT").named("somebody else"),
            "reviewScoreSheet",
            json!({ "id": own }),
            "SEPARATION_OF_DUTIES",
        )
        .await;
    let id = ground.submitted("STC", ["60", "40"], "0").await;
    ground.cannot(Who::standing_officer(), "confirmScoreSheet", json!({ "id": id }), "CLUSTER_REVIEW_REQUIRED").await;
    ground.cannot(Who::head("STC"), "reviewScoreSheet", json!({ "id": id }), "FORBIDDEN").await;
    ground.cannot(Who::officer("SGTVT"), "reviewScoreSheet", json!({ "id": id }), "FORBIDDEN").await;
    ground.cannot(Who::head("SGTVT"), "returnScoreSheet", json!({ "id": id, "reason": " " }), "REASON_REQUIRED").await;
    let input = json!({ "id": id, "reason": "Thiếu minh chứng" });
    let seen = ground.does(Who::head("SGTVT"), "returnScoreSheet", input, SHEET).await;
    assert_eq!(seen["state"], "RETURNED");
    ground.does(Who::head("STC"), "submitScoreSheet", json!({ "id": id }), SHEET).await;
    ground.does(Who::head("SGTVT"), "reviewScoreSheet", json!({ "id": id }), SHEET).await;
    let input = json!({ "id": id, "reason": "Chấm lại tiêu chí 2" });
    let seen = ground.does(Who::standing_officer(), "rejectClusterReview", input, SHEET).await;
    assert_eq!(seen["state"], "SUBMITTED");
    ground.does(Who::head("SGTVT"), "reviewScoreSheet", json!({ "id": id }), SHEET).await;
    let reviewer = Who::standing_officer().named("department.head@sgtvt");
    ground.cannot(reviewer, "confirmScoreSheet", json!({ "id": id }), "SEPARATION_OF_DUTIES").await;
}

/// One report late, one missing: 2 and 4.5 points less, after the bonus was cut at its cap.
async fn reports_cost_points(app: App) {
    let ground = Ground::opened(app.clone()).await;
    let standing = Who::standing_head();
    let guidance = json!({
        "phase": ground.world.phases[0], "registrationFrom": "2021-08-06", "registrationTo": "2021-09-30",
        "reports": [
            { "kind": "QUARTERLY", "period": "Q3/2021", "dueOn": "2021-09-20" },
            { "kind": "QUARTERLY", "period": "Q4/2021", "dueOn": "2021-12-20" },
            { "kind": "PRELIMINARY_REVIEW", "period": "2021", "dueOn": "2022-01-20" },
        ],
    });
    let made = ground.does(standing.clone(), "draftGuidance", guidance, "guidance { id }").await;
    ground.does(standing, "publishGuidance", json!({ "id": made["id"] }), "guidance { id }").await;
    app.at("2021-09-21T09:00:00+07:00");
    let document =
        "query($unit: [ID!]) { obligations(filter: { period: [\"Q3/2021\"], unit: $unit }) { nodes { id } } }";
    let unit = json!({ "unit": [ground.world.units["STC"]] });
    let owed = app.as_(Who::officer("STC")).query(document, unit).await.ok();
    let input = json!({ "obligation": owed.str("obligations.nodes.0.id"), "narrative": "Kết quả quý III" });
    let report = ground.does(Who::officer("STC"), "createReport", input, "report { id }").await;
    ground.does(Who::head("STC"), "submitReport", json!({ "id": report["id"] }), "report { id }").await;
    app.at("2021-12-21T09:00:00+07:00");
    let id = ground.reviewed("STC", ["50", "30"], "9").await;
    let selection = "scoreSheet { clusterTotal lateReports missingReports penalty finalTotal bonus }";
    let seen = ground.does(Who::standing_officer(), "confirmScoreSheet", json!({ "id": id }), selection).await;
    let expected = json!({
        "clusterTotal": "85", "lateReports": 1, "missingReports": 1, "penalty": "6.5", "finalTotal": "78.5", "bonus": "9",
    });
    assert_eq!(seen, expected);
}

/// From the day on the new leader reviews and the former one does not; the former memberships stay on record.
async fn the_lead_goes_round(app: App) {
    let ground = Ground::opened(app.clone()).await;
    let id = ground.submitted("TTT", ["60", "40"], "0").await;
    let rotate = json!({ "cluster": ground.cluster, "leader": ground.world.units["STC"], "validFrom": "2021-10-01" });
    ground.cannot(Who::standing_head(), "rotateClusterLeader", rotate.clone(), "FORBIDDEN").await;
    let mut outsider = rotate.clone();
    outsider["leader"] = ground.world.units["CL"].clone().into();
    ground.cannot(Who::admin(), "rotateClusterLeader", outsider, "NOT_IN_CLUSTER").await;
    let mut early = rotate.clone();
    early["validFrom"] = "2021-01-01".into();
    ground.cannot(Who::admin(), "rotateClusterLeader", early, "BAD_USER_INPUT").await;
    let selection = "cluster { memberships { unit { abbreviation } role validFrom validTo } }";
    let seen = ground.does(Who::admin(), "rotateClusterLeader", rotate, selection).await;
    let mut rows: Vec<String> = seen["memberships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| {
            let part = |name: &str| member[name].as_str().unwrap_or("-").to_owned();
            format!(
                "{} {} {} {}",
                text(&member["unit"]["abbreviation"]),
                part("role"),
                part("validFrom"),
                part("validTo")
            )
        })
        .collect();
    rows.sort();
    assert_eq!(
        rows,
        [
            "SGTVT LEADER 2021-01-01 2021-09-30",
            "SGTVT MEMBER 2021-10-01 -",
            "STC DEPUTY 2021-01-01 2021-09-30",
            "STC LEADER 2021-10-01 -",
            "STTTT MEMBER 2021-01-01 -",
            "TTT MEMBER 2021-01-01 -",
        ]
    );
    ground.cannot(Who::head("STC"), "reviewScoreSheet", json!({ "id": id }), "NOT_FOUND").await;
    app.at("2021-10-01T08:00:00+07:00");
    ground.cannot(Who::head("SGTVT"), "reviewScoreSheet", json!({ "id": id }), "NOT_FOUND").await;
    let seen = ground.does(Who::head("STC"), "reviewScoreSheet", json!({ "id": id }), SHEET).await;
    assert_eq!(seen["state"], "CLUSTER_REVIEWED");
}

/// After its last day a unit does not compete here any more.
async fn memberships_end(app: App) {
    let ground = Ground::opened(app.clone()).await;
    let end = json!({ "cluster": ground.cluster, "unit": ground.world.units["TTT"], "validTo": "2021-08-31" });
    ground.cannot(Who::head("SGTVT"), "endClusterMembership", end.clone(), "FORBIDDEN").await;
    ground.does(Who::admin(), "endClusterMembership", end.clone(), "cluster { id }").await;
    ground.cannot(Who::admin(), "endClusterMembership", end, "NOT_IN_CLUSTER").await;
    app.at("2021-09-01T08:00:00+07:00");
    ground.cannot(Who::officer("TTT"), "createScoreSheet", json!({ "scheme": ground.scheme }), "NOT_IN_CLUSTER").await;
    ground.sheet("STC").await;
}
