//! Cells as texts: what a spreadsheet could take for a formula is made a text, and numbers stay numbers.

use serde_json::Value;

/// The text of a value.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The same for CSV: no text is a formula, and no number is taken for thousands.
pub(super) fn guarded(value: &Value, is_number: bool) -> String {
    let text = text(value);
    if is_number { schema::unmistakable(&text) } else { schema::guarded(&text) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn formulas_become_texts_and_numbers_stay() {
        for (value, is_number, cell) in [
            (json!("=1+1"), false, "'=1+1"),
            (json!("+84"), false, "'+84"),
            (json!("-5"), false, "'-5"),
            (json!("@SUM(A1)"), false, "'@SUM(A1)"),
            (json!("\t=1"), false, "'\t=1"),
            (json!("\r=1"), false, "'\r=1"),
            (json!("  =1"), false, "'  =1"),
            (json!("＝1"), false, "'＝1"),
            (json!("a=1"), false, "a=1"),
            (json!("-12.5"), true, "-12.5"),
            (json!("1.234"), true, "1.2340"),
            (json!(-3), true, "-3"),
            (json!(true), false, "true"),
            (Value::Null, false, ""),
        ] {
            assert_eq!(guarded(&value, is_number), cell);
        }
    }
}
