//! A cell as the value that its column holds, or a sentence that says how to write it. No sentence repeats what stands in the cell.

use async_graphql::{Name, Value};
use chrono::NaiveDate;
use entity::{Quantity, text::fold};

use super::{
    column::Holds,
    grid::Cell,
    number::{self, Wrong},
};
use crate::{declare::CodeList, error::Code};

/// What is wrong with a cell: a code, and a sentence in English and in Vietnamese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// The code.
    pub code: Code,
    /// In English.
    pub en: String,
    /// In Vietnamese.
    pub vi: String,
}

impl Bad {
    /// A value that cannot be used.
    pub fn input(en: impl Into<String>, vi: impl Into<String>) -> Self {
        Self { code: Code::BadUserInput, en: en.into(), vi: vi.into() }
    }

    /// What could mean two things.
    pub fn ambiguous(en: impl Into<String>, vi: impl Into<String>) -> Self {
        Self { code: Code::Ambiguous, en: en.into(), vi: vi.into() }
    }

    /// What is not there, or not seen.
    pub fn missing(en: impl Into<String>, vi: impl Into<String>) -> Self {
        Self { code: Code::NotFound, en: en.into(), vi: vi.into() }
    }
}

/// The value of a cell; what names an object is a text still.
pub fn read(cell: &Cell, holds: Holds) -> Result<Value, Bad> {
    if *cell == Cell::Broken {
        return Err(Bad::input("holds an error of the spreadsheet", "là ô báo lỗi của bảng tính"));
    }
    match holds {
        Holds::Day => day(cell).map(|day| day.to_string().into()),
        Holds::Decimal => decimal(cell).map(|number| number.to_string().into()),
        Holds::Amount => whole(cell).map(|number| number.to_string().into()),
        Holds::YesOrNo => yes_or_no(cell).map(Value::Boolean),
        Holds::Code(list) => code(&text(cell)?, list),
        Holds::Text | Holds::Unit | Holds::FieldGroup | Holds::Project => text(cell).map(Value::String),
    }
}

/// A text; a number as it would be typed.
fn text(cell: &Cell) -> Result<String, Bad> {
    match cell {
        Cell::Text(text) if text.contains('\0') => Err(Bad::input("holds a NUL character", "chứa ký tự NUL")),
        Cell::Text(text) => Ok(text.trim().to_owned()),
        Cell::Number(number) => Ok(number.to_string()),
        Cell::Truth(is) => Ok(is.to_string()),
        Cell::Day(_) | Cell::Broken => Err(Bad::input(
            "is a date; format the cell as text and type it anew",
            "đang là ngày tháng; hãy định dạng ô là văn bản rồi nhập lại",
        )),
    }
}

fn day(cell: &Cell) -> Result<NaiveDate, Bad> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Text(text) => written_day(text.trim()),
        Cell::Number(_) | Cell::Truth(_) | Cell::Broken => None,
    }
    .ok_or_else(|| {
        Bad::input(
            "is not a day; write it as 06/08/2021 or 2021-08-06",
            "không phải ngày; hãy viết 06/08/2021 hoặc 2021-08-06",
        )
    })
}

/// `2021-08-06`, `06/08/2021` or `6/8/2021`.
fn written_day(text: &str) -> Option<NaiveDate> {
    let number = |part: &str, most: usize| {
        let is_number = (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { part.parse::<u32>().ok() } else { None }
    };
    let is_iso = text.contains('-');
    let parts: Vec<&str> = text.split(if is_iso { '-' } else { '/' }).collect();
    let (year, month, day) = match parts[..] {
        [year, month, day] if is_iso && month.len() == 2 && day.len() == 2 => (year, month, day),
        [day, month, year] if !is_iso => (year, month, day),
        _ => return None,
    };
    let year = number(year, 4).filter(|_| year.len() == 4)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(month, 2)?, number(day, 2)?)
}

/// Parts of a whole that a quantity has.
const PARTS: f64 = 10_000.0;
/// Whole numbers up to this one a cell of a workbook holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn decimal(cell: &Cell) -> Result<Quantity, Bad> {
    match cell {
        Cell::Number(number) => tenthousandths(*number),
        Cell::Text(text) => {
            let plain = number::plain(text, false).map_err(mistaken)?;
            Quantity::parse(&plain)
        }
        Cell::Day(_) | Cell::Truth(_) | Cell::Broken => None,
    }
    .ok_or_else(|| {
        Bad::input(
            "is not a number with at most four decimals; write it as 1234.5 or 1234,5",
            "không phải số có tối đa bốn chữ số thập phân; hãy viết 1234,5 hoặc 1234.5",
        )
    })
}

/// What a workbook holds in binary is the decimal that it was typed as, if one of four places is that near.
fn tenthousandths(number: f64) -> Option<Quantity> {
    let parts = (number * PARTS).round();
    let is_near = (number * PARTS - parts).abs() <= parts.abs().max(1.0) * 1e-9;
    let is_exact = parts.abs() < EXACT && is_near;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number that fits, as was just asked")]
    let parts = is_exact.then_some(parts as i64);
    parts.map(Quantity)
}

fn whole(cell: &Cell) -> Result<i64, Bad> {
    match cell {
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < EXACT => number.to_string().parse().ok(),
        Cell::Text(text) => number::plain(text, true).map_err(mistaken)?.parse().ok(),
        Cell::Number(_) | Cell::Day(_) | Cell::Truth(_) | Cell::Broken => None,
    }
    .ok_or_else(|| {
        Bad::input("is not a whole number; write it as 12500000000", "không phải số nguyên; hãy viết 12500000000")
    })
}

