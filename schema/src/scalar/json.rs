//! Any JSON value as an input: a filter or an order that belongs to a list named beside it.

use std::borrow::Cow;

use async_graphql::{InputType, InputValueError, InputValueResult, Value, registry::Registry};

use super::meta;

/// Any JSON value.
#[derive(Clone, Debug)]
pub struct Json(
    /// The value.
    pub serde_json::Value,
);

impl InputType for Json {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        "JSON".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        meta::scalar(registry, "JSON", "Any JSON value.", |_| true);
        Self::qualified_type_name()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        value.into_json().map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
