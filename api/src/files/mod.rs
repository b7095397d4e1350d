//! Files: one interface over a local folder or any S3-compatible store, the links to them, and what is forgotten.

mod intake;
mod kind;
mod link;
mod sweep;

use std::{fmt, fs, path::Path as Folder, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use entity::Instant;
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture};
use object_store::{
    ObjectStore, ObjectStoreExt as _, aws::AmazonS3Builder, local::LocalFileSystem, path::Path, prefix::PrefixStore,
};
use schema::{
    error::{Error, Result},
    files::{Files, Found, Linked, Printed},
    viewer::Viewer,
};
use uuid::Uuid;

use crate::config;

pub(crate) use intake::{Intake, Stopped};
pub(crate) use link::{Link, Use};
pub(crate) use sweep::{forget, sweep};

use link::Links;

/// Where files are kept. One for the whole server.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    objects: Arc<dyn ObjectStore>,
    links: Links,
    slot_micros: i64,
    most_files: usize,
    most_bytes: usize,
    chunk: usize,
    patience: Duration,
}

/// Why files cannot be kept.
#[derive(Debug, thiserror::Error)]
#[error("the files cannot be kept in {0}: {1}.")]
pub struct Unusable(String, String);

/// Bytes of a part: S3 takes none smaller; a folder takes any.
const S3_PART: usize = 5 * 1024 * 1024;
const FOLDER_PART: usize = 64 * 1024;

impl Store {
    /// The store of a configuration; a folder is made where there is none.
    pub fn open(config: &config::Files) -> Result<Self, Unusable> {
        let unusable = |error: &dyn fmt::Display| Unusable(config.store.clone(), error.to_string());
        let (objects, chunk): (Arc<dyn ObjectStore>, _) = match config.store.strip_prefix("s3://") {
            Some(place) => (s3(config, place).map_err(|error| unusable(&error))?, S3_PART),
            None => (folder(Folder::new(&config.store)).map_err(|error| unusable(&error))?, FOLDER_PART),
        };
        let seconds = |n: u64| i64::try_from(n).unwrap_or(i64::MAX / 1_000_000);
        Ok(Self(Arc::new(Inner {
            objects,
            links: Links::new(&config.link_secret, config.base_url.clone(), seconds(config.link_seconds.get())),
            slot_micros: seconds(config.slot_seconds.get()) * 1_000_000,
            most_files: config.count.get(),
            most_bytes: config.bytes.get(),
            chunk,
            patience: Duration::from_secs(config.upload_seconds.get()),
        })))
    }

    /// Files of a request at most.
    pub(crate) fn most_files(&self) -> usize {
        self.0.most_files
    }

    /// Bytes of a file at most.
    pub(crate) fn most_file_bytes(&self) -> usize {
        self.0.most_bytes
    }

    /// How long a request with files may take.
    pub(crate) fn patience(&self) -> Duration {
        self.0.patience
    }

    /// The file that a link leads to, if the link is ours and still good.
    pub(crate) fn follow(&self, token: &str, to: Use, now: DateTime<Utc>) -> Option<Link> {
        self.0.links.read(token, to, now)
    }

    /// Begins to take a file in.
    pub(crate) async fn begin(&self, file: Uuid) -> object_store::Result<Intake> {
        Intake::begin(&*self.0.objects, &path(file), self.0.chunk).await
    }

    /// The stored bytes, as a stream.
    pub(crate) async fn get(&self, file: Uuid) -> object_store::Result<object_store::GetResult> {
        self.0.objects.get(&path(file)).await
    }

    /// Removes a file. That it is not there is as good.
    pub(crate) async fn remove(&self, file: Uuid) {
        match self.0.objects.delete(&path(file)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => tracing::error!(%error, %file, "a file could not be removed"),
        }
    }

    /// Names of everything that was stored before an instant.
    async fn stored_before(&self, before: DateTime<Utc>) -> object_store::Result<Vec<Uuid>> {
        let mut found = Vec::new();
        let mut all = self.0.objects.list(None);
        while let Some(object) = all.next().await {
            let object = object?;
            if object.last_modified < before {
                found.extend(object.location.filename().and_then(|name| Uuid::try_parse(name).ok()));
            }
        }
        Ok(found)
    }

    /// Whether the store is this database's: by the name of the first database that kept files here.
    async fn is_of(&self, database: &str) -> object_store::Result<bool> {
        let place = Path::from("database");
        match self.0.objects.get(&place).await {
            Ok(name) => Ok(name.bytes().await?.as_ref() == database.as_bytes()),
            Err(object_store::Error::NotFound { .. }) => {
                self.0.objects.put(&place, database.to_owned().into_bytes().into()).await?;
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    async fn read(&self, file: Uuid) -> object_store::Result<Option<Found>> {
        let object = match self.get(file).await {
            Ok(object) => object,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut look = intake::Look::default();
        let mut bytes = object.into_stream();
        while let Some(chunk) = bytes.next().await {
            look.see(&chunk?);
        }
        Ok(Some(look.found()))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.objects)
    }
}

impl Files for Store {
    fn download(&self, file: Linked, viewer: &Viewer) -> String {
        self.0.links.download(file, viewer)
    }

    fn print(&self, paper: &Printed, viewer: &Viewer) -> (String, Instant) {
        self.0.links.print(paper, viewer)
    }

    fn upload(&self, file: Linked, viewer: &Viewer) -> String {
        self.0.links.upload(file, viewer, self.0.slot_micros / 1_000_000)
    }

    fn slot_micros(&self) -> i64 {
        self.0.slot_micros
    }

    fn most_bytes(&self) -> i64 {
        i64::try_from(self.0.most_bytes).unwrap_or(i64::MAX)
    }

    fn clean(&self, name: &str) -> String {
        kind::clean(name)
    }

    fn look(&self, file: Uuid) -> BoxFuture<'_, Result<Option<Found>>> {
        async move {
            self.read(file).await.map_err(|error| {
                tracing::error!(%error, %file, "a stored file could not be read");
                Error::internal()
            })
        }
        .boxed()
    }

    fn bytes(&self, file: Uuid) -> BoxFuture<'_, Result<Vec<u8>>> {
        async move {
            let bytes = async { self.get(file).await?.bytes().await };
            bytes.await.map(|bytes| bytes.to_vec()).map_err(|error| {
                tracing::error!(%error, %file, "a stored file could not be read");
                Error::internal()
            })
        }
        .boxed()
    }
}

/// Files lie in 256 folders by the end of their names, which is random.
fn path(file: Uuid) -> Path {
    let name = file.hyphenated().to_string();
    Path::from(format!("{}/{name}", &name[34..]))
}

fn folder(place: &Folder) -> std::io::Result<Arc<dyn ObjectStore>> {
    fs::create_dir_all(place)?;
    let store = LocalFileSystem::new_with_prefix(place).map_err(std::io::Error::other)?;
    Ok(Arc::new(store.with_fsync(true)))
}

fn s3(config: &config::Files, place: &str) -> object_store::Result<Arc<dyn ObjectStore>> {
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket).with_region(&config.s3_region);
    if !config.s3_endpoint.is_empty() {
        let is_plain = config.s3_endpoint.starts_with("http://");
        builder = builder.with_endpoint(&config.s3_endpoint).with_allow_http(is_plain);
    }
    if !config.s3_access_key.is_empty() {
        builder = builder.with_access_key_id(&config.s3_access_key).with_secret_access_key(&config.s3_secret_key);
    }
    Ok(Arc::new(PrefixStore::new(builder.build()?, prefix)))
}