fn mistaken(wrong: Wrong) -> Bad {
    match wrong {
        Wrong::NotANumber => {
            Bad::input("is not a number; write it as 1234.5 or 1234,5", "không phải số; hãy viết 1234,5 hoặc 1234.5")
        }
        Wrong::Ambiguous => Bad::ambiguous(
            "can mean thousands or decimals; write 1234 without a separator, or 1,2340 with a fourth decimal",
            "có thể hiểu là hàng nghìn hoặc số thập phân; hãy viết liền 1234, hoặc 1,2340 với chữ số thập phân thứ tư",
        ),
    }
}

fn yes_or_no(cell: &Cell) -> Result<bool, Bad> {
    match cell {
        Cell::Truth(is) => Some(*is),
        Cell::Text(text) => match fold(text).as_str() {
            "yes" | "true" | "x" | "1" | "co" | "dung" => Some(true),
            "no" | "false" | "0" | "khong" | "sai" => Some(false),
            _ => None,
        },
        Cell::Number(number) => match number.to_string().as_str() {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        },
        Cell::Day(_) | Cell::Broken => None,
    }
    .ok_or_else(|| Bad::input("is yes or no", "là có hoặc không"))
}

/// A code, or the term or one of the terms that its description has in brackets.
fn code(text: &str, list: &CodeList) -> Result<Value, Bad> {
    let folded = fold(text);
    let shouted = folded.replace([' ', '-'], "_").to_uppercase();
    let by_code = list.values.iter().find(|(code, _)| *code == shouted);
    let mut by_term = list.values.iter().filter(|(_, about)| terms(about).any(|term| term == folded));
    let found = by_code.or_else(|| by_term.next().filter(|_| by_term.next().is_none()));
    found.map(|(code, _)| Value::Enum(Name::new(code))).ok_or_else(|| {
        let codes = list.values.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ");
        Bad::input(format!("must be one of {codes}"), format!("phải là một trong {codes}"))
    })
}

/// The Vietnamese terms of a code: what its description has in brackets, whole and by its commas.
pub fn terms(about: &str) -> impl Iterator<Item = String> {
    let term = about.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(term, _)| term);
    std::iter::once(term).chain(term.split(',')).map(fold).filter(|term| !term.is_empty())
}

#[cfg(test)]
mod tests {
    use entity::unit::UnitKind;

    use super::*;

    fn cell(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn days_are_written_in_three_ways() {
        let day = NaiveDate::from_ymd_opt(2021, 8, 6).unwrap();
        for written in [cell("2021-08-06"), cell("06/08/2021"), cell(" 6/8/2021 "), Cell::Day(day)] {
            assert_eq!(read(&written, Holds::Day), Ok("2021-08-06".into()), "{written:?}");
        }
        for wrong in ["31/02/2021", "2021-8-6", "6/8/21", "08-06-2021", "+6/8/2021", "hôm nay", "1/2", "13/13/2021"] {
            assert!(read(&cell(wrong), Holds::Day).is_err(), "{wrong}");
        }
        assert!(read(&Cell::Number(44_414.0), Holds::Day).is_err());
    }

    #[test]
    fn numbers_of_a_workbook_are_what_was_typed() {
        for (number, written) in [(0.1 + 0.2, "0.3"), (12.5, "12.5"), (-0.25, "-0.25"), (1e9, "1000000000")] {
            assert_eq!(read(&Cell::Number(number), Holds::Decimal), Ok(written.into()), "{number}");
        }
        for wrong in [0.123_45, 1e13, f64::NAN, f64::INFINITY] {
            assert!(read(&Cell::Number(wrong), Holds::Decimal).is_err(), "{wrong}");
        }
        assert_eq!(read(&Cell::Number(12_500_000_000.0), Holds::Amount), Ok("12500000000".into()));
        assert!(read(&Cell::Number(0.5), Holds::Amount).is_err());
        assert_eq!(read(&cell("1.234"), Holds::Decimal).unwrap_err().code, Code::Ambiguous);
        assert_eq!(read(&cell("1.234"), Holds::Amount), Ok("1234".into()));
    }

    #[test]
    fn codes_have_terms() {
        let holds = super::super::column::codes::<UnitKind>();
        for text in ["DISTRICT", "district", "huyện", "Thị xã", "huyện, thị xã, thành phố"] {
            assert_eq!(read(&cell(text), holds), Ok(Value::Enum(Name::new("DISTRICT"))), "{text}");
        }
        assert_eq!(read(&cell("mass organisation"), holds), Ok(Value::Enum(Name::new("MASS_ORGANISATION"))));
        assert!(read(&cell("làng"), holds).is_err());
    }

    #[test]
    fn a_text_is_no_date_and_no_error() {
        assert_eq!(read(&Cell::Number(914.0), Holds::Text), Ok("914".into()));
        assert!(read(&Cell::Broken, Holds::Text).is_err());
        assert!(read(&cell("a\0"), Holds::Text).is_err());
        assert!(read(&Cell::Day(NaiveDate::default()), Holds::Text).is_err());
        assert_eq!(read(&cell("Có"), Holds::YesOrNo), Ok(Value::Boolean(true)));
    }
}
