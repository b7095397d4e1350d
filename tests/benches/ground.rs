//! The ground: a PostgreSQL server and a filled database on it.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Stdio, id},
    time::Instant,
};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _};

use crate::{Result, cost, options::Options, server::program};

/// The variable with the URL of a server's database, as the tests know it.
const GIVEN: &str = "THIDUA_TEST_POSTGRES";
/// Starts and stops a server.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/postgres");
const DATA: &str = include_str!("data.sql");
const LARGER: &str = include_str!("larger.sql");
/// A server of our own is started without care for the disk. It gets it back when it is filled: a write that is measured
/// is a durable one.
const DURABLE: [&str; 6] = [
    "alter system set fsync = on",
    "alter system set full_page_writes = on",
    "alter system set synchronous_commit = on",
    "alter system set max_wal_size = '4GB'",
    "select pg_reload_conf()",
    "checkpoint",
];

/// A filled database.
pub(crate) struct Ground {
    /// Its URL.
    pub(crate) url: String,
    /// Its name.
    pub(crate) database: String,
    /// A connection to it.
    pub(crate) admin: PgConnection,
    /// The process whose children serve it.
    pub(crate) postmaster: u32,
    started: Option<Started>,
    is_kept: bool,
}

impl Ground {
    /// A server, a database, its shape and its data.
    pub(crate) async fn make(options: &Options) -> Result<Self> {
        let (server, started) = server()?;
        let database = options.keep.clone().unwrap_or_else(|| format!("bench_{}", id()));
        Self::fill(options, &server, database, started).await
    }

    /// A database beside this one, so many times as large.
    pub(crate) async fn larger(&mut self, options: &Options, times: u32) -> Result<Self> {
        let (server, name) = (named(&self.url, "postgres")?, format!("{}_{times}", self.database));
        let url = named(&server, &name)?;
        // A database is copied while nobody is connected to it.
        let mut maker = PgConnection::connect(&server).await?;
        if !is_there(&name, &mut maker).await? {
            eprintln!("making {times} times as many rows …");
            let began = Instant::now();
            std::mem::replace(&mut self.admin, PgConnection::connect(&server).await?).close().await?;
            let copy = format!("create database {name} template {}", self.database);
            maker.execute(AssertSqlSafe(copy)).await?;
            self.admin = PgConnection::connect(&self.url).await?;
            let mut filler = PgConnection::connect(&url).await?;
            let rows = LARGER.replace(":times", &times.to_string());
            sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut filler).await?;
            filler.execute("analyze").await?;
            filler.execute("checkpoint").await?;
            eprintln!("made in {:.0} s", began.elapsed().as_secs_f64());
        }
        let (admin, postmaster, is_kept) =
            (PgConnection::connect(&url).await?, self.postmaster, options.keep.is_some());
        Ok(Self { url, database: name, admin, postmaster, started: None, is_kept })
    }

    async fn fill(options: &Options, server: &str, database: String, started: Option<Started>) -> Result<Self> {
        let url = named(server, &database)?;
        let mut maker = PgConnection::connect(server).await?;
        let is_there = is_there(&database, &mut maker).await?;
        if !is_there {
            maker.execute(AssertSqlSafe(format!("create database {database}"))).await?;
        }
        maker.close().await?;
        let migrated = program("thidua")?.args(["migrate", "--database-url", &url]).output()?;
        if !migrated.status.success() {
            return Err(String::from_utf8_lossy(&migrated.stderr).into());
        }
        let mut admin = PgConnection::connect(&url).await?;
        if !is_there {
            eprintln!("filling the database …");
            sqlx::raw_sql(DATA).execute(&mut admin).await?;
            admin.execute("vacuum analyze").await?;
        }
        if started.is_some() {
            for statement in DURABLE {
                admin.execute(statement).await?;
            }
        }
        let backend: i32 = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&mut admin).await?;
        let postmaster = cost::parent(u32::try_from(backend)?)?;
        Ok(Self { url, database, admin, postmaster, started, is_kept: options.keep.is_some() })
    }

    /// Clears away what writes have left, as autovacuum does in time: until then counts read rows and not their index alone.
    pub(crate) async fn tidy(&mut self) -> Result<()> {
        self.admin.execute("vacuum analyze").await?;
        Ok(())
    }

    /// One setting or fact, as text.
    pub(crate) async fn ask(&mut self, sql: &'static str) -> Result<String> {
        Ok(sqlx::query(sql).fetch_one(&mut self.admin).await?.try_get(0)?)
    }

    /// What the server has logged so far, where its log is a file that can be read.
    pub(crate) fn log(&self) -> Result<String> {
        let log = format!("/proc/{}/fd/2", self.postmaster);
        if !fs::metadata(&log)?.is_file() {
            return Err(format!("the log of this PostgreSQL is not a file: unset {GIVEN}").into());
        }
        Ok(String::from_utf8_lossy(&fs::read(log)?).into_owned())
    }

    /// Away with it.
    pub(crate) async fn finish(mut self) -> Result<()> {
        if self.started.is_none() && !self.is_kept {
            let server = named(&self.url, "postgres")?;
            self.admin.close().await?;
            self.admin = PgConnection::connect(&server).await?;
            let drop = format!("drop database if exists {} with (force)", self.database);
            self.admin.execute(AssertSqlSafe(drop)).await?;
        }
        Ok(())
    }
}

async fn is_there(database: &str, server: &mut PgConnection) -> Result<bool> {
    let there = sqlx::query("select 1 from pg_database where datname = $1").bind(database);
    Ok(there.fetch_optional(server).await?.is_some())
}

/// The URL of a database of a server, and the server itself where it was started here.
fn server() -> Result<(String, Option<Started>)> {
    if let Some(url) = env::var(GIVEN).ok().filter(|url| !url.is_empty()) {
        return Ok((url, None));
    }
    let said = Command::new(SCRIPT).arg("start").stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    let said = String::from_utf8(said.stdout)?;
    let (folder, url) = said.trim().split_once('\n').ok_or("PostgreSQL does not start; see the lines above")?;
    Ok((url.to_owned(), Some(Started(folder.into()))))
}

/// A server that was started here; it stops with this value, whatever went wrong.
struct Started(PathBuf);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = Command::new(SCRIPT).arg("stop").arg(&self.0).status();
    }
}

/// The URL of another database of the same server.
fn named(url: &str, database: &str) -> Result<String> {
    let (head, parameters) =
        url.split_once('?').map_or((url, String::new()), |(head, rest)| (head, format!("?{rest}")));
    let (server, _) = head.rsplit_once('/').ok_or("a URL must end in the name of a database")?;
    Ok(format!("{server}/{database}{parameters}"))
}
