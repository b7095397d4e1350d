//! The scalars as inputs of mutations.

use std::borrow::Cow;

use async_graphql::{InputType, InputValueError, InputValueResult, Value, registry::Registry};
use chrono::NaiveDate;
use entity::{Codes, Dong, Instant, Quantity};

use super::meta;
use crate::declare::CodeList;

/// A day, `2021-08-06`.
#[derive(Clone, Copy, Debug)]
pub struct Date(
    /// The day.
    pub NaiveDate,
);

/// An instant, RFC 3339.
#[derive(Clone, Copy, Debug)]
pub struct DateTime(
    /// The instant.
    pub Instant,
);

/// A decimal with at most four places.
#[derive(Clone, Copy, Debug)]
pub struct Decimal(
    /// The value.
    pub Quantity,
);

/// An amount in whole đồng.
#[derive(Clone, Copy, Debug)]
pub struct Amount(
    /// The amount.
    pub Dong,
);

/// A code of an enum of the entity room.
#[derive(Clone, Copy, Debug)]
pub struct Enumerated<E>(
    /// The value.
    pub E,
);

/// A whole number as a number or as a string of digits.
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => n.as_i64(),
        Value::String(text) => text.parse().ok().filter(|n: &i64| n.to_string() == *text),
        _ => None,
    }
}

fn day(value: &Value) -> Option<NaiveDate> {
    let Value::String(text) = value else { return None };
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| day.to_string() == *text)
}

fn moment(value: &Value) -> Option<Instant> {
    if let Value::String(text) = value { Instant::parse(text) } else { None }
}

fn quantity(value: &Value) -> Option<Quantity> {
    match value {
        Value::String(text) => Quantity::parse(text),
        Value::Number(n) if n.is_i64() => Quantity::parse(&n.to_string()),
        _ => None,
    }
}

macro_rules! scalar_input {
    ($ty:ident, $name:literal, $about:literal, $read:expr, $print:expr) => {
        impl InputType for $ty {
            type RawValueType = Self;

            fn type_name() -> Cow<'static, str> {
                $name.into()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                meta::scalar(registry, $name, $about, |value| $read(value).is_some());
                Self::qualified_type_name()
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                let value = value.unwrap_or_default();
                $read(&value).map(Self).ok_or_else(|| InputValueError::expected_type(value))
            }

            fn to_value(&self) -> Value {
                Value::String($print(&self.0))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }
        }
    };
}

scalar_input!(Date, "Date", "A day in Vietnam, `2021-08-06` (ISO 8601).", day, NaiveDate::to_string);
scalar_input!(
    DateTime,
    "DateTime",
    "An instant, RFC 3339; written in UTC, read in any offset, to the microsecond.",
    moment,
    |at: &Instant| at.to_rfc3339()
);
scalar_input!(
    Decimal,
    "Decimal",
    "A decimal number with at most four places, as a string: `\"12.5\"`.",
    quantity,
    Quantity::to_string
);
scalar_input!(
    Amount,
    "Dong",
    "An amount of money in whole đồng, as a string of digits: `\"1500000000\"`.",
    |value: &Value| whole(value).map(Dong),
    |amount: &Dong| amount.0.to_string()
);

impl<E: Codes> InputType for Enumerated<E> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        E::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        meta::code_list(registry, CodeList::of::<E>());
        Self::qualified_type_name()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let code = match &value {
            Value::Enum(code) => E::from_code(code),
            Value::String(code) => E::from_code(code),
            _ => None,
        };
        code.map(Self).ok_or_else(|| InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::Enum(async_graphql::Name::new(self.0.code()))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}
