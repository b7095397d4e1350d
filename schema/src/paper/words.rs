//! What Vietnamese letters say in fixed words: days, formulas of signature, the name of a place.

use serde_json::Value as Json;

use super::layout::{Letter, Signer, clean};

/// What a signature that is still to come says.
const TO_SIGN: &str = "(Chữ ký, dấu; họ và tên)";

/// The text of a field; empty where there is none.
pub fn text(object: &Json, field: &str) -> String {
    clean(object[field].as_str().unwrap_or_default().trim())
}

/// `2021-08-06` as `ngày 06 tháng 8 năm 2021`: days below 10 and the first two months have a zero before them.
pub fn day(date: &str) -> String {
    let mut parts = date.splitn(3, '-');
    let (year, month, day) = (parts.next().unwrap_or("…"), parts.next(), parts.next());
    let month = match month {
        Some(month @ ("01" | "02")) => month,
        Some(month) => month.trim_start_matches('0'),
        None => "…",
    };
    format!("ngày {} tháng {month} năm {year}", day.unwrap_or("…"))
}

/// `2021-08-06` as `06/8/2021`.
pub fn short_day(date: &str) -> String {
    let parts: Vec<&str> = date.get(..10).unwrap_or(date).splitn(3, '-').collect();
    match parts[..] {
        [year, month, day] => format!("{day}/{}/{year}", month.trim_start_matches('0')),
        _ => date.to_owned(),
    }
}

/// Place and day of a letter: those of its document, or the place of the province and a day to be filled in.
pub fn place_and_day(document: &Json, province: &str) -> String {
    if document.is_object() {
        return format!("{}, {}", text(document, "place"), day(&text(document, "issuedOn")));
    }
    let place = province.split_once("tỉnh ").map_or("…", |(_, name)| name);
    format!("{place}, ngày … tháng … năm …")
}

/// The number as printed, or room for one with this symbol.
pub fn number(document: &Json, symbol: &str) -> String {
    match text(document, "number") {
        number if number.is_empty() => format!("Số:          /{symbol}"),
        number => format!("Số: {number}"),
    }
}

/// Who signs, by the authority that the document names (TM., KT., TL., Q., TUQ.); room for it where there is none yet.
pub fn signer(document: &Json, head: &str) -> Signer {
    let title = text(document, "signerTitle");
    if title.is_empty() {
        return Signer { lines: vec![head.to_owned()], name: TO_SIGN.into() };
    }
    let (title, issuer) = (title.to_uppercase(), text(document, "issuerName").to_uppercase());
    let lines = match document["authority"].as_str() {
        Some("ON_BEHALF_OF_COLLECTIVE") => vec![format!("TM. {issuer}"), title],
        Some("DEPUTY") => vec![format!("KT. {}", title.strip_prefix("PHÓ ").unwrap_or(head)), title],
        Some("BY_ORDER") => vec![format!("TL. {head}"), title],
        Some("ACTING") => vec![format!("Q. {title}")],
        Some("AUTHORISED") => vec![format!("TUQ. {head}"), title],
        _ => vec![title],
    };
    Signer { lines, name: text(document, "signerName") }
}

/// The title of who leads a unit of this name.
pub fn head_of(unit: &str) -> &'static str {
    let unit = unit.to_lowercase();
    if unit.starts_with("ủy ban nhân dân") || unit.starts_with("ubnd") || unit.starts_with("huyện") {
        "CHỦ TỊCH"
    } else if unit.starts_with("sở") || unit.starts_with("công ty") {
        "GIÁM ĐỐC"
    } else {
        "THỦ TRƯỞNG ĐƠN VỊ"
    }
}

/// Recipients: those of the document, or these.
pub fn recipients(document: &Json, usual: &[&str]) -> Vec<String> {
    let printed = text(document, "recipients");
    let lines: Vec<String> = printed.lines().map(str::trim).filter(|line| !line.is_empty()).map(Into::into).collect();
    if lines.is_empty() { usual.iter().map(|line| (*line).to_owned()).collect() } else { lines }
}

/// The head and foot of a letter that a unit issues, by its document where there is one.
pub fn letter(document: &Json, unit: &Json, province: &str, symbol: &str) -> Letter {
    let issuer = text(unit, "name");
    let above = text(&unit["parent"], "name");
    Letter {
        above: Some(above.to_uppercase()).filter(|above| !above.is_empty()),
        number: number(document, symbol),
        place_and_day: place_and_day(document, province),
        signers: vec![signer(document, head_of(&issuer))],
        issuer: issuer.to_uppercase(),
        ..Letter::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn days_are_written_as_the_decree_says() {
        assert_eq!(day("2021-08-06"), "ngày 06 tháng 8 năm 2021");
        assert_eq!(day("2022-02-15"), "ngày 15 tháng 02 năm 2022");
        assert_eq!(short_day("2021-10-05T01:00:00Z"), "05/10/2021");
    }

    #[test]
    fn whoever_signs_says_by_what_authority() {
        let paper = |authority: &str, title: &str| json!({ "authority": authority, "signerTitle": title, "signerName": "Lê Văn Hân", "issuerName": "Ủy ban nhân dân tỉnh Trà Vinh" });
        let lines = |authority, title| signer(&paper(authority, title), "CHỦ TỊCH").lines;
        assert_eq!(lines("ON_BEHALF_OF_COLLECTIVE", "Chủ tịch"), ["TM. ỦY BAN NHÂN DÂN TỈNH TRÀ VINH", "CHỦ TỊCH"]);
        assert_eq!(lines("DEPUTY", "Phó Chủ tịch"), ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
        assert_eq!(lines("BY_ORDER", "Chánh Văn phòng"), ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]);
        assert_eq!(lines("ACTING", "Chủ tịch"), ["Q. CHỦ TỊCH"]);
        assert_eq!(lines("NONE", "Chủ tịch"), ["CHỦ TỊCH"]);
        assert_eq!(signer(&json!(null), "GIÁM ĐỐC").name, TO_SIGN);
    }
}
