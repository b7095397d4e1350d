//! What each command does.

mod keys;
mod user;

use std::{io::Write as _, sync::Arc};

use api::{
    app::{self, StartError},
    auth::{Person, Signer},
    clock::Clock,
    config::{Config, Mode},
    db,
    files::Store,
    progress::Progress,
    seed,
};
use chrono::Duration;
use schema::{
    Api,
    viewer::{Claims, Class, Duty, Role},
};
use tokio::signal::unix::{SignalKind, signal};

use crate::{Failure, cli, welcome};

pub(crate) use keys::keys;
pub(crate) use user::user;

/// Prints to stdout. A reader that has gone is no error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout(), "{}", text.trim_end()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::Work(error.to_string())),
        _ => Ok(()),
    }
}

/// Serves until Ctrl-C or SIGTERM.
pub(crate) async fn serve(config: &Config) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Work(error.to_string());
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt()).map_err(failed)?, signal(SignalKind::terminate()).map_err(failed)?);
    let running = tokio::select! {
        running = app::start(config) => running?,
        _ = interrupt.recv() => return Err(Failure::Work("interrupted while starting.".into())),
        _ = terminate.recv() => return Err(Failure::Work("terminated while starting.".into())),
    };
    print(&welcome::text(config, &running).map_err(StartError::from)?)?;
    tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    eprintln!("ending: running requests may finish.");
    running.stop().await;
    Ok(())
}

/// Migrates up, down, or says where things are.
pub(crate) async fn migrate(config: &Config, flags: &cli::Migrate) -> Result<(), Failure> {
    let database = db::open(&config.database).await.map_err(StartError::from)?;
    match flags.down {
        Some(steps) => db::roll_back(&database, steps).await.map_err(StartError::from)?,
        None if !flags.status => {
            db::migrate(&database, &Progress::on_stderr("Migrations")).await.map_err(StartError::from)?;
        }
        None => {}
    }
    let steps = db::steps(&database).await.map_err(StartError::from)?;
    let line = |(name, is_applied): &db::Step| format!("{} {name}\n", if *is_applied { "applied" } else { "pending" });
    print(&steps.iter().map(line).collect::<String>())
}

/// Fills an empty database with the demo data.
pub(crate) async fn seed(config: &Config) -> Result<(), Failure> {
    if config.mode == Mode::Production {
        return Err(Failure::Usage("the demo data is for mode = \"demo\"; this is production.".into()));
    }
    let database = db::open(&config.database).await.map_err(StartError::from)?;
    db::migrate(&database, &Progress::on_stderr("Migrations")).await.map_err(StartError::from)?;
    let deps = app::deps(config, database).map_err(StartError::from)?;
    let files = Store::open(&config.files).map_err(StartError::from)?;
    let api = Api::new(deps).await.map_err(StartError::from)?.with_files(Arc::new(files.clone()));
    if !seed::is_needed(&api, &Clock::system()).await.map_err(StartError::from)? {
        return Err(Failure::Work("the database is not empty; the demo data goes into an empty one.".into()));
    }
    seed::run(&api, &files, &Progress::on_stderr("Demo data")).await.map_err(StartError::from)?;
    Ok(())
}

/// Prints a token.
pub(crate) fn token(config: &Config, flags: &cli::Token) -> Result<(), Failure> {
    let (class, duty) = (Class::from_code(&flags.role.to_uppercase()), Duty::from_code(&flags.duty.to_uppercase()));
    let role = class.zip(duty).and_then(|(class, duty)| Role::new(class, duty));
    let role = role.ok_or_else(|| {
        Failure::Usage(format!("there is no role {} with the duty {}; roles: {}.", flags.role, flags.duty, roles()))
    })?;
    if role.class == Class::Agency && flags.client.is_none() {
        return Err(Failure::Usage("the token of another agency's system names it: add --client.".into()));
    }
    let person =
        Person { subject: flags.subject.clone(), role, unit: flags.unit.clone(), client: flags.client.clone() };
    let claims = Claims { is_read_only: flags.read_only, ..Claims::from(&person) };
    let signer = Signer::new(&config.auth, config.mode).map_err(StartError::from)?;
    let token =
        signer.sign(&claims, Clock::system().now(), Duration::minutes(flags.minutes)).map_err(StartError::from)?;
    print(&token)
}

fn roles() -> String {
    Role::ALL.iter().map(|role| format!("{} {}", role.class.code(), role.duty.code())).collect::<Vec<_>>().join(", ")
}
