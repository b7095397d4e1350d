//! Texts with placeholders: `{unit}` and the like stand for what they name.

use crate::error::{Error, Result};

use super::check;

/// The most characters of a template.
const MOST: usize = 5_000;

/// A template that is there and not too long.
pub fn checked(text: &str) -> Result<String> {
    let template = check::filled("template", text)?;
    if template.chars().count() > MOST {
        return Err(Error::input("template", "has at most 5000 characters", "tối đa 5000 ký tự"));
    }
    Ok(template)
}

/// The text with its placeholders (`{unit}` is called `unit`) filled in. They are taken from the left, so that what is
/// filled in is not read again; braces around anything else stay as they are.
pub fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let known = values.iter().find_map(|(name, value)| {
            let behind = rest[1..].strip_prefix(name)?.strip_prefix('}')?;
            Some((value.as_str(), behind))
        });
        let (text, behind) = known.unwrap_or(("{", &rest[1..]));
        out.push_str(text);
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once() {
        let values = [("unit", "Sở {number}".to_owned()), ("number", "68/KH-UBND".to_owned())];
        assert_eq!(fill("{unit}: {number}.", &values), "Sở {number}: 68/KH-UBND.");
        assert_eq!(fill("{{unit}} {khác} {unit", &values), "{Sở {number}} {khác} {unit");
        assert_eq!(fill("", &values), "");
        assert_eq!(fill("{", &values), "{");
    }
}
