//! Memory does not grow with the rows: N and 4 N of them, written by this process.

use serde_json::json;
use tests::{App, Backend, on_with};

use super::{
    ask, ended,
    life::{copies, many},
};

/// Rows at first. `THIDUA_EXPORT_ROWS=250000` makes the second file one of a million.
fn first() -> usize {
    std::env::var("THIDUA_EXPORT_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(2_000)
}

/// What four times the rows may add, in KiB: well below what the rows themselves weigh.
const SLACK: usize = 48 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_times_the_rows_take_no_more_memory() {
    let first = first();
    Box::pin(on_with(Backend::Sqlite, &[], async move |app: App| {
        let officer = many(&app, first - 1).await;
        let process = std::process::id();
        let mut peaks = Vec::new();
        for rows in [first, 4 * first] {
            let now = usize::try_from(app.number("select count(*) from project").await).unwrap();
            if rows > now {
                copies(&app, rows - now).await;
            }
            for format in ["XLSX", "CSV", "JSON_LINES"] {
                let before = tests::memory::at_rest(process);
                let id = ask(&officer, json!({ "connection": "projects", "format": format })).await;
                let export = loop {
                    // Longer than `eventually` waits, for a million rows.
                    let export = super::see(&officer, &id).await;
                    if export["state"] != "QUEUED" && export["state"] != "RUNNING" {
                        break ended(&officer, &id).await;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                };
                assert_eq!((&export["state"], &export["rowsDone"]), (&json!("READY"), &json!(rows)));
                let grown = tests::memory::at_most(process).saturating_sub(before);
                println!("{rows} rows as {format}: {} bytes, memory +{grown} KiB", export["bytes"]);
                peaks.push(grown);
            }
        }
        for n in 0..3 {
            assert!(peaks[n + 3] <= peaks[n] + SLACK, "{peaks:?}");
        }
    }))
    .await;
}
