//! Checks of what is written in an input: texts that are there and not too long, dates that follow each other.

use chrono::NaiveDate;

use crate::error::{Error, Result};

/// Longest text of one line: names, titles.
const LINE: usize = 500;
/// Longest text of several lines: narratives, reasons.
const BODY: usize = 50_000;

/// A text of one line that must be there, trimmed.
pub fn line(place: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::input(place, "must not be empty", "không được để trống"));
    }
    if text.chars().any(char::is_control) {
        return Err(Error::input(
            place,
            "must be one line without control characters",
            "phải là một dòng, không có ký tự điều khiển",
        ));
    }
    short(place, text, LINE)
}

/// A text of any number of lines, trimmed; it may be empty.
pub fn body(place: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.contains('\0') {
        return Err(Error::input(place, "holds a NUL character", "chứa ký tự NUL"));
    }
    short(place, text, BODY)
}

/// A text of any number of lines that must be there.
pub fn filled(place: &str, text: &str) -> Result<String> {
    let text = body(place, text)?;
    if text.is_empty() {
        Err(Error::input(place, "must not be empty", "không được để trống"))
    } else {
        Ok(text)
    }
}

fn short(place: &str, text: &str, most: usize) -> Result<String> {
    if text.chars().count() <= most {
        return Ok(text.to_owned());
    }
    Err(Error::input(place, &format!("has at most {most} characters"), &format!("tối đa {most} ký tự")))
}

/// A first and a last day in this order.
pub fn period(place: &str, from: NaiveDate, to: NaiveDate) -> Result<()> {
    if from <= to {
        Ok(())
    } else {
        Err(Error::input(place, "ends before it starts", "kết thúc trước khi bắt đầu"))
    }
}

/// A list that is neither too long nor, if it must not be, empty.
pub fn list<T>(place: &str, items: &[T], least: usize, most: usize) -> Result<()> {
    if items.len() < least {
        return Err(Error::input(place, &format!("needs at least {least}"), &format!("cần ít nhất {least} mục")));
    }
    room(place, items.len(), most)
}

/// A list that, with what is added to it, is not too long.
pub fn room(place: &str, count: usize, most: usize) -> Result<()> {
    if count <= most {
        return Ok(());
    }
    Err(Error::beyond(
        format!("{place}: has at most {most} items."),
        format!("{place}: tối đa {most} mục."),
        most,
        count,
    ))
}

/// A place in a list, from 1.
pub fn position(index: usize) -> i32 {
    i32::try_from(index + 1).unwrap_or(i32::MAX)
}
