//! A database of a test, and what it says of its own tables.

use std::collections::BTreeSet;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, EntityTrait, Statement};

use super::ColumnShape;

pub async fn sqlite() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

pub async fn postgres(schema: &str) -> Option<DatabaseConnection> {
    let url = std::env::var("THIDUA_TEST_POSTGRES").ok()?;
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).set_schema_search_path(schema);
    let db = Database::connect(options).await.unwrap();
    db.execute_unprepared(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await.unwrap();
    Some(db)
}

pub async fn drop_schema(db: &DatabaseConnection, schema: &str) {
    db.execute_unprepared(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
}

/// The rows of a query as texts; the database is asked to make texts of them.
pub async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

pub async fn table_names(db: &DatabaseConnection) -> BTreeSet<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
        // The index of searched texts is made of tables there.
        _ => {
            r"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                AND name NOT LIKE '%\_grams%' ESCAPE '\' AND name NOT LIKE '%\_searched' ESCAPE '\'"
        }
    };
    texts(db, sql).await.into_iter().filter(|name| name != "seaql_migrations").collect()
}

/// Tables, indexes and triggers as the database itself tells them.
pub async fn whole_schema(db: &DatabaseConnection) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
             UNION ALL SELECT pg_get_constraintdef(oid) || conrelid::regclass::text FROM pg_constraint
                       WHERE connamespace = current_schema()::regnamespace
             UNION ALL SELECT table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type
                       FROM information_schema.columns WHERE table_schema = current_schema()
             ORDER BY 1"
        }
        _ => "SELECT type || name || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'seaql%' ORDER BY 1",
    };
    texts(db, sql).await
}

pub async fn columns(db: &DatabaseConnection, table: &str) -> Vec<ColumnShape> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => format!(
            "SELECT column_name || '|' || data_type || coalesce(' ' || collation_name, '') || '|' || is_nullable
             FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
        ),
        _ => format!(
            "SELECT name || '|' || lower(type) || '|' || CASE WHEN \"notnull\" = 0 AND pk = 0 THEN 'YES' ELSE 'NO' END
             FROM pragma_table_info('{table}') ORDER BY cid"
        ),
    };
    let shapes = texts(db, &sql).await.into_iter().map(|line| {
        let [name, kind, is_nullable] = line.split('|').collect::<Vec<_>>().try_into().unwrap();
        (name.to_owned(), kind_of(kind, db.get_database_backend()), is_nullable == "YES")
    });
    shapes.collect()
}

/// What a declared type of a database is called here. `SQLite` has one integer, so there `long` and `int` are one.
fn kind_of(declared: &str, backend: DbBackend) -> &'static str {
    match (declared, backend) {
        ("uuid", DbBackend::Postgres) | ("uuid_text", DbBackend::Sqlite) => "uuid",
        ("text C", DbBackend::Postgres) | ("text", DbBackend::Sqlite) => "text",
        ("boolean", _) => "boolean",
        ("date", DbBackend::Postgres) | ("date_text", DbBackend::Sqlite) => "date",
        ("integer", DbBackend::Postgres) => "int",
        ("bigint", DbBackend::Postgres) | ("integer", DbBackend::Sqlite) => "long",
        other => panic!("{other:?}"),
    }
}

/// A row that points at its own table, which a way back has to cope with.
pub async fn add_unit_below_another(db: &DatabaseConnection) {
    use entity::unit::{ActiveModel, Entity, UnitKind, UnitSystem};
    use sea_orm::ActiveValue::Set;
    let unit = |id: u128, parent: Option<u128>, abbreviation: &str| ActiveModel {
        id: Set(sea_orm::prelude::Uuid::from_u128(id)),
        parent_id: Set(parent.map(sea_orm::prelude::Uuid::from_u128)),
        kind: Set(UnitKind::District),
        system: Set(UnitSystem::State),
        name: Set("Trà Cú".to_owned()),
        name_key: Set(entity::text::sort_key("Trà Cú")),
        abbreviation: Set(abbreviation.to_owned()),
        search: Set(entity::text::fold("Trà Cú")),
        valid_from: Set(sea_orm::prelude::Date::default()),
        valid_to: Set(None),
        version: Set(1),
        created_at: Set(entity::Instant(0)),
        updated_at: Set(entity::Instant(0)),
    };
    for row in [unit(1, None, "A"), unit(2, Some(1), "B")] {
        Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
    let rows = Entity::find().all(db).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows.iter().filter(|row| row.parent_id.is_some()).count(), 1);
}
