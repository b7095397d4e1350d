//! Documents that nobody would write: every one is answered, soon, by the scan and by both parsers behind it.
//!
//! The corpus beside this file is what was found before, and what to start from; it runs in every run. `tests/nightly` makes new
//! documents out of it for minutes. One that fails is left in the corpus, where it fails until it is mended.

mod corpus;
mod mutate;

use std::{
    collections::HashSet,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use schema::{Api, Documents, Limits, limits};
use tests::root;

use crate::oracle::random::Random;

/// The variable with the seconds that new documents are made for; without it a few hundred are made.
const SECONDS: &str = "THIDUA_TEST_FUZZ_SECONDS";
/// The variable with the seed of a run.
const SEED: &str = "THIDUA_SEED";
/// Documents where no time is given.
const FEW: usize = 300;
/// A document that takes as long as this hangs, however slow the machine.
const HANGS: Duration = Duration::from_secs(5);

#[test]
fn the_corpus_is_answered() {
    let wall = Wall::new();
    for (name, document) in corpus::all() {
        let began = Instant::now();
        let _ = wall.meets(&document);
        assert!(began.elapsed() < HANGS, "{name} takes {:?}", began.elapsed());
    }
}

#[test]
fn documents_that_nobody_would_write_are_answered() {
    let seed = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok()).unwrap_or(68);
    let time = std::env::var(SECONDS).ok().and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
    let (wall, mut random) = (Wall::new(), Random::new(seed));
    let mut known: Vec<String> = corpus::all().into_iter().map(|(_, document)| document).collect();
    let mut outcomes: HashSet<String> = known.iter().map(|document| wall.meets(document)).collect();
    let (began, mut made, mut slowest) = (Instant::now(), 0_usize, Duration::ZERO);
    // What aborts the process cannot be told after it: each document is written down before it is tried.
    let last = root().join("target/tests/fuzzed.graphql");
    while time.map_or(made < FEW, |time| began.elapsed() < time) {
        let document = mutate::mutated(&known, &mut random);
        note(&last, &document);
        let start = Instant::now();
        let outcome = wall.meets(&document);
        let took = start.elapsed();
        if took > HANGS {
            let kept = corpus::keep(&document);
            panic!("{kept} takes {took:?} (seed {seed})");
        }
        (made, slowest) = (made + 1, slowest.max(took));
        // What is answered in a new way is worth going on from.
        if outcomes.insert(outcome) {
            known.push(document);
        }
    }
    println!(
        "{made} documents in {:?}, {} outcomes, the slowest {slowest:?} (seed {seed})",
        began.elapsed(),
        outcomes.len()
    );
}

fn note(last: &Path, document: &str) {
    fs::create_dir_all(last.parent().unwrap()).unwrap();
    fs::write(last, document).unwrap();
}

/// Everything that stands before a plan.
struct Wall {
    documents: Documents,
    limits: Limits,
}

impl Wall {
    fn new() -> Self {
        Self { documents: Documents::new(&Api::sdl()).unwrap(), limits: Limits::default() }
    }

    /// What becomes of a document, as far as it tells one way through the code from another. A panic leaves it in the corpus.
    fn meets(&self, document: &str) -> String {
        let size = document.len().checked_ilog2().unwrap_or(0);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let scanned = limits::scan(document, &self.limits).err().map(|(error, _)| error.en.clone());
            match (scanned, self.documents.prepare(document, &self.limits)) {
                (Some(said), Err(_)) => said,
                // The wall is the scan's: what it refuses never gets further.
                (Some(said), Ok(_)) => panic!("refused and taken: {said}"),
                (None, Ok(_)) => "taken".into(),
                (None, Err(refusal)) => format!("{refusal:?}"),
            }
        }));
        match outcome {
            // Without what is quoted of the document.
            Ok(said) => {
                let own: String = said.split(['`', '"']).step_by(2).collect();
                format!("{size} {}", own.chars().filter(|c| c.is_alphabetic()).take(100).collect::<String>())
            }
            Err(failure) => {
                println!("left in the corpus: {}", corpus::keep(document));
                std::panic::resume_unwind(failure)
            }
        }
    }
}
