//! A value as it comes from either database, in one neutral form.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};
use sea_orm::QueryResult;
use serde_json::Value as Json;
use sqlx::{Row as _, ValueRef as _};
use uuid::Uuid;

use crate::{
    declare::Scalar,
    direct::Raw,
    error::{Error, Result},
    local::{Packed, PackedValue, Values},
};

/// How a column comes back.
#[derive(Clone, Debug)]
pub enum Type {
    /// One value.
    Scalar(Scalar),
    /// Rows of values.
    Rows(Vec<Type>),
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing there.
    Null,
    /// A yes or no.
    Bool(bool),
    /// A whole number: a count, an instant, an amount.
    Int(i64),
    /// A text or a code.
    Text(Cow<'a, str>),
    /// A key.
    Uuid(Uuid),
    /// A day.
    Date(NaiveDate),
    /// Rows below.
    Rows(Vec<Vec<Cell<'a>>>),
}

impl Cell<'_> {
    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn int(&self) -> Option<i64> {
        if let Self::Int(n) = self { Some(*n) } else { None }
    }

    /// Whether it is a yes.
    #[must_use]
    pub fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The key, if it is one.
    #[must_use]
    pub fn uuid(&self) -> Option<Uuid> {
        if let Self::Uuid(id) = self { Some(*id) } else { None }
    }

    /// The day, if it is one.
    #[must_use]
    pub fn date(&self) -> Option<NaiveDate> {
        if let Self::Date(day) = self { Some(*day) } else { None }
    }
}

/// A row of a result.
pub trait Fetched {
    /// Its values, in the order of the statement's columns.
    fn cells(&self, types: &[Type]) -> Result<Vec<Cell<'_>>>;
}

impl Fetched for QueryResult {
    fn cells(&self, types: &[Type]) -> Result<Vec<Cell<'_>>> {
        if let Some(row) = self.try_as_pg_row() {
            return types
                .iter()
                .enumerate()
                .map(|(i, ty)| {
                    let raw = row.try_get_raw(i).map_err(|e| unreadable(&e))?;
                    if raw.is_null() {
                        return Ok(Cell::Null);
                    }
                    binary(raw.as_bytes().map_err(|e| unreadable(&e))?, ty)
                })
                .collect();
        }
        let row = self.try_as_sqlite_row().ok_or_else(|| unreadable(&"neither database"))?;
        types.iter().enumerate().map(|(i, ty)| sqlite(row, i, ty)).collect()
    }
}

impl Fetched for tokio_postgres::Row {
    fn cells(&self, types: &[Type]) -> Result<Vec<Cell<'_>>> {
        let one = |(i, ty)| match self.try_get::<_, Option<Raw<'_>>>(i).map_err(|e| unreadable(&e))? {
            Some(Raw(bytes)) => binary(bytes, ty),
            None => Ok(Cell::Null),
        };
        types.iter().enumerate().map(one).collect()
    }
}

impl Fetched for Packed {
    fn cells(&self, types: &[Type]) -> Result<Vec<Cell<'_>>> {
        let mut values = self.values();
        types.iter().map(|ty| packed(&mut values, ty)).collect()
    }
}

fn unreadable(error: &dyn std::fmt::Display) -> Error {
    tracing::error!(%error, "a value did not come back as declared");
    Error::internal()
}

