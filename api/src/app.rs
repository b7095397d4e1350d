//! The whole server, from a configuration to an address: what `thidua serve` and the tests start.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    num::NonZeroUsize,
    sync::Arc,
    time::Duration,
};

use actix_web::dev::ServerHandle;
use schema::{Api, Database, Deps};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep_until, timeout_at},
};

use crate::{
    abandoned::Abandoned,
    auth::{KeyError, Rings, SealKeys, SealingKey, Signer, Verifier, demo::PASSWORD},
    clock::Clock,
    config::{Config, Mode},
    db, documents,
    exports::Exports,
    files::{self, Store},
    house::House,
    http::{Door, serve},
    metrics::Metrics,
    private::{self, Private},
    progress::Progress,
    seed,
};

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A key that cannot be used.
    #[error("{0}")]
    Key(#[from] KeyError),
    /// The address cannot be served on.
    #[error("the address {0} cannot be listened on: {1}.")]
    Listen(SocketAddr, io::Error),
    /// The database cannot be opened or migrated.
    #[error("the database: {0}.")]
    Database(#[from] sea_orm::DbErr),
    /// The database has another shape than this program expects.
    #[error("{0} migrations are pending; run `thidua migrate` first.")]
    Pending(usize),
    /// A production server was pointed at the demo data.
    #[error("this database holds the demo data, which production mode refuses; use another database.")]
    DemoData,
    /// Files cannot be kept.
    #[error("{0}")]
    Files(#[from] files::Unusable),
    /// The trusted documents cannot be read.
    #[error("{0}")]
    Documents(#[from] documents::Unusable),
    /// The schema cannot be built.
    #[error("{0}")]
    Schema(#[from] schema::error::Error),
    /// The demo data cannot be written.
    #[error("{0}")]
    Demo(#[from] seed::Stopped),
}

/// A server that runs. Dropping it ends it at once.
#[derive(Debug)]
pub struct Running {
    /// Where it serves.
    pub address: SocketAddr,
    /// The private listener, where one is configured.
    pub private: Option<Private>,
    handle: ServerHandle,
    task: JoinHandle<io::Result<()>>,
    housekeeping: JoinHandle<()>,
    exporting: JoinHandle<()>,
    leaving: Arc<watch::Sender<bool>>,
    notice: Duration,
    patience: Duration,
    house: House,
}

impl Running {
    /// Forgets slots that ended and files that nothing holds, as happens every hour.
    pub async fn tidy(&self) {
        self.house.tidy().await;
    }

    /// Ends it cleanly: it is not ready any more, sockets and streams end, and for a moment requests are still taken; then
    /// those that run finish. All of it together takes as long as the configuration allows, and what is not done then is left.
    pub async fn stop(mut self) {
        self.leaving.send_replace(true);
        let now = Instant::now();
        let end = now + self.notice + self.patience;
        sleep_until(now + self.notice).await;
        if timeout_at(end, self.finish()).await.is_err() {
            tracing::warn!("requests or exports did not end in time");
        }
    }

    async fn finish(&mut self) {
        // Exports end after their page, and go back into the queue.
        let (server, exports) = (&mut self.task, &mut self.exporting);
        let ((), server, _) = tokio::join!(self.handle.stop(true), server, exports);
        if let Ok(Err(error)) = server {
            tracing::error!(%error, "server");
        }
        self.house.leave().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.housekeeping.abort();
        self.exporting.abort();
        // The message is sent at once; only its answer would have to be waited for.
        drop(self.handle.stop(false));
    }
}

/// Starts the server by the clock of this machine.
pub async fn start(config: &Config) -> Result<Running, StartError> {
    start_at(config, Clock::system()).await
}

/// Starts the server by a clock of the caller's.
pub async fn start_at(config: &Config, clock: Clock) -> Result<Running, StartError> {
    let rings = Arc::new(Rings::open(&config.auth, config.mode)?);
    let verifier = Verifier::with(Arc::clone(&rings), &config.auth)?;
    let signer = rings.has_signing_key().then(|| Signer::with(rings, &config.auth));
    let seals = SealKeys::published(&config.audit, config.mode)?;
    let bind = |address| TcpListener::bind(address).map_err(|error| StartError::Listen(address, error));
    let (listener, inner) = (bind(config.listen)?, config.private.listen.map(bind).transpose()?);
    let address = listener.local_addr().map_err(|error| StartError::Listen(config.listen, error))?;
    let metrics = Metrics::default();
    let abandoned = Abandoned::default();
    let files = Store::open(&config.files)?;
    let (api, database) = open(config, &files, &clock, (&metrics, &abandoned)).await?;
    let house = House { api: api.clone(), files: files.clone(), clock: clock.clone() };
    let housekeeping = tokio::spawn(house.clone().keep());
    let exports = Exports { api: api.clone(), files: files.clone(), clock: clock.clone() };
    let door = Door::new(api, files, (verifier, signer), &seals, clock, (metrics, abandoned), config);
    let private = private::start(config, inner, &door, database).map_err(|error| StartError::Listen(address, error))?;
    let (leaving, notice) = (Arc::clone(&door.leaving), Duration::from_secs(config.http.leaving_seconds));
    let patience = Duration::from_secs(config.http.shutdown_seconds);
    let exporting = tokio::spawn(exports.keep(leaving.subscribe()));
    let server = serve(config, listener, door).map_err(|error| StartError::Listen(address, error))?;
    let (handle, task) = (server.handle(), tokio::spawn(server));
    Ok(Running { address, private, handle, task, housekeeping, exporting, leaving, notice, patience, house })
}

/// The request id that every step of the demo data was asked with.
pub const DEMO_REQUEST: &str = "demo-data";

/// Opens the database, brings it into shape, and in demo mode fills it when it is empty.
async fn open(
    config: &Config,
    files: &Store,
    clock: &Clock,
    (metrics, abandoned): (&Metrics, &Abandoned),
) -> Result<(Api, Database), StartError> {
    let mut database = db::open_for(&config.database, NonZeroUsize::new(config.http.workers), abandoned).await?;
    metrics.watch(&mut database);
    shape(config, &database).await?;
    let api = Api::new(deps(config, database.clone())?).await?.with_files(Arc::new(files.clone()));
    if config.mode == Mode::Production && api.first_request().await?.as_deref() == Some(DEMO_REQUEST) {
        return Err(StartError::DemoData);
    }
    if config.mode == Mode::Demo && config.demo.data && seed::is_needed(&api, clock).await? {
        seed::run(&api, files, &Progress::on_stderr("Demo data")).await?;
    }
    Ok((api.with_named(documents::of(&config.documents)?)?, database))
}

/// What the schema is built on.
pub fn deps(config: &Config, database: Database) -> Result<Deps, KeyError> {
    let signer = Arc::new(SealingKey::new(&config.audit, config.mode)?);
    Ok(Deps {
        database,
        limits: config.all_limits(),
        standing_body: config.standing_body.clone(),
        public_introspection: config.is_introspection_public(),
        signer,
        refused_password: (config.mode == Mode::Production).then_some(PASSWORD),
        citizen_key: config.personal.citizen_key(config.mode),
    })
}

/// Migrates where that is safe; a production database on `PostgreSQL` is migrated by its operator.
async fn shape(config: &Config, database: &Database) -> Result<(), StartError> {
    let pending = db::steps(database).await?.iter().filter(|(_, is_applied)| !is_applied).count();
    if pending > 0 && config.mode == Mode::Production && !db::is_sqlite(&config.database.url) {
        return Err(StartError::Pending(pending));
    }
    db::migrate(database, &Progress::on_stderr("Migrations")).await?;
    Ok(())
}
