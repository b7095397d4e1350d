//! What is in the files: CSV for Excel, workbooks, JSON Lines; and that nothing in them is a formula.

use calamine::Data;
use serde_json::{Value, json};
use tests::{App, Client, Who, World, both};

use super::{ask, cells, ended, file, lines};
use crate::papers::unzipped;

both!(
    the_three_formats_hold_the_same,
    days_are_days_in_a_spreadsheet,
    what_looks_like_a_formula_is_text,
    filter_and_order_are_those_of_the_list,
    what_cannot_be_read_is_refused_at_once,
    a_list_of_nothing_is_a_file,
    every_list_can_be_exported,
);

const COLUMNS: [&str; 6] = ["title", "kind", "startsOn", "budget", "unit.name", "fieldGroup.name"];

/// Three projects, the last with what CSV has to quote.
async fn ground(app: &App) -> Client {
    let world = World::launched(app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    for (title, budget) in
        [("Đường tỉnh 911", "12500000000"), ("Ấp văn hóa", "7"), ("Cầu \"C16\", nhịp 2\u{2009}; x", "0")]
    {
        let _ = world
            .project(&officer, title, json!({ "budget": budget, "startsOn": "2021-10-01", "endsOn": "2022-05-31" }))
            .await;
    }
    officer
}

async fn the_three_formats_hold_the_same(app: App) {
    let officer = ground(&app).await;
    let order = json!([{ "field": "TITLE", "direction": "ASC" }]);
    let input = |format| json!({ "connection": "projects", "columns": COLUMNS, "orderBy": order, "format": format });
    let json = lines(&file(&app, &officer, input("JSON_LINES")).await);
    assert_eq!(json.len(), 3);
    assert_eq!(json[0].as_object().unwrap().keys().collect::<Vec<_>>(), COLUMNS);
    assert_eq!((&json[0]["title"], &json[2]["budget"]), (&json!("Ấp văn hóa"), &json!("12500000000")));

    let csv = file(&app, &officer, input("CSV")).await;
    let csv = String::from_utf8(csv).unwrap();
    let (head, rest) = csv.split_once("\r\n").unwrap();
    assert_eq!(head, format!("\u{feff}{}", COLUMNS.join(",")));
    let titles: Vec<_> = json.iter().map(|row| row["title"].as_str().unwrap()).collect();
    assert!(rest.contains("\"Cầu \"\"C16\"\", nhịp 2\u{2009}; x\""), "{rest}");
    assert_eq!(rest.matches("\r\n").count(), 3);

    let sheet = cells(file(&app, &officer, input("XLSX")).await);
    assert_eq!(sheet.len(), 4);
    assert_eq!(sheet[0][4], Data::String("unit.name".into()));
    for (row, title) in sheet[1..].iter().zip(titles) {
        assert_eq!(row[0], Data::String(title.into()));
        assert_eq!(row[4], Data::String("Sở Giao thông vận tải".into()));
    }
    assert_eq!(sheet[3][3], Data::Float(12_500_000_000.0), "an amount is a number");
    assert_eq!((&json[0]["startsOn"], sheet[1][2].to_string()), (&json!("2021-10-01"), "44470".to_owned()));
}

/// Days and moments are cells that a spreadsheet sorts and counts by, moments by the clock of Việt Nam; quantities are numbers.
async fn days_are_days_in_a_spreadsheet(app: App) {
    let officer = ground(&app).await;
    let columns = ["startsOn", "createdAt", "budget", "unit.validTo"];
    let input = json!({ "connection": "projects", "columns": columns, "format": "XLSX" });
    let bytes = file(&app, &officer, input).await;
    let row = cells(bytes.clone())[1].clone();
    // 2021-08-07 at eight in the morning in Việt Nam.
    assert!((day(&row[0]) - 44_470.0).abs() < f64::EPSILON, "{:?}", row[0]);
    assert!((day(&row[1]) - 44_415.333_333).abs() < 0.001, "{:?}", row[1]);
    assert!(matches!(row[2], Data::Float(_)), "{:?}", row[2]);
    assert_eq!(row[3], Data::Empty);
    let styles = unzipped(&bytes, "xl/styles.xml");
    for form in ["dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"] {
        assert!(styles.contains(&format!("formatCode=\"{form}\"")), "{styles}");
    }
}

/// The number of a cell that is shown as a day or a moment.
fn day(cell: &Data) -> f64 {
    let Data::DateTime(at) = cell else { panic!("{cell:?} is no day") };
    at.as_f64()
}

async fn what_looks_like_a_formula_is_text(app: App) {
    let world = World::launched(&app).await;
    let officer = app.as_(Who::officer("SGTVT"));
    let hostile = ["=HYPERLINK(\"http://x\")", "+1", "-2+3", "@SUM(A1)", "＝1"];
    for title in hostile {
        let _ = world.project(&officer, title, json!({})).await;
    }
    let input = |format| json!({ "connection": "projects", "columns": ["title"], "format": format });
    let csv = String::from_utf8(file(&app, &officer, input("CSV")).await).unwrap();
    for line in csv.lines().skip(1) {
        assert!(line.trim_start_matches('"').starts_with('\''), "{line}");
    }
    let sheet = cells(file(&app, &officer, input("XLSX")).await);
    let mut titles: Vec<_> = sheet[1..].iter().map(|row| row[0].to_string()).collect();
    let mut expected = hostile.map(str::to_owned).to_vec();
    titles.sort();
    expected.sort();
    assert_eq!(titles, expected, "texts as they are, and no formula");
}

async fn filter_and_order_are_those_of_the_list(app: App) {
    let officer = ground(&app).await;
    let input = json!({
        "connection": "projects", "columns": ["title"], "format": "JSON_LINES",
        "filter": { "budget": { "from": "1" } }, "orderBy": [{ "field": "BUDGET", "direction": "DESC" }],
    });
    let rows = lines(&file(&app, &officer, input).await);
    assert_eq!(
        rows.iter().map(|row| row["title"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Đường tỉnh 911", "Ấp văn hóa"]
    );
}

async fn what_cannot_be_read_is_refused_at_once(app: App) {
    let officer = ground(&app).await;
    for (change, field) in [
        (json!({ "connection": "nothing" }), "connection"),
        (json!({ "connection": "viewer" }), "connection"),
        (json!({ "columns": [] }), "columns"),
        (json!({ "columns": ["title", "title"] }), "columns"),
        (json!({ "columns": ["targets.indicator"] }), "columns"),
        (json!({ "columns": ["title } } evil: units { nodes { id"] }), "columns"),
        (json!({ "columns": vec!["title"; 100] }), "columns"),
        (json!({ "filter": { "nothing": 1 } }), ""),
        (json!({ "filter": [1] }), ""),
        (json!({ "orderBy": [{ "field": "NOTHING", "direction": "ASC" }] }), ""),
    ] {
        let mut input = json!({ "connection": "projects", "columns": ["title"], "format": "CSV" });
        for (name, value) in change.as_object().unwrap() {
            input[name] = value.clone();
        }
        let reply = officer.say("startExport", input, "export { id }").await.refused("BAD_USER_INPUT");
        if !field.is_empty() {
            assert_eq!(reply.extension("field"), field, "{}", reply.text);
        }
    }
    assert_eq!(app.number("select count(*) from export").await, 0);
}

async fn a_list_of_nothing_is_a_file(app: App) {
    let officer = ground(&app).await;
    let input = |format| json!({ "connection": "dossiers", "columns": ["id"], "format": format });
    assert_eq!(file(&app, &officer, input("CSV")).await, "\u{feff}id\r\n".as_bytes());
    assert_eq!(file(&app, &officer, input("JSON_LINES")).await, b"\n");
    assert_eq!(cells(file(&app, &officer, input("XLSX")).await).len(), 1);
}

/// With the columns it has by itself.
async fn every_list_can_be_exported(app: App) {
    let _ = ground(&app).await;
    let auditor = app.as_(Who::auditor());
    let schema = auditor.query("{ __schema { queryType { fields { name type { name } } } } }", json!({})).await.ok();
    let is_list = |field: &&Value| field["type"]["name"].as_str().is_some_and(|name| name.ends_with("Connection"));
    let lists: Vec<_> = schema.list("__schema.queryType.fields").iter().filter(is_list).collect();
    assert!(lists.len() > 20, "{lists:?}");
    for list in lists {
        let connection = list["name"].as_str().unwrap();
        let query = format!("{{ {connection} {{ totalCount }} }}");
        let count = auditor.query(&query, json!({})).await.ok().int(&format!("{connection}.totalCount"));
        let id = ask(&auditor, json!({ "connection": connection, "format": "JSON_LINES" })).await;
        let export = ended(&auditor, &id).await;
        assert_eq!(export["state"], "READY", "{connection}: {export}");
        // Its own export and the entries about it come while it runs.
        if !["exports", "auditEntries"].contains(&connection) {
            assert_eq!(export["rowsDone"], count, "{connection}");
        }
    }
}
