//! A lock that a test holds, so that what has to take long takes as long as the test wants.

use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use serde_json::json;
use tests::{App, Client, Reply, eventually};

/// Makes a unit, which waits while the lock is held.
pub async fn create(client: Client, n: usize) -> Reply {
    let name = format!("Tỉnh {n}");
    let input = json!({ "kind": "PROVINCE", "system": "STATE", "name": name, "abbreviation": format!("T{n}"), "validFrom": "2020-01-01" });
    client.say("createUnit", input, "unit { id }").await
}

/// A lock that holds up everybody who writes units, and nobody who reads.
pub struct Held {
    database: DatabaseConnection,
    watcher: Option<DatabaseConnection>,
}

impl Held {
    /// Holds it until it is released.
    pub async fn the_writer(app: &App) -> Self {
        let database = app.connect().await;
        let (begin, watcher) = match database.get_database_backend() {
            sea_orm::DbBackend::Postgres => ("begin; lock table unit in exclusive mode", Some(app.connect().await)),
            _ => ("begin immediate", None),
        };
        database.execute_unprepared(begin).await.unwrap();
        Self { database, watcher }
    }

    /// Waits until so many statements of the server wait for the lock; only PostgreSQL tells.
    pub async fn sees_waiting(&self, expected: i64) {
        let Some(watcher) = &self.watcher else { return };
        let count = "select count(*) as n from pg_stat_activity
            where datname = current_database() and application_name = 'thidua' and wait_event_type = 'Lock'";
        eventually(async || {
            let row =
                watcher.query_one_raw(sea_orm::Statement::from_string(watcher.get_database_backend(), count)).await;
            let waiting: i64 = row.unwrap().unwrap().try_get("", "n").unwrap();
            (waiting == expected).then_some(())
        })
        .await;
    }

    /// Lets everybody go on.
    pub async fn release(self) {
        self.database.execute_unprepared("rollback").await.unwrap();
        self.database.close().await.unwrap();
    }
}
