//! Files have their time to arrive: what comes slowly but in time is taken, what does not is given up and leaves nothing.

use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Value, json};
use tests::{App, Backend, Client, on_with};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

use super::{PDF, Part, draft, form, multipart, operations, seen, sha256};

/// So long nothing here waits that does not hang.
const LONG: Duration = Duration::from_secs(30);

/// The whole text of a request that brings a file in a form.
pub(super) fn as_form(client: &Client, owner: &str, file: &[u8]) -> Vec<u8> {
    let operations = operations(owner);
    let parts: [Part<'_>; 3] = [
        ("operations", None, operations.as_bytes()),
        ("map", None, br#"{ "0": ["variables.file"] }"#),
        ("0", Some("a.pdf"), file),
    ];
    let body = form(&parts);
    let built = multipart(client, Vec::new()).build().unwrap();
    let header = |(name, value): (&HeaderName, &HeaderValue)| format!("{name}: {}\r\n", value.to_str().unwrap());
    let headers = built.headers().iter().filter(|(name, _)| *name != "content-length").map(header).collect::<String>();
    let head = format!("POST /graphql HTTP/1.1\r\n{headers}host: localhost\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.into_bytes(), body].concat()
}

/// The whole text of a request that fills a slot.
async fn as_slot(client: &Client, owner: &str, file: &[u8]) -> Vec<u8> {
    let input = json!({ "owner": owner, "name": "a.pdf", "size": file.len(), "sha256": sha256(file) });
    let slot = client.say("createUploadSlot", input, "uploadSlot { url }").await.ok();
    let url = slot.str("createUploadSlot.uploadSlot.url");
    let head = format!("PUT {url} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\r\n", file.len());
    [head.into_bytes(), file.to_vec()].concat()
}

/// Half of a request, and the other half after a while; the status.
async fn slowly(app: &App, request: &[u8], pause: Duration) -> String {
    let mut line = TcpStream::connect(app.address()).await.unwrap();
    let (begun, rest) = request.split_at(request.len() - 20);
    line.write_all(begun).await.unwrap();
    let mut said = [0; 12];
    // What is given up is answered before all of it has come.
    if timeout(pause, line.read_exact(&mut said)).await.is_err() {
        line.write_all(rest).await.unwrap();
        timeout(LONG, line.read_exact(&mut said)).await.unwrap().unwrap();
    }
    String::from_utf8(said.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_have_their_time() {
    let seconds =
        [("THIDUA_FILES_UPLOAD_SECONDS", "3"), ("THIDUA_HTTP_BODY_SECONDS", "1"), ("THIDUA_HTTP_REQUEST_SECONDS", "1")];
    Box::pin(on_with(Backend::Sqlite, &seconds, async |app: App| {
        let (_, officer, project) = draft(&app).await;
        let requests = [as_form(&officer, &project, PDF), as_slot(&officer, &project, PDF).await];
        let other = as_slot(&officer, &project, PDF).await;
        let late = [requests[0].clone(), other];
        let pause = Duration::from_millis;
        let (form, slot) =
            tokio::join!(slowly(&app, &requests[0], pause(1_800)), slowly(&app, &requests[1], pause(1_800)));
        assert_eq!([form.as_str(), &slot], ["HTTP/1.1 200", "HTTP/1.1 204"]);
        let stored = app.stored_files().len();
        let (form, slot) = tokio::join!(slowly(&app, &late[0], LONG), slowly(&app, &late[1], LONG));
        assert_eq!([form.as_str(), &slot], ["HTTP/1.1 503", "HTTP/1.1 503"]);
        let mut left = Vec::<String>::new();
        for _ in 0..100 {
            left = app.stored_files();
            if left.len() == stored {
                break;
            }
            sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(left.len(), stored, "{left:?}");
        assert_eq!(seen(&officer, &project).await.as_ref().map(Vec::<Value>::len), Some(1));
    }))
    .await;
}
