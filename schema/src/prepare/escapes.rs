//! What the specification allows and the parser does not know, written as it knows it: `\u{1EDF}` and surrogate pairs in texts,
//! blanks behind `$` and `@`, and before `!`.
//!
//! Nothing else moves: what a text loses inside its quotes it gets back as blanks behind them, so that places in errors stay true.

/// The document so written. What is no right escape stays, and the parser refuses it.
pub fn replaced(document: &str) -> String {
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    while let Some(at) = rest.find(['"', '#', '$', '@', '!']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('!') {
            // It goes to the type before it, if that is on the same line.
            let end = out.trim_end_matches([' ', '\t']).len();
            let place = if out[..end].ends_with(|last: char| last == ']' || last == '_' || last.is_ascii_alphanumeric())
            {
                end
            } else {
                out.len()
            };
            out.insert(place, '!');
            rest = &rest[1..];
            continue;
        }
        if rest.starts_with(['$', '@']) {
            // The mark goes to its name, behind the blanks.
            let name = rest[1..].trim_start_matches([' ', '\t', '\n', '\r', ',']);
            let blanks = &rest[1..rest.len() - name.len()];
            out.push_str(blanks);
            out.push_str(&rest[..1]);
            rest = name;
            continue;
        }
        let end = if rest.starts_with('#') {
            rest.find(['\n', '\r']).unwrap_or(rest.len())
        } else if rest.starts_with("\"\"\"") {
            block_end(rest)
        } else {
            let end = text_end(rest);
            text(&rest[..end], &mut out);
            rest = &rest[end..];
            continue;
        };
        out.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Where a text ends that begins here: behind its quote, or where its line ends without one.
fn text_end(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'\n' | b'\r' => return at,
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where a text in three quotes ends that begins here. Nothing is escaped in it but three quotes.
fn block_end(text: &str) -> usize {
    let mut from = 3;
    while let Some(at) = text[from..].find("\"\"\"").map(|at| at + from) {
        if !text[..at].ends_with('\\') {
            return at + 3;
        }
        from = at + 3;
    }
    text.len()
}

fn text(quoted: &str, out: &mut String) {
    let (mut rest, mut lost) = (quoted, 0);
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((letter, length)) = letter(rest) {
            lost += length - 1;
            out.push(letter);
            rest = &rest[length..];
        } else {
            // The escape as it stands: a backslash and whatever follows.
            let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
    out.extend(std::iter::repeat_n(' ', lost));
}

/// The letter of an escape that the parser does not know, and the bytes of the escape. Those that would not be a letter inside
/// a text are left: the parser knows them in another form, and nobody writes them in this one.
fn letter(text: &str) -> Option<(char, usize)> {
    let code = |digits: &str| u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'));
    let (code, length) = if let Some(braced) = text.strip_prefix("\\u{") {
        let (digits, _) = braced.split_once('}')?;
        (code(digits)?, digits.len() + 4)
    } else {
        let high = code(text.strip_prefix("\\u")?.get(..4)?).filter(|high| (0xD800..0xDC00).contains(high))?;
        let low = code(text.get(6..)?.strip_prefix("\\u")?.get(..4)?).filter(|low| (0xDC00..0xE000).contains(low))?;
        (0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12)
    };
    let letter = char::from_u32(code).filter(|letter| !letter.is_control() && !['"', '\\'].contains(letter))?;
    Some((letter, length))
}

#[cfg(test)]
mod test {
    use super::replaced;

    #[test]
    fn escapes_become_letters_and_nothing_moves() {
        for (written, read) in [
            (r#"{ a(b: "s\u{1EDF}") c }"#, r#"{ a(b: "sở"       ) c }"#),
            (r#"{ a(b: "\uD83D\uDE00\u{1f600}") }"#, r#"{ a(b: "😀😀"                   ) }"#),
            (r#"{ a(b: "\\u{41}\u{41}") }"#, r#"{ a(b: "\\u{41}A"     ) }"#),
        ] {
            assert_eq!(replaced(written), read);
            let place = |text: &str| text.chars().rev().take(3).collect::<String>();
            assert_eq!((written.chars().count(), place(written)), (read.chars().count(), place(read)));
        }
    }

    #[test]
    fn marks_stand_at_their_names() {
        assert_eq!(replaced("query($a: [ID !] \t!, $b: A_ !) #\n!"), "query($a: [ID! ]! \t, $b: A_! ) #\n!");
        let written = "query($ id: ID! @\n skip) { a(b: $,id, c: \"$ d @ e\") # $ f\n }";
        let read = "query( $id: ID! \n @skip) { a(b: ,$id, c: \"$ d @ e\") # $ f\n }";
        assert_eq!(replaced(written), read);
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            r#"{ a(b: "\u1EDF \n \" \\") }"#,
            r#"{ a(b: "\u{}") }"#,
            r#"{ a(b: "\u{110000}") }"#,
            r#"{ a(b: "\u{D83D}") }"#,
            r#"{ a(b: "\u{22}") }"#,
            r#"{ a(b: "\uD83D") }"#,
            r#"{ a(b: "\uDE00\uD83D") }"#,
            r#"{ a(b: "\u{+41}") }"#,
            r#"{ a(b: """\u{41} \""" \uD83D\uDE00""") }"#,
            "{ a # \"\\u{41}\n b }",
            "{ a(b: \"\\u{41",
            "{ a(b: \"\\u",
            "\\u{41}",
            "{ a(b: \"open\n\\u{41}\") }",
        ] {
            assert_eq!(replaced(text), text);
        }
    }
}
