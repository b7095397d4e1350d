//! Where the repository is.

use std::{env, path::PathBuf};

/// The root of the repository whose tests run; it may have been built elsewhere.
///
/// # Panics
///
/// When there is no such folder.
pub fn root() -> PathBuf {
    let tests = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    tests.join("..").canonicalize().expect("the repository")
}
