//! Vietnamese text for the database: folded for search, and as a key whose byte order is the alphabet's.
//!
//! Made here and stored, because neither database's own collation is Vietnamese, and they differ.

use unicode_normalization::UnicodeNormalization;

/// The text as it is searched: lower case, without accents and tone marks, đ as d, single spaces.
///
/// `hoà`, `hòa`, `HÒA` and their decomposed forms all become `hoa`. Only Latin marks are taken away: a
/// Khmer vowel sign is a letter's other half and stays.
#[must_use]
pub fn fold(text: &str) -> String {
    let lower = text.nfc().collect::<String>().to_lowercase();
    let bare: String = lower.nfd().filter(|c| !is_mark(*c) && !is_invisible(*c)).map(plain_d).nfc().collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a row is found by: its parts in one folded text.
#[must_use]
pub fn search_text(parts: &[&str]) -> String {
    fold(&parts.join(" "))
}

/// A key whose byte order is the Vietnamese alphabetical order of the text; printable ASCII.
///
/// First the letters of the whole text (a ă â b c d đ e ê …), then, where those are equal, the tones letter
/// by letter (ngang, huyền, hỏi, ngã, sắc, nặng), then case (small before capital). Space comes before
/// punctuation, punctuation before digits, digits before letters, other scripts after them.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key = Key::default();
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            key.letters.push(SPACE);
        }
        key.word(word);
    }
    key.finish()
}

/// Ends a level; below every weight, so that a shorter text comes first.
const LEVEL: char = ' ';
/// The weight of a space inside the text.
const SPACE: char = '!';
/// Opens the weight of ASCII punctuation, which follows as itself.
const PUNCTUATION: char = '"';
/// Opens the weight of other punctuation and signs, which follow as six hexadecimal digits.
const SIGN: char = '#';
/// Opens the weight of a letter of another script, which follows as six hexadecimal digits.
const FOREIGN: char = '~';
/// The weight of nothing remarkable at the second and third level: no tone, small letter.
const PLAIN: char = '0';
/// The second weight of a mark that Vietnamese does not have.
const OTHER_MARK: char = '6';

/// The alphabet in its order, with f j w z in place; a letter's weight is its position.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
/// The weight of the first letter; the last one's is `a`, so all stay between the digits and `~`.
const FIRST_LETTER: u8 = b'A';

/// The three levels of a key while it is made.
#[derive(Default)]
struct Key {
    letters: String,
    tones: String,
    cases: String,
}

impl Key {
    fn word(&mut self, word: &str) {
        let mut chars = word.nfd().filter(|c| !is_invisible(*c)).peekable();
        while let Some(base) = chars.next() {
            let mut marks = Vec::new();
            while let Some(mark) = chars.next_if(|c| is_mark(*c)) {
                marks.push(mark);
            }
            self.letter(base, &marks);
        }
    }

    fn letter(&mut self, base: char, marks: &[char]) {
        let small = plain_lower(base);
        let (letter, modifier) = with_modifier(small, marks);
        if let Some(weight) = letter_weight(letter) {
            self.letters.push(weight);
            self.tones.push(tone_weight(marks, modifier));
            self.cases.push(if base == small { PLAIN } else { '1' });
        } else if base.is_ascii_digit() {
            self.letters.push(base);
        } else if base.is_ascii_graphic() {
            self.letters.extend([PUNCTUATION, base]);
        } else if !base.is_control() && !is_mark(base) {
            self.letters.push(if base.is_alphanumeric() { FOREIGN } else { SIGN });
            self.letters.extend(format!("{:06x}", u32::from(small)).chars());
        }
    }

    /// Trailing plain weights say nothing (the end of a level sorts as they do), so they are left out.
    fn finish(self) -> String {
        let (tones, cases) = (self.tones.trim_end_matches(PLAIN), self.cases.trim_end_matches(PLAIN));
        let key = format!("{}{LEVEL}{tones}{LEVEL}{cases}", self.letters);
        key.trim_end_matches(LEVEL).to_owned()
    }
}

/// The letter that a base and its breve, circumflex or horn make, and which mark made it.
fn with_modifier(base: char, marks: &[char]) -> (char, Option<char>) {
    let made = |mark: char| match (base, mark) {
        ('a', '\u{306}') => Some('ă'),
        ('a', '\u{302}') => Some('â'),
        ('e', '\u{302}') => Some('ê'),
        ('o', '\u{302}') => Some('ô'),
        ('o', '\u{31B}') => Some('ơ'),
        ('u', '\u{31B}') => Some('ư'),
        _ => None,
    };
    marks.iter().find_map(|mark| made(*mark).map(|letter| (letter, Some(*mark)))).unwrap_or((base, None))
}

fn letter_weight(letter: char) -> Option<char> {
    let position = ALPHABET.chars().position(|other| other == letter)?;
    u8::try_from(position).ok().map(|position| char::from(FIRST_LETTER + position))
}

fn tone_weight(marks: &[char], modifier: Option<char>) -> char {
    let tone = |mark: &char| match mark {
        '\u{300}' => Some('1'),
        '\u{309}' => Some('2'),
        '\u{303}' => Some('3'),
        '\u{301}' => Some('4'),
        '\u{323}' => Some('5'),
        _ => None,
    };
    let is_other = |mark: &char| Some(*mark) != modifier;
    let otherwise = if marks.iter().any(is_other) { OTHER_MARK } else { PLAIN };
    marks.iter().find_map(tone).unwrap_or(otherwise)
}

/// The combining marks that Latin letters carry.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Characters that nobody sees and that would keep equal words apart: soft hyphen, zero-width, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// đ, and the eth and the African d that keyboards and old fonts put in its place, as d.
fn plain_d(c: char) -> char {
    if matches!(c, 'đ' | 'ð' | 'ɖ') { 'd' } else { c }
}

