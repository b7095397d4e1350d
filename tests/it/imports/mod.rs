//! Imports: what each kind takes, in both formats and modes; who may; and what hostile files get: a sentence, and nothing else.

mod hostile;
mod kinds;
mod limits;
mod modes;
mod rights;
mod round;
mod templates;
mod trail;
mod zip;

use std::collections::BTreeMap;

use reqwest::RequestBuilder;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};
use tests::{App, Client, Reply};

use crate::attachments::{Part, form, multipart};

/// What a test wants to know of an import.
const ABOUT: &str = "import { id kind mode isDryRun name rowsTotal rowsBad rowsKept rows { row isGood id problems { column cell code message } } badRows { row } } receipt { sequence }";

/// Brings in a file; fields of `more` are put into the input.
async fn bring(client: &Client, kind: &str, bytes: &[u8], more: Value) -> Reply {
    select(client, kind, bytes, more, ABOUT).await
}

/// The same with another selection of the payload.
async fn select(client: &Client, kind: &str, bytes: &[u8], more: Value, selection: &str) -> Reply {
    client.send(request(client, kind, bytes, &more, selection)).await
}

fn request(client: &Client, kind: &str, bytes: &[u8], more: &Value, selection: &str) -> RequestBuilder {
    let mut input = json!({ "kind": kind, "mode": "ALL_OR_NOTHING", "file": null });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    let query = format!("mutation($input: ImportRowsInput!) {{ importRows(input: $input) {{ {selection} }} }}");
    let operations = json!({ "query": query, "variables": { "input": input } }).to_string();
    let parts: [Part<'_>; 3] = [
        ("operations", None, operations.as_bytes()),
        ("map", None, br#"{ "0": ["variables.input.file"] }"#),
        ("0", Some("rows"), bytes),
    ];
    multipart(client, form(&parts))
}

/// The import of an answer, whose counts are these: rows, bad ones, kept ones.
#[track_caller]
fn counted(reply: &Reply, counts: [i64; 3]) {
    let import = reply.data("importRows.import");
    let told = ["rowsTotal", "rowsBad", "rowsKept"].map(|name| import[name].as_i64().unwrap());
    assert_eq!(told, counts, "{import:#}");
    let rows = reply.list("importRows.import.rows");
    let good = rows.iter().filter(|row| row["isGood"] == true).count();
    assert_eq!(i64::try_from(rows.len()).unwrap(), counts[0]);
    assert_eq!(i64::try_from(rows.len() - good).unwrap(), counts[1]);
    let ids = rows.iter().filter(|row| !row["id"].is_null()).count();
    assert_eq!(i64::try_from(ids).unwrap(), counts[2], "{import:#}");
    let bad: Vec<_> = rows.iter().filter(|row| row["isGood"] == false).map(|row| &row["row"]).collect();
    let told: Vec<_> = reply.list("importRows.import.badRows").iter().map(|row| &row["row"]).collect();
    assert_eq!(told, bad);
}

/// Of every problem of an answer: the row, the column, the cell and the code.
fn problems(reply: &Reply) -> Vec<(i64, String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut all = Vec::new();
    for row in reply.list("importRows.import.rows") {
        for problem in row["problems"].as_array().unwrap() {
            assert!(!text(&problem["message"]).is_empty());
            let number = row["row"].as_i64().unwrap();
            all.push((number, text(&problem["column"]), text(&problem["cell"]), text(&problem["code"])));
        }
    }
    all
}

/// The same as it is compared with.
fn expected(problems: &[(i64, &str, &str, &str)]) -> Vec<(i64, String, String, String)> {
    problems.iter().map(|(row, column, cell, code)| (*row, (*column).into(), (*cell).into(), (*code).into())).collect()
}

/// A cell of a workbook.
#[derive(Clone, Copy)]
enum Cell<'a> {
    Nothing,
    Text(&'a str),
    Number(f64),
    Day(&'a str),
    Truth(bool),
    Formula(&'a str, &'a str),
}

/// A workbook of these rows, the first at the top.
fn workbook(rows: &[Vec<Cell<'_>>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Nothing => {}
                Cell::Text(text) => drop(sheet.write_string(row, column, *text).unwrap()),
                Cell::Number(number) => drop(sheet.write_number(row, column, *number).unwrap()),
                Cell::Truth(is) => drop(sheet.write_boolean(row, column, *is).unwrap()),
                Cell::Day(text) => {
                    let at = ExcelDateTime::parse_from_str(text).unwrap();
                    sheet.write_datetime_with_format(row, column, &at, &day).unwrap();
                }
                Cell::Formula(formula, result) => {
                    let formula = rust_xlsxwriter::Formula::new(formula).set_result(*result);
                    sheet.write_formula(row, column, formula).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A workbook of texts: lines, and cells separated by semicolons.
fn texts(lines: &str) -> Vec<u8> {
    let rows: Vec<Vec<Cell<'_>>> = lines.lines().map(|line| line.split(';').map(Cell::Text).collect()).collect();
    workbook(&rows)
}

/// How many rows each table has.
async fn tables(app: &App) -> BTreeMap<String, i64> {
    let names = if app.is_sqlite() {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and sql not like 'CREATE VIRTUAL%'"
    } else {
        "select table_name::text from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'"
    };
    let mut tables = BTreeMap::new();
    for name in app.column::<String>(names).await {
        let count = app.number(&format!("select count(*) from \"{name}\"")).await;
        tables.insert(name, count);
    }
    tables
}

/// What has more rows than before, and how many.
async fn grown(app: &App, before: &BTreeMap<String, i64>) -> Vec<(String, i64)> {
    let now = tables(app).await;
    assert!(now.contains_key("unit") && now.len() == before.len(), "{now:?}");
    let by = |(name, count): (String, i64)| {
        let more = count - before[&name];
        (more != 0).then_some((name, more))
    };
    now.into_iter().filter_map(by).collect()
}
