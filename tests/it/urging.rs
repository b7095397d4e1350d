//! The Standing Body follows, urges and inspects: the calendar, reminders and inspections (IV.6b).

use serde_json::{Value, json};
use tests::{App, Who, World, both};

both!(whoever_owes_is_reminded, an_inspection_is_answered, anybody_reads_the_calendar);

/// A round reminds whoever is overdue, each by name; a unit sees and acknowledges its own.
async fn whoever_owes_is_reminded(app: App) {
    let world = World::launched(&app).await;
    let standing = app.as_(Who::standing_officer());
    let round = |audience: &str, units: Value| {
        json!({
            "campaign": world.campaign, "audience": audience, "units": units, "subject": "Đôn đốc báo cáo",
            "template": "Đề nghị {unit} nộp báo cáo {period}, hạn {dueOn}, trễ {daysOverdue} ngày. {khác} {",
        })
    };
    let send = async |input: Value| standing.say("sendReminders", input, "reminderRound { id reminded }").await;
    let _ = send(round("OVERDUE", json!([]))).await.refused("NOBODY_TO_REMIND");
    guide(&app, &world).await;
    let _ = send(round("OVERDUE", json!([]))).await.refused("NOBODY_TO_REMIND");
    assert_eq!(
        send(round("OWING", json!([world.units["STC"]]))).await.ok().int("sendReminders.reminderRound.reminded"),
        1
    );
    app.at("2021-10-08T08:00:00+07:00");
    let all = send(round("OVERDUE", json!([]))).await.ok();
    assert_eq!(all.int("sendReminders.reminderRound.reminded"), 9, "every unit below the province");
    let some = send(round("UNITS", json!([world.units["CL-MC"], world.units["STC"]]))).await.ok();
    assert_eq!(some.int("sendReminders.reminderRound.reminded"), 2);
    let _ = app
        .as_(Who::head("STC"))
        .say("sendReminders", round("OWING", json!([])), "__typename")
        .await
        .refused("FORBIDDEN");

    let seen = async |who: Who| {
        let document = "{ reminders(orderBy: [{ field: CREATED_AT, direction: ASC }]) { totalCount nodes { id body acknowledgedAt obligation { period } } }
            reminderRounds { totalCount } }";
        app.as_(who).query(document, json!({})).await.ok()
    };
    let own = seen(Who::officer("STC")).await;
    assert_eq!((own.int("reminders.totalCount"), own.int("reminderRounds.totalCount")), (3, 0));
    let bodies = own.column("reminders.nodes", "body");
    assert!(
        bodies.contains(&"Đề nghị Sở Tài chính nộp báo cáo Q3/2021, hạn 05/10/2021, trễ 3 ngày. {khác} {"),
        "{bodies:?}"
    );
    assert!(bodies.contains(&"Đề nghị Sở Tài chính nộp báo cáo , hạn , trễ  ngày. {khác} {"), "{bodies:?}");
    for (who, count) in
        [(Who::district_head("CL"), 2), (Who::standing_head(), 12), (Who::auditor(), 12), (Who::Public, 0)]
    {
        assert_eq!(seen(who.clone()).await.int("reminders.totalCount"), count, "{who:?}");
    }
    let id = own.str("reminders.nodes.0.id");
    let acknowledge = async |who: Who| {
        app.as_(who).say("acknowledgeReminder", json!({ "id": id }), "reminder { acknowledgedAt version }").await
    };
    let _ = acknowledge(Who::officer("SGTVT")).await.refused("NOT_FOUND");
    let _ = acknowledge(Who::standing_head()).await.refused("FORBIDDEN");
    assert_eq!(acknowledge(Who::officer("STC")).await.ok().int("acknowledgeReminder.reminder.version"), 2);
    assert_eq!(
        acknowledge(Who::officer("STC")).await.ok().int("acknowledgeReminder.reminder.version"),
        2,
        "once is enough"
    );
}

