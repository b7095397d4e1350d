//! Documents asked for by name: trusted since the start, or kept when a client first sent one with its hash (automatic
//! persisted queries, as Apollo defines them).

mod shelf;
mod trusted;

pub use trusted::TrustedDocument;

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    error::{Code, Error, Result},
    trail::sha256,
    viewer::Viewer,
};

use shelf::Shelves;
use trusted::Trusted;

/// How a request names its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentName {
    /// By the SHA-256 of its text, 64 hexadecimal digits in lower case.
    Sha256(String),
    /// By an identifier that a client's build made: an entry of a trusted manifest.
    Custom(String),
}

impl DocumentName {
    /// Reads a document identifier of GraphQL over HTTP: `sha256:` and 64 hexadecimal digits, or any other identifier.
    /// Digits without their prefix are a hash too, since that is what most builds write.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("sha256", hash)) => is_hash(hash).then(|| Self::Sha256(hash.into())),
            Some((prefix, _)) if !prefix.starts_with("x-") => None,
            _ if is_hash(text) => Some(Self::Sha256(text.into())),
            _ => (1..=LONGEST).contains(&text.len()).then(|| Self::Custom(text.into())),
        }
    }
}

/// Bytes of an identifier.
const LONGEST: usize = 200;

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// What is known of documents beside their texts.
#[derive(Clone, Debug)]
pub struct NamedDeps {
    /// The trusted documents.
    pub trusted: Vec<TrustedDocument>,
    /// Whether nothing else runs.
    pub only_trusted: bool,
    /// Bytes of documents kept for all clients together.
    pub kept_bytes: usize,
    /// Bytes of documents kept for one client.
    pub kept_client_bytes: usize,
}

impl Default for NamedDeps {
    fn default() -> Self {
        Self { trusted: Vec::new(), only_trusted: false, kept_bytes: 16 * 1024 * 1024, kept_client_bytes: 256 * 1024 }
    }
}

/// Documents by name.
pub struct Named {
    trusted: Trusted,
    only_trusted: bool,
    kept: Mutex<Shelves>,
}

impl Named {
    /// The documents of a configuration; the trusted ones have been seen to fit the schema.
    pub fn new(deps: NamedDeps) -> Self {
        Self {
            trusted: Trusted::new(deps.trusted),
            only_trusted: deps.only_trusted,
            kept: Mutex::new(Shelves::new(deps.kept_bytes, deps.kept_client_bytes)),
        }
    }

    /// The text that a request is about: its own, or the one it names. An empty text is none.
    pub fn text(&self, text: String, name: Option<&DocumentName>, viewer: &Viewer) -> Result<String> {
        let text = match name {
            Some(name) if text.is_empty() => self.find(name, viewer).ok_or_else(not_found)?,
            Some(DocumentName::Sha256(hash)) if sha256(text.as_bytes()) != *hash => return Err(mismatch()),
            _ => text,
        };
        if self.only_trusted && !self.trusted.has(&sha256(text.as_bytes()), client(viewer)) {
            return Err(not_trusted());
        }
        Ok(text)
    }

    /// Keeps a document that may run, under the hash that it was sent with.
    pub fn keep(&self, name: Option<&DocumentName>, text: &str, viewer: &Viewer) {
        if let (Some(DocumentName::Sha256(hash)), false) = (name, self.only_trusted) {
            self.shelves().put(&shelf(viewer), hash, text);
        }
    }

    fn find(&self, name: &DocumentName, viewer: &Viewer) -> Option<String> {
        let trusted = match name {
            DocumentName::Sha256(hash) => self.trusted.by_hash(hash, client(viewer)),
            DocumentName::Custom(id) => self.trusted.by_id(id, client(viewer)),
        };
        match (trusted, name) {
            (Some(text), _) => Some(text.to_owned()),
            (None, DocumentName::Sha256(hash)) => self.shelves().get(&shelf(viewer), hash),
            (None, DocumentName::Custom(_)) => None,
        }
    }

    /// The lock is held for a look-up only; what a panic left behind is still whole.
    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The program that the token names: whose documents are trusted.
fn client(viewer: &Viewer) -> Option<&str> {
    viewer.principal.as_ref()?.client.as_deref()
}

/// Whose documents push out whose: a program has its shelf, else a person; the public shares one.
fn shelf(viewer: &Viewer) -> String {
    match (client(viewer), &viewer.principal) {
        (Some(client), _) => format!("client {client}"),
        (None, Some(principal)) => format!("subject {}", principal.subject),
        (None, None) => String::new(),
    }
}

fn not_found() -> Error {
    Error::new(
        Code::PersistedQueryNotFound,
        "No document is kept under this name; send its text along.",
        "Chưa lưu truy vấn nào dưới tên này; hãy gửi kèm nội dung truy vấn.",
    )
}

fn mismatch() -> Error {
    Error::new(
        Code::PersistedQueryHashMismatch,
        "The hash is not the SHA-256 of the document's text.",
        "Giá trị băm không phải SHA-256 của nội dung truy vấn.",
    )
}

fn not_trusted() -> Error {
    Error::new(
        Code::DocumentNotTrusted,
        "Only documents that were registered for this client run here.",
        "Hệ thống chỉ chạy các truy vấn đã đăng ký cho phần mềm này.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_read_as_the_specification_writes_them() {
        let hash = "7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e";
        let sha = Some(DocumentName::Sha256(hash.into()));
        assert_eq!(DocumentName::parse(&format!("sha256:{hash}")), sha);
        assert_eq!(DocumentName::parse(hash), sha);
        for id in ["x-md5:0a1b", "Projects", "1b2e3d4c5b6a79880123456789abcdef"] {
            assert_eq!(DocumentName::parse(id), Some(DocumentName::Custom(id.into())), "{id}");
        }
        let shouted = format!("sha256:{}", hash.to_uppercase());
        for bad in ["", "sha256:", "sha256:12", "md5:12", &shouted, &"a".repeat(201)] {
            assert_eq!(DocumentName::parse(bad), None, "{bad}");
        }
    }
}
