//! Texts that are committed because a person has to read their changes: the law, the lives, the codes, the schema.

use std::{env, fmt::Write as _, fs};

use crate::place::root;

/// With this variable set to 1, texts are written anew instead of compared.
const UPDATE: &str = "THIDUA_UPDATE";

/// Compares a text with the committed file (a path from the root of the repository).
///
/// # Panics
///
/// With the lines that differ, when it is another text.
#[track_caller]
pub fn check(path: &str, actual: &str) {
    let file = root().join(path);
    let committed = fs::read_to_string(&file).unwrap_or_default();
    let Some(difference) = difference(&committed, actual) else { return };
    if env::var(UPDATE).is_ok_and(|value| value == "1") {
        fs::write(&file, actual).expect("the file can be written");
        return;
    }
    panic!(
        "{path} is not what the code says. If the change is meant, run this test with {UPDATE}=1 and commit it.\n{difference}"
    );
}

/// The lines that are on one side only, between what both begin and end with; none when the texts are the same.
fn difference(old: &str, new: &str) -> Option<String> {
    if old == new {
        return None;
    }
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count().min(rest);
    let mut text = format!("from line {}:\n", head + 1);
    let mut put = |sign: char, lines: &[&str]| {
        for line in lines.iter().take(40) {
            let _ = writeln!(text, "{sign} {line}");
        }
        if lines.len() > 40 {
            let _ = writeln!(text, "{sign} … {} more lines", lines.len() - 40);
        }
    };
    put('-', &old[head..old.len() - tail]);
    put('+', &new[head..new.len() - tail]);
    Some(text)
}

#[cfg(test)]
mod test {
    use super::difference;

    #[test]
    fn a_change_is_shown_and_nothing_else() {
        assert_eq!(difference("a\nb\nc", "a\nx\nc").as_deref(), Some("from line 2:\n- b\n+ x\n"));
        assert_eq!(difference("", "a").as_deref(), Some("from line 1:\n+ a\n"));
        assert_eq!(difference("a\na", "a").as_deref(), Some("from line 2:\n- a\n"));
        assert!(difference("a\n", "a").is_some());
        assert_eq!(difference("a", "a"), None);
    }
}
