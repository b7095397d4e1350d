//! Where files are kept, as configured.

use std::num::{NonZeroU64, NonZeroUsize};

use schema::{Limit, OPEN_SLOTS};
use serde::Deserialize;

use crate::http::MAP_BYTES;

/// Where files are kept, and how much of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// A folder, or `s3://bucket/prefix`.
    pub store: String,
    /// The endpoint of an S3-compatible store; empty for Amazon's own.
    pub s3_endpoint: String,
    /// Its region.
    pub s3_region: String,
    /// The access key; empty for what the environment of the process says.
    pub s3_access_key: String,
    /// The secret of the access key.
    pub s3_secret_key: String,
    /// What stands before the paths of links.
    pub base_url: String,
    /// What links are signed with; empty for a secret made at the start.
    pub link_secret: String,
    /// Seconds a download link is good for.
    pub link_seconds: NonZeroU64,
    /// Seconds a slot is open.
    pub slot_seconds: NonZeroU64,
    /// Files of a request.
    pub count: NonZeroUsize,
    /// Bytes of a file.
    pub bytes: NonZeroUsize,
    /// Seconds that files of a request may take to arrive.
    pub upload_seconds: NonZeroU64,
}

impl Files {
    /// Its limits, as they are published.
    #[must_use]
    pub fn published(&self) -> Vec<Limit> {
        let seconds = |seconds: NonZeroU64| usize::try_from(seconds.get()).unwrap_or(usize::MAX);
        let limit =
            |name, value, unit, about, key, threat| Limit::new(name, value, unit, about).at("upload", key, threat);
        vec![
            limit(
                "uploadFiles",
                self.count.get(),
                "files",
                "Files of a multipart request; more is 413. Its body may have as many bytes as these together.",
                "files.count",
                "one path for each of thousands of files",
            ),
            limit("uploadBytes", self.bytes.get(), "bytes", "A file; more is 413.", "files.bytes", "disks that fill"),
            limit(
                "uploadSeconds",
                seconds(self.upload_seconds),
                "seconds",
                "The files of a multipart request, until they have arrived; then 503.",
                "files.upload_seconds",
                "bodies that never end",
            ),
            limit(
                "uploadSlotSeconds",
                seconds(self.slot_seconds),
                "seconds",
                "A slot, until its file is uploaded and completed.",
                "files.slot_seconds",
                "slots that nobody fills",
            ),
            limit(
                "uploadMapBytes",
                MAP_BYTES,
                "bytes",
                "`map` of a multipart request; more is 413.",
                "",
                "one path for each of thousands of files",
            ),
            limit(
                "linkSeconds",
                seconds(self.link_seconds),
                "seconds",
                "A link to a file; later is 403.",
                "files.link_seconds",
                "links that are passed on",
            ),
            limit(
                "uploadSlots",
                OPEN_SLOTS,
                "slots",
                "Slots of one person, open at once.",
                "",
                "slots that nobody fills",
            ),
        ]
    }
}
