//! Personal data: citizen ids that nobody can read again, and reads of other units' persons that are on record.

use serde_json::{Value, json};
use tests::{App, Reply, Who, World, both, eventually};

both!(
    a_citizen_id_is_kept_as_a_hash_alone,
    what_is_no_citizen_id_is_refused,
    the_appraiser_is_told_of_the_same_person,
    reads_by_others_are_on_record,
    only_people_are_on_record,
    an_export_is_on_record_when_it_is_ready,
    what_cannot_be_recorded_is_not_answered,
    errors_do_not_repeat_digits,
);

const DIGITS: &str = "084099001234";

/// An individual proposed by an officer of a unit, in a dossier of its own.
async fn proposed(app: &App, world: &World, who: &Who, unit: &str, key: &str) -> Reply {
    let award = app.as_(Who::Public).query("{ awardTypes { nodes { id code } } }", json!({})).await.ok();
    let award = award.list("awardTypes.nodes").iter().find(|award| award["code"] == "BANG_KHEN").unwrap()["id"].clone();
    let input = json!({ "phase": world.phases[0], "title": "Hồ sơ" });
    let dossier = app.as_(who.clone()).say("createDossier", input, "dossier { id }").await.ok();
    let input = json!({
        "dossier": dossier.str("createDossier.dossier.id"), "awardType": award,
        "newHonouree": {
            "kind": "INDIVIDUAL", "category": "CIVIL_SERVANT", "name": "Thạch Thị Hạnh", "birthYear": 1980,
            "citizenId": DIGITS, "unit": world.units[unit],
        },
        "achievement": "Sáng kiến",
    });
    let selection = "nomination { id honouree { id citizenIdTail } dossier { id } }";
    app.as_(who.clone()).keyed(key).say("addNomination", input, selection).await
}

/// Every text that the database holds of a table.
async fn texts(app: &App, table: &str) -> String {
    let sql = match table {
        "honouree" => {
            "select coalesce(citizen_id_hash, '') || coalesce(citizen_id_tail, '') || search || name from honouree"
        }
        "idempotency_record" => "select digest || answer || principal || key from idempotency_record",
        "audit_entry" => {
            "select fields || coalesce(purpose, '') || coalesce(before_digest, '') || coalesce(after_digest, '') from audit_entry"
        }
        "event" => "select kind || noun || request_id from event",
        other => panic!("{other}"),
    };
    app.column::<String>(sql).await.join("\n")
}

async fn a_citizen_id_is_kept_as_a_hash_alone(app: App) {
    let world = World::launched(&app).await;
    let reply = proposed(&app, &world, &Who::officer("SGTVT"), "SGTVT", "k-1").await.ok();
    assert_eq!(reply.str("addNomination.nomination.honouree.citizenIdTail"), "234");
    assert!(!reply.told().contains(DIGITS));
    for table in ["honouree", "idempotency_record", "audit_entry", "event"] {
        let texts = texts(&app, table).await;
        assert!(!texts.is_empty() && !texts.contains(&DIGITS[..9]), "{table}: {texts}");
    }
    let hash = app.column::<String>("select citizen_id_hash from honouree where citizen_id_hash is not null").await;
    assert!(hash.len() == 1 && hash[0].starts_with("1:") && hash[0].len() == 66, "{hash:?}");
    assert_ne!(hash[0], format!("1:{}", schema::sha256(DIGITS.as_bytes())));
}

/// Refused without repeating it, and by a server without a key.
async fn what_is_no_citizen_id_is_refused(app: App) {
    let world = World::launched(&app).await;
    let _ = proposed(&app, &world, &Who::officer("SGTVT"), "SGTVT", "k-1").await.ok();
    let again = proposed(&app, &world, &Who::officer("SGTVT"), "SGTVT", "k-2").await.refused("DUPLICATE");
    assert!(again.extension("honouree").as_str().unwrap().starts_with("Honouree:"));
    assert!(!again.told().contains(DIGITS));
    assert_eq!(app.number("select count(*) from honouree where citizen_id_hash is not null").await, 1);
    for wrong in ["08409900123", "08409900123x", "0840990012345"] {
        let input = json!({
            "dossier": again.extension("honouree"), "awardType": "x",
            "newHonouree": { "kind": "INDIVIDUAL", "category": "CITIZEN", "name": "A", "citizenId": wrong },
        });
        let reply = app.as_(Who::officer("SGTVT")).say("addNomination", input, "nomination { id }").await;
        assert!(!reply.told().contains(wrong), "{}", reply.told());
    }
    assert!(!texts(&app, "audit_entry").await.contains(&DIGITS[..9]));
}

