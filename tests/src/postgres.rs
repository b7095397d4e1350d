//! The `PostgreSQL` server that tests use: the one that `tests/run` started, else one that they start and share.

use std::{
    env,
    fs::File,
    process::{Command, Stdio},
    sync::OnceLock,
};

use crate::{database::folder, place::root};

/// The variable with the URL of a server's database, set by `tests/run`.
const GIVEN: &str = "THIDUA_TEST_POSTGRES";
/// Starts a server and says its URL.
const SCRIPT: &str = "tests/postgres";

/// A server on which databases can be made.
#[derive(Clone)]
pub(crate) struct Server {
    url: String,
}

impl Server {
    /// The server, started if need be.
    pub(crate) fn running() -> Self {
        let url = env::var(GIVEN).ok().filter(|url| !url.is_empty());
        Self { url: url.unwrap_or_else(shared) }
    }

    /// The URL of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        let (head, parameters) =
            self.url.split_once('?').map_or((&*self.url, String::new()), |(head, rest)| (head, format!("?{rest}")));
        let (server, _) = head.rsplit_once('/').expect("a URL that ends in the name of a database");
        format!("{server}/{database}{parameters}")
    }
}

/// A server that outlives this process a little: it ends when no test has held the lock for half a minute.
fn shared() -> String {
    static SHARED: OnceLock<(File, String)> = OnceLock::new();
    let (_, url) = SHARED.get_or_init(|| {
        let in_use = File::create(folder().join("postgres.lock")).expect("a lock file");
        in_use.lock_shared().expect("the lock");
        // What the server inherits must not be what the test runner waits for.
        let said = Command::new(root().join(SCRIPT))
            .arg("share")
            .arg(folder())
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output();
        let said = said.expect("tests/postgres runs");
        assert!(said.status.success(), "PostgreSQL does not start; see the lines above");
        (in_use, String::from_utf8(said.stdout).expect("a URL").trim().to_owned())
    });
    url.clone()
}
