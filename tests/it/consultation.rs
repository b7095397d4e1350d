//! Consultations (hiệp y), warnings of duplicates, and the share of direct workers.

use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::mended::ground::{Ground, text};

both!(
    an_agency_gives_its_opinion,
    an_appraisal_waits_until_the_day,
    whoever_is_late_is_reminded,
    bad_input_is_refused,
    a_second_proposal_is_warned_of,
    direct_workers_are_counted,
);

const VERB: &str = "requestConsultation";

/// A nomination of transport's, under appraisal: the nomination.
async fn appraised(ground: &Ground, name: &str) -> String {
    let dossier = ground.dossier("SGTVT").await;
    let (nomination, _) = ground.proposed("SGTVT", &dossier, name).await;
    ground.received("SGTVT", &dossier, 7).await;
    ground.does(Who::standing_officer(), "beginAppraisal", json!({ "id": nomination }), "nomination { id }").await;
    nomination
}

fn to(ground: &Ground, nomination: &str, unit: &str) -> Value {
    json!({
        "nomination": nomination, "unit": ground.world.units[unit], "question": "Có vi phạm nghĩa vụ thuế không?",
        "workingDays": 5,
    })
}

async fn asked(ground: &Ground, nomination: &str, unit: &str) -> String {
    text(&ground.does(Who::standing_officer(), VERB, to(ground, nomination, unit), "consultation { id }").await["id"])
}

/// Its head, once; it reads the name and the achievement, and nothing else of the nomination. The unit that proposes sees none.
async fn an_agency_gives_its_opinion(app: App) {
    let ground = Ground::new(app).await;
    let nomination = appraised(&ground, "Trần Quốc Toản").await;
    ground.cannot(Who::head("STC"), VERB, to(&ground, &nomination, "STC"), "FORBIDDEN").await;
    let id = asked(&ground, &nomination, "STC").await;
    ground.cannot(Who::standing_officer(), VERB, to(&ground, &nomination, "STC"), "DUPLICATE").await;
    let selection = "about achievement dueOn state nomination { id }";
    let seen = ground.look(Who::officer("STC"), &id, selection).await;
    assert!(seen["about"].as_str().unwrap().starts_with("Trần Quốc Toản (Sở Giao thông vận tải): "), "{seen}");
    assert_eq!((&seen["achievement"], &seen["nomination"]), (&json!("Sáng kiến cấp tỉnh"), &Value::Null));
    // A Saturday; five working days later it is Friday.
    assert_eq!(seen["dueOn"], "2021-08-13");
    for who in [Who::head("SGTVT"), Who::district_head("CL"), Who::Public, Who::admin(), Who::chair()] {
        assert_eq!(ground.look(who.clone(), &id, selection).await, Value::Null, "{who:?}");
    }
    let answer = |opinion: &str, answer: &str| json!({ "id": id, "opinion": opinion, "answer": answer });
    let verb = "answerConsultation";
    ground.cannot(Who::officer("STC"), verb, answer("AGREE", ""), "FORBIDDEN").await;
    ground.cannot(Who::standing_head(), verb, answer("AGREE", ""), "FORBIDDEN").await;
    ground.cannot(Who::head("STC"), verb, answer("DISAGREE", " "), "REASON_REQUIRED").await;
    let told =
        ground.does(Who::head("STC"), verb, answer("DISAGREE", "Còn nợ thuế"), "consultation { state opinion }").await;
    assert_eq!(told, json!({ "state": "ANSWERED", "opinion": "DISAGREE" }));
    ground.cannot(Who::head("STC"), verb, answer("AGREE", ""), "INVALID_TRANSITION").await;
    let seen = ground.look(Who::auditor(), &nomination, "consultations { nodes { opinion answer } }").await;
    assert_eq!(seen["consultations"]["nodes"], json!([{ "opinion": "DISAGREE", "answer": "Còn nợ thuế" }]));
}

