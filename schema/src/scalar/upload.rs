//! A file as an input: a part of a multipart request.

use std::borrow::Cow;

use async_graphql::{InputType, InputValueError, InputValueResult, Value, registry::Registry};

use super::meta;

/// A file of the request, by the token that stands in its place.
#[derive(Clone, Debug)]
pub struct Upload(
    /// The token.
    pub String,
);

const ABOUT: &str = "A file, sent as a part of a multipart request (GraphQL multipart request specification): the variable is null in `operations`, and `map` says which part belongs there.";

impl InputType for Upload {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        "Upload".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        meta::scalar(registry, "Upload", ABOUT, |value| matches!(value, Value::String(_)));
        Self::qualified_type_name()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(Value::String(token)) => Ok(Self(token)),
            other => Err(InputValueError::expected_type(other.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
