//! Links: whose they are, what ends them, and that whoever follows one is counted like anybody who asks.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{App, Backend, Client, Who, both, eventually, on_with};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use super::{PDF, attach, draft, sha256};
use crate::sign_in::{access, ready, sign_in, sign_out};

both!(a_public_link_is_for_everybody, a_link_ends_with_its_session, a_link_ends_with_its_time);

/// The address at which somebody may download the first file of an object.
async fn link(client: &Client, owner: &str) -> String {
    let document = "query($id: ID!) { node(id: $id) {
        ... on Project { attachments { url } } ... on OfficialDocument { attachments { url } } } }";
    client.query(document, json!({ "id": owner })).await.ok().str("node.attachments.0.url").to_owned()
}

async fn get(client: &Client, url: &str) -> StatusCode {
    client.send(client.request(Method::GET, url)).await.status
}

/// Whoever is signed in may follow what the public was given, and nobody else's.
async fn a_public_link_is_for_everybody(app: App) {
    let (world, officer, _) = draft(&app).await;
    let plan = world.document(&officer, "12/KH-SGTVT", "SGTVT").await;
    let _ = attach(&officer, &plan, "a.pdf", PDF).await.ok();
    let (public, other) = (app.as_(Who::Public), app.as_(Who::officer("STC")));
    let open = link(&public, &plan).await;
    let own = link(&officer, &plan).await;
    for (client, url, status) in [
        (&public, &open, StatusCode::OK),
        (&officer, &open, StatusCode::OK),
        (&other, &open, StatusCode::OK),
        (&public, &own, StatusCode::OK),
        (&officer, &own, StatusCode::OK),
        (&other, &own, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(get(client, url).await, status);
    }
    let stranger = public.with("authorization", "Bearer nonsense");
    assert_eq!(get(&stranger, &open).await, StatusCode::UNAUTHORIZED, "never the public instead");
}

/// A link is good until the last second of its time.
async fn a_link_ends_with_its_time(app: App) {
    let (_, officer, project) = draft(&app).await;
    let _ = attach(&officer, &project, "a.pdf", PDF).await.ok();
    let (public, url, begin) = (app.as_(Who::Public), link(&officer, &project).await, app.now());
    let seconds = app.config().files.link_seconds.get().cast_signed();
    for (seconds, status) in [(seconds - 1, StatusCode::OK), (seconds, StatusCode::FORBIDDEN)] {
        app.at(&(begin + chrono::TimeDelta::seconds(seconds)).to_rfc3339());
        assert_eq!(get(&public, &url).await, status, "{seconds} s");
    }
}

/// A link made in a session is worth nothing once that session has ended, for whoever has it; nor is a token of that session.
async fn a_link_ends_with_its_session(app: App) {
    let (_, officer, project) = draft(&app).await;
    let _ = attach(&officer, &project, "a.pdf", PDF).await.ok();
    let tokens = ready(&app, "an.nguyen").await;
    let elsewhere = sign_in(&app, "an.nguyen", "đồng bằng sông Cửu Long").await;
    let public = app.as_(Who::Public);
    let as_user = |token: &str| app.as_(Who::Public).with("authorization", format!("Bearer {token}"));
    let (here, there) = (as_user(&access(&tokens)), as_user(&access(&elsewhere)));
    let (mine, other) = (link(&here, &project).await, link(&there, &project).await);
    let slot = json!({ "owner": project, "name": "b.pdf", "size": PDF.len(), "sha256": sha256(PDF) });
    let slot = here.say("createUploadSlot", slot, "uploadSlot { url }").await.ok();
    let slot = slot.str("createUploadSlot.uploadSlot.url").to_owned();
    assert_eq!((get(&public, &mine).await, get(&here, &mine).await), (StatusCode::OK, StatusCode::OK));
    assert_eq!(get(&there, &mine).await, StatusCode::OK, "the same person");
    assert_eq!(sign_out(&app, &tokens, false).await.status, StatusCode::OK);
    let reply = public.send(public.request(Method::GET, &mine)).await.refused("LINK_EXPIRED");
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(get(&there, &mine).await, StatusCode::FORBIDDEN);
    assert_eq!(get(&here, &other).await, StatusCode::UNAUTHORIZED, "the token has ended too");
    let _ = public.send(public.request(Method::PUT, &slot).body(PDF)).await.refused("LINK_EXPIRED");
    assert_eq!(get(&public, &other).await, StatusCode::OK, "the other session stands");
    let _ = crate::sign_in::say(&app, "disableUser", "an.nguyen", json!({})).await.ok();
    assert_eq!(get(&public, &other).await, StatusCode::FORBIDDEN, "and ends with its user");
}

/// The public is counted by its requests here too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_counted_like_other_requests() {
    let rate = [("THIDUA_RATE_REQUESTS", "5"), ("THIDUA_RATE_REQUESTS_PER_SECOND", "1")];
    on_with(Backend::Sqlite, &rate, async |app: App| {
        let public = app.as_(Who::Public);
        let refused = eventually(async || {
            let reply = public.send(public.request(Method::GET, "/files/nothing")).await;
            (reply.status != StatusCode::FORBIDDEN).then_some(reply)
        });
        let refused = refused.await;
        assert_eq!((refused.status, refused.code()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"));
        assert!(refused.header("ratelimit").contains("\"requests\";r=0;"), "{}", refused.header("ratelimit"));
    })
    .await;
}

/// A file costs its account, and one that is on its way holds one of its places.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_on_its_way_holds_a_place_of_its_own_account() {
    on_with(Backend::Sqlite, &[("THIDUA_LOAD_OF_ONE", "1")], async |app: App| {
        let (_, officer, project) = draft(&app).await;
        let slot = json!({ "owner": project, "name": "b.pdf", "size": PDF.len(), "sha256": sha256(PDF) });
        let slot = officer.say("createUploadSlot", slot, "uploadSlot { url }").await.ok();
        let url = slot.str("createUploadSlot.uploadSlot.url").to_owned();
        let token = officer.token(chrono::Duration::minutes(15)).unwrap();
        let head = format!(
            "PUT {url} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n%PDF",
            PDF.len()
        );
        let mut line = TcpStream::connect(app.address()).await.unwrap();
        line.write_all(head.as_bytes()).await.unwrap();
        let status = async || officer.query("{ viewer { class } }", json!({})).await.status;
        eventually(async || (status().await == StatusCode::TOO_MANY_REQUESTS).then_some(())).await;
        let _ = app.as_(Who::officer("STC")).query("{ viewer { class } }", json!({})).await.ok();
        drop(line);
        eventually(async || (status().await == StatusCode::OK).then_some(())).await;
    })
    .await;
}
