//! Files as this room knows them: what was received, what is stored, and somebody who makes links and looks.

use std::fmt::Debug;

use entity::Instant;
use futures_util::future::{BoxFuture, FutureExt as _};
use uuid::Uuid;

use crate::{
    error::Result,
    paper::{PaperFormat, PaperKind},
    viewer::Viewer,
};

/// A file that came with a request, its bytes already stored.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// What stands in its place in the variables. It is the same whenever the same request is sent again.
    pub token: String,
    /// Under which name the bytes are stored.
    pub file: Uuid,
    /// The name that the client gave it.
    pub name: String,
    /// What its bytes are.
    pub found: Found,
}

/// What stored bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The size in bytes.
    pub size: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// The media type that the bytes tell.
    pub media_type: String,
}

/// A file that a link is for.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Under which name the bytes are stored.
    pub file: Uuid,
    /// The name for the reader.
    pub name: String,
    /// What the bytes are, or shall be.
    pub found: Found,
}

/// A paper that a link is for.
#[derive(Clone, Debug)]
pub struct Printed {
    /// What it is.
    pub kind: PaperKind,
    /// How it is written.
    pub format: PaperFormat,
    /// What it is printed of.
    pub object: Uuid,
    /// The name for the reader.
    pub name: String,
}

/// Whoever keeps the bytes.
pub trait Files: Debug + Send + Sync {
    /// The address at which the viewer, and nobody else, may download a file for a short while.
    fn download(&self, file: Linked, viewer: &Viewer) -> String;
    /// The address at which a paper is printed for the viewer, and nobody else, for a short while; and until when.
    fn print(&self, paper: &Printed, viewer: &Viewer) -> (String, Instant);
    /// The address at which the viewer may put the announced bytes.
    fn upload(&self, file: Linked, viewer: &Viewer) -> String;
    /// How long a slot is open, in microseconds.
    fn slot_micros(&self) -> i64;
    /// Bytes of a file at most.
    fn most_bytes(&self) -> i64;
    /// The name of a file, fit to be shown and to be stored under.
    fn clean(&self, name: &str) -> String;
    /// What is stored under a name, read from its bytes; none where nothing is.
    fn look(&self, file: Uuid) -> BoxFuture<'_, Result<Option<Found>>>;
    /// The stored bytes, whole: for a file that is known to be small.
    fn bytes(&self, file: Uuid) -> BoxFuture<'_, Result<Vec<u8>>>;
}

/// Nobody keeps files.
#[derive(Debug)]
pub(crate) struct Nowhere;

impl Files for Nowhere {
    fn download(&self, _: Linked, _: &Viewer) -> String {
        String::new()
    }

    fn print(&self, _: &Printed, viewer: &Viewer) -> (String, Instant) {
        (String::new(), viewer.now)
    }

    fn upload(&self, _: Linked, _: &Viewer) -> String {
        String::new()
    }

    fn slot_micros(&self) -> i64 {
        0
    }

    fn most_bytes(&self) -> i64 {
        0
    }

    fn clean(&self, name: &str) -> String {
        name.to_owned()
    }

    fn look(&self, _: Uuid) -> BoxFuture<'_, Result<Option<Found>>> {
        std::future::ready(Ok(None)).boxed()
    }

    fn bytes(&self, _: Uuid) -> BoxFuture<'_, Result<Vec<u8>>> {
        std::future::ready(Ok(Vec::new())).boxed()
    }
}
