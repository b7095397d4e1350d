//! A filter, sort, search, group or cursor on what somebody may not read is refused as such, or is no word of the schema at all:
//! never evaluated in silence. Which fields these are, the matrix says.

use std::collections::BTreeMap;

use apollo_compiler::{Schema, schema::ExtendedType};
use serde_json::{Value, json};
use tests::{App, Who, both};

use crate::mended::ground::Ground;

both!(
    filters_are_refused,
    a_cursor_carries_no_right,
    what_is_masked_is_nowhere_asked_by,
    words_of_masked_fields_find_nothing,
);

/// Type, field, and the roles that read it of rows that are not their own.
async fn masked(app: &App) -> Vec<(String, String, Vec<String>)> {
    let document = "{ permissionMatrix { types { type fields { field roles } } } }";
    let reply = app.as_(Who::Public).query(document, json!({})).await.ok();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut all = Vec::new();
    for ty in reply.list("permissionMatrix.types") {
        for field in ty["fields"].as_array().unwrap() {
            let roles = field["roles"].as_array().into_iter().flatten().map(text).collect();
            all.push((text(&ty["type"]), text(&field["field"]), roles));
        }
    }
    assert!(all.len() >= 5, "{all:?}");
    all
}

/// The list at the root of each type that has one.
fn roots() -> BTreeMap<String, String> {
    let schema = Schema::parse_and_validate(schema::Api::sdl(), "schema.graphql").unwrap();
    let query = schema.get_object("Query").unwrap();
    let lists = query.fields.values().filter_map(|field| {
        let noun = field.ty.inner_named_type().as_str().strip_suffix("Connection")?;
        Some((noun.to_owned(), field.name.to_string()))
    });
    lists.collect()
}

/// `consentedOn` as an enum has it.
fn upper(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
    }
    out
}

async fn filters_are_refused(app: App) {
    let ground = Ground::new(app.clone()).await;
    let by_name = "{ auditEntries(filter: { subject: [\"department.head@stc\"] }) { totalCount } }";
    let nested = "{ auditEntries(filter: { not: { or: [{ subject: [\"x\"] }] } }) { totalCount } }";
    let missing =
        format!("{{ units(filter: {{ missingRegistration: \"{}\" }}) {{ totalCount }} }}", ground.world.campaign);
    for document in [by_name, nested, missing.as_str()] {
        for who in [Who::head("SGTVT"), Who::district_officer("CL")] {
            let reply = app.as_(who.clone()).query(document, json!({})).await.refused("FORBIDDEN");
            assert_eq!(reply.json["data"].as_object().unwrap().values().next(), Some(&Value::Null), "{who:?}");
        }
    }
    let refused = "select count(*) from audit_entry where result = 'REFUSED' and code = 'FORBIDDEN' and action in ('auditEntries', 'units')";
    assert_eq!(app.number(refused).await, 6);
    let _ = app.as_(Who::auditor()).query(by_name, json!({})).await.ok();
}

/// A cursor of the auditor's, under a filter that only the auditor may say, is nothing to somebody else.
async fn a_cursor_carries_no_right(app: App) {
    let ground = Ground::new(app.clone()).await;
    ground.dossier("STC").await;
    let document = "query($after: String) { auditEntries(first: 1, after: $after, filter: { subject: [\"admin.admin@stttt\"] }) { edges { cursor } } }";
    let cursor =
        app.as_(Who::auditor()).query(document, json!({})).await.ok().data("auditEntries.edges.0.cursor").clone();
    let with = json!({ "after": cursor });
    let _ = app.as_(Who::auditor()).query(document, with.clone()).await.ok();
    let _ = app.as_(Who::head("SGTVT")).query(document, with.clone()).await.refused("FORBIDDEN");
    // Without the filter it is a place in an order: what follows it there is what one sees anyway.
    let open = "query($after: String) { auditEntries(first: 100, after: $after) { nodes { id } } }";
    let page = app.as_(Who::head("SGTVT")).query(open, with).await.ok();
    let all = app.as_(Who::head("SGTVT")).query(open, json!({})).await.ok();
    assert!(page.list("auditEntries.nodes").iter().all(|node| all.list("auditEntries.nodes").contains(node)));
    // A cursor of another order is no cursor here.
    let other = "query($after: String) { projects(after: $after) { totalCount } }";
    let _ = app.as_(Who::head("SGTVT")).query(other, json!({ "after": "bm9uc2Vuc2U" })).await.refused("BAD_CURSOR");
}

