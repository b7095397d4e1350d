//! Takes a file in: chunk by chunk to the store, counted and hashed on the way; what is not finished is not there.

use std::fmt::Write as _;

use object_store::{ObjectStore, ObjectStoreExt as _, WriteMultipart, path::Path};
use schema::files::Found;
use sha2::{Digest as _, Sha256};

use super::kind;

/// A file on its way in. Dropped before it is finished, it leaves nothing behind.
pub(crate) struct Intake {
    /// None once it is finished or given up.
    upload: Option<WriteMultipart>,
    look: Look,
}

/// The client has gone: a store that was told of parts has to be told that there will be no more.
impl Drop for Intake {
    fn drop(&mut self) {
        if let Some(upload) = self.upload.take() {
            tokio::spawn(give_up(upload));
        }
    }
}

async fn give_up(upload: WriteMultipart) {
    if let Err(error) = upload.abort().await {
        tracing::warn!(%error, "an unfinished file could not be removed");
    }
}

/// Why a file was not taken.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// It has no bytes.
    Empty,
    /// It is a program.
    Program,
    /// The store failed.
    Store(object_store::Error),
}

impl From<object_store::Error> for Stopped {
    fn from(error: object_store::Error) -> Self {
        Self::Store(error)
    }
}

impl Intake {
    pub(super) async fn begin(objects: &dyn ObjectStore, path: &Path, chunk: usize) -> object_store::Result<Self> {
        let upload = objects.put_multipart(path).await?;
        Ok(Self { upload: Some(WriteMultipart::new_with_chunk_size(upload, chunk)), look: Look::default() })
    }

    /// The bytes so far.
    pub(crate) fn bytes(&self) -> usize {
        usize::try_from(self.look.size).unwrap_or(usize::MAX)
    }

    /// Takes a chunk, and waits while the store is behind.
    pub(crate) async fn take(&mut self, chunk: &[u8]) -> Result<(), Stopped> {
        self.look.see(chunk);
        if let Some(upload) = &mut self.upload {
            upload.wait_for_capacity(1).await?;
            upload.write(chunk);
        }
        Ok(())
    }

    /// Gives it up, also when nobody waits for that any more: who cut the line is not there for the end of it.
    pub(crate) async fn give_up(mut self) {
        if let Some(upload) = self.upload.take() {
            let _ = tokio::spawn(give_up(upload)).await;
        }
    }

    /// Stores it whole, if `fits` says so of what it is.
    pub(crate) async fn finish(mut self, fits: impl Fn(&Found) -> bool) -> Result<Option<Found>, Stopped> {
        let found = self.look.clone().found();
        let stopped = match () {
            () if found.size == 0 => Some(Stopped::Empty),
            () if kind::is_program(&self.look.head) => Some(Stopped::Program),
            () => None,
        };
        if stopped.is_some() || !fits(&found) {
            self.give_up().await;
            return stopped.map_or(Ok(None), Err);
        }
        if let Some(upload) = self.upload.take() {
            upload.finish().await?;
        }
        Ok(Some(found))
    }
}

/// What is learnt from bytes that pass.
#[derive(Clone, Default)]
pub(super) struct Look {
    size: u64,
    hash: Sha256,
    head: Vec<u8>,
}

/// Bytes by which a kind of file is known.
const HEAD: usize = 8 * 1024;

impl Look {
    pub(super) fn see(&mut self, chunk: &[u8]) {
        self.size += chunk.len() as u64;
        self.hash.update(chunk);
        let wanted = HEAD.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..wanted]);
    }

    pub(super) fn found(self) -> Found {
        Found {
            size: i64::try_from(self.size).unwrap_or(i64::MAX),
            sha256: self.hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            }),
            media_type: kind::media_type(&self.head).into(),
        }
    }
}
