//! The sources of the workspace as tests of their form read them.

use std::{fs, path::Path};

use tests::root;

/// A file of Rust.
pub(super) struct Source {
    /// Its path from the root of the repository.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

/// Every file of Rust in these rooms.
pub(super) fn of(rooms: &[&str]) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    for room in rooms {
        collect(&root.join(room), &root, &mut found);
    }
    assert!(found.len() >= rooms.len(), "no sources under {}", root.display());
    found
}

/// Every file of Rust.
pub(super) fn all() -> Vec<Source> {
    of(&["api", "entity", "migration", "schema", "tests"])
}

fn collect(folder: &Path, root: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, root, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push(Source { path: path.strip_prefix(root).unwrap().display().to_string(), text });
        }
    }
}

impl Source {
    /// Whether the file is there for tests only.
    pub(super) fn is_test(&self) -> bool {
        self.path.starts_with("tests/") || self.path.contains("/tests/") || self.path.ends_with("_test.rs")
    }

    /// Lines of code, with their numbers: no comments, and nothing from `#[cfg(test)]` on, which ends a file here.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Where lines of code hold any of these, as `path:line: text`.
    pub(super) fn lines_with(&self, wanted: &[&str]) -> Vec<String> {
        let hits = self.code().filter(|(_, line)| wanted.iter().any(|text| line.contains(text)));
        hits.map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim())).collect()
    }
}

/// Fails with the places, if there are any.
#[track_caller]
pub(super) fn none(rule: &str, places: &[String]) {
    assert!(places.is_empty(), "{rule}\n{}", places.join("\n"));
}
