//! A row at random, held against a condition of the engine and against its words as they are published.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use entity::Rows;
use uuid::Uuid;

/// The viewer's own unit, a cluster that it leads, and a member of that.
pub const OWN: Uuid = Uuid::from_u128(1);
pub const LED: Uuid = Uuid::from_u128(2);
pub const MEMBER: Uuid = Uuid::from_u128(3);

/// A row of a noun, and whatever rows it leads to: its values are made from the seed when they are asked for.
pub struct RandomRow {
    pub noun: &'static str,
    pub seed: u64,
}

impl RandomRow {
    fn draw(&self, what: &[&str]) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.seed, self.noun, what).hash(&mut hasher);
        hasher.finish()
    }

    /// Whether the code that stands at a place is that one. Each is as likely as not.
    fn is(&self, path: &str, column: &str, code: &str) -> bool {
        self.draw(&[path, column, code]).is_multiple_of(2)
    }

    /// Whether the engine's condition holds.
    pub fn meets(&self, rows: &Rows) -> bool {
        self.holds(rows, "")
    }

    fn holds(&self, rows: &Rows, path: &str) -> bool {
        match rows {
            Rows::All => true,
            Rows::None => false,
            Rows::Is(column, code) => self.is(path, column, code),
            Rows::IsAny(column, codes) => codes.iter().any(|code| self.is(path, column, code)),
            Rows::IsNone(column, codes) => !codes.iter().any(|code| self.is(path, column, code)),
            Rows::Text(column, value) => &**value == "one" && self.is(path, column, "yours"),
            Rows::Among(column, keys) => {
                let whose = [(OWN, "your own"), (LED, "led"), (MEMBER, "member")];
                let stem = column.trim_end_matches("_id");
                whose.iter().any(|(key, word)| keys.contains(key) && self.is(path, stem, word))
            }
            Rows::Through { column, rows, .. } => {
                self.holds(rows, &format!("{path}/its {}", column.trim_end_matches("_id")))
            }
            Rows::Exists { table, rows, .. } => self.holds(rows, &format!("{path}/some {table}")),
            Rows::And(a, b) => self.holds(a, path) && self.holds(b, path),
            Rows::Or(a, b) => self.holds(a, path) || self.holds(b, path),
        }
    }

    /// Whether the published words hold.
    pub fn is_told(&self, words: &str) -> bool {
        self.says(words, "")
    }

    fn says(&self, words: &str, path: &str) -> bool {
        if let Some(rest) = words.strip_prefix('(') {
            let (left, rest) = bracket(rest);
            let right = |and: &str| rest.strip_prefix(and).map(|rest| bracket(rest).0);
            return match (right(" and ("), right(" or (")) {
                (Some(right), _) => self.says(left, path) && self.says(right, path),
                (_, Some(right)) => self.says(left, path) || self.says(right, path),
                _ => panic!("neither and nor or: {words}"),
            };
        }
        if let Some((place, inner)) = words.split_once(": (")
            && (place.starts_with("its ") || place.starts_with("some "))
        {
            return self.says(bracket(inner).0, &format!("{path}/{place}"));
        }
        let one_of =
            |column: &str, codes: &str| codes.trim_end_matches(')').split(", ").any(|code| self.is(path, column, code));
        if let Some((column, codes)) = words.split_once(" not in (") {
            return !one_of(column, codes);
        }
        if let Some((column, codes)) = words.split_once(" in (") {
            return one_of(column, codes);
        }
        if let Some((column, code)) = words.split_once(" = ") {
            return self.is(path, column, code);
        }
        match words.split_once(" is ") {
            Some((column, "yours")) => self.is(path, column, "yours"),
            Some((stem, "your own")) => self.is(path, stem, "your own"),
            Some((stem, "one that you lead")) => self.is(path, stem, "led"),
            Some((stem, "a member of a cluster that you lead")) => self.is(path, stem, "member"),
            _ if words == "all" => true,
            _ => panic!("what does this say? {words}"),
        }
    }
}

/// What stands before the bracket that closes the one just opened, and what follows it.
fn bracket(text: &str) -> (&str, &str) {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    panic!("a bracket is not closed: {text}");
}
