//! Words of a search: what a folded text must be like, and how an index finds it.
//!
//! PostgreSQL's index of three letters answers `like` by itself (`pg_trgm`). SQLite's (FTS5) is asked for the rows that have
//! the groups of three letters of the words; which of them have the words is then seen as on PostgreSQL, so that both find the
//! same. Words of one or two letters have no such group: where there are no others, every text is looked at.
//!
//! PostgreSQL guesses how many texts have a word from a sample of them, and multiplies: for words that go together far too
//! few, so that it collects and sorts thousands where it could have stopped after a page. A pattern of two words is guessed
//! right.

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
    list: Vec<String>,
    /// Whether two and two are written as one pattern: where a few of the texts are wanted in an order of their own.
    is_paired: bool,
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
        let grams = grams(&words);
        Ok(Self { list: words.into_iter().map(str::to_owned).collect(), is_paired: false, grams })
    }

    /// The same for a list of texts in an order that has nothing to do with the words.
    pub fn listed(self) -> Self {
        Self { is_paired: true, ..self }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
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
        for (i, pair) in self.list.chunks(2).enumerate() {
            sql.push(if i > 0 { " and " } else { "" });
            match pair {
                [one, other] if self.is_paired && sql.dialect == Dialect::Postgres && !may_share(one, other) => {
                    sql.push("(");
                    like(sql, alias, column, &[one, other]);
                    sql.push(" or ");
                    like(sql, alias, column, &[other, one]);
                    sql.push(")");
                }
                pair => {
                    for (i, word) in pair.iter().enumerate() {
                        sql.push(if i > 0 { " and " } else { "" });
                        like(sql, alias, column, &[word]);
                    }
                }
            }
        }
        sql.push(")");
    }
}

/// Appends that a text has these words, one after the other.
fn like(sql: &mut Sql, alias: usize, column: &str, words: &[&String]) {
    let words: Vec<String> = words.iter().map(|word| escape(word)).collect();
    sql.column(alias, column).push(" like ").bind(format!("%{}%", words.join("%")));
    // PostgreSQL's default, which it plans better where it is not written out.
    if sql.dialect == Dialect::Sqlite {
        sql.push(" escape '\\'");
    }
}

/// Whether two words can share letters in a text: then neither order of them with something between need be there.
fn may_share(one: &str, other: &str) -> bool {
    let ends_as_begins = |one: &str, other: &str| one.char_indices().any(|(place, _)| other.starts_with(&one[place..]));
    one.contains(other) || other.contains(one) || ends_as_begins(one, other) || ends_as_begins(other, one)
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
        assert_eq!(escape("100%_\\"), r"100\%\_\\");
        assert!(Words::of(" \0 ").unwrap().is_empty());
    }

    /// What PostgreSQL is asked, with its patterns.
    fn asked(text: &str, dialect: Dialect) -> (String, Vec<sea_orm::Value>) {
        let mut sql = Sql::new(dialect);
        Words::of(text).unwrap().listed().render(&mut sql, 0, "project", "search");
        sql.parts()
    }

    #[test]
    fn two_words_are_one_pattern_where_they_cannot_share_a_letter() {
        let (sql, values) = asked("Trường học mới", Dialect::Postgres);
        assert_eq!(sql, "((t0.search like $1 or t0.search like $2) and t0.search like $3)");
        assert_eq!(values, ["%truong%hoc%", "%hoc%truong%", "%moi%"].map(Into::into));
        let (sql, values) = asked("nông thôn", Dialect::Postgres);
        assert_eq!(sql, "(t0.search like $1 and t0.search like $2)");
        assert_eq!(values, ["%nong%", "%thon%"].map(Into::into));
        assert!(!asked("Trường học", Dialect::Sqlite).0.contains(" or "));
        for (one, other, expected) in [
            ("truong", "hoc", false),
            ("thon", "nong", true),
            ("a", "a", true),
            ("ab", "xaby", true),
            ("xa", "ab", true),
            ("ab", "cd", false),
        ] {
            assert_eq!((may_share(one, other), may_share(other, one)), (expected, expected), "{one} {other}");
        }
    }
}
