//! Numbers of official documents: every style in use parses and prints as it was.
//!
//! The State writes a slash behind the number, and the year between two where a text is a norm (`68/KH-UBND`,
//! `11/2019/QĐ-UBND`); the Party writes a hyphen, and the issuer behind a slash (`21-KH/TU`). A number below ten may have a
//! zero in front; it is the same number.

use entity::official_document::DocumentKind;
use unicode_normalization::UnicodeNormalization;

/// The longest symbol, in characters.
const SYMBOL: usize = 40;

/// A number taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number alone.
    pub sequence: i32,
    /// With how many digits it is printed: `05` has two.
    pub digits: usize,
    /// The year, where the style prints it.
    pub year: Option<i32>,
    /// The symbol: `KH-UBND`, `KH/TU`.
    pub symbol: String,
}

impl Number {
    /// Takes apart `68/KH-UBND`, `11/2019/QĐ-UBND`, `21-KH/TU`, `34-CT/TW`, `292/TTr-SNV`, `1486/SNV-TĐKT`, in any Unicode
    /// form. What is none of these styles is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().nfc().take(100).collect();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let sequence = text[..digits].parse().ok().filter(|n| *n > 0 && digits <= 9)?;
        let rest = &text[digits..];
        let (year, symbol) = match rest.strip_prefix('/') {
            Some(rest) => match rest.split_once('/') {
                Some((year, symbol)) if year.len() == 4 => {
                    (Some(year.parse().ok().filter(|year| (1900..=2100).contains(year))?), symbol)
                }
                Some(_) => return None,
                None => (None, rest),
            },
            None => (None, rest.strip_prefix('-').filter(|symbol| symbol.matches('/').count() == 1)?),
        };
        let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '.');
        let is_symbol = symbol.split(['-', '/']).all(is_word) && symbol.chars().next().is_some_and(char::is_alphabetic);
        (is_symbol && symbol.chars().count() <= SYMBOL).then(|| Self {
            sequence,
            digits,
            year,
            symbol: symbol.to_owned(),
        })
    }

    /// The kind of document that the symbol tells.
    pub fn kind(&self) -> DocumentKind {
        match self.symbol.split(['-', '/']).next().unwrap_or_default() {
            "KH" => DocumentKind::Plan,
            "CT" => DocumentKind::Directive,
            "NQ" => DocumentKind::Resolution,
            "QĐ" => DocumentKind::Decision,
            "TTr" => DocumentKind::ProposalLetter,
            "BB" => DocumentKind::Minutes,
            "HD" => DocumentKind::Guidance,
            "BC" => DocumentKind::Report,
            _ => DocumentKind::OfficialLetter,
        }
    }
}

impl std::fmt::Display for Number {
    /// As printed: Party documents put a hyphen behind the number, the State's a slash.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { sequence, digits, year, symbol } = self;
        match year {
            Some(year) => write!(f, "{sequence:0digits$}/{year}/{symbol}"),
            None if symbol.contains('/') => write!(f, "{sequence:0digits$}-{symbol}"),
            None => write!(f, "{sequence:0digits$}/{symbol}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_style_of_the_plan_parses_and_prints() {
        for (text, kind) in [
            ("68/KH-UBND", DocumentKind::Plan),
            ("11/2019/QĐ-UBND", DocumentKind::Decision),
            ("21-KH/TU", DocumentKind::Plan),
            ("34-CT/TW", DocumentKind::Directive),
            ("14/2020/NQ-HĐND", DocumentKind::Resolution),
            ("292/TTr-SNV", DocumentKind::ProposalLetter),
            ("1486/SNV-TĐKT", DocumentKind::OfficialLetter),
            ("05/TB-STC", DocumentKind::OfficialLetter),
            ("07-KL/TW", DocumentKind::OfficialLetter),
        ] {
            let number = Number::parse(text).unwrap();
            assert_eq!(number.to_string(), text);
            assert_eq!(number.kind(), kind, "{text}");
        }
    }

    #[test]
    fn a_zero_in_front_is_printed_and_no_other_number() {
        let (bare, padded) = (Number::parse("5/KH-UBND").unwrap(), Number::parse("05/KH-UBND").unwrap());
        assert_eq!((bare.sequence, &bare.symbol), (padded.sequence, &padded.symbol));
        assert_eq!((bare.to_string(), padded.to_string()), ("5/KH-UBND".into(), "05/KH-UBND".into()));
    }

    #[test]
    fn what_is_no_number_does_not_parse() {
        for text in [
            "",
            "KH-UBND",
            "0/KH-UBND",
            "00/KH-UBND",
            "68",
            "68/",
            "68-",
            "68/KH UBND",
            "68/KH-",
            "68/-UBND",
            "68//KH-UBND",
            "68/KH--UBND",
            "11/19/QĐ-UBND",
            "11/2019/",
            "11/+201/QĐ-UBND",
            "11/9999/QĐ-UBND",
            "21-KH",
            "21-KH/",
            "21-/TU",
            "21-KH/TU/TW",
            "-21-KH/TU",
            "99999999999/KH",
            "0000000068/KH",
            "٦٨/KH-UBND",
            "68/<b>",
            "68/KH-UBND'; drop table unit; --",
            "68/KH\u{202e}-UBND",
            "68/KH\0",
            "68\n/KH-UBND",
        ] {
            assert_eq!(Number::parse(text), None, "{text:?}");
        }
        assert_eq!(Number::parse(&format!("68/{}", "K".repeat(41))), None);
        assert!(Number::parse(&format!("68/{}", "K".repeat(40))).is_some());
    }

    /// An abbreviation as documents carry it.
    fn word() -> impl Strategy<Value = String> {
        "[A-ZĐƯƠÂÊÔ][A-Za-zĐđƯƠÂÊÔ0-9]{0,7}"
    }

    proptest! {
        /// Number, year and abbreviations in each style come back from what is printed, in either Unicode form.
        #[test]
        fn every_style_comes_back(n in 1..=99_999_i32, pad in 0..3_usize, year in 1945..=2100_i32, kind in word(), issuer in word(), part in word()) {
            let digits = n.to_string().len() + pad;
            let n = format!("{n:0digits$}");
            let styles = [
                (format!("{n}/{kind}-{issuer}"), None, format!("{kind}-{issuer}")),
                (format!("{n}/{year}/{kind}-{issuer}"), Some(year), format!("{kind}-{issuer}")),
                (format!("{n}-{kind}/{issuer}"), None, format!("{kind}/{issuer}")),
                (format!("{n}/{kind}-{issuer}-{part}"), None, format!("{kind}-{issuer}-{part}")),
                (format!("{n}-{kind}-{part}/{issuer}"), None, format!("{kind}-{part}/{issuer}")),
            ];
            for (text, year, symbol) in styles {
                let number = Number::parse(&text).unwrap();
                prop_assert_eq!(number.to_string(), text.as_str());
                prop_assert_eq!((number.year, &number.symbol), (year, &symbol));
                prop_assert_eq!(number.sequence.to_string(), n.trim_start_matches('0'));
                let apart: String = text.nfd().collect();
                prop_assert_eq!(Number::parse(&format!(" {apart}\t")), Some(number));
            }
        }

        /// Nothing panics; what parses prints as it was.
        #[test]
        fn whatever_parses_prints_as_it_was(text in "[ -/0-9A-ZĐđ.\u{300}\u{301}<>'\n]{0,24}|\\PC{0,24}") {
            if let Some(number) = Number::parse(&text) {
                prop_assert_eq!(number.to_string(), text.trim().nfc().collect::<String>());
            }
        }
    }
}
