//! Attachments: with a request and through slots; who sees them, who writes them, and what is left of a fault: nothing.

mod caps;
mod hostile;
mod links;
mod owners;
mod several;
mod slots;
mod time;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tests::{App, Client, Reply, Who, World};

/// The verb with its file in the variables.
const ATTACH: &str = "mutation($owner: ID!, $file: Upload!, $name: String) {
    attachFile(input: { owner: $owner, file: $file, name: $name }) { attachment { id name mediaType size sha256 url } }
}";

/// The beginning of a PDF, which its sender calls something else.
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n";

/// A part of a form: its name, the name of its file, its bytes.
pub(crate) type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

fn sha256(bytes: &[u8]) -> String {
    schema::sha256(bytes)
}

/// The bytes of a form.
pub(crate) fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: image/png")).unwrap_or_default();
        body.extend(format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--XX--\r\n");
    body
}

pub(crate) fn multipart(client: &Client, body: Vec<u8>) -> RequestBuilder {
    let request = client.request(Method::POST, "/graphql").header("content-type", "multipart/form-data; boundary=XX");
    request.header("graphql-preflight", "1").body(body)
}

/// `operations` of attaching one file to an owner.
fn operations(owner: &str) -> String {
    json!({ "query": ATTACH, "variables": { "owner": owner, "file": null } }).to_string()
}

/// Attaches one file.
async fn attach(client: &Client, owner: &str, name: &str, bytes: &[u8]) -> Reply {
    let operations = operations(owner);
    let parts: [Part<'_>; 3] = [
        ("operations", None, operations.as_bytes()),
        ("map", None, br#"{ "0": ["variables.file"] }"#),
        ("0", Some(name), bytes),
    ];
    client.send(multipart(client, form(&parts))).await
}

/// Somebody's draft of a project. The program itself lives today, when the campaign is long over: there it is a document.
async fn draft(app: &App) -> (World, Client, String) {
    let officer = app.as_(Who::officer("SGTVT"));
    if app.process().is_some() {
        let world = World::units(app).await;
        let document = world.document(&officer, "12/KH-SGTVT", "SGTVT").await;
        return (world, officer, document);
    }
    let world = World::launched(app).await;
    let project = world.project(&officer, "Đường tỉnh 911", json!({})).await;
    (world, officer, project.id)
}

/// The files of an object, as somebody sees it; none where they do not see it.
async fn seen(client: &Client, id: &str) -> Option<Vec<Value>> {
    let noun = id.split_once(':').unwrap().0;
    let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on {noun} {{ attachments {{ id name }} }} }} }}");
    let reply = client.query(&document, json!({ "id": id })).await.ok();
    reply.data("node").get("attachments").map(|files| files.as_array().unwrap().clone())
}

/// Whether somebody sees the object of an ID.
async fn sees(client: &Client, id: &str) -> bool {
    let reply = client.query("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await.ok();
    !reply.data("node").is_null()
}
