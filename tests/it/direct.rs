//! Reads on PostgreSQL: many on few connections, connections that the server closes, and reads that nobody waits for.

use reqwest::StatusCode;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tests::{App, Backend, Who, World, at_once, eventually, on_with};

/// One connection for each of two threads, and time enough for what is held up.
const FEW: [(&str, &str); 6] = [
    ("THIDUA_LOAD_OF_ONE", "100"),
    ("THIDUA_DATABASE_CONNECTIONS", "2"),
    ("THIDUA_HTTP_WORKERS", "2"),
    ("THIDUA_HTTP_REQUEST_SECONDS", "60"),
    ("THIDUA_DATABASE_LOCK_SECONDS", "60"),
    ("THIDUA_DATABASE_STATEMENT_SECONDS", "60"),
];

macro_rules! on_postgres {
    ($($name:ident),+) => {
        $(
            mod $name {
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    super::on_with(super::Backend::Postgres, &super::FEW, super::$name).await;
                }
            }
        )+
    };
}

on_postgres!(many_share_few_connections, a_closed_connection_is_replaced, an_abandoned_read_holds_nobody_up);

const UNITS: &str = "{ units(first: 2, orderBy: [{ field: NAME }]) { totalCount nodes { name children(first: 3) { nodes { name } } } } }";

/// Each is answered with its own rows, however many share a connection.
async fn many_share_few_connections(app: App) {
    let world = World::units(&app).await;
    let client = app.as_(Who::auditor());
    let ids: Vec<&String> = world.units.values().collect();
    let alone = async |id: &str| {
        let reply =
            client.query("query($id: ID!) { node(id: $id) { id ... on Unit { name } } }", json!({ "id": id })).await;
        reply.ok().json["data"]["node"]["id"].clone()
    };
    let answers = at_once(60, async |n| (json!(ids[n % ids.len()]), alone(ids[n % ids.len()]).await)).await;
    assert!(answers.iter().all(|(asked, answered)| asked == answered), "{answers:?}");
    let open = open(&app.connect().await).await;
    assert!((1..=6).contains(&open), "two for reads, two in the pool, one for the writes of each thread: {open}");
}

/// Connections that the server closes are made anew, and no reader is told.
async fn a_closed_connection_is_replaced(app: App) {
    World::units(&app).await;
    let client = app.as_(Who::auditor());
    let expected = client.query(UNITS, json!({})).await.ok().json["data"]["units"].clone();
    let database = app.connect().await;
    for _ in 0..3 {
        let closed = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'thidua'";
        database.execute_unprepared(closed).await.unwrap();
        let answers = at_once(8, async |_| client.query(UNITS, json!({})).await).await;
        for reply in answers {
            assert_eq!(reply.ok().json["data"]["units"], expected);
        }
    }
}

/// A read that its client has left is ended, and what shares its connection is answered.
async fn an_abandoned_read_holds_nobody_up(app: App) {
    World::units(&app).await;
    let (holder, watcher) = (app.connect().await, app.connect().await);
    holder.execute_unprepared("begin; lock table nomination in access exclusive mode").await.unwrap();
    let going: Vec<_> = (0..4)
        .map(|_| {
            let client = app.as_(Who::auditor());
            tokio::spawn(async move { client.query("{ nominations { totalCount } }", json!({})).await })
        })
        .collect();
    eventually(async || (waiting(&watcher).await > 0).then_some(())).await;
    for read in &going {
        read.abort();
    }
    // The lock is still held: these are on the same connections, or on those that replace them.
    let answers = at_once(8, async |_| app.as_(Who::auditor()).query(UNITS, json!({})).await).await;
    assert!(answers.iter().all(|reply| reply.status == StatusCode::OK && reply.json["errors"] == Value::Null));
    eventually(async || (waiting(&watcher).await == 0).then_some(())).await;
    holder.execute_unprepared("rollback").await.unwrap();
}

/// Statements of the server that wait for a lock.
async fn waiting(watcher: &DatabaseConnection) -> i64 {
    count(watcher, "application_name = 'thidua' and wait_event_type = 'Lock'").await
}

/// Connections of the server.
async fn open(watcher: &DatabaseConnection) -> i64 {
    count(watcher, "application_name = 'thidua'").await
}

async fn count(watcher: &DatabaseConnection, which: &str) -> i64 {
    let sql = format!("select count(*) as n from pg_stat_activity where datname = current_database() and {which}");
    let row = watcher.query_one_raw(Statement::from_string(watcher.get_database_backend(), sql)).await;
    row.unwrap().unwrap().try_get("", "n").unwrap()
}