fn sqlite<'a>(row: &'a sqlx::sqlite::SqliteRow, i: usize, ty: &Type) -> Result<Cell<'a>> {
    if row.try_get_raw(i).map_err(|e| unreadable(&e))?.is_null() {
        return Ok(Cell::Null);
    }
    macro_rules! get {
        ($t:ty) => {
            row.try_get_unchecked::<$t, _>(i).map_err(|e| unreadable(&e))?
        };
    }
    Ok(match ty {
        Type::Scalar(Scalar::Text | Scalar::Code(_)) => Cell::Text(Cow::Borrowed(get!(&str))),
        Type::Scalar(Scalar::Bool) => Cell::Bool(get!(i64) != 0),
        Type::Scalar(Scalar::Int | Scalar::Long | Scalar::Instant | Scalar::Dong | Scalar::Quantity) => {
            Cell::Int(get!(i64))
        }
        Type::Scalar(Scalar::Date) => Cell::Date(parse_date(get!(&str))?),
        Type::Scalar(Scalar::Id(_)) => Cell::Uuid(Uuid::from_slice(get!(&[u8])).map_err(|e| unreadable(&e))?),
        Type::Rows(types) => {
            let rows: Vec<Vec<Json>> = serde_json::from_str(get!(&str)).map_err(|e| unreadable(&e))?;
            json_rows(rows, types)?
        }
    })
}

fn json_rows<'a>(rows: Vec<Vec<Json>>, types: &[Type]) -> Result<Cell<'a>> {
    let rows = rows.into_iter().map(|row| row.into_iter().zip(types).map(|(value, ty)| json(value, ty)).collect());
    Ok(Cell::Rows(rows.collect::<Result<_>>()?))
}

fn json<'a>(value: Json, ty: &Type) -> Result<Cell<'a>> {
    let wrong = || unreadable(&"json of another type");
    Ok(match (ty, value) {
        (_, Json::Null) => Cell::Null,
        (Type::Scalar(Scalar::Text | Scalar::Code(_)), Json::String(text)) => Cell::Text(Cow::Owned(text)),
        (Type::Scalar(Scalar::Text), other) => Cell::Text(Cow::Owned(other.to_string())),
        (Type::Scalar(Scalar::Bool), other) => Cell::Bool(other.as_i64().map_or(other == Json::Bool(true), |n| n != 0)),
        (Type::Scalar(Scalar::Date), Json::String(text)) => Cell::Date(parse_date(&text)?),
        // SQLite's hex() of null is the empty text.
        (Type::Scalar(Scalar::Id(_)), Json::String(text)) if text.is_empty() => Cell::Null,
        (Type::Scalar(Scalar::Id(_)), Json::String(text)) => {
            Cell::Uuid(Uuid::try_parse(&text).map_err(|e| unreadable(&e))?)
        }
        (Type::Scalar(_), other) => Cell::Int(other.as_i64().ok_or_else(wrong)?),
        (Type::Rows(types), Json::Array(rows)) => {
            let rows = rows.into_iter().map(|row| if let Json::Array(row) = row { Ok(row) } else { Err(wrong()) });
            json_rows(rows.collect::<Result<_>>()?, types)?
        }
        (Type::Rows(_), _) => return Err(wrong()),
    })
}

/// The next value, as the short way to SQLite hands it over.
fn packed<'a>(values: &mut Values<'a>, ty: &Type) -> Result<Cell<'a>> {
    let value = values.value().ok_or_else(|| unreadable(&"short row"))?;
    Ok(match (ty, value) {
        (_, PackedValue::Null) => Cell::Null,
        (Type::Scalar(Scalar::Text | Scalar::Code(_)), PackedValue::Text(bytes)) => {
            Cell::Text(Cow::Borrowed(utf8(bytes)?))
        }
        (Type::Scalar(Scalar::Text), PackedValue::Int(n)) => Cell::Text(Cow::Owned(n.to_string())),
        (Type::Scalar(Scalar::Bool), PackedValue::Int(n)) => Cell::Bool(n != 0),
        (Type::Scalar(Scalar::Date), PackedValue::Text(bytes)) => Cell::Date(parse_date(utf8(bytes)?)?),
        (Type::Scalar(Scalar::Id(_)), PackedValue::Blob(bytes)) => {
            Cell::Uuid(Uuid::from_slice(bytes).map_err(|e| unreadable(&e))?)
        }
        (
            Type::Scalar(Scalar::Int | Scalar::Long | Scalar::Instant | Scalar::Dong | Scalar::Quantity),
            PackedValue::Int(n),
        ) => Cell::Int(n),
        (Type::Rows(types), PackedValue::Blob(bytes)) => {
            let (mut values, mut rows) = (Values::of_rows(bytes), Vec::new());
            while values.row() {
                rows.push(types.iter().map(|ty| packed(&mut values, ty)).collect::<Result<_>>()?);
            }
            Cell::Rows(rows)
        }
        _ => return Err(unreadable(&"a value of another type")),
    })
}

