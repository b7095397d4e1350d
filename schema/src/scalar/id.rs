//! Global identifiers: the noun, a colon, the row's UUID, as in `Project:0190b5c6-…`. Opaque to clients.

use std::marker::PhantomData;

use async_graphql::{InputType, InputValueError, InputValueResult, Value, registry::Registry};
use uuid::Uuid;

use crate::error::{Code, Error, Result};

/// The ID of a row.
pub fn print(noun: &str, id: Uuid) -> String {
    format!("{noun}:{}", id.hyphenated())
}

/// The noun and the key of an ID.
pub fn parse(text: &str) -> Result<(String, Uuid)> {
    let (noun, key) = text.split_once(':').ok_or_else(malformed)?;
    // Only the form that is printed: 36 characters, hyphens, small letters.
    let id = Uuid::try_parse(key).ok().filter(|id| id.hyphenated().to_string() == key).ok_or_else(malformed)?;
    Ok((noun.to_owned(), id))
}

/// The key of an ID that must be of this noun.
pub fn parse_as(text: &str, noun: &str) -> Result<Uuid> {
    let (of, id) = parse(text)?;
    if of == noun {
        return Ok(id);
    }
    Err(Error::new(
        Code::BadId,
        format!("This is the ID of a {of}, not of a {noun}."),
        format!("Đây là mã định danh của {of}, không phải của {noun}."),
    ))
}

fn malformed() -> Error {
    Error::new(Code::BadId, "This is not an ID of this system.", "Đây không phải mã định danh của hệ thống.")
}

/// A type that IDs name: the noun of an entity.
pub trait Named: Send + Sync {
    /// The noun.
    const NOUN: &'static str;
}

/// The ID of a row of `T`'s noun, as an input.
#[derive(Debug)]
pub struct Id<T>(
    /// The key.
    pub Uuid,
    PhantomData<fn() -> T>,
);

impl<T> Id<T> {
    /// The ID of a key that is known to be a row of this noun.
    pub fn new(key: Uuid) -> Self {
        Self(key, PhantomData)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T: Named> InputType for Id<T> {
    type RawValueType = Self;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "ID".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <async_graphql::ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let id = match value {
            Some(Value::String(text)) => parse_as(&text, T::NOUN),
            // The specification takes whole numbers for IDs; none of ours is one.
            Some(Value::Number(_)) => Err(malformed()),
            other => return Err(InputValueError::expected_type(other.unwrap_or_default())),
        };
        // Whoever tells of it has both sentences to choose from.
        id.map(|id| Self(id, PhantomData)).map_err(|error| {
            InputValueError::custom(&error.en).with_extension("en", &*error.en).with_extension("vi", &*error.vi)
        })
    }

    fn to_value(&self) -> Value {
        Value::String(print(T::NOUN, self.0))
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}