/// Two units, two records, one person: the appraiser sees it when both are submitted, and nobody else does.
async fn the_appraiser_is_told_of_the_same_person(app: App) {
    let world = World::launched(&app).await;
    let first = proposed(&app, &world, &Who::officer("SGTVT"), "SGTVT", "k-1").await.ok();
    let second = proposed(&app, &world, &Who::officer("STC"), "STC", "k-2").await.ok();
    let nomination = first.str("addNomination.nomination.id").to_owned();
    let count = async |who: Who| {
        let document = "query($id: ID!) { node(id: $id) { ... on Nomination { duplicateWarnings { kind count } } } }";
        let reply = app.as_(who).query(document, json!({ "id": nomination })).await.ok();
        let warnings = reply.data("node.duplicateWarnings").clone();
        let is_same = |warning: &&Value| warning["kind"] == "SAME_CITIZEN";
        warnings.as_array().map(|all| all.iter().find(is_same).map_or(0, |warning| warning["count"].as_i64().unwrap()))
    };
    assert_eq!(count(Who::auditor()).await, Some(0), "a draft is nobody's to know");
    let dossier = second.str("addNomination.nomination.dossier.id").split_once(':').unwrap().1.replace('-', "");
    let prefix = if app.is_sqlite() { "x" } else { "" };
    let id = format!("{prefix}'{dossier}'");
    app.run(&format!("update dossier set state = 'SUBMITTED' where id = {id}")).await;
    assert_eq!(count(Who::auditor()).await, Some(1));
    assert_eq!(count(Who::officer("SGTVT")).await, None);
}

const READ: &str = "query($id: ID!) { node(id: $id) { ... on Honouree { name birthYear } } }";
const ENTRIES: &str = "{ auditEntries(filter: { action: [\"readPersonalData\"] }) { nodes { subject class noun fields purpose result ownerUnit { abbreviation } } } }";

async fn reads_by_others_are_on_record(app: App) {
    let world = World::launched(&app).await;
    let reply = proposed(&app, &world, &Who::officer("SGTVT"), "SGTVT", "k-1").await.ok();
    let id = json!({ "id": reply.data("addNomination.nomination.honouree.id") });
    let entries = async || app.number("select count(*) from audit_entry where action = 'readPersonalData'").await;
    let _ = app.as_(Who::officer("SGTVT")).query(READ, id.clone()).await.ok();
    let _ = app.as_(Who::head("STC")).query(READ, id.clone()).await.ok();
    let plain = "query($id: ID!) { node(id: $id) { ... on Honouree { kind category } } }";
    let _ = app.as_(Who::auditor()).query(plain, id.clone()).await.ok();
    assert_eq!(entries().await, 0, "one's own, what is not seen, and what tells nothing");
    let twice = "query($id: ID!) { a: node(id: $id) { ... on Honouree { name } } b: nodes(ids: [$id]) { ... on Honouree { birthYear } } }";
    let _ = app.as_(Who::auditor()).query(twice, id.clone()).await.ok();
    assert_eq!(entries().await, 1, "once a request");
    let found = app.as_(Who::auditor()).query("{ search(text: \"hanh\") { label } }", json!({})).await.ok();
    assert_eq!(found.str("search.0.label"), "Thạch Thị Hạnh");
    assert_eq!(entries().await, 2, "a hit tells the name");
    let reply = app.as_(Who::auditor()).query(ENTRIES, json!({})).await.ok();
    let entry = &reply.list("auditEntries.nodes")[1];
    assert_eq!(entry["fields"], "birthYear,name");
    assert_eq!(
        (&entry["noun"], &entry["class"], &entry["result"]),
        (&json!("Honouree"), &json!("AUDITOR"), &json!("DONE"))
    );
    assert_eq!(entry["ownerUnit"]["abbreviation"], "SGTVT");
    assert!(entry["purpose"].as_str().unwrap().contains("Luật Thanh tra; 1 đối tượng"), "{entry}");
    let owner = app.as_(Who::head("SGTVT")).query(ENTRIES, json!({})).await.ok();
    assert_eq!(owner.list("auditEntries.nodes").len(), 2, "the owner reads who read");
    assert_eq!(app.as_(Who::head("STC")).query(ENTRIES, json!({})).await.ok().list("auditEntries.nodes").len(), 0);
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0);
}

async fn what_cannot_be_recorded_is_not_answered(app: App) {
    let world = World::launched(&app).await;
    let reply = proposed(&app, &world, &Who::officer("SGTVT"), "SGTVT", "k-1").await.ok();
    let id = json!({ "id": reply.data("addNomination.nomination.honouree.id") });
    let refuse = if app.is_sqlite() {
        "create trigger no_reads before insert on audit_entry when new.action = 'readPersonalData' begin select raise(abort, 'full'); end"
    } else {
        "alter table audit_entry add constraint no_reads check (action <> 'readPersonalData')"
    };
    app.run(refuse).await;
    let reply = app.as_(Who::auditor()).query(READ, id).await;
    assert!(!reply.told().contains("Hạnh"), "{}", reply.told());
    assert_eq!(reply.code(), "INTERNAL");
}

