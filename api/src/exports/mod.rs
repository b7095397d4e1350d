//! Exports: taken from the queue, written page by page into the store of files, and ended with the server.

mod cells;
mod lines;
mod sheet;
mod writer;

use std::sync::Arc;

use schema::{Api, ExportRun, error::Error};
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
    time::{Duration, interval},
};

use crate::{
    clock::Clock,
    files::{Intake, Stopped, Store},
};

use writer::Writer;

/// How often the queue is looked at without being asked: exports of other processes, silent ones, those whose time is over.
const ROUND: Duration = Duration::from_secs(15);

/// What writes exports needs.
#[derive(Clone)]
pub(crate) struct Exports {
    pub(crate) api: Api,
    pub(crate) files: Store,
    pub(crate) clock: Clock,
}

/// How an export left off.
enum Left {
    /// Its file is stored and known, or its failure is.
    Ended,
    /// Its author has cancelled it.
    Cancelled,
    /// The server ends.
    Leaving,
}

impl Exports {
    /// Writes exports until the server ends: so many at once.
    pub(crate) async fn keep(self, mut leaving: watch::Receiver<bool>) {
        let places = Arc::new(Semaphore::new(self.api.export_limits().running));
        let (mut rounds, mut running) = (interval(ROUND), JoinSet::new());
        loop {
            tokio::select! {
                _ = leaving.changed() => break,
                _ = rounds.tick() => self.tidy().await,
                () = self.api.export_asked() => {}
                Some(_) = running.join_next() => {}
            }
            while let Ok(place) = Arc::clone(&places).try_acquire_owned() {
                let run = match self.api.take_export(self.clock.instant()).await {
                    Ok(Some(run)) => run,
                    Ok(None) => break,
                    Err(error) => {
                        tracing::error!(%error, "an export could not be taken");
                        break;
                    }
                };
                let (exports, leaving) = (self.clone(), leaving.clone());
                running.spawn(async move {
                    exports.run(run, &leaving).await;
                    drop(place);
                });
            }
        }
        while running.join_next().await.is_some() {}
    }

    /// Ends exports whose server is gone, and removes files whose time is over.
    pub(crate) async fn tidy(&self) {
        if let Err(error) = self.api.bury_exports(self.clock.instant()).await {
            tracing::error!(%error, "interrupted exports could not be ended");
        }
        match self.api.expire_exports(self.clock.instant()).await {
            Ok(files) => {
                for file in files {
                    self.files.remove(file).await;
                }
            }
            Err(error) => tracing::error!(%error, "exports could not be ended in time"),
        }
    }

    /// Writes one, and whatever becomes of it leaves no half of a file.
    async fn run(&self, mut run: ExportRun, leaving: &watch::Receiver<bool>) {
        let id = run.id();
        let left = match self.write(&mut run, leaving).await {
            Ok(left) => Ok(left),
            Err(error) => run.fail(&error, self.clock.instant()).await.map(|_| Left::Ended),
        };
        match left {
            Ok(Left::Ended) => {}
            Ok(Left::Cancelled) => tracing::debug!(%id, "export cancelled"),
            Ok(Left::Leaving) => {
                if let Err(error) = run.put_back().await {
                    tracing::error!(%error, %id, "an export could not be put back");
                }
            }
            Err(error) => tracing::error!(%error, %id, "an export could not be ended"),
        }
    }

    async fn write(&self, run: &mut ExportRun, leaving: &watch::Receiver<bool>) -> Result<Left, Error> {
        let mut intake = self.files.begin(run.file()).await.map_err(|error| broken(&Stopped::Store(error)))?;
        let done = self.pages(run, &mut intake, leaving).await;
        if !matches!(done, Ok(Left::Ended)) {
            intake.give_up().await;
            return done;
        }
        let found = intake.finish(|_| true).await.map_err(|stopped| broken(&stopped))?.ok_or_else(Error::internal)?;
        if run.finish(found, self.clock.instant()).await? {
            return Ok(Left::Ended);
        }
        self.files.remove(run.file()).await;
        Ok(Left::Cancelled)
    }

    async fn pages(
        &self,
        run: &mut ExportRun,
        intake: &mut Intake,
        leaving: &watch::Receiver<bool>,
    ) -> Result<Left, Error> {
        let most = self.api.export_limits().bytes;
        let mut writer = Writer::new(run.format(), run.columns().clone())?;
        loop {
            let page = run.page(self.clock.instant()).await?;
            let is_last = page.is_last;
            // Packing and formatting take processor time that requests should not wait for.
            let (back, bytes) = off(move || writer.rows(&page.rows).map(|bytes| (writer, bytes))).await??;
            writer = back;
            store(intake, &bytes, most).await?;
            if !run.tell(self.clock.instant()).await? {
                return Ok(Left::Cancelled);
            }
            if *leaving.borrow() {
                return Ok(Left::Leaving);
            }
            if is_last {
                break;
            }
        }
        let mut rest = off(move || writer.finish()).await??;
        loop {
            let (back, bytes) = off(move || rest.chunk().map(|bytes| (rest, bytes))).await??;
            rest = back;
            if bytes.is_empty() {
                return Ok(Left::Ended);
            }
            store(intake, &bytes, most).await?;
        }
    }
}

/// Does something on a thread where it may take its time.
async fn off<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "the writing of an export broke off");
        Error::internal()
    })
}

async fn store(intake: &mut Intake, bytes: &[u8], most: usize) -> Result<(), Error> {
    if intake.bytes() + bytes.len() > most {
        let (en, vi) = (format!("The file has more than {most} bytes."), format!("Tệp kết xuất vượt quá {most} byte."));
        return Err(Error::new(schema::error::Code::LimitExceeded, en, vi).with("limit", most));
    }
    if bytes.is_empty() { Ok(()) } else { intake.take(bytes).await.map_err(|stopped| broken(&stopped)) }
}

fn broken(stopped: &Stopped) -> Error {
    tracing::error!(?stopped, "the file of an export could not be stored");
    Error::internal()
}
