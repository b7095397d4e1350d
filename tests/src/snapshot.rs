//! Texts that are committed because a person has to read their changes: the law, the lives, the codes, the schema.

use std::{env, fmt::Write as _, fs, path::Path};

/// With this variable set to 1, texts are written anew instead of compared.
const UPDATE: &str = "THIDUA_UPDATE";

/// Compares a text with the committed file (a path from the root of the repository).
///
/// # Panics
///
/// With the lines that differ, when it is another text.
#[track_caller]
pub fn check(path: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let committed = fs::read_to_string(&file).unwrap_or_default();
    if committed == actual {
        return;
    }
    if env::var(UPDATE).is_ok_and(|value| value == "1") {
        fs::write(&file, actual).expect("the file can be written");
        return;
    }
    panic!("{path} is not what the code says. If the change is meant, run this test with {UPDATE}=1 and commit it.\n{}", diff(&committed, actual));
}

/// The lines that are on one side only, around what both begin and end with.
fn diff(old: &str, new: &str) -> String {
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
    text
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_change_is_shown_and_nothing_else() {
        assert_eq!(diff("a\nb\nc", "a\nx\nc"), "from line 2:\n- b\n+ x\n");
        assert_eq!(diff("", "a"), "from line 1:\n+ a\n");
        assert_eq!(diff("a\na", "a"), "from line 2:\n- a\n");
    }

    #[test]
    #[should_panic(expected = "LICENSE is not what the code says")]
    fn another_text_is_refused() {
        check("LICENSE", "another text");
    }
}