/// An exemplary model is nobody; a person is, until everybody may read of them.
async fn only_people_are_on_record(app: App) {
    let world = World::launched(&app).await;
    let entries = async || app.number("select count(*) from audit_entry where action = 'readPersonalData'").await;
    let propose = async |kind: &str| {
        let input = json!({ "campaign": world.campaign, "kind": kind, "name": "Sông Hậu", "story": "Làm cầu" });
        let reply = app.as_(Who::officer("SGTVT")).say("proposeExemplar", input, "exemplar { id }").await.ok();
        reply.str("proposeExemplar.exemplar.id").to_owned()
    };
    let (model, person) = (propose("MODEL").await, propose("INDIVIDUAL").await);
    let look = async |id: &str| {
        let document = "query($id: ID!) { node(id: $id) { ... on Exemplar { name story } } }";
        let _ = app.as_(Who::standing_officer()).query(document, json!({ "id": id })).await.ok();
    };
    look(&model).await;
    assert_eq!(entries().await, 0);
    look(&person).await;
    assert_eq!(
        app.column::<String>("select fields from audit_entry where action = 'readPersonalData'").await,
        ["name,story"]
    );
    let consent = json!({ "id": person, "consentedOn": "2021-08-07", "evidence": "Phiếu" });
    let _ = app.as_(Who::head("SGTVT")).say("recordConsent", consent, "exemplar { id }").await.ok();
    let approve = json!({ "id": person });
    let _ = app.as_(Who::standing_officer()).say("approveExemplar", approve.clone(), "exemplar { name }").await.ok();
    assert_eq!(entries().await, 2, "the payload of a mutation is a read too");
    let _ = app.as_(Who::standing_head()).say("publishExemplar", approve, "exemplar { id }").await.ok();
    look(&person).await;
    assert_eq!(entries().await, 2);
    assert_eq!(app.thidua(&["audit", "verify"]).await.code, 0);
}

async fn an_export_is_on_record_when_it_is_ready(app: App) {
    let world = World::launched(&app).await;
    let _ = proposed(&app, &world, &Who::officer("SGTVT"), "SGTVT", "k-1").await.ok();
    let auditor = app.as_(Who::auditor());
    let input = json!({ "connection": "nominations", "columns": ["honouree.name", "state"], "format": "CSV" });
    let reply = auditor.say("startExport", input, "export { id }").await.ok();
    let id = json!({ "id": reply.data("startExport.export.id") });
    eventually(async || {
        let seen = auditor.query("query($id: ID!) { node(id: $id) { ... on Export { state } } }", id.clone()).await;
        (seen.ok().str("node.state") == "READY").then_some(())
    })
    .await;
    let reply = auditor.query(ENTRIES, json!({})).await.ok();
    let entries = reply.list("auditEntries.nodes");
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!((&entries[0]["fields"], &entries[0]["ownerUnit"]["abbreviation"]), (&json!("name"), &json!("SGTVT")));
}

/// Digits that stand where no digits are taken are not said again, whatever is wrong with them.
async fn errors_do_not_repeat_digits(app: App) {
    let officer = app.as_(Who::officer("SGTVT"));
    let number: u64 = DIGITS.trim_start_matches('0').parse().unwrap();
    let kinds = [json!(number), json!([DIGITS]), json!({ "digits": DIGITS }), json!(format!("{DIGITS}9"))];
    for wrong in kinds {
        let honouree = json!({ "kind": "INDIVIDUAL", "category": "CITIZEN", "name": "A", "citizenId": wrong });
        let input =
            json!({ "dossier": "Dossier:x", "awardType": "AwardType:x", "achievement": "A", "newHonouree": honouree });
        let reply = officer.say("addNomination", input, "nomination { id }").await;
        assert!(!reply.told().contains(&DIGITS[1..]), "{}", reply.told());
    }
    let literal = format!(
        "mutation {{ addNomination(input: {{ dossier: \"x\", awardType: \"x\", achievement: \"A\", newHonouree: {{ kind: INDIVIDUAL, category: CITIZEN, name: \"A\", citizenId: {number} }} }}) {{ nomination {{ id }} }} }}"
    );
    let reply = officer.query(&literal, json!({})).await;
    assert!(!reply.told().contains(&DIGITS[1..]), "{}", reply.told());
}

/// In production a server without a key of its own takes no citizen ids; what is short does not start.
#[test]
fn a_short_key_does_not_start() {
    let flags = api::config::Flags::default();
    let variables = [("THIDUA_PERSONAL_CITIZEN_KEY".to_owned(), "too short".to_owned())];
    let refused = api::config::load(&flags, variables).unwrap_err().to_string();
    assert!(refused.contains("personal.citizen_key") && !refused.contains("too short"), "{refused}");
}
