//! Multipart requests that are not what they should be: each has its code, and leaves nothing behind.

use reqwest::{
    Method, StatusCode,
    header::{HeaderName, HeaderValue},
};
use serde_json::{Value, json};
use tests::{App, Who, both};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use super::{ATTACH, PDF, Part, attach, draft, form, multipart, operations};

both!(
    a_page_of_another_origin_cannot_send_a_form,
    what_is_malformed_is_refused,
    a_program_is_refused,
    a_token_in_plain_json_is_no_file,
    a_packed_body_is_refused,
    a_connection_cut_leaves_nothing,
);

const MAP: &[u8] = br#"{ "0": ["variables.file"] }"#;

/// Without one of the headers that a page has to ask for.
async fn a_page_of_another_origin_cannot_send_a_form(app: App) {
    let (_, officer, project) = draft(&app).await;
    let operations = operations(&project);
    let body = form(&[("operations", None, operations.as_bytes()), ("map", None, MAP), ("0", Some("a.pdf"), PDF)]);
    let bare = || {
        let request = officer.request(Method::POST, "/graphql").body(body.clone());
        request.header("content-type", "multipart/form-data; boundary=XX")
    };
    for request in [bare(), bare().header("apollo-require-preflight", ""), bare().header("graphql-preflight", " ")] {
        let reply = officer.send(request).await.refused("BAD_REQUEST");
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let _ = officer.send(bare().header("apollo-require-preflight", "true")).await.ok();
}

async fn what_is_malformed_is_refused(app: App) {
    let (_, officer, project) = draft(&app).await;
    let operations = operations(&project);
    let ops: Part<'_> = ("operations", None, operations.as_bytes());
    let (map, file): (Part<'_>, Part<'_>) = (("map", None, MAP), ("0", Some("a.pdf"), PDF));
    let many: Value = [("0".to_owned(), json!(vec!["variables.file"; 20_000]))].into_iter().collect();
    let many = many.to_string();
    let each: Value = (0..20_000).map(|n| (n.to_string(), json!(["variables.file"]))).collect();
    let each = each.to_string();
    let batch = format!("[{operations}]");
    for (what, parts, code) in [
        ("one file at 20,000 places", vec![ops, ("map", None, many.as_bytes()), file], "LIMIT_EXCEEDED"),
        ("20,000 files", vec![ops, ("map", None, each.as_bytes()), file], "LIMIT_EXCEEDED"),
        (
            "two places",
            vec![ops, ("map", None, br#"{"0":["variables.file","variables.name"]}"#), file],
            "UPLOAD_INVALID",
        ),
        ("a prototype", vec![ops, ("map", None, br#"{"0":["variables.__proto__.file"]}"#), file], "UPLOAD_INVALID"),
        ("no such place", vec![ops, ("map", None, br#"{"0":["variables.nothing"]}"#), file], "UPLOAD_INVALID"),
        ("a place that is taken", vec![ops, ("map", None, br#"{"0":["variables.owner"]}"#), file], "UPLOAD_INVALID"),
        ("a map that is no JSON", vec![ops, ("map", None, b"{"), file], "UPLOAD_INVALID"),
        ("no file", vec![ops, map], "UPLOAD_INVALID"),
        ("no map", vec![ops], "UPLOAD_INVALID"),
        ("nothing", vec![], "UPLOAD_INVALID"),
        ("a file too many", vec![ops, map, file, ("1", Some("b.pdf"), PDF)], "UPLOAD_INVALID"),
        ("a file twice", vec![ops, map, file, file], "UPLOAD_INVALID"),
        ("the file before the map", vec![ops, file, map], "UPLOAD_INVALID"),
        ("the map before the operations", vec![map, ops, file], "UPLOAD_INVALID"),
        ("an empty file", vec![ops, map, ("0", Some("a.pdf"), b"")], "UPLOAD_INVALID"),
        ("a batch", vec![("operations", None, batch.as_bytes()), map, file], "BAD_REQUEST"),
        ("operations that are no JSON", vec![("operations", None, b"{"), map, file], "BAD_REQUEST"),
    ] {
        let reply = officer.send(multipart(&officer, form(&parts))).await;
        assert_eq!(reply.code(), code, "{what}: {}", reply.text);
    }
    let whole = form(&[ops, map, file]);
    let cut = officer.send(multipart(&officer, whole[..whole.len() - 20].to_vec())).await;
    assert_eq!(cut.code(), "UPLOAD_INVALID", "{}", cut.text);
    let endless = format!("--XX\r\nX-Header: {}", "x".repeat(200_000));
    let endless = officer.send(multipart(&officer, endless.into_bytes())).await;
    assert_eq!(endless.code(), "UPLOAD_INVALID", "{}", endless.text);
    // The same wall as for everything else.
    let deep = format!("mutation($file: Upload!) {{ a{} }}", "{ a ".repeat(60) + &"}".repeat(60));
    let deep = json!({ "query": deep, "variables": { "file": null } }).to_string();
    let reply = officer.send(multipart(&officer, form(&[("operations", None, deep.as_bytes()), map, file]))).await;
    assert_eq!(reply.code(), "LIMIT_EXCEEDED", "{}", reply.text);
    assert_eq!(app.stored_files(), Vec::<String>::new());
    assert_eq!(app.number("select count(*) from attachment").await, 0);
    let _ = officer.send(multipart(&officer, form(&[ops, map, file]))).await.ok();
}

async fn a_program_is_refused(app: App) {
    let (_, officer, project) = draft(&app).await;
    let program = [&b"\x7fELF\x02\x01\x01"[..], &[0; 57]].concat();
    let _ = attach(&officer, &project, "Báo cáo.pdf", &program).await.refused("FILE_TYPE_REFUSED");
    assert_eq!(app.stored_files(), Vec::<String>::new());
}

async fn a_token_in_plain_json_is_no_file(app: App) {
    let (_, officer, project) = draft(&app).await;
    for file in ["#__graphql_file__:0", "", "0", &format!("{}:0", super::sha256(PDF))] {
        let reply = officer.query(ATTACH, json!({ "owner": project, "file": file })).await;
        let _ = reply.refused("BAD_USER_INPUT");
    }
    let literal = format!(
        "mutation {{ attachFile(input: {{ owner: \"{project}\", file: \"#__graphql_file__:9\" }}) {{ attachment {{ id }} }} }}"
    );
    let _ = officer.query(&literal, json!({})).await.refused("BAD_USER_INPUT");
    for file in [json!(7), json!(null), json!({ "a": [] })] {
        let code = officer.query(ATTACH, json!({ "owner": project, "file": file })).await.code().to_owned();
        assert!(["BAD_USER_INPUT", "GRAPHQL_INVALID"].contains(&&*code), "{file}: {code}");
    }
}

/// A compressed body could become as large as it likes: no form and no file of a slot comes so.
async fn a_packed_body_is_refused(app: App) {
    let (_, officer, project) = draft(&app).await;
    let operations = operations(&project);
    let body = form(&[("operations", None, operations.as_bytes()), ("map", None, MAP), ("0", Some("a.pdf"), PDF)]);
    let input = json!({ "owner": project, "name": "a.pdf", "size": PDF.len(), "sha256": super::sha256(PDF) });
    let slot = officer.say("createUploadSlot", input, "uploadSlot { url }").await.ok();
    let put = || officer.request(Method::PUT, slot.str("createUploadSlot.uploadSlot.url")).body(PDF);
    for request in [multipart(&officer, body), put()] {
        let reply = officer.send(request.header("content-encoding", "gzip")).await.refused("BAD_REQUEST");
        assert_eq!((reply.status, reply.header("accept-encoding")), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "identity"));
    }
    assert_eq!(app.stored_files(), Vec::<String>::new());
    assert_eq!(officer.send(put().header("content-encoding", "identity")).await.status, StatusCode::NO_CONTENT);
}

/// One file is whole and one is half there when the line is cut: neither stays.
async fn a_connection_cut_leaves_nothing(app: App) {
    let (_, officer, project) = draft(&app).await;
    let document = "mutation($owner: ID!, $a: Upload!, $b: Upload!) {
        a: attachFile(input: { owner: $owner, file: $a }) { attachment { id } }
        b: attachFile(input: { owner: $owner, file: $b }) { attachment { id } }
    }";
    let operations = json!({ "query": document, "variables": { "owner": project, "a": null, "b": null } }).to_string();
    let large = vec![b'x'; 1_000_000];
    let body = form(&[
        ("operations", None, operations.as_bytes()),
        ("map", None, br#"{ "a": ["variables.a"], "b": ["variables.b"] }"#),
        ("a", Some("a.pdf"), PDF),
        ("b", Some("b.txt"), &large),
    ]);
    let built = multipart(&officer, Vec::new()).build().unwrap();
    let header = |(name, value): (&HeaderName, &HeaderValue)| format!("{name}: {}\r\n", value.to_str().unwrap());
    let headers =
        built.headers().iter().filter(|(name, _)| *name != "content-length").map(header).collect::<Vec<_>>().concat();
    let length = body.len();
    let head = format!("POST /graphql HTTP/1.1\r\n{headers}host: localhost\r\ncontent-length: {length}\r\n\r\n");
    let address = app.url("").trim_start_matches("http://").to_owned();
    let mut line = TcpStream::connect(&address).await.unwrap();
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&body[..body.len() / 2]).await.unwrap();
    until(&app, || app.stored_files().len() == 2).await;
    drop(line);
    until(&app, || app.stored_files().is_empty()).await;
    assert_eq!(app.number("select count(*) from attachment").await, 0);
    // The same in whole.
    let _ = officer.send(multipart(&officer, body)).await.ok();
    assert_eq!(app.stored_files().len(), 2);
}

/// Asks the server something else until this holds.
async fn until(app: &App, holds: impl Fn() -> bool) {
    for _ in 0..20_000 {
        if holds() {
            return;
        }
        let reply = app.as_(Who::Public).query("{ __typename }", json!({})).await;
        assert_eq!(reply.status, StatusCode::OK);
    }
    panic!("it did not come about; stored: {:?}", app.stored_files());
}
