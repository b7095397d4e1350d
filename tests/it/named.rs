//! Documents asked for by name: automatic persisted queries, and trusted documents.

use std::fs;

use reqwest::{Method, StatusCode, Url};
use serde_json::{Value, json};
use tests::{App, Backend, Client, Reply, Who, World, both, on_with};
use uuid::Uuid;

const ME: &str = "query Me { viewer { class } }";
const UNITS: &str = "query Units($first: Int) { units(first: $first) { nodes { abbreviation } } }";

both!(
    a_document_is_kept_by_its_hash,
    by_get_too,
    the_wall_stands_before_what_is_kept,
    what_is_no_name_is_refused,
    one_client_does_not_push_out_another,
);

fn sha256(text: &str) -> String {
    schema::sha256(text.as_bytes())
}

fn hash(text: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": sha256(text) } })
}

async fn post(client: &Client, body: Value) -> Reply {
    client.send(client.request(Method::POST, "/graphql").json(&body)).await
}

async fn get(client: &Client, pairs: &[(&str, &str)]) -> Reply {
    let url = Url::parse_with_params("http://x/graphql", pairs).unwrap();
    client.send(client.request(Method::GET, &format!("/graphql?{}", url.query().unwrap()))).await
}

/// First the hash alone, then the text with it, then the hash alone: Apollo's protocol.
async fn a_document_is_kept_by_its_hash(app: App) {
    World::units(&app).await;
    let client = app.as_(Who::admin());
    let named = json!({ "extensions": hash(UNITS), "variables": { "first": 1 } });
    let reply = post(&client, named.clone()).await.refused("PERSISTED_QUERY_NOT_FOUND");
    assert_eq!(reply.status, StatusCode::OK, "application/json says 200 to every well-formed request");
    let newer = client.clone().with("accept", "application/graphql-response+json");
    assert_eq!(post(&newer, named.clone()).await.status, StatusCode::BAD_REQUEST);
    let whole = json!({ "query": UNITS, "extensions": hash(UNITS), "variables": { "first": 1 } });
    let _ = post(&client, whole.clone()).await.ok();
    assert_eq!(post(&client, named.clone()).await.ok().column("units.nodes", "abbreviation").len(), 1);
    // The draft of GraphQL over HTTP names it so.
    let by_id = json!({ "documentId": format!("sha256:{}", sha256(UNITS)), "variables": { "first": 1 } });
    assert_eq!(post(&client, by_id).await.ok().json, post(&client, named).await.json);
    let mut forged = whole;
    forged["extensions"] = hash(ME);
    let _ = post(&client, forged).await.refused("PERSISTED_QUERY_HASH_MISMATCH");
    let _ = post(&client, json!({ "extensions": hash(ME) })).await.refused("PERSISTED_QUERY_NOT_FOUND");
}

/// GET runs what is kept, and still no mutation.
async fn by_get_too(app: App) {
    let client = app.as_(Who::admin());
    let extensions = hash(ME).to_string();
    let _ = get(&client, &[("extensions", &extensions)]).await.refused("PERSISTED_QUERY_NOT_FOUND");
    let _ = get(&client, &[("query", ME), ("extensions", &extensions)]).await.ok();
    let reply = get(&client, &[("operationName", "Me"), ("extensions", &extensions)]).await.ok();
    assert_eq!(reply.str("viewer.class"), "ADMIN");
    let id = format!("sha256:{}", sha256(ME));
    assert_eq!(get(&client, &[("documentId", &id)]).await.ok().str("viewer.class"), "ADMIN");
    let write = "mutation { lockReport(input: { id: \"Report:x\" }) { report { id } } }";
    let _ = post(&client, json!({ "query": write, "extensions": hash(write) })).await;
    let reply = get(&client, &[("extensions", &hash(write).to_string())]).await;
    assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
}

/// Nothing is kept that may not run.
async fn the_wall_stands_before_what_is_kept(app: App) {
    let client = app.as_(Who::Public);
    let deep = format!("{{ a{} }}", "{ a ".repeat(60) + &"}".repeat(60));
    for bad in ["{ nope }", "{", &deep, "fragment f on Query { ...g } fragment g on Query { ...f } { ...f }"] {
        let first = post(&client, json!({ "query": bad, "extensions": hash(bad) })).await;
        assert!(["GRAPHQL_INVALID", "LIMIT_EXCEEDED"].contains(&first.code()), "{bad:.50}: {}", first.text);
        let _ = post(&client, json!({ "extensions": hash(bad) })).await.refused("PERSISTED_QUERY_NOT_FOUND");
    }
}

async fn what_is_no_name_is_refused(app: App) {
    let client = app.as_(Who::Public);
    for body in [
        json!({ "documentId": "md5:1" }),
        json!({ "documentId": 7 }),
        json!({ "documentId": sha256(ME), "query": ME }),
        json!({ "extensions": { "persistedQuery": { "version": 2, "sha256Hash": sha256(ME) } } }),
        json!({ "extensions": { "persistedQuery": "x" } }),
        json!({ "extensions": {} }),
    ] {
        let reply = post(&client, body.clone()).await.refused("BAD_REQUEST");
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{body}");
    }
    let _ = post(&client, json!({ "documentId": "Nobodys" })).await.refused("PERSISTED_QUERY_NOT_FOUND");
}

