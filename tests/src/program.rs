//! The program itself, as an operator runs it.

use std::{
    env,
    path::PathBuf,
    process::{Command, Output},
    sync::OnceLock,
};

use crate::{App, place::root};

/// What a run of `thidua` came to.
#[derive(Clone, Debug)]
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it complained of.
    pub complaint: String,
}

impl App {
    /// Runs `thidua` with these arguments on this server's database.
    ///
    /// # Panics
    ///
    /// When the program cannot be built or run.
    pub async fn thidua(&self, arguments: &[&str]) -> Said {
        thidua(&[arguments, &["--database-url", &self.config().database.url]].concat()).await
    }
}

/// Runs `thidua` with these arguments.
///
/// # Panics
///
/// When the program cannot be built or run.
pub async fn thidua(arguments: &[&str]) -> Said {
    let mut command = Command::new(program());
    command.args(arguments);
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("THIDUA_")) {
        command.env_remove(name);
    }
    let run = tokio::task::spawn_blocking(move || command.output());
    let Output { status, stdout, stderr } = run.await.expect("the run ends").expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said { code: status.code().expect("an exit code"), out: text(stdout), complaint: text(stderr) }
}

/// The path of the program, built as this test was.
///
/// # Panics
///
/// When it cannot be built.
pub fn program() -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "-p", "api", "--bin", "thidua"]).current_dir(root());
        assert!(build.status().expect("cargo runs").success(), "the program builds");
    });
    let here = env::current_exe().expect("this program");
    here.ancestors().nth(2).expect("a folder of builds").join("thidua")
}
