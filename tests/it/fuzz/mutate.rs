//! Makes new documents out of known ones: pieces repeated, moved, dropped, wrapped, exchanged.

use crate::oracle::random::Random;

/// The largest document that is made, so that most are not merely too long.
const LONGEST: usize = 24_000;

/// What documents are made of, and what scanners and parsers trip over.
const PIECES: [&str; 64] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    "!",
    "=",
    "|",
    "&",
    "@",
    "$",
    "...",
    ",",
    " ",
    "\n",
    "\r",
    "\t",
    "\u{feff}",
    "#",
    "# x\n",
    "\"",
    "\"\"\"",
    "\\\"\"\"",
    "\"\\u{1F600}\"",
    "\"\\uD83D\"",
    "\"\\",
    "\0",
    "é",
    "đ",
    "\u{2028}",
    "-",
    "-0",
    "00",
    "1e999",
    "1.",
    "-1.5e-3",
    "99999999999999999999",
    "true",
    "null",
    "query",
    "mutation",
    "subscription",
    "fragment",
    "on",
    "...on Unit",
    "...f",
    "fragment f on Unit",
    "$a: Int = 1",
    "($a: [[Int!]!]!)",
    "@skip(if: true)",
    "@include(if: $a)",
    "__typename",
    "__schema",
    "units",
    "nodes",
    "parent",
    "children(first: 1)",
    "filter: {",
    "not: {",
    "and: [",
    "id",
    "schema { query: Query }",
];

/// One more document.
pub(super) fn mutated(known: &[String], random: &mut Random) -> String {
    let mut document = known[random.below(known.len())].clone();
    for _ in 0..=random.below(4) {
        document = step(&document, known, random);
        document.truncate(floor(&document, LONGEST));
    }
    document
}

fn step(document: &str, known: &[String], random: &mut Random) -> String {
    let (from, to) = range(document, random);
    let (head, middle, tail) = (&document[..from], &document[from..to], &document[to..]);
    match random.below(7) {
        0 => format!("{head}{}{middle}{tail}", random.pick(&PIECES)),
        1 => format!("{head}{tail}"),
        2 => format!("{head}{}{tail}", random.pick(&PIECES)),
        3 => format!("{head}{}{tail}", middle.repeat(times(random, middle.len()))),
        4 => {
            let piece = random.pick(&PIECES);
            format!("{head}{}{middle}{tail}", piece.repeat(times(random, piece.len())))
        }
        5 => {
            let (open, close) =
                random.pick(&[("{", "}"), ("[", "]"), ("(", ")"), ("{a ", "}"), ("{not:", "}"), ("\"\"\"", "\"\"\"")]);
            let times = times(random, open.len() + close.len());
            format!("{head}{}{middle}{}{tail}", open.repeat(times), close.repeat(times))
        }
        _ => {
            let other = &known[random.below(known.len())];
            let (from, to) = range(other, random);
            format!("{head}{}{tail}", &other[from..to])
        }
    }
}

/// Seldom many, and never more than a document holds.
fn times(random: &mut Random, length: usize) -> usize {
    let most = LONGEST / length.max(1) + 1;
    let most = if random.chance(20) { most } else { most.min(8) };
    1 + random.below(most)
}

/// A part of a text, mostly short.
fn range(text: &str, random: &mut Random) -> (usize, usize) {
    let from = floor(text, random.below(text.len() + 1));
    let most = if random.chance(80) { 24 } else { text.len() + 1 };
    (from, floor(text, (from + random.below(most)).min(text.len())))
}

/// The last boundary of a character up to here.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
