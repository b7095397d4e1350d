//! A linear look at the bytes of a document before any parser sees it: size, tokens, nesting.

use super::{Limits, passed};
use crate::error::{Code, Error, Result};

/// Refuses a document that is too large, has too many tokens, or nests too deep. Strings and comments are skipped as the
/// specification reads them, so that brackets in them do not count. An error comes with the byte that it stands against.
pub fn scan(document: &str, limits: &Limits) -> Result<(), (Error, usize)> {
    if document.len() > limits.document_bytes {
        let error = passed("document bytes", "số byte của truy vấn", document.len(), limits.document_bytes);
        return Err((error, limits.document_bytes));
    }
    let bytes = document.as_bytes();
    let (mut at, mut tokens, mut nesting) = (0, 0, 0_usize);
    while at < bytes.len() {
        let start = at;
        at += match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at = skip(bytes, at, |byte| byte != b'\n' && byte != b'\r');
                continue;
            }
            b'"' => string(bytes, at).map_err(|error| (error, at))?,
            b'{' | b'[' | b'(' => {
                nesting += 1;
                1
            }
            b'}' | b']' | b')' => {
                nesting = nesting.saturating_sub(1);
                1
            }
            b'.' if bytes[at..].starts_with(b"...") => 3,
            b'-' | b'0'..=b'9' => number(&bytes[at..]),
            byte if is_name(byte) => skip(bytes, at, is_name) - at,
            _ => 1,
        };
        debug_assert!(at > start);
        tokens += 1;
        if nesting > limits.document_nesting {
            return Err((passed("nesting", "độ lồng nhau", nesting, limits.document_nesting), start));
        }
        if tokens > limits.document_tokens {
            return Err((passed("tokens", "số token", tokens, limits.document_tokens), start));
        }
    }
    Ok(())
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of the number that begins here: a sign, digits, a fraction, an exponent.
fn number(bytes: &[u8]) -> usize {
    let digits = |from: usize| skip(bytes, from, |byte| byte.is_ascii_digit());
    let mut at = digits(1);
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at = digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let signed = at + 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at = digits(signed);
    }
    at
}

fn skip(bytes: &[u8], from: usize, while_: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !while_(*byte)).map_or(bytes.len(), |n| from + n)
}

/// The length of the string that begins here.
fn string(bytes: &[u8], from: usize) -> Result<usize> {
    let rest = &bytes[from..];
    let block = rest.starts_with(b"\"\"\"");
    let mut at = if block { 3 } else { 1 };
    while at < rest.len() {
        if block && rest[at..].starts_with(b"\\\"\"\"") {
            at += 4;
        } else if block && rest[at..].starts_with(b"\"\"\"") {
            return Ok(at + 3);
        } else if !block && rest[at] == b'\\' {
            at += 2;
        } else if !block && rest[at] == b'"' {
            return Ok(at + 1);
        } else if !block && matches!(rest[at], b'\n' | b'\r') {
            break;
        } else {
            at += 1;
        }
    }
    Err(Error::new(
        Code::GraphqlInvalid,
        "A string in the document does not end.",
        "Chuỗi ký tự trong truy vấn không có dấu kết thúc.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_and_comments_do_not_nest() {
        let limits = Limits { document_nesting: 2, ..Limits::default() };
        assert!(scan(r#"{ a(b: "[[[[") } # {{{{"#, &limits).is_ok());
        assert!(scan("{ a(b: \"\"\"[[ \\\"\"\" [[\"\"\") }", &limits).is_ok());
        assert!(scan("{ a(b: [1]) }", &limits).is_err());
    }

    #[test]
    fn limits_hold_at_n_and_refuse_at_n_plus_one() {
        let limits = Limits { document_tokens: 4, document_bytes: 20, ..Limits::default() };
        assert!(scan("{a b}", &limits).is_ok());
        assert_eq!(scan("{a b c}", &limits).unwrap_err().1, 6);
        assert!(scan(&" ".repeat(20), &limits).is_ok());
        assert_eq!(scan(&" ".repeat(21), &limits).unwrap_err().1, 20);
    }

    #[test]
    fn tokens_are_those_of_the_specification() {
        let count = |text: &str| {
            let limits = |most| Limits { document_tokens: most, ..Limits::default() };
            (0..100).find(|most| scan(text, &limits(*most)).is_ok()).unwrap()
        };
        for (text, tokens) in [
            ("...f...f", 4),
            ("@a@a", 4),
            ("$a:[Int!]=-1.5e-3", 9),
            ("[1-1-1]", 5),
            ("a1_b -0 1e5 1.5E+3", 4),
            ("a , b # c d\n,", 2),
            ("1.", 2),
            ("é", 2),
        ] {
            assert_eq!(count(text), tokens, "{text}");
        }
    }

    #[test]
    fn a_string_that_does_not_end_is_refused() {
        assert_eq!(scan("{ a(b: \"x", &Limits::default()).unwrap_err().1, 7, "where it begins");
        assert!(scan("{ a(b: \"x\\", &Limits::default()).is_err());
        assert!(scan("{ a(b: \"\"\"x\"\"", &Limits::default()).is_err());
    }
}
