//! Scalars that a JavaScript client reads without loss, and how they are read from arguments.

pub mod id;
mod json;
pub mod meta;
mod types;
pub mod upload;

pub use json::Json as AnyJson;
pub use types::{Amount, Date, Decimal, Enumerated};

use async_graphql::Value as Json;
use chrono::NaiveDate;
use entity::{Instant, Quantity};
use sea_orm::Value;

use crate::{
    declare::Scalar,
    error::{Error, Result},
};

/// The name of the published type of a scalar.
pub const fn name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Text => "String",
        Scalar::Bool => "Boolean",
        Scalar::Int => "Int",
        Scalar::Long => "Long",
        Scalar::Date => "Date",
        Scalar::Instant => "DateTime",
        Scalar::Dong => "Dong",
        Scalar::Quantity => "Decimal",
        Scalar::Code(list) => list.name,
        Scalar::Id(_) => "ID",
    }
}

/// An argument as the value that a column of this scalar is compared with.
pub fn bound(place: &str, scalar: Scalar, value: &Json) -> Result<Value> {
    let text = match value {
        Json::String(text) => Some(text.as_str()),
        Json::Enum(code) => Some(code.as_str()),
        _ => None,
    };
    let whole = || match value {
        Json::Number(n) => n.as_i64(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    };
    let found: Option<Value> = match scalar {
        Scalar::Text | Scalar::Code(_) => text.filter(|text| !text.contains('\0')).map(Into::into),
        Scalar::Bool => {
            if let Json::Boolean(is) = value {
                Some((*is).into())
            } else {
                None
            }
        }
        Scalar::Int => whole().and_then(|n| i32::try_from(n).ok()).map(Into::into),
        Scalar::Long | Scalar::Dong => whole().map(Into::into),
        Scalar::Date => text.and_then(|text| text.parse::<NaiveDate>().ok()).map(Into::into),
        Scalar::Instant => text.and_then(Instant::parse).map(|at| at.0.into()),
        Scalar::Quantity => text.and_then(Quantity::parse).map(|quantity| quantity.0.into()),
        Scalar::Id(noun) => text.map(|text| id::parse_as(text, noun)).transpose()?.map(Into::into),
    };
    found.ok_or_else(|| {
        Error::input(place, &format!("is not a {}", name(scalar)), &format!("không phải {}", name(scalar)))
    })
}
