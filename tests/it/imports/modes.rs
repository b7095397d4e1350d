//! All or nothing, valid rows, and the dry run: its verdict is the true one, and it leaves nothing behind.

use serde_json::json;
use tests::{App, Who, World, both};

use super::{bring, counted, expected, grown, problems, select, tables};

both!(
    all_or_nothing_keeps_none,
    valid_rows_are_kept,
    a_dry_run_says_what_would_be_and_leaves_nothing,
    rows_clash_with_each_other,
    a_row_builds_on_a_row_before,
    sent_again_it_is_done_once,
    what_became_of_rows_can_be_read_later,
);

/// Two good rows, and a bad one between them.
const THREE: &[u8] = b"name,abbreviation,kind,system,parent,validFrom\n\
    Mot,A1,DEPARTMENT,STATE,UBND,2020-01-01\n\
    Hai,A2,NOTHING,STATE,UBND,2020-01-01\n\
    Ba,A3,DEPARTMENT,STATE,UBND,2020-01-01\n";

async fn all_or_nothing_keeps_none(app: App) {
    World::units(&app).await;
    let before = tables(&app).await;
    let reply = bring(&app.as_(Who::admin()), "UNITS", THREE, json!({})).await.ok();
    counted(&reply, [3, 1, 0]);
    assert_eq!(grown(&app, &before).await, only_the_import());
}

/// The record that somebody did it, with its entry and event.
fn only_the_import() -> Vec<(String, i64)> {
    [("audit_entry", 1), ("event", 1), ("import", 1)].map(|(name, count)| (name.to_owned(), count)).into()
}

async fn valid_rows_are_kept(app: App) {
    World::units(&app).await;
    let before = tables(&app).await;
    let reply = bring(&app.as_(Who::admin()), "UNITS", THREE, json!({ "mode": "VALID_ROWS" })).await.ok();
    counted(&reply, [3, 1, 2]);
    assert_eq!(problems(&reply), expected(&[(3, "kind", "C3", "BAD_USER_INPUT")]));
    let more = [("audit_entry", 3), ("event", 3), ("import", 1), ("unit", 2), ("unit_placement", 2)];
    let mut grown = grown(&app, &before).await;
    // What texts are searched by, on SQLite.
    grown.retain(|(name, _)| !name.starts_with("unit_grams") && name != "unit_searched");
    assert_eq!(grown, more.map(|(name, count)| (name.to_owned(), count)));
}

async fn a_dry_run_says_what_would_be_and_leaves_nothing(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let good = b"name,abbreviation,kind,system,parent,validFrom\nMot,A1,DEPARTMENT,STATE,UBND,2020-01-01\n";
    for (bytes, mode, bad) in [(THREE, "VALID_ROWS", 1), (THREE, "ALL_OR_NOTHING", 1), (&good[..], "ALL_OR_NOTHING", 0)]
    {
        let before = tables(&app).await;
        let dry = bring(&admin, "UNITS", bytes, json!({ "mode": mode, "dryRun": true })).await.ok();
        let rows = i64::try_from(dry.list("importRows.import.rows").len()).unwrap();
        counted(&dry, [rows, bad, 0]);
        assert_eq!(dry.data("importRows.import.isDryRun"), true);
        assert_eq!(grown(&app, &before).await, only_the_import());
        let entries = "select count(*) from audit_entry where action = 'createUnit' and fields like '%abbreviation%'";
        assert_eq!(app.number(entries).await, 11, "units of the ground alone");
    }
    let dry = bring(&admin, "UNITS", THREE, json!({ "mode": "VALID_ROWS", "dryRun": true })).await.ok();
    let wet = bring(&admin, "UNITS", THREE, json!({ "mode": "VALID_ROWS" })).await.ok();
    assert_eq!(problems(&dry), problems(&wet), "the verdict was the true one");
}

/// What clashes is the later row, in a trial as in earnest.
async fn rows_clash_with_each_other(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let bytes = b"name,abbreviation,kind,system,parent,validFrom\n\
        Mot,A1,DEPARTMENT,STATE,UBND,2020-01-01\n\
        Hai,A1,DEPARTMENT,STATE,UBND,2020-01-01\n\
        Ba,A1,DEPARTMENT,STATE,UBND,2020-01-02\n\
        Bon,SNV,DEPARTMENT,STATE,UBND,2020-01-01\n";
    for (more, kept) in [
        (json!({ "dryRun": true }), 0),
        (json!({ "mode": "VALID_ROWS", "dryRun": true }), 0),
        (json!({}), 0),
        (json!({ "mode": "VALID_ROWS" }), 2),
    ] {
        let reply = bring(&admin, "UNITS", bytes, more).await.ok();
        counted(&reply, [4, 2, kept]);
        assert_eq!(problems(&reply), expected(&[(3, "", "", "DUPLICATE"), (5, "", "", "DUPLICATE")]));
    }
}