/// A client has its own shelf: what somebody else sends does not push off what it keeps, nor is it found there.
async fn one_client_does_not_push_out_another(app: App) {
    World::units(&app).await;
    let (quiet, loud) = (app.as_(Who::officer("STC")), app.as_(Who::Public));
    let _ = post(&quiet, json!({ "query": ME, "extensions": hash(ME) })).await;
    let padded = |n: usize| format!("{ME} # {n} {}", "x".repeat(19_000));
    let most = app.config().documents.kept_client_bytes.get() / 19_000;
    for n in 0..=most {
        let text = padded(n);
        let _ = post(&loud, json!({ "query": text, "extensions": hash(&text) })).await.ok();
    }
    let _ = post(&loud, json!({ "extensions": hash(&padded(0)) })).await.refused("PERSISTED_QUERY_NOT_FOUND");
    let _ = post(&loud, json!({ "extensions": hash(&padded(most)) })).await.ok();
    let _ = post(&loud, json!({ "extensions": hash(ME) })).await.refused("PERSISTED_QUERY_NOT_FOUND");
    assert_ne!(post(&quiet, json!({ "extensions": hash(ME) })).await.code(), "PERSISTED_QUERY_NOT_FOUND");
}

/// As many bytes as are kept, of one client and of all together, each text with 128 beside it; and one byte less.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_are_kept() {
    let text = |n: usize| format!("{{ viewer {{ class }} }} #{n}");
    let two = 2 * (text(0).len() + 128);
    for (limit, of_one) in [("THIDUA_DOCUMENTS_KEPT_CLIENT_BYTES", true), ("THIDUA_DOCUMENTS_KEPT_BYTES", false)] {
        for (bytes, is_kept) in [(two, true), (two - 1, false)] {
            Box::pin(on_with(Backend::Sqlite, &[(limit, &*bytes.to_string())], async |app: App| {
                let first = app.as_(Who::Public);
                let second = if of_one { first.clone() } else { app.as_(Who::admin()) };
                for (n, client) in [&first, &second].into_iter().enumerate() {
                    let _ = post(client, json!({ "query": text(n), "extensions": hash(&text(n)) })).await.ok();
                }
                let _ = post(&second, json!({ "extensions": hash(&text(1)) })).await.ok();
                let code = if is_kept { "" } else { "PERSISTED_QUERY_NOT_FOUND" };
                let kept = post(&first, json!({ "extensions": hash(&text(0)) })).await;
                assert_eq!(kept.code(), code, "{limit} = {bytes}");
            }))
            .await;
        }
    }
}

/// Only what was registered runs, by hash, by identifier or by its text, each for the client it belongs to.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_trusted_documents_run() {
    let folder = std::env::temp_dir().join(format!("thidua-trusted-{}", Uuid::new_v4().simple()));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("public.json"), json!({ sha256(ME): ME }).to_string()).unwrap();
    let operations = json!([{ "id": "Units", "name": "Units", "type": "query", "body": UNITS }]);
    let manifest = json!({ "format": "apollo-persisted-query-manifest", "version": 1, "operations": operations });
    fs::write(folder.join("lgsp.json"), manifest.to_string()).unwrap();
    let variables = [("THIDUA_DOCUMENTS_TRUSTED", folder.to_str().unwrap()), ("THIDUA_DOCUMENTS_ONLY_TRUSTED", "true")];
    let app = App::start_with(Backend::Sqlite, &variables).await;
    fs::remove_dir_all(&folder).unwrap();

    let public = app.as_(Who::Public);
    for body in [json!({ "query": ME }), json!({ "extensions": hash(ME) }), json!({ "documentId": sha256(ME) })] {
        let _ = post(&public, body).await.ok();
    }
    for other in ["{ viewer { class } }", "{ __schema { types { name } } }", UNITS] {
        let _ =
            post(&public, json!({ "query": other, "extensions": hash(other) })).await.refused("DOCUMENT_NOT_TRUSTED");
        let _ = post(&public, json!({ "extensions": hash(other) })).await.refused("PERSISTED_QUERY_NOT_FOUND");
    }
    let _ = post(&public, json!({ "documentId": "Units" })).await.refused("PERSISTED_QUERY_NOT_FOUND");
    // The program it belongs to, by its token. There are no units here: the administrator comes before them.
    let Who::Person(mut person) = Who::admin() else { unreachable!() };
    person.client = Some("lgsp".into());
    let lgsp = app.as_(Who::Person(person));
    for body in [json!({ "documentId": "Units" }), json!({ "query": UNITS }), json!({ "query": ME })] {
        let _ = post(&lgsp, body).await.ok();
    }
    drop((public, lgsp));
    app.finish().await;
}
