//! The same rows in an SQLite file, copied out of PostgreSQL.

use std::{env, path::Path};

use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, Row as _, Sqlite, SqliteConnection,
    postgres::PgRow,
    query::Query,
    sqlite::{SqliteArguments, SqliteConnectOptions},
};
use tempfile::TempDir;

use crate::{Result, ground::Ground, options::Options, server::program};

/// The tables of a migrated file, but those that follow others by themselves.
const TABLES: &str = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' \
    and name not like '%_grams%' and name not like '%_searched' and name <> 'seaql_migrations'";
/// Columns in the order of both, with how a value crosses.
const COLUMNS: &str = "select column_name::text, data_type::text from information_schema.columns \
    where table_schema = 'public' and table_name = $1 order by ordinal_position";

/// A filled file.
pub(crate) struct File {
    /// Its URL.
    pub(crate) url: String,
    _folder: Option<TempDir>,
}

/// How a value crosses from PostgreSQL to SQLite.
#[derive(Clone, Copy)]
enum Way {
    Int,
    Text,
    Bytes,
}

impl File {
    /// A file with the shape and the rows of the ground.
    pub(crate) async fn copy(options: &Options, ground: &mut Ground) -> Result<Self> {
        let folder = if options.keep.is_some() { None } else { Some(TempDir::new()?) };
        let place = folder.as_ref().map_or_else(env::temp_dir, |folder| folder.path().to_owned());
        let path = place.join(format!("{}.sqlite", ground.database));
        let is_there = path.exists();
        let url = format!("sqlite://{}?mode=rwc", path.display());
        let migrated = program("thidua")?.args(["migrate", "--database-url", &url]).output()?;
        if !migrated.status.success() {
            return Err(String::from_utf8_lossy(&migrated.stderr).into());
        }
        if !is_there {
            eprintln!("copying the rows into an SQLite file …");
            fill(&path, &mut ground.admin).await?;
        }
        Ok(Self { url, _folder: folder })
    }
}

async fn fill(path: &Path, from: &mut PgConnection) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(false);
    let mut to = SqliteConnection::connect_with(&options).await?;
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut to).await?;
    for table in tables {
        let there = format!("select count(*) from \"{table}\"");
        if sqlx::query_scalar::<_, i64>(AssertSqlSafe(there)).fetch_one(&mut to).await? == 0 {
            copy(&table, from, &mut to).await?;
        }
    }
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut to).await?;
    Ok(to.close().await?)
}

async fn copy(table: &str, from: &mut PgConnection, to: &mut SqliteConnection) -> Result<()> {
    use futures_util::TryStreamExt as _;
    let columns: Vec<(String, String)> = sqlx::query_as(COLUMNS).bind(table).fetch_all(&mut *from).await?;
    let (taken, ways): (Vec<String>, Vec<Way>) = columns.iter().map(|(name, ty)| crossing(name, ty)).unzip();
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let select = format!("select {} from \"{table}\"", taken.join(", "));
    let places = vec!["?"; names.len()].join(", ");
    let insert = format!("insert into \"{table}\" ({}) values ({places})", names.join(", "));
    let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(from);
    let mut tx = to.begin().await?;
    while let Some(row) = rows.try_next().await? {
        bound(&insert, &row, &ways)?.execute(&mut *tx).await?;
    }
    Ok(tx.commit().await?)
}

/// What is selected of a column, and as what it comes.
fn crossing(name: &str, ty: &str) -> (String, Way) {
    match ty {
        "uuid" => (format!("uuid_send(\"{name}\")"), Way::Bytes),
        "bytea" => (format!("\"{name}\""), Way::Bytes),
        "boolean" => (format!("\"{name}\"::int::bigint"), Way::Int),
        "integer" | "bigint" | "smallint" => (format!("\"{name}\"::bigint"), Way::Int),
        _ => (format!("\"{name}\"::text"), Way::Text),
    }
}

/// The insert with a row's values.
fn bound<'q>(insert: &'q str, row: &PgRow, ways: &[Way]) -> Result<Query<'q, Sqlite, SqliteArguments>> {
    let mut query = sqlx::query(AssertSqlSafe(insert));
    for (i, way) in ways.iter().enumerate() {
        query = match way {
            Way::Int => query.bind(row.try_get::<Option<i64>, _>(i)?),
            Way::Text => query.bind(row.try_get::<Option<String>, _>(i)?),
            Way::Bytes => query.bind(row.try_get::<Option<Vec<u8>>, _>(i)?),
        };
    }
    Ok(query)
}
