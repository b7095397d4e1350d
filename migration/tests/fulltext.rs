//! The index of searched texts on `SQLite`: it takes in what is there already, and follows every change.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use migration::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use sea_orm_migration::MigratorTrait;

async fn number(db: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// How many units the index finds by these groups of three letters.
async fn found(db: &DatabaseConnection, grams: &str) -> i64 {
    let sql = format!(
        "SELECT count(*) FROM unit_grams g JOIN unit_searched k ON k.key = g.rowid JOIN unit u ON u.id = k.id
         WHERE g.unit_grams MATCH '{grams}'"
    );
    number(db, &sql).await
}

async fn add(db: &DatabaseConnection, id: u8, search: &str) {
    let sql = format!(
        "INSERT INTO unit (id, kind, system, name, name_key, abbreviation, search, valid_from, version, created_at, updated_at)
         VALUES (x'{id:032x}', 'DISTRICT', 'STATE', 'x', 'x', 'U{id}', '{search}', '2021-01-01', 1, 0, 0)"
    );
    db.execute_unprepared(&sql).await.unwrap();
}

#[tokio::test]
async fn the_index_follows_its_table() {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    // Back to before there was an index, whatever steps came after it.
    while number(&db, "SELECT count(*) FROM sqlite_schema WHERE name = 'unit_grams'").await > 0 {
        Migrator::down(&db, Some(1)).await.unwrap();
    }
    add(&db, 1, "huyen tra cu").await;
    Migrator::up(&db, None).await.unwrap();
    assert_eq!(found(&db, "\"tra\"").await, 1, "what was there before");

    add(&db, 2, "thanh pho tra vinh").await;
    assert_eq!(found(&db, "\"tra\"").await, 2);
    assert_eq!(found(&db, "\"vin\" \"inh\"").await, 1);
    db.execute_unprepared("UPDATE unit SET search = 'huyen cau ke' WHERE abbreviation = 'U1'").await.unwrap();
    assert_eq!((found(&db, "\"tra\"").await, found(&db, "\"cau\"").await), (1, 1));
    add(&db, 3, "so noi vu").await;
    db.execute_unprepared("DELETE FROM unit WHERE abbreviation = 'U1'").await.unwrap();
    assert_eq!(found(&db, "\"cau\"").await, 0);
    assert_eq!(number(&db, "SELECT count(*) FROM unit_searched").await, 2);
    db.execute_unprepared("VACUUM").await.unwrap();
    assert_eq!((found(&db, "\"vin\"").await, found(&db, "\"noi\"").await), (1, 1), "rows keep their keys");
}
