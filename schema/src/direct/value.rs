//! Bound values as PostgreSQL takes them, and values of rows as it sends them.

use std::error::Error;

use bytes::BytesMut;
use sea_orm::{Value, sea_query::ArrayType};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

/// A value of a statement.
#[derive(Debug)]
pub(super) struct Bound<'a>(pub(super) &'a Value);

/// The type that a value is sent as.
pub(super) fn ty(value: &Value) -> Type {
    match value {
        Value::Bool(_) => Type::BOOL,
        Value::Int(_) => Type::INT4,
        Value::BigInt(_) => Type::INT8,
        Value::Uuid(_) => Type::UUID,
        Value::ChronoDate(_) => Type::DATE,
        Value::Array(ArrayType::Uuid, _) => Type::UUID_ARRAY,
        Value::Array(..) => Type::TEXT_ARRAY,
        _ => Type::TEXT,
    }
}

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Bool(value) => value.to_sql(ty, out),
            Value::Int(value) => value.to_sql(ty, out),
            Value::BigInt(value) => value.to_sql(ty, out),
            Value::String(value) => value.to_sql(ty, out),
            Value::Uuid(value) => value.to_sql(ty, out),
            Value::ChronoDate(value) => value.to_sql(ty, out),
            Value::Array(_, Some(items)) => items.iter().map(Bound).collect::<Vec<_>>().to_sql(ty, out),
            other => Err(format!("{other:?} is not bound in a read").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value as it was sent.
pub(crate) struct Raw<'a>(pub(crate) &'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
