//! The catalogue of error codes: added to, never renamed.

use std::{collections::BTreeSet, fmt::Write as _, fs};

use entity::Codes as _;
use schema::error::Code;
use tests::{root, snapshot};

use super::sources;

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

/// A table in the README that leaves one out is no catalogue.
#[test]
fn every_code_is_in_the_readme_with_a_sentence_in_both_languages_beside_it() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for (code, about) in Code::VALUES {
        assert!(readme.contains(&format!("| `{code}` | ")), "{code} is not in the table of the README");
        let (english, vietnamese) = about.trim().split_once(" (").unwrap_or_default();
        assert!(!english.is_empty() && vietnamese.ends_with(")."), "{code}: {about}");
    }
}

/// A code that nothing says is a promise that nobody keeps.
#[test]
fn every_code_is_said_somewhere() {
    let sources = sources::of(&["schema", "api"]);
    for (code, _) in Code::VALUES {
        let name: String = code.split('_').flat_map(|word| [word[..1].to_owned(), word[1..].to_lowercase()]).collect();
        let said = format!("Code::{name}");
        let whole = |line: &str| {
            line.split(&said).skip(1).any(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
        };
        let is_said =
            sources.iter().filter(|source| !source.is_test()).any(|source| source.code().any(|(_, line)| whole(line)));
        assert!(is_said, "{code} is never said");
    }
}
