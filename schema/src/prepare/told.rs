//! What validation says, without what it was given: errors repeat no value, and are of bounded length.

/// Where a message goes on with a value: up to its end, or up to what follows.
const VALUES: [(&str, Option<&str>); 3] =
    [("could not coerce ", Some(" to type ")), ("cannot represent value: ", None), ("value: ", None)];
/// Letters of a message at most: names of a document can be as long as it.
const LONGEST: usize = 300;

/// A message as it is told.
pub(super) fn told(message: &str) -> String {
    let said = without_value(message).unwrap_or_else(|| message.to_owned());
    match said.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said,
    }
}

fn without_value(message: &str) -> Option<String> {
    let (begins, ends) = VALUES.iter().find(|(begins, _)| message.contains(begins))?;
    let from = message.find(begins)? + begins.len();
    // Where something follows the value, a name stands before it.
    let colon = from - 2 + message[from - 2..].find(": ")?;
    let rest = ends.and_then(|ends| message.rfind(ends)).filter(|rest| *rest >= colon);
    Some(format!("{}{}", &message[..colon], rest.map_or(".", |rest| &message[rest..])))
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn values_are_not_repeated() {
        for (message, said) in [
            ("could not coerce variable c: 84123456789 to type String", "could not coerce variable c to type String"),
            (
                "could not coerce input field A.b: \"x: y to type z\" to type Int",
                "could not coerce input field A.b to type Int",
            ),
            ("ID cannot represent value: {citizenId: 84123456789,}", "ID cannot represent value."),
            (
                "Int cannot represent non 32-bit signed integer value: 84123456789",
                "Int cannot represent non 32-bit signed integer value.",
            ),
            ("Float cannot represent non numeric value: 1e999", "Float cannot represent non numeric value."),
            ("Unknown type \"X\".", "Unknown type \"X\"."),
        ] {
            assert_eq!(told(message), said);
        }
    }

    #[test]
    fn messages_are_of_bounded_length() {
        assert_eq!(told(&"đ".repeat(301)).chars().count(), 301);
        assert_eq!(told(&"đ".repeat(300)), "đ".repeat(300));
    }
}
