//! How much the variables of a request are made of, before they are coerced.

use serde_json::Value;

use super::{Limits, passed};
use crate::error::Result;

/// Refuses variables of too many values. Lists and objects are values too.
pub fn check_variables(variables: &Value, limits: &Limits) -> Result<()> {
    let values = weigh(variables);
    if values > limits.variable_values {
        return Err(passed("values in variables", "số giá trị trong các biến", values, limits.variable_values));
    }
    Ok(())
}

/// What is read from JSON nests no deeper than its reader allows.
fn weigh(value: &Value) -> usize {
    match value {
        Value::Object(map) => 1 + map.values().map(weigh).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(weigh).sum::<usize>(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_hold_at_n_and_refuse_at_n_plus_one() {
        let limits = Limits { variable_values: 4, ..Limits::default() };
        assert!(check_variables(&json!({ "a": [1, 2] }), &limits).is_ok());
        assert!(check_variables(&json!({ "a": [1, 2, 3] }), &limits).is_err());
        assert!(check_variables(&json!({ "a": [{}, {}, {}] }), &limits).is_err());
    }
}
