//! One server for one test: its own database, its own clock, a real socket.

use std::{
    env, fs,
    future::{Future, poll_fn},
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    pin::pin,
    sync::{Arc, Mutex},
    task::Poll,
};

use api::{
    app::{Running, start_at},
    auth::Signer,
    clock::Clock,
    config::{self, Config, Flags, Mode},
};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TryGetable};
use uuid::Uuid;

use crate::{
    Backend, Client, Who,
    binary::{self, Binary},
    database::Copy,
};

/// When every test begins: a Monday morning four days before the plan was signed.
pub const START: &str = "2021-08-02T08:00:00+07:00";

/// More than a test can spend.
const PLENTY: &str = "1000000000";

/// What every test is configured with. One machine asks here for everybody, so there is more than a test can spend.
const OURS: [(&str, &str); 7] = [
    ("THIDUA_PRIVATE_LISTEN", "off"),
    ("THIDUA_DEMO_DATA", "false"),
    ("THIDUA_HTTP_WORKERS", "2"),
    ("THIDUA_RATE_COST", PLENTY),
    ("THIDUA_RATE_COST_PER_SECOND", PLENTY),
    ("THIDUA_RATE_REQUESTS", PLENTY),
    ("THIDUA_RATE_REQUESTS_PER_SECOND", PLENTY),
];

/// A running server, its database and its clock. Cheap to clone; ended by whoever started it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    server: Server,
    config: Config,
    signer: Option<Signer>,
    copy: Copy,
    files: PathBuf,
    now: Arc<Mutex<DateTime<Utc>>>,
    http: reqwest::Client,
}

/// The server: in this process by a clock of the test's, or the program that the environment names, by this machine's.
enum Server {
    Inside(Running),
    Binary(Binary),
}

/// Runs a test body on a server of its own, and clears up behind it whatever came of it.
///
/// # Panics
///
/// When the body does.
pub async fn on<F: Future<Output = ()>>(backend: Backend, body: impl FnOnce(App) -> F) {
    on_with(backend, &[], body).await;
}

/// The same with other values for some variables of the configuration: `("THIDUA_LIMITS_DEPTH", "3")`.
///
/// # Panics
///
/// When the body does.
pub async fn on_with<F: Future<Output = ()>>(
    backend: Backend,
    variables: &[(&str, &str)],
    body: impl FnOnce(App) -> F,
) {
    // Apart: a test's future is large enough without it.
    let app = Box::pin(App::start_with(backend, variables)).await;
    let mut body = pin!(body(app.clone()));
    // A failed assertion is held back until the database is dropped.
    let outcome = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| body.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(())) => Poll::Ready(None),
        Err(failure) => Poll::Ready(Some(failure)),
    });
    let failure = outcome.await;
    app.finish().await;
    if let Some(failure) = failure {
        resume_unwind(failure);
    }
}

