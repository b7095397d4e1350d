//! Cursors: the sort keys and key of a row, opaque to clients. A cursor survives inserts and deletes, since it
//! names a place in the order and not a count of rows.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use sea_orm::Value;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::cell::Cell;
use crate::{
    declare::Scalar,
    error::{Code, Error, Result},
};

/// The cursor of a row, by its sort keys and key.
pub fn print(signature: &str, cells: &[&Cell<'_>]) -> String {
    let values: Vec<Json> = cells
        .iter()
        .map(|cell| match cell {
            Cell::Null | Cell::Rows(_) => Json::Null,
            Cell::Bool(is) => json!(is),
            Cell::Int(n) => json!(n),
            Cell::Text(text) => json!(text),
            Cell::Uuid(id) => json!(id.simple().to_string()),
            Cell::Date(day) => json!(day.to_string()),
        })
        .collect();
    URL_SAFE_NO_PAD.encode(json!([signature, values]).to_string())
}

/// The values in a cursor that must have been made for this order.
pub fn parse(text: &str, signature: &str, scalars: &[Scalar]) -> Result<Vec<Option<Value>>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed())?;
    let (of, values): (String, Vec<Json>) = serde_json::from_slice(&bytes).map_err(|_| malformed())?;
    if of != signature || values.len() != scalars.len() {
        return Err(Error::new(
            Code::BadCursor,
            "This cursor belongs to another order; start again without it.",
            "Con trỏ trang thuộc về thứ tự sắp xếp khác; hãy bắt đầu lại từ trang đầu.",
        ));
    }
    values.into_iter().zip(scalars).map(|(value, scalar)| bound(value, *scalar)).collect()
}

fn bound(value: Json, scalar: Scalar) -> Result<Option<Value>> {
    Ok(Some(match (scalar, value) {
        (_, Json::Null) => return Ok(None),
        (Scalar::Text | Scalar::Code(_), Json::String(text)) if !text.contains('\0') => text.into(),
        (Scalar::Bool, Json::Bool(is)) => is.into(),
        (Scalar::Date, Json::String(text)) => text.parse::<NaiveDate>().map_err(|_| malformed())?.into(),
        (Scalar::Id(_), Json::String(text)) => Uuid::try_parse(&text).map_err(|_| malformed())?.into(),
        (Scalar::Int, Json::Number(n)) => n.as_i64().and_then(|n| i32::try_from(n).ok()).ok_or_else(malformed)?.into(),
        (Scalar::Long | Scalar::Instant | Scalar::Dong | Scalar::Quantity, Json::Number(n)) => {
            n.as_i64().ok_or_else(malformed)?.into()
        }
        _ => return Err(malformed()),
    }))
}

fn malformed() -> Error {
    Error::new(Code::BadCursor, "This is not a cursor of this system.", "Đây không phải con trỏ trang của hệ thống.")
}
