//! What validation found, without the values that were sent: they may be somebody's name or number, and whoever sent them knows them.

/// Letters of a message at most: names can be as long as a document.
const LONGEST: usize = 300;

/// A message of the validation, in which no value is said again. Names of fields and types are.
pub fn without_values(message: &str) -> String {
    let said = said(message);
    match said.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said,
    }
}

fn said(message: &str) -> String {
    // Int cannot represent non 32-bit signed integer value: 19790230
    if let Some((head, _)) = message.split_once(" value: ").filter(|(head, _)| head.contains(" cannot represent")) {
        return format!("{head} value.");
    }
    // Expected value of type "String", found 19790230.
    if let Some((head, _)) = message.split_once(", found ") {
        return format!("{head}.");
    }
    // could not coerce input field NewHonoureeInput.birthYear: "1979" to type Int
    if let Some(rest) = message.strip_prefix("could not coerce ")
        && let Some(((what, _), (_, ty))) = rest.split_once(": ").zip(rest.rsplit_once(" to type "))
    {
        return format!("could not coerce {what} to type {ty}");
    }
    // Value "X" does not exist in "HonoureeKind" enum.
    if let Some(rest) = message.strip_prefix("Value \"")
        && let Some((_, list)) = rest.rsplit_once("\" does not exist in ")
    {
        return format!("A value does not exist in {list}");
    }
    // Input object has key X not in type NewHonoureeInput
    if let Some(rest) = message.strip_prefix("Input object has key ")
        && let Some((key, ty)) = rest.rsplit_once(" not in type ")
        && !is_name(key)
    {
        return format!("Input object has a key that is no name, not in type {ty}");
    }
    message.to_owned()
}

fn is_name(key: &str) -> bool {
    let is_letter = |c: char| c == '_' || c.is_ascii_alphabetic();
    key.starts_with(is_letter) && key.chars().all(|c| is_letter(c) || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::without_values;

    #[test]
    fn values_are_left_out_and_names_stay() {
        for (message, said) in [
            ("Int cannot represent non-integer value: \"Quắc: x\"", "Int cannot represent non-integer value."),
            ("String cannot represent value: 084099001234", "String cannot represent value."),
            ("Expected value of type \"String\", found 084099.", "Expected value of type \"String\"."),
            (
                "could not coerce input field NewHonoureeInput.birthYear: \"a to type b: c\" to type Int",
                "could not coerce input field NewHonoureeInput.birthYear to type Int",
            ),
            (
                "Value \"Quắc\" does not exist in \"HonoureeKind\" enum.",
                "A value does not exist in \"HonoureeKind\" enum.",
            ),
            ("Input object has key state not in type X", "Input object has key state not in type X"),
            ("Input object has key 0840 not in type X", "Input object has a key that is no name, not in type X"),
            ("Cannot query field \"x\" on type \"Unit\".", "Cannot query field \"x\" on type \"Unit\"."),
        ] {
            assert_eq!(without_values(message), said);
        }
    }
    #[test]
    fn messages_are_of_bounded_length() {
        assert_eq!(without_values(&"đ".repeat(301)).chars().count(), 301);
        assert_eq!(without_values(&"đ".repeat(300)), "đ".repeat(300));
    }
}