/// The small form of one character, with the letters that are mistaken for đ put right.
fn plain_lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some('ð' | 'ɖ'), None) => 'đ',
        (Some(small), None) => small,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_tone_places_fold_alike() {
        for text in ["hoà", "hòa", "HÒA", "Hoà", "ho\u{61}\u{300}", "ho\u{300}a", "  hoa "] {
            assert_eq!(fold(text), "hoa", "{text}");
        }
    }

    #[test]
    fn every_vietnamese_letter_folds_to_ascii() {
        assert_eq!(fold("ĐẶNG Thị Thuỳ  Trâm\u{a0}– thị xã Duyên Hải"), "dang thi thuy tram – thi xa duyen hai");
        assert_eq!(fold("Ðường Ưu Ơn ẵ ặ ẫ ữ ự ễ ỗ ỡ ỹ ỵ"), "duong uu on a a a u u e o o y y");
        let all = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ";
        assert!(fold(all).is_ascii());
        assert!(fold(&all.to_uppercase()).is_ascii());
        assert_eq!(fold(&all.nfd().collect::<String>()), fold(all));
    }

    #[test]
    fn other_scripts_keep_their_signs() {
        assert_eq!(fold("ត្រាវិញ"), "ត្រាវិញ");
        assert_eq!(fold("68/KH-UBND"), "68/kh-ubnd");
        assert_eq!(fold(""), "");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Trường ĐH Trà Vinh", "İstanbul", "ﬁ Ǆ", "ត្រាវិញ", "a\u{200b}b", "각"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }

    #[test]
    fn search_text_is_one_folded_line() {
        assert_eq!(search_text(&["Sở Nội vụ", "SNV", "", "Trà Vinh"]), "so noi vu snv tra vinh");
        assert_eq!(search_text(&[]), "");
    }

    fn assert_in_order(words: &[&str]) {
        for pair in words.windows(2) {
            let (a, b) = (sort_key(pair[0]), sort_key(pair[1]));
            assert!(a < b, "{} ({a}) < {} ({b})", pair[0], pair[1]);
        }
    }

    #[test]
    fn the_alphabet_is_in_order() {
        let letters: Vec<String> = ALPHABET.chars().map(String::from).collect();
        assert_in_order(&letters.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(letters.len(), 33);
    }

    #[test]
    fn tones_are_in_order_and_come_after_letters() {
        assert_in_order(&[
            "ba", "bà", "bả", "bã", "bá", "bạ", "bác", "băng", "bằng", "bẳng", "bẵng", "bắng", "bặng", "bâng",
        ]);
        assert_in_order(&["ma", "mà", "má", "mạ", "mai", "mài", "mái"]);
        assert_in_order(&["hoa", "hòa", "hỏa", "hõa", "hóa", "họa"]);
        assert_in_order(&["đê", "đề", "để", "đễ", "đế", "đệ"]);
        assert_in_order(&["hoa", "hòa", "hòa bình", "hoa hồng", "hoa huệ"]);
    }

    #[test]
    fn the_places_of_the_province_are_in_order() {
        assert_in_order(&[
            "Càng Long",
            "Cầu Kè",
            "Cầu Ngang",
            "Châu Thành",
            "Duyên Hải",
            "Đại An",
            "Định An",
            "Tiểu Cần",
            "Trà Cú",
            "Trà Vinh",
        ]);
        assert_in_order(&[
            "Sở Công Thương",
            "Sở Giáo dục",
            "Sở Nội vụ",
            "Sở Tài chính",
            "Sở Tư pháp",
            "Sở Y tế",
            "Tỉnh Đoàn",
        ]);
    }

    #[test]
    fn letters_of_the_whole_text_count_before_any_tone() {
        assert_in_order(&["Lê Thị An", "Lê Thị Ánh", "Lê Thi Bình"]);
        assert_in_order(&["Lê Thi An", "Lê Thì An", "Lê Thị An"]);
        assert_in_order(&["Dung", "Dũng", "Duy", "Dương", "Đạt"]);
    }

    #[test]
    fn case_counts_last() {
        assert_in_order(&["an", "An", "AN", "àn", "Àn", "ang"]);
    }

    #[test]
    fn a_space_comes_before_digits_and_digits_before_letters() {
        assert_in_order(&["An", "An Bình", "An-Bình", "An–Bình", "An2", "Ana"]);
        assert_in_order(&["Ấp 1", "Ấp 2", "Ấp Chợ"]);
        assert_in_order(&["1", "9", "a", "z", "ក"]);
    }

    #[test]
    fn decomposed_forms_have_the_same_key() {
        for text in ["Tiểu Cần", "Nguyễn Hữu Độ", "ệ", "ự", "Đường"] {
            assert_eq!(sort_key(&text.nfd().collect::<String>()), sort_key(text), "{text}");
        }
        assert_eq!(sort_key("a\u{301}\u{302}"), sort_key("ấ"));
        assert_eq!(sort_key("Ðỗ"), sort_key("Đỗ"));
        assert_eq!(sort_key("  Trà \u{a0} Vinh "), sort_key("Trà Vinh"));
    }

    #[test]
    fn a_key_is_printable_ascii() {
        for text in ["", "\0", "a\u{0}b", "Sở Nội vụ (SNV) – “Ban” № 1", "ត្រាវិញ", "😀", "Ñandú ß œ", "\u{301}"]
        {
            let key = sort_key(text);
            assert!(key.bytes().all(|byte| (0x20..0x7F).contains(&byte)), "{text:?} {key:?}");
        }
        assert_eq!(sort_key(""), "");
    }
}