async fn a_row_builds_on_a_row_before(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let bytes = "name,abbreviation,kind,system,parent,validFrom\n\
        Huyện Trà Cú,TC,DISTRICT,STATE,UBND,2020-01-01\n\
        Xã Đại An,TC-DA,COMMUNE,STATE,TC,2020-01-01\n\
        Ấp Chợ,TC-DA-C,COMMUNE,STATE,xa dai an,2020-01-01\n\
        Xã sau,X-S,COMMUNE,STATE,X-T,2020-01-01\n\
        Xã trước,X-T,NOTHING,STATE,TC,2020-01-01\n\
        Xã dưới,X-D,COMMUNE,STATE,X-T,2020-01-01\n";
    let reply = bring(&admin, "UNITS", bytes.as_bytes(), json!({ "mode": "VALID_ROWS" })).await.ok();
    let bad = [(5, "parent", "E5", "NOT_FOUND"), (6, "kind", "C6", "BAD_USER_INPUT"), (7, "parent", "E7", "NOT_FOUND")];
    assert_eq!(problems(&reply), expected(&bad), "a row that was not made is no parent");
    counted(&reply, [6, 3, 3]);
}

async fn sent_again_it_is_done_once(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin()).keyed("units-1");
    let more = json!({ "mode": "VALID_ROWS" });
    let first = bring(&admin, "UNITS", THREE, more.clone()).await.ok();
    let before = tables(&app).await;
    let again = bring(&admin, "UNITS", THREE, more.clone()).await.ok();
    assert_eq!(first.data("importRows"), again.data("importRows"));
    // Other fields of it, by the same key.
    let other = select(&admin, "UNITS", THREE, more.clone(), "import { rowsKept badRows { row } }").await.ok();
    assert_eq!(other.data("importRows.import"), &json!({ "rowsKept": 2, "badRows": [{ "row": 3 }] }));
    // Another file, or another mode, is another request.
    let _ = bring(&admin, "UNITS", &THREE[..THREE.len() - 1], more).await.refused("IDEMPOTENCY_KEY_REUSED");
    let _ = bring(&admin, "UNITS", THREE, json!({})).await.refused("IDEMPOTENCY_KEY_REUSED");
    let refused = grown(&app, &before).await;
    assert_eq!(refused, [("audit_entry".to_owned(), 2)], "the refusals");
    // A trial is kept by its key too.
    let trial = app.as_(Who::admin()).keyed("trial-1");
    let first = bring(&trial, "UNITS", THREE, json!({ "dryRun": true })).await.ok();
    let again = bring(&trial, "UNITS", THREE, json!({ "dryRun": true })).await.ok();
    assert_eq!(first.data("importRows"), again.data("importRows"));
    assert_eq!(app.number("select count(*) from import").await, 2);
}

async fn what_became_of_rows_can_be_read_later(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let made = bring(&admin, "UNITS", THREE, json!({ "mode": "VALID_ROWS" })).await.ok();
    let document = "{ imports(filter: { kind: [UNITS], isDryRun: false }) { totalCount counts(by: KIND) { key count } nodes { id rowsKept rows { __typename row isGood id problems { __typename code } } } } }";
    let seen = admin.query(document, json!({})).await.ok();
    assert_eq!(seen.int("imports.totalCount"), 1);
    assert_eq!(seen.data("imports.nodes.0.id"), made.data("importRows.import.id"));
    assert_eq!(seen.str("imports.nodes.0.rows.1.problems.0.__typename"), "ImportProblem");
    assert_eq!(seen.str("imports.nodes.0.rows.1.__typename"), "ImportRow");
    for (who, count) in
        [(Who::auditor(), 1), (Who::admin().named("other"), 0), (Who::standing_head(), 0), (Who::Public, 0)]
    {
        let seen = app.as_(who).query("{ imports { totalCount } }", json!({})).await.ok();
        assert_eq!(seen.int("imports.totalCount"), count);
    }
}
