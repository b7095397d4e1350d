//! Several files of one request by one verb: all of them, in their order, or none.

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tests::{App, Client, both};

use super::{PDF, draft, form, multipart, seen};

both!(files_are_attached_together, it_is_all_or_none, sent_again_they_are_there_once);

/// A request that attaches these files to one owner by one verb.
pub fn together(client: &Client, owner: &str, files: &[(&str, &[u8])], selection: &str) -> RequestBuilder {
    let input = json!({ "owner": owner, "files": vec![Value::Null; files.len()] });
    sent(client, files, &input, selection)
}

fn sent(client: &Client, files: &[(&str, &[u8])], input: &Value, selection: &str) -> RequestBuilder {
    let query = format!("mutation($input: AttachFilesInput!) {{ attachFiles(input: $input) {{ {selection} }} }}");
    let operations = json!({ "query": query, "variables": { "input": input } }).to_string();
    let path = |n: usize| (n.to_string(), json!([format!("variables.input.files.{n}")]));
    let map = (0..files.len()).map(path).collect::<Value>().to_string();
    let names: Vec<String> = (0..files.len()).map(|n| n.to_string()).collect();
    let mut parts = vec![("operations", None, operations.as_bytes()), ("map", None, map.as_bytes())];
    parts.extend(names.iter().zip(files).map(|(name, (file, bytes))| (name.as_str(), Some(*file), *bytes)));
    multipart(client, form(&parts))
}

const FILES: [(&str, &[u8]); 3] = [("Tờ trình.pdf", PDF), ("b.txt", b"second"), ("c.txt", b"third")];

async fn files_are_attached_together(app: App) {
    let (_, officer, project) = draft(&app).await;
    let selection = "__typename attachments { name mediaType project { id } document { id } } receipt { sequence }";
    let reply = officer.send(together(&officer, &project, &FILES, selection)).await.ok();
    assert_eq!(reply.str("attachFiles.__typename"), "AttachmentsPayload");
    assert_eq!(reply.column("attachFiles.attachments", "name"), ["Tờ trình.pdf", "b.txt", "c.txt"]);
    assert_eq!(reply.str("attachFiles.attachments.0.mediaType"), "application/pdf");
    let last = reply.data("attachFiles.attachments.2");
    let owners: Vec<_> = ["project", "document"].iter().filter_map(|owner| last[owner]["id"].as_str()).collect();
    assert_eq!(owners, [project.as_str()]);
    assert!(!reply.data("attachFiles.receipt").is_null());
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 3);
}

/// One that is no file of the request, none at all, or too many for the owner: nothing is attached.
async fn it_is_all_or_none(app: App) {
    let (_, officer, project) = draft(&app).await;
    let half = json!({ "owner": project, "files": [null, "nothing"] });
    let _ = officer.send(sent(&officer, &FILES[..1], &half, "attachments { id }")).await.refused("BAD_USER_INPUT");
    let none = json!({ "owner": project, "files": [] });
    let _ = officer.say("attachFiles", none, "attachments { id }").await.refused("BAD_USER_INPUT");
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 0);
    for n in 0..33 {
        let texts = [format!("{n} a"), format!("{n} b"), format!("{n} c")];
        let files = texts.each_ref().map(|text| ("a.txt", text.as_bytes()));
        let _ = officer.send(together(&officer, &project, &files, "__typename")).await.ok();
    }
    let _ = officer.send(together(&officer, &project, &FILES, "attachments { id }")).await.refused("LIMIT_EXCEEDED");
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 99);
}

/// By its key, also where other fields are asked for.
async fn sent_again_they_are_there_once(app: App) {
    let (_, officer, project) = draft(&app).await;
    let officer = officer.keyed("files-1");
    let send = async |selection: &str| officer.send(together(&officer, &project, &FILES, selection)).await.ok();
    let first = send("attachments { id }").await;
    let again = send("attachments { id }").await;
    assert_eq!(first.data("attachFiles"), again.data("attachFiles"));
    let named = send("attachments { id name }").await;
    assert_eq!(named.column("attachFiles.attachments", "id"), first.column("attachFiles.attachments", "id"));
    assert_eq!(named.column("attachFiles.attachments", "name"), ["Tờ trình.pdf", "b.txt", "c.txt"]);
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 3);
}
