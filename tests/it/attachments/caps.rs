//! Files of a request, bytes of a file, and files of an owner: at N and at N + 1.

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tests::{App, Backend, Client};

use super::{PDF, Part, attach, draft, form, multipart, operations, seen, several::together, sha256};
use crate::sign_in::limit;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn caps_hold_at_n() {
    let app = App::start_with(Backend::Sqlite, &[("THIDUA_FILES_BYTES", "1000"), ("THIDUA_FILES_COUNT", "2")]).await;
    let (_, officer, project) = draft(&app).await;
    let _ = attach(&officer, &project, "a.txt", &[b'x'; 1000]).await.ok();
    let reply = attach(&officer, &project, "a.txt", &[b'x'; 1001]).await.refused("LIMIT_EXCEEDED");
    assert_eq!((reply.status.as_u16(), reply.extension("limit")), (413, &json!(1000)));

    let many = |n: usize| {
        let texts = vec![("a.txt", &b"text"[..]); n];
        several(&officer, &project, &texts)
    };
    let _ = officer.send(many(2)).await.ok();
    let reply = officer.send(many(3)).await.refused("LIMIT_EXCEEDED");
    assert_eq!(*reply.extension("limit"), json!(2));
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 3);
    assert_eq!(app.stored_files().len(), 3);

    for n in 3..100 {
        let _ = attach(&officer, &project, "a.txt", format!("{n}").as_bytes()).await.ok();
    }
    let _ = attach(&officer, &project, "a.txt", b"one more").await.refused("LIMIT_EXCEEDED");
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 100);
    drop(officer);
    app.finish().await;
}

/// A request that attaches these files to one owner, each by a field of its own.
fn several(client: &Client, owner: &str, files: &[(&str, &[u8])]) -> RequestBuilder {
    let n = files.len();
    let field = |n| format!("f{n}: attachFile(input: {{ owner: $owner, file: $f{n} }}) {{ attachment {{ id }} }} ");
    let fields = (0..n).map(field).collect::<Vec<_>>().concat();
    let variables = (0..n).map(|n| format!(", $f{n}: Upload!")).collect::<Vec<_>>().concat();
    let query = format!("mutation($owner: ID!{variables}) {{ {fields} }}");
    let mut values: Value = (0..n).map(|n| (format!("f{n}"), Value::Null)).collect();
    values["owner"] = json!(owner);
    let operations = json!({ "query": query, "variables": values }).to_string();
    let map: Value = (0..n).map(|n| (n.to_string(), json!([format!("variables.f{n}")]))).collect();
    let map = map.to_string();
    let names: Vec<String> = (0..n).map(|n| n.to_string()).collect();
    let mut parts = vec![("operations", None, operations.as_bytes()), ("map", None, map.as_bytes())];
    parts.extend(names.iter().zip(files).map(|(name, (file, bytes))| (name.as_str(), Some(*file), *bytes)));
    multipart(client, form(&parts))
}

/// `map` has so many bytes at most, whatever it says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_of_a_map() {
    let app = App::start_with(Backend::Sqlite, &[]).await;
    let (_, officer, project) = draft(&app).await;
    let most = usize::try_from(limit(&app, "uploadMapBytes").await).unwrap();
    let operations = operations(&project);
    let send = async |bytes: usize| {
        let map = format!("{:<bytes$}", r#"{ "0": ["variables.file"] }"#);
        let parts: [Part<'_>; 3] =
            [("operations", None, operations.as_bytes()), ("map", None, map.as_bytes()), ("0", Some("a.pdf"), PDF)];
        officer.send(multipart(&officer, form(&parts))).await
    };
    let _ = send(most).await.ok();
    let reply = send(most + 1).await.refused("LIMIT_EXCEEDED");
    assert_eq!((reply.status.as_u16(), reply.extension("limit")), (413, &json!(most)));
    drop(officer);
    app.finish().await;
}

/// With the limits as they are: ten files of twenty mebibytes in one request are stored whole, byte for byte.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_of_twenty_mebibytes_are_taken() {
    let app = App::start_with(Backend::Sqlite, &[]).await;
    assert_eq!((app.config().files.count.get(), app.config().files.bytes.get()), (10, 20 << 20));
    let (_, officer, project) = draft(&app).await;
    let bytes = vec![b'x'; 20 << 20];
    let files = [("Số liệu.txt", bytes.as_slice()); 10];
    let _ = officer.send(together(&officer, &project, &files, "attachments { id }")).await.ok();
    let document = "query($id: ID!) { node(id: $id) {
        ... on Project { attachments { size sha256 } } ... on OfficialDocument { attachments { size sha256 } } } }";
    let reply = officer.query(document, json!({ "id": project })).await.ok();
    let each = json!({ "size": 20 << 20, "sha256": sha256(&bytes) });
    assert_eq!(*reply.data("node.attachments"), Value::from(vec![each; 10]));
    assert_eq!(app.stored_files().len(), 10);
    drop(officer);
    app.finish().await;
}
