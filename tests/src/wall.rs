//! Everything that stands in front of a plan, without a server: for documents by the hundred thousand.

use std::{fs, path::PathBuf};

use schema::{Api, Documents, Limits, limits};

use crate::root;

/// The scan, both parsers and the validation behind them, at the limits of a configuration that names none.
pub struct Wall {
    documents: Documents,
    limits: Limits,
}

impl Wall {
    /// One for the published schema.
    ///
    /// # Panics
    ///
    /// When the published schema is none.
    pub fn published() -> Self {
        Self { documents: Documents::new(&Api::sdl()).expect("the published schema"), limits: Limits::default() }
    }

    /// Has a document answered, whatever the answer is.
    ///
    /// # Panics
    ///
    /// When the scan refuses what is prepared all the same: what it refuses gets no further.
    pub fn meets(&self, document: &str) {
        let scanned = limits::scan(document, &self.limits);
        let prepared = self.documents.prepare(document, &self.limits);
        assert!(scanned.is_ok() || prepared.is_err(), "refused and taken");
    }
}

/// The committed documents, each with the name of its file: what to start from, and what was found. What is no UTF-8 is refused
/// before any of this, and is none of them.
///
/// # Panics
///
/// When they cannot be read, or there are none.
pub fn corpus() -> Vec<(String, String)> {
    let files = fs::read_dir(folder()).expect("the corpus").map(|file| file.expect("a file").path());
    let named = files.map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a document")));
    let all: Vec<_> = named.collect();
    assert!(!all.is_empty(), "the corpus is empty");
    all
}

fn folder() -> PathBuf {
    root().join("tests/fuzz/corpus")
}