impl App {
    /// Starts the server on a fresh copy of the migrated database.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, &[]).await
    }

    /// The same with other values for some variables of the configuration: `("THIDUA_LIMITS_DEPTH", "3")`.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub async fn start_with(backend: Backend, variables: &[(&str, &str)]) -> Self {
        let copy = Copy::make(backend).await;
        let files = env::temp_dir().join(format!("thidua-files-{}", Uuid::new_v4().simple()));
        let store = files.to_str().expect("a path in UTF-8").to_owned();
        let variables: Vec<_> = [("THIDUA_FILES_STORE", store.as_str())].iter().chain(variables).copied().collect();
        let config = configuration(copy.url(), &variables);
        let now = Arc::new(Mutex::new(time(START)));
        let clock = Clock::of({
            let now = Arc::clone(&now);
            move || *now.lock().expect("the clock")
        });
        let server = match binary::given() {
            Some(path) => {
                let variables: Vec<_> = OURS.iter().copied().chain(variables).collect();
                *now.lock().expect("the clock") = Clock::system().now();
                Server::Binary(Binary::start(&path, copy.url(), &variables))
            }
            None => Server::Inside(start_at(&config, clock).await.expect("the server starts")),
        };
        let signer = Signer::new(&config.auth, Mode::Demo).ok();
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self(Arc::new(Inner { server, config, signer, copy, files, now, http }))
    }

    /// A client that speaks as somebody.
    #[must_use]
    pub fn as_(&self, who: Who) -> Client {
        Client::new(self.clone(), who)
    }

    /// Sets the clock (RFC 3339). It stands still until it is set again.
    ///
    /// # Panics
    ///
    /// When that is not a time.
    pub fn at(&self, when: &str) -> &Self {
        *self.0.now.lock().expect("the clock") = time(when);
        self
    }

    /// The time by the test's clock.
    ///
    /// # Panics
    ///
    /// When a test failed while it set the clock.
    pub fn now(&self) -> DateTime<Utc> {
        *self.0.now.lock().expect("the clock")
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        match &self.0.server {
            Server::Inside(running) => running.address,
            Server::Binary(binary) => binary.address,
        }
    }

    /// Where the private listener listens, if there is one.
    fn private(&self) -> Option<SocketAddr> {
        match &self.0.server {
            Server::Inside(running) => running.private.as_ref().map(|private| private.address),
            Server::Binary(binary) => binary.private,
        }
    }

    /// The process of the server, where it has one of its own.
    pub fn process(&self) -> Option<u32> {
        match &self.0.server {
            Server::Inside(_) => None,
            Server::Binary(binary) => Some(binary.process()),
        }
    }

    /// The address of a path of the private listener.
    ///
    /// # Panics
    ///
    /// When the configuration has none.
    pub fn private_url(&self, path: &str) -> String {
        format!("http://{}{path}", self.private().expect("a private listener"))
    }

    /// The configuration it runs with.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Signs with the demo key.
    ///
    /// # Panics
    ///
    /// When the server believes another issuer.
    pub fn signer(&self) -> &Signer {
        self.0.signer.as_ref().expect("the demo key")
    }

    /// The HTTP client that all clients share.
    pub fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    /// Whether it runs on `SQLite`.
    pub fn is_sqlite(&self) -> bool {
        self.config().database.url.starts_with("sqlite")
    }

    /// The first column of every row, read past the server: what really stands in the database.
    ///
    /// # Panics
    ///
    /// When the database refuses the statement, or a value is of another type.
    pub async fn column<T: TryGetable>(&self, sql: &str) -> Vec<T> {
        let database = self.0.copy.connect().await;
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let rows = database.query_all_raw(statement).await.expect(sql);
        let column = rows.iter().map(|row| row.try_get_by_index(0).expect(sql)).collect();
        database.close().await.expect("closed");
        column
    }

    /// The one number of a statement such as `select count(*) from audit_entry`.
    ///
    /// # Panics
    ///
    /// When it is not one row with one whole number.
    pub async fn number(&self, sql: &str) -> i64 {
        match self.column(sql).await[..] {
            [number] => number,
            ref rows => panic!("{sql} has {} rows", rows.len()),
        }
    }

    /// A connection past the server, for what has to be held open. Close it when it is done.
    pub async fn connect(&self) -> DatabaseConnection {
        self.0.copy.connect_once().await
    }

    /// Every file that is stored, whole or in part, as its path.
    ///
    /// # Panics
    ///
    /// When the folder cannot be read.
    pub fn stored_files(&self) -> Vec<String> {
        let folders = fs::read_dir(&self.0.files).expect("the folder of files").filter_map(Result::ok);
        let files = folders.filter_map(|folder| fs::read_dir(folder.path()).ok());
        files.flatten().filter_map(Result::ok).map(|file| file.path().display().to_string()).collect()
    }

    /// Does what the server does every hour.
    pub async fn tidy(&self) {
        if let Server::Inside(running) = &self.0.server {
            running.tidy().await;
        }
    }

    /// Runs a statement past the server: rows as no mutation would write them.
    ///
    /// # Panics
    ///
    /// When the database refuses the statement.
    pub async fn run(&self, sql: &str) {
        let database = self.0.copy.connect().await;
        database.execute_unprepared(sql).await.expect("the statement is taken");
        database.close().await.expect("closed");
    }

    /// Ends the server and drops its database, once nobody else holds it.
    pub async fn finish(self) {
        if let Some(inner) = Arc::into_inner(self.0) {
            drop((inner.http, inner.server));
            inner.copy.drop().await;
            let _ = fs::remove_dir_all(inner.files);
        }
    }
}

fn configuration(url: &str, variables: &[(&str, &str)]) -> Config {
    let flags = Flags { config: None, database_url: Some(url.into()), listen: Some("127.0.0.1:0".into()) };
    let all = OURS.iter().chain(variables).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    config::load(&flags, all).expect("a configuration")
}

/// A time in a test.
fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect(text).to_utc()
}
