//! Hostile requests: tokens that are none, tampered and swapped IDs, another's cursor, input that is not for a client to set,
//! other units' rows, second and own votes, one's own report. Each is refused by the right code, the row stays as it was, and the refusal is in the trail.

use apollo_compiler::{Schema, schema::ExtendedType};
use chrono::Duration;
use schema::policy::Action;
use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::{
    mended::ground::{Ground, text},
    token::bad_tokens,
};

both!(
    a_token_that_is_none_does_nothing,
    a_tampered_id_finds_nothing,
    anothers_cursor_is_none,
    no_verb_takes_what_is_the_servers,
    what_is_not_for_clients_is_not_set,
    nothing_moves_into_another_unit,
    a_vote_is_cast_once_and_not_for_the_own_unit,
    nobody_approves_an_own_report,
    nothing_of_a_ballot_shows_before_the_close
);

/// Somebody is refused: by that code, with nothing written but the refusal.
async fn refused(ground: &Ground, who: Who, verb: &str, input: Value, code: &str) {
    let written = "select count(*) from audit_entry where result = 'DONE'";
    // Of an open ballot it is kept aside until the session is over.
    let kept = format!(r#"select count(*) from kept_entry where entry like '%"action":"{verb}"%"code":"{code}"%'"#);
    let in_trail = format!(
        "select (select count(*) from audit_entry where result = 'REFUSED' and code = '{code}' and action = '{verb}') + ({kept})"
    );
    let before = (ground.app.number(written).await, ground.app.number(&in_trail).await);
    ground.cannot(who, verb, input, code).await;
    let after = (ground.app.number(written).await, ground.app.number(&in_trail).await);
    assert_eq!(after, (before.0, before.1 + 1), "{verb} {code}");
}

/// A document or input that says what nobody may say is refused before it runs: nothing is written but that, under the verb. It is
/// told once a minute for each verb, so a minute goes by.
async fn is_no_input(ground: &Ground, who: Who, verb: &str, input: Value, name: &str) {
    let app = &ground.app;
    app.at(&(app.now() + Duration::seconds(60)).to_rfc3339());
    let written = "select count(*) from audit_entry where result = 'DONE'";
    let in_trail = format!("select count(*) from audit_entry where code = 'GRAPHQL_INVALID' and action = '{verb}'");
    let before = (app.number(written).await, app.number(&in_trail).await);
    let reply = ground.says(who, verb, input, "__typename").await.refused("GRAPHQL_INVALID");
    assert!(reply.text.contains(name), "{verb} {name}: {}", reply.text);
    assert_eq!((app.number(written).await, app.number(&in_trail).await), (before.0, before.1 + 1), "{verb} {name}");
}

async fn a_token_that_is_none_does_nothing(app: App) {
    let ground = Ground::new(app.clone()).await;
    let written = "select count(*) from audit_entry where result = 'DONE'";
    let in_trail = "select count(*) from audit_entry where action = 'authenticate' and code = 'UNAUTHENTICATED'";
    let units = app.number("select count(*) from unit").await;
    for (why, token) in bad_tokens(&app) {
        let before = (app.number(written).await, app.number(in_trail).await);
        let client = app.as_(Who::Public).with("authorization", format!("Bearer {token}"));
        let input = json!({ "name": "Sở Mới", "abbreviation": "SM", "kind": "DEPARTMENT", "system": "STATE", "parent": ground.world.units["UBND"], "validFrom": "2020-01-01" });
        let reply = client.say("createUnit", input, "unit { id }").await;
        assert_eq!((reply.status.as_u16(), reply.code()), (401, "UNAUTHENTICATED"), "{why}");
        assert_eq!((app.number(written).await, app.number(in_trail).await), (before.0, before.1 + 1), "{why}");
    }
    assert_eq!(app.number("select count(*) from unit").await, units);
}

/// A cursor that was made for another order, for another list, or by hand; and one of an order that is not one's to ask by.
async fn anothers_cursor_is_none(app: App) {
    let ground = Ground::new(app.clone()).await;
    ground.world.project(&app.as_(Who::officer("STC")), "Đường tỉnh 915B", json!({})).await;
    let made = "{ projects(first: 1, orderBy: [{ field: TITLE }]) { edges { cursor } } }";
    let made = app.as_(Who::auditor()).query(made, json!({})).await.ok();
    let cursor = made.str("projects.edges.0.cursor").to_owned();
    let entries = "select count(*) from audit_entry where code = 'BAD_CURSOR' and subject = 'department.head@sgtvt'";
    for (n, (list, cursor)) in [
        ("projects(after: $after, orderBy: [{ field: BUDGET }])", &*cursor),
        ("reports(after: $after)", &*cursor),
        ("projects(after: $after)", "bm9uc2Vuc2U"),
    ]
    .into_iter()
    .enumerate()
    {
        app.at(&(app.now() + Duration::seconds(60)).to_rfc3339());
        let document = format!("query($after: String) {{ {list} {{ totalCount }} }}");
        let asked = app.as_(Who::head("SGTVT")).query(&document, json!({ "after": cursor })).await;
        let _ = asked.refused("BAD_CURSOR");
        assert_eq!(app.number(entries).await, i64::try_from(n + 1).unwrap(), "{list}");
    }
    // Under its own order it is a place: what follows is what one sees anyway.
    let document =
        "query($after: String) { projects(after: $after, orderBy: [{ field: TITLE }]) { totalCount nodes { id } } }";
    let page = app.as_(Who::head("SGTVT")).query(document, json!({ "after": cursor })).await.ok();
    assert_eq!((page.int("projects.totalCount"), page.list("projects.nodes").len()), (0, 0));
}

/// What the server alone writes is in no input of any verb, wherever it is put.
async fn no_verb_takes_what_is_the_servers(app: App) {
    let _ground = Ground::new(app.clone()).await;
    let schema = Schema::parse_and_validate(schema::Api::sdl(), "schema.graphql").unwrap();
    let servers = ["state", "author", "version", "createdAt", "updatedAt", "submittedBy"];
    let written = |name: &str| !name.ends_with("Filter") && !name.ends_with("Order");
    for (name, ty) in schema.types.iter().filter(|(name, _)| written(name)) {
        if let ExtendedType::InputObject(input) = ty {
            assert!(!servers.iter().any(|field| input.fields.contains_key(*field)), "{name}");
        }
    }
    app.at(&(app.now() + Duration::seconds(60)).to_rfc3339());
    let before = app.number("select count(*) from audit_entry where result = 'DONE'").await;
    let client = app.as_(Who::head("SGTVT"));
    for action in Action::ALL {
        let verb = action.code();
        let input = json!({ "state": "ACCEPTED", "author": "ai.do", "version": 7 });
        let reply = client.say(verb, input, "__typename").await.refused("GRAPHQL_INVALID");
        assert!(reply.text.contains("not in type"), "{verb}: {}", reply.text);
    }
    let refused = "select count(distinct action) from audit_entry where code = 'GRAPHQL_INVALID' and subject = 'department.head@sgtvt'";
    assert_eq!(app.number(refused).await, i64::try_from(Action::ALL.len()).unwrap());
    assert_eq!(app.number("select count(*) from audit_entry where result = 'DONE'").await, before);
    // Two verbs in one document are two refusals; what is no verb is a request.
    app.at(&(app.now() + Duration::seconds(60)).to_rfc3339());
    let _ = client.query("mutation { a: submitProject(x: 1) { x } b: submitReport(x: 1) { x } }", json!({})).await;
    let _ = client.query("mutation { becomeChairman { x } }", json!({})).await.refused("GRAPHQL_INVALID");
    let last = "select action from audit_entry order by seq desc limit 3";
    assert_eq!(app.column::<String>(last).await, ["request", "submitReport", "submitProject"]);
}

async fn a_tampered_id_finds_nothing(app: App) {
    let ground = Ground::new(app.clone()).await;
    let project = ground.world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 915B", json!({})).await;
    let dossier = ground.dossier("SGTVT").await;
    let mut digits = project.id.clone();
    let last = if digits.pop() == Some('0') { '1' } else { '0' };
    digits.push(last);
    let of_another_type = project.id.replace("Project:", "Report:");
    let bad =
        [&*of_another_type, &*dossier, "Project:", "Project:1", "", "Project", "Không:một", &*ground.world.campaign];
    for id in bad {
        refused(&ground, Who::head("SGTVT"), "submitProject", json!({ "id": id }), "BAD_ID").await;
    }
    // A key that is nobody's, one that is another's, and the own one under the name of another type: all the same.
    refused(&ground, Who::head("SGTVT"), "submitProject", json!({ "id": digits }), "NOT_FOUND").await;
    refused(&ground, Who::head("STC"), "submitProject", json!({ "id": project.id }), "NOT_FOUND").await;
    let swapped = project.id.replace("Project:", "Report:");
    refused(&ground, Who::head("SGTVT"), "submitReport", json!({ "id": swapped }), "NOT_FOUND").await;
    let client = |id: &str| {
        let request = app.as_(Who::head("STC")).with("x-request-id", "same");
        let id = id.to_owned();
        async move { request.say("submitProject", json!({ "id": id }), "__typename").await.text }
    };
    assert_eq!(client(&project.id).await, client(&digits).await, "a hidden row answers like one that is not there");
    assert_eq!(ground.state(&project.id).await, "DRAFT");
}

async fn what_is_not_for_clients_is_not_set(app: App) {
    let ground = Ground::new(app.clone()).await;
    let officer = || Who::officer("SGTVT");
    let project = ground.world.project(&app.as_(officer()), "Đường tỉnh 915B", json!({})).await;
    let row =
        "select count(*) from project where state = 'DRAFT' and version = 1 and author = 'department.officer@sgtvt'";
    for (name, value) in [
        ("state", json!("ACCEPTED")),
        ("author", json!("ai.do@stc")),
        ("version", json!(7)),
        ("isLate", json!(false)),
        ("acceptedAt", json!("2021-08-07T00:00:00Z")),
        ("submittedBy", json!("x")),
        ("createdAt", json!("2021-08-07T00:00:00Z")),
    ] {
        let mut input = json!({ "id": project.id });
        input[name] = value.clone();
        is_no_input(&ground, officer(), "updateProject", input, name).await;
        let mut input = ground.world.project_input("Khác", &json!({}));
        input[name] = value;
        is_no_input(&ground, officer(), "createProject", input, name).await;
    }
    assert_eq!((app.number(row).await, app.number("select count(*) from project").await), (1, 1));
}

async fn nothing_moves_into_another_unit(app: App) {
    let ground = Ground::new(app.clone()).await;
    let stc = ground.world.units["STC"].clone();
    let mine = ground.dossier("SGTVT").await;
    let theirs = ground.dossier("STC").await;
    let (nomination, honouree) = ground.proposed("SGTVT", &mine, "Trần Quốc Toản").await;
    let (_, stranger) = ground.proposed("STC", &theirs, "Thạch Thị Hạnh").await;
    let project = ground.world.project(&app.as_(Who::officer("SGTVT")), "Đường tỉnh 915B", json!({})).await;
    for (verb, input) in
        [("updateProject", json!({ "id": project.id })), ("updateNomination", json!({ "id": nomination }))]
    {
        for name in ["unit", "unitId", "dossier"] {
            let mut input = input.clone();
            input[name] = stc.clone().into();
            is_no_input(&ground, Who::officer("SGTVT"), verb, input, name).await;
        }
    }
    let proposal = ground.proposal(&theirs, "Ai Đó");
    refused(&ground, Who::officer("SGTVT"), "addNomination", proposal, "NOT_FOUND").await;
    refused(&ground, Who::officer("SGTVT"), "addNomination", ground.proposal(&mine, &stranger), "NOT_FOUND").await;
    let report = json!({ "phase": ground.world.phases[0], "period": "8/2021", "narrative": "x", "unit": stc });
    refused(&ground, Who::officer("SGTVT"), "createReport", report, "FORBIDDEN").await;
    let look = ground.look(Who::auditor(), &honouree, "unit { id }").await;
    assert_eq!(look["unit"]["id"], ground.world.units["SGTVT"].as_str());
    assert_eq!(app.number("select count(*) from nomination").await, 2);
    assert_eq!(app.number("select count(*) from report").await, 0);
}

async fn a_vote_is_cast_once_and_not_for_the_own_unit(app: App) {
    let ground = Ground::new(app.clone()).await;
    let dossier = ground.dossier("STC").await;
    let own = ground.proposed("STC", &dossier, "Lâm Văn Sóc").await;
    ground.received("STC", &dossier, 7).await;
    ground.appraised(&own.0, true).await;
    let other = ground.eligible(&["Trần Quốc Toản"]).await;
    let draft = ground.convened(&[&other[0].0, &own.0]).await;
    let all = |session: &crate::mended::ground::Session| session.paper("AYE");
    refused(&ground, Who::council("CL"), "castBallot", all(&draft), "SESSION_NOT_OPEN").await;
    ground.does(Who::secretary(), "openSession", json!({ "id": draft.id }), "councilSession { id }").await;
    refused(&ground, Who::council("STC"), "castBallot", all(&draft), "OWN_UNIT_VOTE").await;
    refused(&ground, Who::council("CL").named("ai.do@cl"), "castBallot", all(&draft), "NOT_ON_ROLL").await;
    refused(&ground, Who::district_head("CL").named("council.member@cl"), "castBallot", all(&draft), "FORBIDDEN").await;
    ground.votes(&draft, "CL", "AYE").await;
    refused(&ground, Who::council("CL"), "castBallot", draft.paper("NAY"), "ALREADY_VOTED").await;
    assert_eq!(app.number("select count(*) from ballot").await, 2);
    for unit in ["UBND", "SNV", "TTT"] {
        ground.votes(&draft, unit, "AYE").await;
    }
    ground.does(Who::secretary(), "closeSession", json!({ "id": draft.id }), "councilSession { id }").await;
    refused(&ground, Who::council("STC"), "castBallot", all(&draft), "SESSION_NOT_OPEN").await;
    refused(&ground, Who::secretary(), "closeSession", json!({ "id": draft.id }), "INVALID_TRANSITION").await;
    // Now each refusal is in the trail itself.
    let told = "select count(*) from audit_entry where action = 'castBallot' and result = 'REFUSED'";
    assert_eq!(app.number(told).await, 6);
    assert_eq!(app.number("select count(*) from ballot").await, 8);
}

async fn nobody_approves_an_own_report(app: App) {
    let ground = Ground::new(app.clone()).await;
    let me = "can.bo@snv";
    let input = json!({ "phase": ground.world.phases[0], "period": "8/2021", "narrative": "Đã làm" });
    let report = ground.does(Who::officer("SNV").named(me), "createReport", input, "report { id }").await;
    let id = text(&report["id"]);
    ground.does(Who::head("SNV"), "submitReport", json!({ "id": id }), "report { id }").await;
    let mine = Who::standing_officer().named(me);
    refused(&ground, mine.clone(), "acceptReport", json!({ "id": id }), "SEPARATION_OF_DUTIES").await;
    refused(&ground, mine, "returnReport", json!({ "id": id, "reason": "x" }), "SEPARATION_OF_DUTIES").await;
    assert_eq!(ground.state(&id).await, "SUBMITTED");
    ground.does(Who::standing_head(), "acceptReport", json!({ "id": id }), "report { id }").await;
}

/// Whoever looks while the ballot is open sees that nothing has changed since it was opened.
async fn nothing_of_a_ballot_shows_before_the_close(app: App) {
    let ground = Ground::new(app.clone()).await;
    let eligible = ground.eligible(&["Trần Quốc Toản", "Thạch Thị Hạnh"]).await;
    let session = ground.opened(&[&eligible[0].0, &eligible[1].0]).await;
    let everybody = || {
        [
            Who::secretary(),
            Who::council("TTT"),
            Who::chair(),
            Who::standing_head(),
            Who::auditor(),
            Who::head("SGTVT"),
            Who::Public,
        ]
    };
    let document = "{
        sessions { totalCount counts(by: STATE) { key count } nodes {
            state memberCount votedCount openedAt closedAt version
            agenda { id position eligibleVoters ayes nays abstentions hasPassed nomination { state version updatedAt reason } }
            roll { id hasVoted inWriting member { name } }
            availableTransitions { action isAllowed code }
        } }
        nominations { counts(by: STATE) { key count } nodes { state version updatedAt } }
    }";
    let mut before = Vec::new();
    for who in everybody() {
        before.push(app.as_(who).query(document, json!({})).await.ok().json);
    }
    for (n, (unit, choice)) in [("CL", "AYE"), ("STC", "NAY"), ("UBND", "AYE")].into_iter().enumerate() {
        app.at(&format!("2021-08-07T1{n}:30:00+07:00"));
        ground.votes(&session, unit, choice).await;
        for (who, before) in everybody().into_iter().zip(&before) {
            let now = app.as_(who.clone()).query(document, json!({})).await.ok().json;
            assert_eq!(now, *before, "{who:?} after {unit}");
        }
    }
    // What is kept for the trail says who voted, never on what or how; no event was published.
    let acts = "select count(*) from kept_entry where result = 'DONE'";
    let silent = format!(
        "{acts} and entry like '%\"fields\":\"\"%' and entry like '%\"beforeDigest\":null%' and entry like '%\"afterDigest\":null%'"
    );
    assert_eq!((app.number(acts).await, app.number(&silent).await), (3, 3));
    assert_eq!(app.number("select count(*) from event where kind = 'castBallot'").await, 0);
    let look = ground.look(Who::council("CL"), &session.id, "roll { hasVoted }").await;
    let told = |said: Value| look["roll"].as_array().unwrap().iter().filter(|entry| entry["hasVoted"] == said).count();
    assert_eq!((told(json!(true)), told(Value::Null)), (1, 4), "a member is told of nobody else");
}