/// While an opinion is awaited; not when it was given, withdrawn, or its day has passed.
async fn an_appraisal_waits_until_the_day(app: App) {
    let ground = Ground::new(app).await;
    let nomination = appraised(&ground, "Trần Quốc Toản").await;
    let finding = json!({ "id": nomination, "isEligible": true, "opinion": "Đủ tiêu chuẩn" });
    let id = asked(&ground, &nomination, "STC").await;
    let standing = Who::standing_officer;
    ground.cannot(standing(), "appraiseNomination", finding.clone(), "CONSULTATION_PENDING").await;
    ground.cannot(standing(), "withdrawConsultation", json!({ "id": id, "reason": " " }), "REASON_REQUIRED").await;
    let withdrawn = json!({ "id": id, "reason": "Đã có kết luận thanh tra" });
    ground.does(standing(), "withdrawConsultation", withdrawn, "consultation { id }").await;
    asked(&ground, &nomination, "TTT").await;
    ground.cannot(standing(), "appraiseNomination", finding.clone(), "CONSULTATION_PENDING").await;
    ground.app.at("2021-08-14T08:00:00+07:00");
    ground.does(standing(), "appraiseNomination", finding, "nomination { id }").await;
    assert_eq!(ground.state(&nomination).await, "ELIGIBLE");
    ground.cannot(standing(), VERB, to(&ground, &nomination, "PCTV"), "INVALID_TRANSITION").await;
}

async fn whoever_is_late_is_reminded(app: App) {
    let ground = Ground::new(app).await;
    let nomination = appraised(&ground, "Trần Quốc Toản").await;
    let id = asked(&ground, &nomination, "STC").await;
    let overdue =
        "{ consultations(filter: { isOverdue: true }) { totalCount nodes { isOverdue unit { abbreviation } } } }";
    let seen = ground.app.as_(Who::standing_officer()).query(overdue, json!({})).await.ok();
    assert_eq!(seen.int("consultations.totalCount"), 0);
    let remind = json!({
        "campaign": ground.world.campaign, "audience": "OVERDUE_CONSULTATIONS", "subject": "Đôn đốc hiệp y",
        "template": "{unit}: {period}, hạn {dueOn}, trễ {daysOverdue} ngày",
    });
    ground.cannot(Who::standing_officer(), "sendReminders", remind.clone(), "NOBODY_TO_REMIND").await;
    ground.app.at("2021-08-16T08:00:00+07:00");
    let seen = ground.app.as_(Who::standing_officer()).query(overdue, json!({})).await.ok();
    assert_eq!(seen.column("consultations.nodes", "unit.abbreviation"), ["STC"]);
    let sent = ground.does(Who::standing_officer(), "sendReminders", remind, "reminderRound { reminded }").await;
    assert_eq!(sent["reminded"], 1);
    let reminders = "query($id: ID!) { reminders(filter: { consultation: [$id] }) { nodes { body consultation { id } obligation { id } } } }";
    let reply = ground.app.as_(Who::head("STC")).query(reminders, json!({ "id": id })).await.ok();
    let about = (reply.str("reminders.nodes.0.consultation.id"), reply.data("reminders.nodes.0.obligation"));
    assert_eq!(about, (id.as_str(), &Value::Null));
    let body = reply.str("reminders.nodes.0.body");
    assert!(body.starts_with("Sở Tài chính: Trần Quốc Toản") && body.ends_with("hạn 13/08/2021, trễ 3 ngày"), "{body}");
}

async fn bad_input_is_refused(app: App) {
    let ground = Ground::new(app).await;
    let nomination = appraised(&ground, "Trần Quốc Toản").await;
    ground.cannot(Who::standing_officer(), VERB, to(&ground, &nomination, "SGTVT"), "BAD_USER_INPUT").await;
    for (field, value) in [("workingDays", json!(0)), ("workingDays", json!(61)), ("question", json!(" "))] {
        let mut input = to(&ground, &nomination, "STC");
        input[field] = value;
        ground.cannot(Who::standing_officer(), VERB, input, "BAD_USER_INPUT").await;
    }
    for who in [Who::head("SGTVT"), Who::chair(), Who::secretary(), Who::auditor()] {
        ground.cannot(who, VERB, to(&ground, &nomination, "STC"), "FORBIDDEN").await;
    }
}

