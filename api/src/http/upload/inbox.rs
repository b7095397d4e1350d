//! The files of one request: stored before it runs, and removed if nothing came to hold them.

use schema::{Api, files::Uploaded};

use crate::files::Store;

/// The files of one request. Dropped before the request ran, they are removed.
pub(in super::super) struct Inbox {
    store: Store,
    files: Vec<Uploaded>,
    has_run: bool,
}

impl Inbox {
    pub(super) fn new(store: Store) -> Self {
        Self { store, files: Vec::new(), has_run: false }
    }

    pub(super) fn put(&mut self, file: Uploaded) {
        self.files.push(file);
    }

    /// The files, for the request that runs now.
    pub(in super::super) fn open(&mut self) -> Vec<Uploaded> {
        self.has_run = true;
        self.files.clone()
    }

    /// Removes what the request did not attach.
    pub(in super::super) async fn settle(mut self, api: &Api) {
        self.has_run = true;
        let files: Vec<_> = self.files.iter().map(|file| file.file).collect();
        // Where that cannot be found out now, the sweep finds it out later.
        let Ok(held) = api.held_files(&files).await else { return };
        for file in files.iter().filter(|file| !held.contains(file)) {
            self.store.remove(*file).await;
        }
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        if self.has_run || self.files.is_empty() {
            return;
        }
        let (store, files) = (self.store.clone(), std::mem::take(&mut self.files));
        tokio::spawn(async move {
            for file in files {
                store.remove(file.file).await;
            }
        });
    }
}
