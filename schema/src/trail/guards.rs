//! Whether the database still refuses to change the trail: each trigger that the migrations made is there, is on, and refuses.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};

use crate::error::Result;

/// What is only ever appended to.
const TABLES: [&str; 3] = ["audit_entry", "audit_head", "kept_entry"];

/// The triggers of `SQLite`, by what they stand against, each with what it does.
const SQLITE: [(&str, &str); 3] =
    [("updated", "BEFORE UPDATE ON"), ("deleted", "BEFORE DELETE ON"), ("replaced", "BEFORE INSERT ON")];

/// Rows, statements and truncation, before them: what `pg_trigger.tgtype` says of the one trigger of `PostgreSQL`.
const BEFORE_DELETE_UPDATE_TRUNCATE: i16 = 2 | 8 | 16 | 32;

/// What no longer guards the trail, in words.
pub async fn missing(database: &DatabaseConnection) -> Result<Vec<String>> {
    let backend = database.get_database_backend();
    let mut all = Vec::new();
    for table in TABLES {
        let sql = match backend {
            DbBackend::Postgres => format!(
                "select tgname::text as name, (tgenabled in ('O', 'A') and tgtype & {BEFORE_DELETE_UPDATE_TRUNCATE} = \
                 {BEFORE_DELETE_UPDATE_TRUNCATE} and tgqual is null)::int as is_on, prosrc as does from pg_trigger \
                 join pg_proc p on p.oid = tgfoid where tgrelid = '{table}'::regclass"
            ),
            _ => format!(
                "select name, 1 as is_on, sql as does from sqlite_schema where type = 'trigger' and tbl_name = '{table}'"
            ),
        };
        let rows = database.query_all_raw(Statement::from_string(backend, sql)).await?;
        let mut there = Vec::with_capacity(rows.len());
        for row in rows {
            let (name, is_on, does): (String, i32, String) =
                (row.try_get("", "name")?, row.try_get("", "is_on")?, row.try_get("", "does")?);
            there.push((name, is_on == 1, does));
        }
        let stands = |name: &str, words: &[&str]| {
            there
                .iter()
                .any(|(there, is_on, does)| there == name && *is_on && words.iter().all(|word| does.contains(word)))
        };
        let mut expect = |name: String, words: &[&str]| {
            if !stands(&name, words) {
                all.push(format!("unguarded: the trigger {name} of {table} is missing, off or another one"));
            }
        };
        if backend == DbBackend::Postgres {
            expect(format!("{table}_is_append_only"), &["RAISE EXCEPTION"]);
        } else {
            for (against, begins) in SQLITE {
                expect(format!("{table}_is_never_{against}"), &[begins, "RAISE("]);
            }
        }
    }
    Ok(all)
}
