//! What a paper consists of, whatever format it is written in.

use entity::Quantity;
use unicode_normalization::UnicodeNormalization as _;

/// A letter as Nghị định 30/2020/NĐ-CP lays it out.
#[derive(Debug, Default)]
pub struct Letter {
    /// The organisation above the one that issues it (cơ quan chủ quản).
    pub above: Option<String>,
    /// Who issues it (cơ quan ban hành).
    pub issuer: String,
    /// Number and symbol as printed (số, ký hiệu).
    pub number: String,
    /// Place and day (địa danh và thời gian ban hành).
    pub place_and_day: String,
    /// The name of its kind, in capitals (tên loại văn bản).
    pub kind: &'static str,
    /// What it is about (trích yếu).
    pub subject: String,
    /// To whom it is addressed, where it is (kính gửi).
    pub addressee: Option<String>,
    /// The text.
    pub body: Vec<Block>,
    /// Recipients, one a line (nơi nhận).
    pub recipients: Vec<String>,
    /// Who signs (chữ ký).
    pub signers: Vec<Signer>,
    /// Lists on pages of their own (phụ lục).
    pub annexes: Vec<Annex>,
    /// When it says what it says, RFC 3339.
    pub at: String,
}

/// A piece of the text.
#[derive(Debug)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph in the middle, bold.
    Centred(String),
    /// A table.
    Table(Table),
}

/// Who signs, by what authority.
#[derive(Debug, Default)]
pub struct Signer {
    /// The formula and the title, a line each, in capitals (quyền hạn, chức vụ).
    pub lines: Vec<String>,
    /// The name; a hint where it is not known.
    pub name: String,
}

/// A list on a page of its own.
#[derive(Debug)]
pub struct Annex {
    /// Its title.
    pub title: String,
    /// What it belongs to.
    pub of: String,
    /// The list.
    pub table: Table,
}

/// A table with a title.
#[derive(Debug, Default)]
pub struct Table {
    /// Its title; empty where it needs none.
    pub title: String,
    /// Columns: heading, and the share of the width.
    pub columns: Vec<(String, usize)>,
    /// Rows.
    pub rows: Vec<Vec<Value>>,
}

/// A value in a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    None,
    /// A text.
    Text(String),
    /// A number, with at most four decimals.
    Number(Quantity),
}

impl Value {
    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self::Number(Quantity(number.saturating_mul(10_000)))
    }

    /// As a Vietnamese reader writes it: `1.234,5`.
    pub fn printed(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => printed(*number),
        }
    }
}

/// A number with points between thousands and a comma before decimals.
fn printed(number: Quantity) -> String {
    let text = number.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::from(sign);
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push(',');
        out.push_str(decimals);
    }
    out
}

/// A text as it is printed: composed, and without what no XML has a place for.
pub fn clean(text: &str) -> String {
    let fit =
        |c: &char| matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..) && !matches!(c, '\u{7f}'..='\u{9f}');
    text.nfc().filter(fit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_the_vietnamese_way() {
        for (number, text) in [
            (0, "0"),
            (10_000, "1"),
            (9_990_000, "999"),
            (10_000_000, "1.000"),
            (12_345_675_000, "1.234.567,5"),
            (-15_000, "-1,5"),
        ] {
            assert_eq!(printed(Quantity(number)), text);
        }
    }

    #[test]
    fn texts_are_composed_and_hold_no_control_characters() {
        assert_eq!(clean("Ba\u{301}o\u{1} ca\u{301}o\u{b}\u{ffff}\r\n"), "Báo cáo\n");
    }
}
