//! Arguments of a field, with errors that say which one and why.

use async_graphql::{Value, parser::types::Field};
use chrono::NaiveDate;
use uuid::Uuid;

use super::document::Document;
use crate::{
    error::{Error, Result},
    scalar::id,
};

/// The arguments of one field.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    document: Document<'a>,
    field: &'a Field,
}

impl<'a> Args<'a> {
    /// The arguments of a field in its document.
    pub fn new(document: Document<'a>, field: &'a Field) -> Self {
        Self { document, field }
    }

    /// The value of an argument; absent and null are the same here.
    pub fn get(&self, name: &str) -> Option<Value> {
        let written = self.field.get_argument(name)?;
        self.document.value(&written.node).filter(|value| *value != Value::Null)
    }

    /// A whole number that is not negative.
    pub fn count(&self, name: &str) -> Result<Option<usize>> {
        self.get(name)
            .map(|value| match &value {
                Value::Number(n) => n.as_u64().and_then(|n| usize::try_from(n).ok()).ok_or_else(|| not_a_count(name)),
                _ => Err(not_a_count(name)),
            })
            .transpose()
    }

    /// A text.
    pub fn text(&self, name: &str) -> Result<Option<String>> {
        self.get(name).map(|value| text_of(name, &value)).transpose()
    }

    /// A day.
    pub fn day(&self, name: &str) -> Result<Option<NaiveDate>> {
        let text = self.text(name)?;
        let day = text.map(|text| text.parse().map_err(|_| Error::input(name, "is not a day", "không phải ngày")));
        day.transpose()
    }

    /// An ID of a noun that the argument must have.
    pub fn id(&self, name: &str) -> Result<(String, Uuid)> {
        let text = self.text(name)?.ok_or_else(|| Error::input(name, "is required", "là bắt buộc"))?;
        id::parse(&text)
    }
}

fn not_a_count(name: &str) -> Error {
    Error::input(name, "must be a whole number from 0 up", "phải là số nguyên không âm")
}

/// A text or an enum value.
pub fn text_of(name: &str, value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Enum(code) => Ok(code.to_string()),
        Value::Number(n) => Ok(n.to_string()),
        _ => Err(Error::input(name, "must be a text", "phải là chuỗi ký tự")),
    }
}

/// The items of a list; one value alone counts as a list of one.
pub fn items(value: &Value) -> &[Value] {
    if let Value::List(items) = value { items } else { std::slice::from_ref(value) }
}
