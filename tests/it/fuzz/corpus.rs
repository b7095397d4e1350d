//! The committed documents: seeds, and what was found.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::PathBuf,
};

use tests::root;

/// Where they are.
fn folder() -> PathBuf {
    root().join("tests/it/fuzz/corpus")
}

/// Every document with its name, in the order of the names. What is no UTF-8 is refused before any of this.
pub(super) fn all() -> Vec<(String, String)> {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let mut all: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    all.sort();
    assert!(!all.is_empty(), "the corpus is empty");
    all
}

/// Keeps a document, under a name made of its text.
pub(super) fn keep(document: &str) -> String {
    let mut hasher = DefaultHasher::new();
    document.hash(&mut hasher);
    let name = format!("found-{:016x}.graphql", hasher.finish());
    fs::write(folder().join(&name), document).unwrap();
    name
}
