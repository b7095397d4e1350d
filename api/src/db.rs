//! Opens the database that the URL names, and keeps its shape up to date.

use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
    str::FromStr as _,
    thread::available_parallelism,
    time::Duration,
};

use futures_util::FutureExt as _;
use migration::Migrator;
use schema::{Database, Direct, Local, Plans, Writers};
use sea_orm::{
    ConnectOptions, DbErr,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use sea_orm_migration::MigratorTrait;

use crate::{abandoned::Abandoned, config, progress::Progress};

/// How long a `SQLite` connection waits for a lock of another process.
const BUSY: Duration = Duration::from_secs(5);
/// How long a request waits for a connection: longer than its own deadline, which is what its client is told of.
const WAIT: Duration = Duration::from_secs(15);
/// The page cache of a `SQLite` connection, as `SQLite` wants it: minus KiB.
const CACHE: &str = "-65536";

/// How often a running statement looks whether its client is still there (`PostgreSQL` 14 and newer).
const LOOK_FOR_CLIENT: (&str, &str) = ("client_connection_check_interval", "500ms");

/// Opens the database. `SQLite` has one writer and several readers, `PostgreSQL` one pool for both.
pub async fn open(config: &config::Database) -> Result<Database, DbErr> {
    open_for(config, None, &Abandoned::default()).await
}

/// Opens the database for requests that may be given up, on so many threads (none: one for each core).
pub async fn open_for(
    config: &config::Database,
    threads: Option<NonZeroUsize>,
    abandoned: &Abandoned,
) -> Result<Database, DbErr> {
    if is_sqlite(&config.url) { sqlite(config).await } else { postgres(config, threads, abandoned).await }
}

/// Whether the URL names a `SQLite` file.
#[must_use]
pub fn is_sqlite(url: &str) -> bool {
    url.starts_with("sqlite:")
}

async fn sqlite(config: &config::Database) -> Result<Database, DbErr> {
    make_folder(&config.url)?;
    let mut options = options(&config.url);
    options.max_connections(1).map_sqlx_sqlite_opts(|file| {
        tuned(file).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
    });
    let write = sea_orm::Database::connect(options).await?;
    if config.url.contains(":memory:") || config.url.contains("mode=memory") {
        let (plans, writers) = (Plans::Pool(write.clone()), Writers::common(write.clone()));
        return Ok(Database { plans, read: write.clone(), writers, write });
    }
    let mut options = self::options(&config.url);
    options
        .max_connections(config.connections.get())
        .map_sqlx_sqlite_opts(|file| tuned(file).pragma("query_only", "on"));
    let read = sea_orm::Database::connect(options).await?;
    let patience = Duration::from_secs(config.statement_seconds.get());
    let most = NonZeroUsize::try_from(config.connections).unwrap_or(NonZeroUsize::MIN);
    let local = Local::new(file(&config.url)?, most, patience);
    let plans = Plans::Local { search: local.apart(), read: local };
    Ok(Database { plans, read, writers: Writers::common(write.clone()), write })
}

/// The path of the file that a URL names.
fn file(url: &str) -> Result<PathBuf, DbErr> {
    let options = SqliteConnectOptions::from_str(url).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(options.get_filename().to_owned())
}

fn tuned(file: SqliteConnectOptions) -> SqliteConnectOptions {
    file.foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("cache_size", CACHE)
        .pragma("temp_store", "memory")
        .statement_cache_capacity(500)
}

/// Makes the folder of a `SQLite` file, so that the first start needs no preparation.
fn make_folder(url: &str) -> Result<(), DbErr> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//").split('?').next().unwrap_or_default();
    match Path::new(path).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .map_err(|error| DbErr::Custom(format!("the folder {} cannot be made: {error}", folder.display()))),
        _ => Ok(()),
    }
}

async fn postgres(
    config: &config::Database,
    threads: Option<NonZeroUsize>,
    abandoned: &Abandoned,
) -> Result<Database, DbErr> {
    let pool = sea_orm::Database::connect(on_server(config, abandoned)).await?;
    let threads = threads.or_else(|| available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let most = usize::try_from(config.connections.get()).unwrap_or(usize::MAX);
    let mut own = on_server(config, abandoned);
    own.connect_lazy(true).max_connections(u32::try_from(most.div_ceil(threads)).unwrap_or(u32::MAX));
    let writers = Writers::own(move || {
        let opened = sea_orm::Database::connect(own.clone()).now_or_never();
        opened.unwrap_or_else(|| Err(DbErr::Custom("a pool that does not connect yet was waited for".into())))
    });
    let direct = |most: usize, plans| {
        let most = NonZeroUsize::new(most.div_ceil(threads)).unwrap_or(NonZeroUsize::MIN);
        let (lock, statement) = (format!("{}s", config.lock_seconds), format!("{}s", config.statement_seconds));
        let settings = [("statement_timeout", &*statement)].into_iter().chain(settings(&lock)).chain([plans]);
        let made = Direct::new(&config.url, &settings.collect::<Vec<_>>(), most);
        made.map_err(|error| DbErr::Custom(format!("the URL of the database cannot be used: {error}")))
    };
    let plans = Plans::Direct {
        read: direct(most, ("plan_cache_mode", "auto"))?,
        search: direct(most.div_ceil(2), ("plan_cache_mode", "force_custom_plan"))?,
    };
    Ok(Database { read: pool.clone(), write: pool, writers, plans })
}

/// What every connection to PostgreSQL is told.
fn settings(lock: &str) -> [(&str, &str); 3] {
    // Compiling a statement costs more than running it here: answers are small, and counts are estimated dear.
    [("lock_timeout", lock), ("jit", "off"), LOOK_FOR_CLIENT]
}

fn on_server(config: &config::Database, abandoned: &Abandoned) -> ConnectOptions {
    let (lock, abandoned) = (format!("{}s", config.lock_seconds), abandoned.clone());
    let mut options = options(&config.url.replacen("postgresql://", "postgres://", 1));
    options
        .max_connections(config.connections.get())
        // A connection that has been idle may have been closed by the server or a proxy.
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .set_application_name("thidua")
        .statement_timeout(Duration::from_secs(config.statement_seconds.get()))
        .map_sqlx_postgres_opts(move |server| server.options(settings(&lock)))
        .map_sqlx_postgres_pool_opts(move |pool| abandoned.clone().watch(pool));
    options
}

fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).test_before_acquire(false).record_stmt_in_spans(false).acquire_timeout(WAIT);
    options
}

/// One migration and whether it has been applied.
pub type Step = (String, bool);

/// Applies what is pending, one step after the other.
pub async fn migrate(database: &Database, progress: &Progress) -> Result<(), DbErr> {
    let pending: Vec<_> = steps(database).await?.into_iter().filter(|(_, is_applied)| !is_applied).collect();
    for (done, (name, _)) in pending.iter().enumerate() {
        progress.step(done + 1, pending.len(), name);
        Migrator::up(&database.write, Some(1)).await?;
    }
    Ok(())
}

/// Takes back the last `steps`.
pub async fn roll_back(database: &Database, steps: u32) -> Result<(), DbErr> {
    Migrator::down(&database.write, Some(steps)).await
}

/// Every migration in its order.
pub async fn steps(database: &Database) -> Result<Vec<Step>, DbErr> {
    let all = Migrator::get_migration_with_status_read_only(&database.read).await?;
    Ok(all
        .iter()
        .map(|step| (step.name().to_owned(), step.status() == sea_orm_migration::MigrationStatus::Applied))
        .collect())
}