/// Planned, reported, answered by the unit; or cancelled with a reason. No other unit sees it.
async fn an_inspection_is_answered(app: App) {
    let world = World::launched(&app).await;
    let standing = app.as_(Who::standing_officer());
    let input = json!({ "campaign": world.campaign, "unit": world.units["STC"], "plannedOn": "2021-09-15", "content": "Tiến độ đăng ký" });
    let _ = app.as_(Who::head("STC")).say("planInspection", input.clone(), "__typename").await.refused("FORBIDDEN");
    let plan = async || {
        let reply = standing.say("planInspection", input.clone(), "inspection { id }").await.ok();
        reply.str("planInspection.inspection.id").to_owned()
    };
    let (id, other) = (plan().await, plan().await);
    let answer = json!({ "id": id, "answer": "Đã khắc phục" });
    let _ = app
        .as_(Who::officer("STC"))
        .say("answerFindings", answer.clone(), "__typename")
        .await
        .refused("INVALID_TRANSITION");
    let empty = json!({ "id": id, "findings": " " });
    let _ = standing.say("recordFindings", empty, "__typename").await.refused("BAD_USER_INPUT");
    let findings = json!({ "id": id, "findings": "Chậm đăng ký", "recommendations": "Đăng ký trước 20/9" });
    let _ =
        app.as_(Who::officer("STC")).say("recordFindings", findings.clone(), "__typename").await.refused("FORBIDDEN");
    let _ = standing.say("recordFindings", findings, "inspection { state }").await.ok();
    let _ =
        app.as_(Who::officer("SGTVT")).say("answerFindings", answer.clone(), "__typename").await.refused("NOT_FOUND");
    let reply =
        app.as_(Who::officer("STC")).say("answerFindings", answer, "inspection { state recommendations }").await.ok();
    assert_eq!(reply.str("answerFindings.inspection.state"), "ANSWERED");
    let _ = standing
        .say("cancelInspection", json!({ "id": other, "reason": "" }), "__typename")
        .await
        .refused("REASON_REQUIRED");
    let _ = standing
        .say("cancelInspection", json!({ "id": other, "reason": "Giãn cách xã hội" }), "inspection { state }")
        .await
        .ok();
    for (who, count) in [(Who::head("STC"), 2), (Who::head("SGTVT"), 0), (Who::chair(), 2), (Who::Public, 0)] {
        let reply = app.as_(who.clone()).query("{ inspections { totalCount } }", json!({})).await.ok();
        assert_eq!(reply.int("inspections.totalCount"), count, "{who:?}");
    }
}

/// Days off and working days are declared by the Standing Body and read by anybody.
async fn anybody_reads_the_calendar(app: App) {
    World::units(&app).await;
    let standing = app.as_(Who::standing_officer());
    let tet = json!({ "kind": "DAY_OFF", "startsOn": "2022-01-31", "endsOn": "2022-02-04", "name": "Tết Nguyên đán" });
    let _ = app.as_(Who::admin()).say("declareSpecialDay", tet.clone(), "__typename").await.refused("FORBIDDEN");
    let _ = standing.say("declareSpecialDay", tet, "specialDay { name }").await.ok();
    let backwards = json!({ "kind": "DAY_OFF", "startsOn": "2022-02-04", "endsOn": "2022-01-31", "name": "Tết" });
    let _ = standing.say("declareSpecialDay", backwards, "__typename").await.refused("BAD_USER_INPUT");
    let reply = app.as_(Who::Public).query("{ specialDays { nodes { startsOn endsOn kind } } }", json!({})).await.ok();
    assert_eq!(
        *reply.data("specialDays.nodes"),
        json!([{ "startsOn": "2022-01-31", "endsOn": "2022-02-04", "kind": "DAY_OFF" }])
    );
}

/// Guidance that asks every unit for a report by 5 October.
async fn guide(app: &App, world: &World) {
    let standing = app.as_(Who::standing_head());
    let input = json!({
        "phase": world.phases[0], "registrationFrom": "2021-08-06", "registrationTo": "2021-09-30",
        "reports": [{ "kind": "QUARTERLY", "period": "Q3/2021", "dueOn": "2021-10-05" }],
    });
    let reply = standing.say("draftGuidance", input, "guidance { id }").await.ok();
    let input = json!({ "id": reply.str("draftGuidance.guidance.id") });
    let _ = standing.say("publishGuidance", input, "guidance { state }").await.ok();
}
