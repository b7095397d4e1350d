//! Exports: what is in the files, who gets them, how they live, and what they take.

mod files;
mod life;
mod limits;
mod memory;
mod rights;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};
use tests::{App, Client, eventually};

/// What a test wants to know of an export.
const ABOUT: &str = "export { id state name rowsDone rowsTotal bytes sha256 url failureCode failure expiresAt }";

/// Asks for an export.
async fn ask(client: &Client, input: Value) -> String {
    client.say("startExport", input, ABOUT).await.ok().str("startExport.export.id").into()
}

/// An export as its author sees it.
async fn see(client: &Client, id: &str) -> Value {
    let document =
        format!("query($id: ID!) {{ node(id: $id) {{ ... on Export {{ {} }} }} }}", &ABOUT[9..ABOUT.len() - 2]);
    client.query(&document, json!({ "id": id })).await.ok().data("node").clone()
}

/// The export once it has ended.
async fn ended(client: &Client, id: &str) -> Value {
    eventually(async || {
        let export = see(client, id).await;
        (!["QUEUED", "RUNNING"].contains(&export["state"].as_str().unwrap())).then_some(export)
    })
    .await
}

/// The bytes of a finished export, by its link and without a token.
async fn fetch(app: &App, export: &Value) -> Vec<u8> {
    assert_eq!(export["state"], "READY", "{export}");
    let answer = app.http().get(app.url(export["url"].as_str().unwrap())).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.bytes().await.unwrap().to_vec()
}

/// A list as a file.
pub(crate) async fn file(app: &App, client: &Client, input: Value) -> Vec<u8> {
    let id = ask(client, input).await;
    let export = ended(client, &id).await;
    let bytes = fetch(app, &export).await;
    assert_eq!(export["sha256"], schema::sha256(&bytes));
    assert_eq!(export["bytes"], bytes.len().to_string());
    bytes
}

/// Its lines as JSON.
fn lines(bytes: &[u8]) -> Vec<Value> {
    std::str::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The cells of the first sheet.
fn cells(bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}
