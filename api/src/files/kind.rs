//! What a file is, by its bytes and never by what its sender says; and a name that is fit to be shown.

use unicode_normalization::UnicodeNormalization as _;

/// The media type that the first bytes tell.
pub(super) fn media_type(head: &[u8]) -> &'static str {
    match infer::get(head) {
        Some(kind) => kind.mime_type(),
        None if is_text(head) => "text/plain",
        None => "application/octet-stream",
    }
}

/// Whether the bytes are a program for some machine.
pub(super) fn is_program(head: &[u8]) -> bool {
    infer::get(head).is_some_and(|kind| kind.matcher_type() == infer::MatcherType::App)
}

/// UTF-8 without control characters; the head may end inside a character.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or("\0"),
        Err(_) => return false,
    };
    !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// Characters of a name.
const LONGEST: usize = 150;

/// The last part of a path, composed, without what could mislead a reader or a program: control characters, marks that turn
/// the direction of writing, separators of paths, dots and spaces at the ends.
pub(super) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let fit = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let shown: String = last.nfc().filter(fit).map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let trimmed = shown.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, extension) = match trimmed.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 10 => (stem, format!(".{extension}")),
        _ => (trimmed, String::new()),
    };
    let stem: String = stem.chars().take(LONGEST).collect();
    let whole = format!("{}{extension}", stem.trim_end());
    if whole.is_empty() { "tep".into() } else { whole }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn bytes_tell_the_type() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n"[..], "application/pdf"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
            (b"PK\x03\x04\x14\0", "application/zip"),
            ("Báo cáo quý".as_bytes(), "text/plain"),
            (&"Báo cáo quý".as_bytes()[..2], "text/plain"),
            (b"\0\x01\x02", "application/octet-stream"),
        ] {
            assert_eq!(media_type(bytes), kind);
            assert!(!is_program(bytes));
        }
        let elf = [&b"\x7fELF\x02\x01\x01"[..], &[0; 57]].concat();
        assert!(is_program(&elf) && is_program(b"MZ\x90\0\x03\0\0\0"));
    }

    #[test]
    fn names_are_cleaned() {
        for (name, clean_name) in [
            ("Báo cáo.pdf", "Báo cáo.pdf"),
            ("C:\\Users\\an\\Minh chứng.docx", "Minh chứng.docx"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nb\0.pdf", "ab.pdf"),
            ("\u{202e}fdp.exe", "fdp.exe"),
            ("Ba\u{301}o.pdf", "Báo.pdf"),
            ("..", "tep"),
            ("", "tep"),
            ("  .bashrc ", "bashrc"),
            ("a<b>:\"c\"|?*.txt", "a_b___c____.txt"),
        ] {
            assert_eq!(clean(name), clean_name, "{name:?}");
        }
        assert_eq!(clean(&format!("{}.pdf", "ố".repeat(500))).chars().count(), LONGEST + 4);
    }
}
