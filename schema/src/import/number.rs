//! Numbers as people write them: `1234.5`, `1234,5`, `1.234,5`, `1 234,5`; what could mean two things is not guessed.

/// Why a text is not taken for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is none.
    NotANumber,
    /// It can mean two: `1.234`.
    Ambiguous,
}

/// A text as a plain number: a minus sign perhaps, digits, and after a point the decimals. Of a whole number, a point or
/// comma before three digits can only stand between thousands.
pub fn plain(text: &str, is_whole: bool) -> Result<String, Wrong> {
    let text: String = text.trim().chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let (sign, rest) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let (whole, decimals) = split(rest, is_whole)?;
    let whole = digits(&whole)?;
    let decimals = decimals.map_or(Ok(String::new()), |decimals| digits(&decimals))?;
    let decimals = decimals.trim_end_matches('0');
    Ok(if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") })
}

fn digits(text: &str) -> Result<String, Wrong> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { Ok(text.to_owned()) } else { Err(Wrong::NotANumber) }
}

/// The whole part without its separators, and the decimals if there are some.
fn split(text: &str, is_whole: bool) -> Result<(String, Option<String>), Wrong> {
    let last = |separator: char| text.rfind(separator);
    let (mark, thousands) = match (last('.'), last(',')) {
        (None, None) => return Ok((joined(text, ' ')?, None)),
        (Some(point), Some(comma)) if point > comma => ('.', ','),
        (Some(_), Some(_)) => (',', '.'),
        (Some(_), None) => ('.', ' '),
        (None, Some(_)) => (',', ' '),
    };
    if thousands == ' ' {
        if text.matches(mark).count() > 1 {
            return Ok((joined(text, mark)?, None));
        }
        let (head, tail) = text.split_once(mark).ok_or(Wrong::NotANumber)?;
        let is_group = tail.len() == 3 && (1..=3).contains(&head.len()) && !head.starts_with('0');
        match (is_group, is_whole) {
            (true, true) => return Ok((joined(text, mark)?, None)),
            (true, false) => return Err(Wrong::Ambiguous),
            (false, _) => {}
        }
    }
    let (head, tail) = text.rsplit_once(mark).ok_or(Wrong::NotANumber)?;
    Ok((joined(head, thousands)?, Some(tail.to_owned())))
}

/// Groups of thousands put together: one to three digits, then three each.
fn joined(text: &str, separator: char) -> Result<String, Wrong> {
    let groups: Vec<&str> = text.split(separator).collect();
    let are_groups =
        groups.len() == 1 || (matches!(groups[0].len(), 1..=3) && groups[1..].iter().all(|group| group.len() == 3));
    if are_groups { Ok(groups.concat()) } else { Err(Wrong::NotANumber) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_meant() {
        for (text, number) in [
            ("0", "0"),
            ("1234.5", "1234.5"),
            ("1234,5", "1234.5"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1,234,567.80", "1234567.8"),
            ("1 234 567,25", "1234567.25"),
            ("1\u{a0}234", "1234"),
            ("-0,25", "-0.25"),
            ("−3", "-3"),
            ("0.125", "0.125"),
            ("1234.567", "1234.567"),
            ("1.2340", "1.234"),
            (" 12.5 ", "12.5"),
            ("12.0", "12"),
        ] {
            assert_eq!(plain(text, false).as_deref(), Ok(number), "{text}");
        }
        for (text, number) in [("1.234", "1234"), ("12,500", "12500"), ("1.500.000", "1500000"), ("7,00", "7")] {
            assert_eq!(plain(text, true).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_can_mean_two_things_is_not_guessed() {
        for text in ["1.234", "12,500", "-123.456"] {
            assert_eq!(plain(text, false), Err(Wrong::Ambiguous), "{text}");
        }
    }

    #[test]
    fn the_rest_is_no_number() {
        for text in [
            "",
            "-",
            "--1",
            ".5",
            "5.",
            "1.23.4",
            "1.2345.678",
            "1,2,3",
            "1.234,5,6",
            "12 34",
            "1e3",
            "١٢",
            "5 km",
            "0x1",
            "1..2",
            "+1",
            "1.234,",
        ] {
            assert_eq!(plain(text, false), Err(Wrong::NotANumber), "{text}");
        }
    }
}
