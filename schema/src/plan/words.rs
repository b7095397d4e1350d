//! Words of a search: what a folded text must be like, and how an index finds it.
//!
//! PostgreSQL's index of three letters answers `like` by itself (`pg_trgm`). SQLite's (FTS5) is asked for the rows that have
//! the groups of three letters of the words; which of them have the words is then seen as on PostgreSQL, so that both find the
//! same. Words of one or two letters have no such group: where there are no others, every text is looked at.

use entity::text::fold;

use super::sql::{Dialect, Sql};
use crate::error::{Error, Result};

/// Words at most.
const WORDS: usize = 8;
/// Groups of letters that SQLite's index is asked for at most.
const GRAMS: usize = 32;

/// The words of a search.
#[derive(Clone, Debug)]
pub struct Words {
    patterns: Vec<String>,
    /// The question to SQLite's index; empty where it cannot be asked.
    grams: String,
}

impl Words {
    /// Those of a text, folded.
    pub fn of(text: &str) -> Result<Self> {
        if text.chars().count() > 200 {
            return Err(Error::input("text", "has at most 200 characters", "tối đa 200 ký tự"));
        }
        let text = fold(text).replace('\0', " ");
        let words: Vec<&str> = text.split_whitespace().take(WORDS).collect();
        let patterns = words.iter().map(|word| format!("%{}%", escape(word))).collect();
        Ok(Self { patterns, grams: grams(&words) })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Appends that the text in a column of an alias of a table has them all.
    pub fn render(&self, sql: &mut Sql, alias: usize, table: &str, column: &str) {
        if self.is_empty() {
            sql.push("true");
            return;
        }
        sql.push("(");
        if sql.dialect == Dialect::Sqlite && !self.grams.is_empty() {
            sql.column(alias, "id").push(" in (select k.id from ").push(table).push("_grams g join ").push(table);
            sql.push("_searched k on k.key = g.rowid where g.").push(table).push("_grams match ");
            sql.bind(self.grams.clone()).push(") and ");
        }
        for (i, pattern) in self.patterns.iter().enumerate() {
            sql.push(if i > 0 { " and " } else { "" }).column(alias, column).push(" like ").bind(pattern.clone());
            // PostgreSQL's default, which it plans better where it is not written out.
            if sql.dialect == Dialect::Sqlite {
                sql.push(" escape '\\'");
            }
        }
        sql.push(")");
    }
}

/// The groups of three letters in words, each once, as FTS5 is asked for all of them.
fn grams(words: &[&str]) -> String {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        for gram in letters.windows(3) {
            let quoted = format!("\"{}\"", gram.iter().collect::<String>().replace('"', "\"\""));
            if all.len() < GRAMS && !all.contains(&quoted) {
                all.push(quoted);
            }
        }
    }
    all.join(" ")
}

/// A text as a pattern that matches just itself.
pub fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_asked_for_each_group_of_letters_once() {
        for (text, grams) in [
            ("Đường tỉnh", r#""duo" "uon" "ong" "tin" "inh""#),
            ("aaaa ở aaa", r#""aaa""#),
            ("ở xã", ""),
            ("a\"bc", r#""a""b" """bc""#),
            ("68/KH", r#""68/" "8/k" "/kh""#),
        ] {
            assert_eq!(Words::of(text).unwrap().grams, grams, "{text}");
        }
        let long: String = ('a'..='z').chain('0'..='9').collect();
        assert_eq!(Words::of(&long).unwrap().grams.split(' ').count(), GRAMS);
    }

    #[test]
    fn a_pattern_matches_just_the_word() {
        assert_eq!(Words::of("100%_\\").unwrap().patterns, [r"%100\%\_\\%"]);
        assert!(Words::of(" \0 ").unwrap().is_empty());
    }
}
