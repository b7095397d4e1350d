//! What CSV holds without a spreadsheet taking it for something else: texts that are no formulas, numbers that are no thousands.

/// A text for a cell of CSV. One that begins with what spreadsheets calculate with (`=`, `+`, `-`, `@`, a tab or a carriage
/// return, also after spaces) gets an apostrophe before it; so does one that begins like that behind apostrophes of its own, so
/// that `unguarded` gives each text back.
#[must_use]
pub fn guarded(text: &str) -> String {
    if calculates(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that was guarded.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| calculates(text)).unwrap_or(cell)
}

fn calculates(text: &str) -> bool {
    let first = text.trim_start_matches('\'').trim_start_matches([' ', '\n']).chars().next();
    matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'))
}

/// A number for a cell of CSV: where a point before three decimals could stand between thousands, with a fourth.
#[must_use]
pub fn unmistakable(number: &str) -> String {
    let looks_like_thousands = number.trim_start_matches('-').split_once('.').is_some_and(|(whole, decimals)| {
        decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
    });
    if looks_like_thousands { format!("{number}0") } else { number.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_comes_back() {
        for text in [
            "", "a", "'", "'a", "''", "=1", "'=1", "''=1", " =1", "' =1", "+84", "-5", "@a", "\t=1", "\r", "＝1",
            "a=1", "\n=1", "'\n=1",
        ] {
            let cell = guarded(text);
            assert_eq!(unguarded(&cell), text);
            assert!(!cell.trim_start_matches([' ', '\n']).starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
        assert_eq!((guarded("'=1").as_str(), guarded("'a").as_str()), ("''=1", "'a"));
    }

    #[test]
    fn no_number_is_taken_for_thousands() {
        for (number, cell) in [
            ("1.234", "1.2340"),
            ("-12.500", "-12.5000"),
            ("0.125", "0.125"),
            ("1234.567", "1234.567"),
            ("4.5", "4.5"),
            ("1234", "1234"),
        ] {
            assert_eq!(unmistakable(number), cell);
        }
    }
}
