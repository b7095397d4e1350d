//! The catalogue of error codes: added to, never renamed.

use std::{collections::BTreeSet, fmt::Write as _};

use entity::Codes as _;
use schema::error::Code;
use tests::snapshot;

#[test]
fn the_codes_are_the_committed_ones() {
    let mut text =
        String::from("Every value of `extensions.code`, and when it is said. Codes are added, never renamed.\n\n");
    for (code, about) in Code::VALUES {
        let _ = writeln!(text, "{code:<31}{}", about.trim());
    }
    snapshot::check("tests/snapshots/codes.txt", &text);
}

#[test]
fn codes_are_different_and_shouted() {
    let codes: BTreeSet<_> = Code::VALUES.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), Code::VALUES.len());
    assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')), "{codes:?}");
}
