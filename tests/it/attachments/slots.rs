//! Slots: announced, put, completed; or forgotten.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{App, Client, Reply, Who, both};

use super::{PDF, draft, seen, sha256};
use crate::sign_in::limit;

both!(
    a_slot_is_filled_and_completed,
    only_the_announced_bytes_fit,
    slots_end_with_their_time,
    slots_that_end_are_forgotten,
    one_has_so_many_open,
);

async fn open(client: &Client, owner: &str, bytes: &[u8]) -> Reply {
    let input = json!({ "owner": owner, "name": "Báo cáo.pdf", "size": bytes.len(), "sha256": sha256(bytes) });
    client.say("createUploadSlot", input, "uploadSlot { id url expiresAt size sha256 }").await
}

fn slot(reply: &Reply) -> (String, Value) {
    (reply.str("createUploadSlot.uploadSlot.url").into(), json!({ "id": reply.str("createUploadSlot.uploadSlot.id") }))
}

async fn put(app: &App, url: &str, bytes: &[u8]) -> StatusCode {
    app.http().put(app.url(url)).body(bytes.to_vec()).send().await.unwrap().status()
}

async fn a_slot_is_filled_and_completed(app: App) {
    let (_, officer, project) = draft(&app).await;
    let (url, input) = slot(&open(&officer, &project, PDF).await.ok());
    let complete =
        async |who: &Client| who.say("completeUpload", input.clone(), "attachment { name size mediaType }").await;
    let _ = complete(&officer).await.refused("UPLOAD_MISSING");
    assert_eq!(put(&app, &url, PDF).await, StatusCode::NO_CONTENT);
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 0, "not before it is completed");
    let _ = complete(&app.as_(Who::officer("STC"))).await.refused("NOT_FOUND");
    let _ = complete(&app.as_(Who::head("SGTVT"))).await.refused("NOT_FOUND");
    let reply = complete(&officer).await.ok();
    assert_eq!(reply.str("completeUpload.attachment.mediaType"), "application/pdf");
    assert_eq!(reply.str("completeUpload.attachment.name"), "Báo cáo.pdf");
    let _ = complete(&officer).await.refused("NOT_FOUND");
    assert_eq!(seen(&officer, &project).await.unwrap().len(), 1);
    assert_eq!(app.stored_files().len(), 1);
}

/// Fewer, more or others: nothing is stored of them.
async fn only_the_announced_bytes_fit(app: App) {
    let (_, officer, project) = draft(&app).await;
    let (url, input) = slot(&open(&officer, &project, PDF).await.ok());
    let others = PDF.to_ascii_uppercase();
    for bytes in [&PDF[1..], &[PDF, b"x"].concat(), &others, b""] {
        assert_eq!(put(&app, &url, bytes).await, StatusCode::BAD_REQUEST);
    }
    assert_eq!(app.http().get(app.url(&url)).send().await.unwrap().status(), StatusCode::FORBIDDEN, "not for that");
    assert_eq!(app.stored_files(), Vec::<String>::new());
    let _ = officer.say("completeUpload", input.clone(), "__typename").await.refused("UPLOAD_MISSING");
    // What somebody else did to the store is seen when the slot is completed.
    assert_eq!(put(&app, &url, PDF).await, StatusCode::NO_CONTENT);
    std::fs::write(&app.stored_files()[0], &others).unwrap();
    let _ = officer.say("completeUpload", input, "__typename").await.refused("UPLOAD_MISMATCH");
    for (size, hash, code) in [
        (0, sha256(PDF), "BAD_USER_INPUT"),
        (app.config().files.bytes.get() + 1, sha256(PDF), "LIMIT_EXCEEDED"),
        (1, "abc".into(), "BAD_USER_INPUT"),
        (1, sha256(PDF).to_uppercase(), "BAD_USER_INPUT"),
    ] {
        let input = json!({ "owner": project, "name": "a", "size": size, "sha256": hash });
        let _ = officer.say("createUploadSlot", input, "__typename").await.refused(code);
    }
    let input = json!({ "owner": project, "name": "a", "size": app.config().files.bytes.get(), "sha256": sha256(PDF) });
    let _ = officer.say("createUploadSlot", input, "__typename").await.ok();
}

/// In the last second of its time a slot is filled and completed, and after it neither.
async fn slots_end_with_their_time(app: App) {
    let (_, officer, project) = draft(&app).await;
    let begin = app.now();
    let (first, second) = (open(&officer, &project, PDF).await.ok(), open(&officer, &project, PDF).await.ok());
    let ((url, input), (late_url, late)) = (slot(&first), slot(&second));
    let time = chrono::TimeDelta::seconds(app.config().files.slot_seconds.get().cast_signed());
    app.at(&(begin + time - chrono::TimeDelta::seconds(1)).to_rfc3339());
    assert_eq!(put(&app, &url, PDF).await, StatusCode::NO_CONTENT);
    let _ = officer.say("completeUpload", input, "attachment { id }").await.ok();
    app.at(&(begin + time + chrono::TimeDelta::seconds(1)).to_rfc3339());
    assert_eq!(put(&app, &late_url, PDF).await, StatusCode::FORBIDDEN);
    let _ = officer.say("completeUpload", late, "attachment { id }").await.refused("LINK_EXPIRED");
}

async fn slots_that_end_are_forgotten(app: App) {
    let (_, officer, project) = draft(&app).await;
    let (url, input) = slot(&open(&officer, &project, PDF).await.ok());
    assert_eq!(put(&app, &url, PDF).await, StatusCode::NO_CONTENT);
    app.tidy().await;
    assert_eq!(app.stored_files().len(), 1, "it is still open");
    let seconds = app.config().files.slot_seconds.get() + 1;
    app.at(&(app.now() + chrono::TimeDelta::seconds(seconds.cast_signed())).to_rfc3339());
    let _ = officer.say("completeUpload", input.clone(), "__typename").await.refused("LINK_EXPIRED");
    assert_eq!(put(&app, &url, PDF).await, StatusCode::FORBIDDEN);
    app.tidy().await;
    assert_eq!(app.number("select count(*) from upload_slot").await, 0);
    assert_eq!(app.stored_files(), Vec::<String>::new());
    let _ = officer.say("completeUpload", input, "__typename").await.refused("NOT_FOUND");
}

/// As many as are published, of one person; one that is completed makes room.
async fn one_has_so_many_open(app: App) {
    let (_, officer, project) = draft(&app).await;
    let first = slot(&open(&officer, &project, PDF).await.ok());
    let most = limit(&app, "uploadSlots").await;
    for _ in 1..most {
        let _ = open(&officer, &project, PDF).await.ok();
    }
    let reply = open(&officer, &project, PDF).await.refused("LIMIT_EXCEEDED");
    assert_eq!(*reply.extension("limit"), json!(most));
    let _ = open(&app.as_(Who::officer("SGTVT").named("another@sgtvt")), &project, PDF).await.ok();
    assert_eq!(put(&app, &first.0, PDF).await, StatusCode::NO_CONTENT);
    let _ = officer.say("completeUpload", first.1, "attachment { id }").await.ok();
    let _ = open(&officer, &project, PDF).await.ok();
}
