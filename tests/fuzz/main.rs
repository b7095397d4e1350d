//! Documents that nobody would write, made by libFuzzer out of the corpus beside this file, for as long as they find new ways through
//! the scan and the parsers. `tests/nightly fuzz` runs it; what is found is left in the corpus, where it fails until it is mended.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use tests::wall::Wall;

static WALL: LazyLock<Wall> = LazyLock::new(Wall::published);

fuzz_target!(|bytes: &[u8]| -> Corpus {
    // What is no UTF-8 is refused before any of this.
    let Ok(document) = str::from_utf8(bytes) else { return Corpus::Reject };
    WALL.meets(document);
    Corpus::Keep
});