/// Every masked field, as a filter, an order, a group: refused, or no word of the schema; and so with a cursor.
async fn what_is_masked_is_nowhere_asked_by(app: App) {
    let schema = Schema::parse_and_validate(schema::Api::sdl(), "schema.graphql").unwrap();
    let words = |name: &str| -> Vec<String> {
        match schema.types.get(name) {
            Some(ExtendedType::Enum(list)) => list.values.keys().map(ToString::to_string).collect(),
            Some(ExtendedType::InputObject(filter)) => filter.fields.keys().map(ToString::to_string).collect(),
            _ => Vec::new(),
        }
    };
    tests::World::units(&app).await;
    let roots = roots();
    let (mut asked, mut published) = (0, 0);
    for (ty, field, roles) in masked(&app).await {
        assert!(!roles.contains(&"PUBLIC".to_owned()), "{ty}.{field}");
        let Some(list) = roots.get(&ty) else { continue };
        let code = upper(&field);
        published += usize::from(words(&format!("{ty}Filter")).contains(&field));
        for arguments in [
            format!("(filter: {{ {field}: [\"x\"] }})"),
            format!("(filter: {{ {field}: {{ from: \"2021-01-01\" }} }})"),
            format!("(orderBy: [{{ field: {code} }}])"),
            format!("(orderBy: [{{ field: {code} }}], after: \"bm9uc2Vuc2U\")"),
        ] {
            let document = format!("{{ {list}{arguments} {{ totalCount }} }}");
            for who in [Who::Public, Who::head("SGTVT"), Who::media("BTV")] {
                let reply = app.as_(who.clone()).query(&document, json!({})).await;
                assert!(["FORBIDDEN", "GRAPHQL_INVALID"].contains(&reply.code()), "{who:?} {document}: {}", reply.text);
                asked += 1;
            }
        }
        let document = format!("{{ {list} {{ counts(by: {code}) {{ key count }} }} }}");
        let reply = app.as_(Who::head("SGTVT")).query(&document, json!({})).await;
        assert!(["FORBIDDEN", "GRAPHQL_INVALID"].contains(&reply.code()), "{document}: {}", reply.text);
    }
    assert!(asked > 20 && published > 0, "{asked} {published}");
}

/// What stands in a masked field is not in the text that a search looks through: not even its owner finds it.
async fn words_of_masked_fields_find_nothing(app: App) {
    let ground = Ground::new(app.clone()).await;
    let input = json!({
        "campaign": ground.world.campaign, "kind": "INDIVIDUAL", "name": "Thạch Thị Hạnh", "story": "Hiến đất làm đường",
    });
    let exemplar = ground.does(Who::officer("SGTVT"), "proposeExemplar", input, "exemplar { id }").await;
    let consent = json!({ "id": exemplar["id"], "consentedOn": "2021-08-06", "evidence": "Bản cam kết xyzzy" });
    ground.does(Who::head("SGTVT"), "recordConsent", consent, "exemplar { id }").await;
    let dossier = ground.dossier("SGTVT").await;
    let mut proposal = ground.proposal(&dossier, "Lâm Văn Sóc");
    proposal["newHonouree"]["birthYear"] = 1979.into();
    ground.does(Who::officer("SGTVT"), "addNomination", proposal, "nomination { id }").await;
    let find = "query($text: String!) { search(text: $text) { node { id } } exemplars(filter: { text: $text }) { totalCount } }";
    for (text, expected) in [("hien dat", true), ("xyzzy", false), ("1979", false)] {
        for who in [Who::head("SGTVT"), Who::standing_head(), Who::auditor(), Who::head("STC"), Who::Public] {
            let reply = app.as_(who.clone()).query(find, json!({ "text": text })).await.ok();
            let is_found = !reply.list("search").is_empty() || reply.int("exemplars.totalCount") > 0;
            assert!(expected || !is_found, "{who:?} finds {text}: {}", reply.text);
        }
        let own = app.as_(Who::head("SGTVT")).query(find, json!({ "text": text })).await.ok();
        assert_eq!(own.int("exemplars.totalCount") > 0, expected, "{text}");
    }
}
