//! The binary `thidua`: reads the command line and the configuration, and does what they say.

mod audit;
mod cli;
mod commands;
mod welcome;

use std::{process::ExitCode, time::Duration};

use api::{
    app::StartError,
    config::{self, Config},
    telemetry,
};
use clap::Parser as _;
use cli::{Cli, Command};
use mimalloc::MiMalloc;
use tokio::runtime::Runtime;

/// Gives back memory that the C library's allocator keeps for each thread: once the demo data is made, the process holds a quarter of
/// what it held. Huge pages are left out: they would take 2 MiB where a few KiB are needed.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long threads of their own, such as one that packs an export, are waited for at the end.
const LAST: Duration = Duration::from_millis(500);

/// What ends the program.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The command line or the configuration cannot be used.
    #[error("{0}")]
    Usage(String),
    /// The work failed.
    #[error("{0}")]
    Work(String),
}

impl From<config::Error> for Failure {
    fn from(error: config::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Key(_) => Self::Usage(error.to_string()),
            _ => Self::Work(error.to_string()),
        }
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = Runtime::new().map_err(|error| Failure::Work(error.to_string())).and_then(|runtime| {
        let done = runtime.block_on(run(cli));
        runtime.shutdown_timeout(LAST);
        done
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("thidua: {failure}");
            ExitCode::from(if matches!(failure, Failure::Usage(_)) { 2 } else { 1 })
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let command = cli.command.unwrap_or(Command::Serve);
    match command {
        Command::Sdl => return commands::print(&schema::Api::sdl()),
        Command::Config => return commands::print(config::DEFAULTS),
        _ => {}
    }
    let config: Config = config::load(&cli.global.flags(), std::env::vars())?;
    telemetry::init(&config.log);
    // A socket is an open file, and shells often allow 1,024.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::debug!(%error, "the limit of open files stays");
    }
    match command {
        Command::Serve => commands::serve(&config).await,
        Command::Migrate(flags) => commands::migrate(&config, &flags).await,
        Command::Seed => commands::seed(&config).await,
        Command::Token(flags) => commands::token(&config, &flags),
        Command::Audit(what) => audit::run(&config, &what).await,
        Command::Keys { command } => commands::keys(&config, &command),
        Command::User { command } => commands::user(&config, &command).await,
        Command::Sdl | Command::Config => Ok(()),
    }
}