fn utf8(bytes: &[u8]) -> Result<&str> {
    simdutf8::basic::from_utf8(bytes).map_err(|e| unreadable(&e))
}

fn parse_date(text: &str) -> Result<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|e| unreadable(&e))
}

/// PostgreSQL's binary formats (`src/backend/utils/adt`, the `*send` functions).
fn binary<'a>(bytes: &'a [u8], ty: &Type) -> Result<Cell<'a>> {
    Ok(match ty {
        Type::Scalar(Scalar::Text | Scalar::Code(_)) => Cell::Text(Cow::Borrowed(utf8(bytes)?)),
        Type::Scalar(Scalar::Bool) => Cell::Bool(bytes == [1]),
        Type::Scalar(Scalar::Int | Scalar::Long | Scalar::Instant | Scalar::Dong | Scalar::Quantity) => {
            Cell::Int(integer(bytes)?)
        }
        Type::Scalar(Scalar::Date) => {
            let days = u64::try_from(integer(bytes)? + DAYS_TO_2000).map_err(|e| unreadable(&e))?;
            Cell::Date(
                NaiveDate::default()
                    .checked_add_days(Days::new(days))
                    .ok_or_else(|| unreadable(&"date out of range"))?,
            )
        }
        Type::Scalar(Scalar::Id(_)) => Cell::Uuid(Uuid::from_slice(bytes).map_err(|e| unreadable(&e))?),
        Type::Rows(types) => Cell::Rows(records(&mut Reader(bytes), types)?),
    })
}

/// Days from 1970-01-01, chrono's default date, to 2000-01-01, PostgreSQL's.
const DAYS_TO_2000: i64 = 10_957;

fn integer(bytes: &[u8]) -> Result<i64> {
    match bytes.len() {
        8 => Ok(i64::from_be_bytes(bytes.try_into().unwrap_or_default())),
        4 => Ok(i64::from(i32::from_be_bytes(bytes.try_into().unwrap_or_default()))),
        2 => Ok(i64::from(i16::from_be_bytes(bytes.try_into().unwrap_or_default()))),
        _ => Err(unreadable(&"integer of another width")),
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(n).ok_or_else(|| unreadable(&"short value"))?;
        self.0 = tail;
        Ok(head)
    }

    fn int(&mut self) -> Result<i32> {
        Ok(i32::from_be_bytes(self.take(4)?.try_into().unwrap_or_default()))
    }

    /// A value with its length in front; a negative length is null.
    fn value(&mut self) -> Result<Option<&'a [u8]>> {
        match usize::try_from(self.int()?) {
            Ok(length) => self.take(length).map(Some),
            Err(_) => Ok(None),
        }
    }
}

/// An array of records: dimensions, flags, element type, then length and bounds of the one dimension.
fn records<'a>(reader: &mut Reader<'a>, types: &[Type]) -> Result<Vec<Vec<Cell<'a>>>> {
    if reader.int()? == 0 {
        return Ok(Vec::new());
    }
    reader.take(8)?;
    let length = usize::try_from(reader.int()?).unwrap_or(0);
    reader.take(4)?;
    let mut rows = Vec::with_capacity(length.min(1_000));
    for _ in 0..length {
        let mut record = Reader(reader.value()?.unwrap_or_default());
        record.int()?;
        let mut row = Vec::with_capacity(types.len());
        for ty in types {
            record.int()?;
            row.push(record.value()?.map_or(Ok(Cell::Null), |bytes| binary(bytes, ty))?);
        }
        rows.push(row);
    }
    Ok(rows)
}