/// The same name in the same unit, the same text without regard to case and blanks, an award in the phase, a rewarded text.
async fn a_second_proposal_is_warned_of(app: App) {
    let ground = Ground::new(app).await;
    let honouree = ground.awarded("Trần Quốc Toản").await;
    let dossier = ground.dossier("SGTVT").await;
    let mut input = ground.proposal(&dossier, "Trần Quốc Toản");
    input["achievement"] = "SÁNG KIẾN  cấp tỉnh".into();
    let again = ground.does(Who::officer("SGTVT"), "addNomination", input, "nomination { id }").await;
    let (other, _) = ground.proposed("SGTVT", &dossier, "Lê Thị Riêng").await;
    let fresh = json!({ "id": other, "achievement": "Hiến đất làm đường" });
    ground.does(Who::officer("SGTVT"), "updateNomination", fresh, "nomination { id }").await;
    let warned =
        async |who: Who, id: &Value| ground.look(who, id.as_str().unwrap(), "duplicateWarnings { kind count }").await;
    let expected = json!([
        { "kind": "SAME_NAME", "count": 1 }, { "kind": "SAME_ACHIEVEMENT", "count": 1 },
        { "kind": "ACHIEVEMENT_AWARDED", "count": 1 },
    ]);
    assert_eq!(warned(Who::auditor(), &again["id"]).await["duplicateWarnings"], expected);
    assert_eq!(warned(Who::auditor(), &json!(other)).await["duplicateWarnings"], json!([]));
    assert_eq!(warned(Who::officer("SGTVT"), &again["id"]).await["duplicateWarnings"], Value::Null);
    // What the honouree has already is shown to who appraises.
    let history = "awards { totalCount nodes { state awardType { code } } }";
    let seen = ground.look(Who::standing_officer(), &honouree, history).await;
    assert_eq!(seen["awards"]["nodes"], json!([{ "state": "GRANTED", "awardType": { "code": "BANG_KHEN" } }]));
}

/// Of persons, without collectives; with the aim of the rules, and as a count of any list.
async fn direct_workers_are_counted(app: App) {
    let ground = Ground::new(app).await;
    let rules = json!({
        "name": "Quy chế mới", "validFrom": "2021-08-01", "appraisalWorkingDays": 10, "directWorkerBasisPoints": 6000,
        "thresholdSource": "LOCAL_DEFAULT", "quorumSource": "LOCAL_DEFAULT", "appraisalSource": "LAW",
    });
    let mut wrong = rules.clone();
    wrong["directWorkerBasisPoints"] = 10_001.into();
    ground.cannot(Who::admin(), "createRuleSet", wrong, "BAD_USER_INPUT").await;
    ground.does(Who::admin(), "createRuleSet", rules, "ruleSet { id }").await;
    let dossier = ground.dossier("SGTVT").await;
    let selection = "directWorkers { persons directWorkers basisPoints targetBasisPoints }";
    let share = ground.look(Who::officer("SGTVT"), &dossier, selection).await;
    assert_eq!(share["directWorkers"]["basisPoints"], Value::Null);
    for (name, kind, category) in [
        ("An", "INDIVIDUAL", "LEADER"),
        ("Bình", "INDIVIDUAL", "DIRECT_WORKER"),
        ("Cường", "INDIVIDUAL", "FARMER"),
        ("Đội cầu", "COLLECTIVE", "COLLECTIVE"),
    ] {
        let mut input = ground.proposal(&dossier, name);
        input["newHonouree"] = json!({ "kind": kind, "category": category, "name": name });
        ground.does(Who::officer("SGTVT"), "addNomination", input, "nomination { id }").await;
    }
    let share = ground.look(Who::officer("SGTVT"), &dossier, selection).await;
    let expected = json!({ "persons": 3, "directWorkers": 2, "basisPoints": 6666, "targetBasisPoints": 6000 });
    assert_eq!(share["directWorkers"], expected);
    let counts =
        "{ nominations(filter: { honoureeKind: [INDIVIDUAL] }) { counts(by: HONOUREE_CATEGORY) { key count } } }";
    let reply = ground.app.as_(Who::officer("SGTVT")).query(counts, json!({})).await.ok();
    assert_eq!(reply.list("nominations.counts").len(), 3);
    let reply = ground
        .app
        .as_(Who::officer("SGTVT"))
        .query("{ nominations(filter: { honoureeCategory: [FARMER] }) { totalCount } }", json!({}))
        .await
        .ok();
    assert_eq!(reply.int("nominations.totalCount"), 1);
}
