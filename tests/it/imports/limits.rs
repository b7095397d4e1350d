//! Each limit at N and N + 1.

use std::fmt::Write as _;

use serde_json::json;
use tests::{App, Backend, Who, World, on_with};

use super::{
    bring, counted, texts,
    zip::{Part, book, row, zip},
};

/// A head, and so many communes.
fn communes(count: usize) -> String {
    let mut text = String::from("name,abbreviation,kind,system,parent,validFrom\n");
    for n in 0..count {
        let _ = writeln!(text, "Xa {n},X{n},COMMUNE,STATE,CL,2020-01-01");
    }
    text
}

/// Built for trying out, on a machine with other work, a thousand rows take their time.
const PATIENCE: [(&str, &str); 1] = [("THIDUA_HTTP_REQUEST_SECONDS", "100")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_rows_and_one_more_on_sqlite() {
    Box::pin(on_with(Backend::Sqlite, &PATIENCE, a_thousand_rows_and_one_more)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_rows_and_one_more_on_postgres() {
    Box::pin(on_with(Backend::Postgres, &PATIENCE, a_thousand_rows_and_one_more)).await;
}

async fn a_thousand_rows_and_one_more(app: App) {
    World::units(&app).await;
    let admin = app.as_(Who::admin());
    let reply = bring(&admin, "UNITS", communes(1_001).as_bytes(), json!({})).await.refused("LIMIT_EXCEEDED");
    assert_eq!(reply.extension("limit"), 1_000);
    // Empty rows are none.
    let thousand = communes(1_000).replacen('\n', "\n\n,,,\n", 1);
    let began = std::time::Instant::now();
    let reply = bring(&admin, "UNITS", thousand.as_bytes(), json!({})).await.ok();
    println!("a thousand rows: {:?}", began.elapsed());
    counted(&reply, [1_000, 0, 1_000]);
    assert_eq!(reply.int("importRows.import.rows.999.row"), 1_003);
    assert_eq!(app.number("select count(*) from unit").await, 1_011);
}

/// A server with another value for one limit.
async fn limited(name: &str, value: usize, body: impl AsyncFnOnce(App)) {
    Box::pin(on_with(Backend::Sqlite, &[(name, &value.to_string())], async |app: App| {
        World::units(&app).await;
        body(app).await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_of_a_file() {
    let bytes = communes(2).into_bytes();
    for (limit, is_taken) in [(bytes.len(), true), (bytes.len() - 1, false)] {
        limited("THIDUA_IMPORTS_BYTES", limit, async |app| {
            let reply = bring(&app.as_(Who::admin()), "UNITS", &bytes, json!({})).await;
            assert_eq!(reply.code() == "LIMIT_EXCEEDED", !is_taken, "{}", reply.text);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_a_workbook() {
    limited("THIDUA_IMPORTS_ROWS", 3, async |app| {
        let admin = app.as_(Who::admin());
        let reply = bring(&admin, "UNITS", &texts(&communes(4).replace(',', ";")), json!({})).await;
        assert_eq!(reply.refused("LIMIT_EXCEEDED").extension("limit"), 3);
        let reply = bring(&admin, "UNITS", &texts(&communes(3).replace(',', ";")), json!({})).await.ok();
        counted(&reply, [3, 0, 3]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn characters_of_a_cell() {
    limited("THIDUA_IMPORTS_CELL_CHARACTERS", 20, async |app| {
        let admin = app.as_(Who::admin());
        let file = |name: &str| communes(1).replace("Xa 0", name);
        let long = bring(&admin, "UNITS", file(&"đ".repeat(21)).as_bytes(), json!({})).await.refused("LIMIT_EXCEEDED");
        assert_eq!((long.extension("limit"), long.extension("cell")), (&json!(20), &json!("A2")));
        let book = texts(&file(&"đ".repeat(21)).replace(',', ";"));
        let _ = bring(&admin, "UNITS", &book, json!({})).await.refused("LIMIT_EXCEEDED");
        counted(&bring(&admin, "UNITS", file(&"đ".repeat(20)).as_bytes(), json!({})).await.ok(), [1, 0, 1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_a_workbook_unpacks_to() {
    let heads = [
        ("A1", "name"),
        ("B1", "abbreviation"),
        ("C1", "kind"),
        ("D1", "system"),
        ("E1", "parent"),
        ("F1", "validFrom"),
    ];
    let values = [("A2", "Xa"), ("B2", "X1"), ("C2", "COMMUNE"), ("D2", "STATE"), ("E2", "CL"), ("F2", "2020-01-01")];
    let mut parts = book(&(row(1, &heads) + &row(2, &values)), "");
    let sum: u32 = parts.iter().map(|part| part.says).sum();
    let limit = 10_000;
    parts.push(Part::of("filling.xml", &vec![b' '; limit - usize::try_from(sum).unwrap()]));
    let fits = zip(&parts);
    parts.push(Part::of("more.xml", b" "));
    let one_more = zip(&parts);
    limited("THIDUA_IMPORTS_UNPACKED_BYTES", limit, async |app| {
        let admin = app.as_(Who::admin());
        let reply = bring(&admin, "UNITS", &one_more, json!({})).await.refused("LIMIT_EXCEEDED");
        assert_eq!(reply.extension("limit"), limit);
        counted(&bring(&admin, "UNITS", &fits, json!({})).await.ok(), [1, 0, 1]);
    })
    .await;
}
