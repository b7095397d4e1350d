//! Numbers of official documents: every style in use parses and prints as it was.

use entity::official_document::DocumentKind;

/// A number taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number alone.
    pub sequence: i32,
    /// The year, where the style prints it.
    pub year: Option<i32>,
    /// The symbol: `KH-UBND`, `KH/TU`.
    pub symbol: String,
}

impl Number {
    /// Takes apart `68/KH-UBND`, `11/2019/QĐ-UBND`, `21-KH/TU`, `292/TTr-SNV`, `1486/SNV-TĐKT`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let sequence = text[..digits].parse().ok().filter(|n| *n > 0)?;
        let rest = &text[digits..];
        let (year, symbol) = match rest.strip_prefix('/') {
            Some(rest) => match rest.split_once('/') {
                Some((year, symbol)) => (Some(year.parse().ok().filter(|year| (1900..=2100).contains(year))?), symbol),
                None => (None, rest),
            },
            None => (None, rest.strip_prefix('-').filter(|symbol| symbol.matches('/').count() == 1)?),
        };
        let is_symbol = symbol.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.'));
        let begins = symbol.chars().next().is_some_and(char::is_alphabetic);
        (is_symbol && begins && symbol.chars().count() <= 40).then(|| Self {
            sequence,
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
        match self.year {
            Some(year) => write!(f, "{}/{year}/{}", self.sequence, self.symbol),
            None if self.symbol.contains('/') => write!(f, "{}-{}", self.sequence, self.symbol),
            None => write!(f, "{}/{}", self.sequence, self.symbol),
        }
    }
}

#[cfg(test)]
mod tests {
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
        ] {
            let number = Number::parse(text).unwrap();
            assert_eq!(number.to_string(), text);
            assert_eq!(number.kind(), kind, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_does_not_parse() {
        for text in [
            "",
            "KH-UBND",
            "0/KH-UBND",
            "68",
            "68/",
            "68/KH UBND",
            "11/19/QĐ-UBND",
            "21-KH",
            "99999999999/KH",
            "68/<b>",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
