//! A database for each test: a copy of a template that was migrated once.

use std::{
    env,
    fs::{self, DirEntry, File},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use api::{
    config::{self, Flags},
    db,
    progress::Progress,
};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, FromQueryResult, JsonValue, Statement};
use uuid::Uuid;

use crate::{place::root, postgres::Server};

/// The age at which nobody uses a file any more.
const OLD: Duration = Duration::from_hours(1);

/// On which database a test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file.
    Sqlite,
    /// A database of a server.
    Postgres,
}

/// The database of one test.
pub(crate) enum Copy {
    Sqlite { file: PathBuf, url: String },
    Postgres { server: Server, name: String, url: String },
}

impl Copy {
    /// A fresh copy of the template.
    pub(crate) async fn make(backend: Backend) -> Self {
        let name = format!("t_{}", Uuid::new_v4().simple());
        match backend {
            Backend::Sqlite => {
                let file = folder().join(format!("{name}.sqlite"));
                fs::copy(sqlite_template().await, &file).expect("a copy of the template");
                Self::Sqlite { url: sqlite(&file), file }
            }
            Backend::Postgres => {
                let server = Server::running();
                let template = postgres_template(&server).await;
                run(&server, &format!("create database {name} template {template}")).await;
                Self::Postgres { url: server.url(&name), server, name }
            }
        }
    }

    /// The URL for the server's configuration.
    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Sqlite { url, .. } | Self::Postgres { url, .. } => url,
        }
    }

    /// A connection past the server.
    pub(crate) async fn connect(&self) -> DatabaseConnection {
        Database::connect(self.url()).await.expect("a connection")
    }

    /// One connection past the server, and no other.
    pub(crate) async fn connect_once(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(self.url());
        options.min_connections(1).max_connections(1);
        Database::connect(options).await.expect("a connection")
    }

    /// Away with it.
    pub(crate) async fn drop(self) {
        match self {
            Self::Sqlite { file, .. } => {
                for suffix in ["", "-wal", "-shm"] {
                    let _ = fs::remove_file(format!("{}{suffix}", file.display()));
                }
            }
            Self::Postgres { server, name, .. } => {
                run(&server, &format!("drop database if exists {name} with (force)")).await;
            }
        }
    }
}

/// Where templates, copies and locks are kept between the processes of a run.
pub(crate) fn folder() -> PathBuf {
    let folder = root().join("target/tests");
    fs::create_dir_all(&folder).expect("a folder for test databases");
    folder
}

/// Removes what builds and tests that are long gone left behind.
fn tidy() {
    let is_old = |entry: &DirEntry| {
        entry.metadata().and_then(|file| file.modified()).is_ok_and(|time| time.elapsed().is_ok_and(|age| age > OLD))
    };
    for entry in fs::read_dir(folder()).into_iter().flatten().flatten() {
        if is_old(&entry) && entry.file_name().to_string_lossy().contains(".sqlite") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Changes with every build, so that a template never has the shape of an older one.
fn build() -> String {
    let program = env::current_exe().and_then(fs::metadata).expect("this program");
    let built = program.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    format!("{}_{}", built.as_micros(), program.len())
}

/// The migrated file, made by the first process that needs it while the others wait.
async fn sqlite_template() -> PathBuf {
    let template = folder().join(format!("template_{}.sqlite", build()));
    let lock = File::create(folder().join("template.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    if !template.exists() {
        tidy();
        let unfinished = template.with_extension("unfinished");
        let _ = fs::remove_file(&unfinished);
        migrate(&sqlite(&unfinished)).await;
        fs::rename(unfinished, &template).expect("the template in its place");
    }
    template
}

/// The migrated database, made by the first process that needs it while the others wait.
async fn postgres_template(server: &Server) -> String {
    let name = format!("template_{}", build());
    let lock = File::create(folder().join("template.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let admin = Database::connect(server.url("postgres")).await.expect("a connection");
    let there = Statement::from_string(
        admin.get_database_backend(),
        format!("select 1 as n from pg_database where datname = '{name}'"),
    );
    if JsonValue::find_by_statement(there).one(&admin).await.expect("the list of databases").is_none() {
        let unfinished = format!("{name}_unfinished");
        for sql in [format!("drop database if exists {unfinished}"), format!("create database {unfinished}")] {
            admin.execute_unprepared(&sql).await.expect(&sql);
        }
        migrate(&server.url(&unfinished)).await;
        admin
            .execute_unprepared(&format!("alter database {unfinished} rename to {name}"))
            .await
            .expect("the template in its place");
    }
    admin.close().await.expect("closed");
    name
}

/// Migrates as the program itself does.
async fn migrate(url: &str) {
    let flags = Flags { database_url: Some(url.into()), ..Flags::default() };
    let config = config::load(&flags, []).expect("a configuration");
    let database = db::open(&config.database).await.expect("an empty database");
    db::migrate(&database, &Progress::silent()).await.expect("the migrations");
    // The writer last: what closes last writes SQLite's log back into the file.
    database.read.close().await.expect("closed");
    database.write.close().await.expect("closed");
}

async fn run(server: &Server, sql: &str) {
    let admin = Database::connect(server.url("postgres")).await.expect("a connection");
    admin.execute_unprepared(sql).await.expect(sql);
    admin.close().await.expect("closed");
}

fn sqlite(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}
