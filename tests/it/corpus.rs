//! What was found by documents that nobody would write stays answered. New ones are made by `tests/nightly fuzz`.

use std::time::{Duration, Instant};

use tests::wall::{Wall, corpus};

/// A document that takes as long as this hangs, however slow the machine.
const HANGS: Duration = Duration::from_secs(5);

#[test]
fn the_corpus_is_answered() {
    let wall = Wall::published();
    for (name, document) in corpus() {
        let began = Instant::now();
        wall.meets(&document);
        assert!(began.elapsed() < HANGS, "{name} takes {:?}", began.elapsed());
    }
}
