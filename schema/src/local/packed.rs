//! Rows as bytes: how a row leaves SQLite, and how rows below a row are gathered into one value.
//!
//! A value is a byte that says what it is, then its content; numbers are little-endian. Rows below a row are such values in a
//! row, each behind [`ROW`]: what `json_group_array` would write as a text, without writing and reading a text.

use bytes::{BufMut, Bytes, BytesMut};
use rusqlite::{
    Error, Result,
    functions::{Aggregate, Context},
    types::{Type, ValueRef},
};

/// The aggregate that gathers rows, of as many values as it is given.
pub(crate) const GATHER: &str = "thidua_rows";

const NULL: u8 = 0;
const INT: u8 = 1;
const TEXT: u8 = 2;
const BLOB: u8 = 3;
const ROW: u8 = 4;

/// A row of a statement.
#[derive(Debug)]
pub struct Packed(Bytes);

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// Nothing there.
    Null,
    /// A whole number.
    Int(i64),
    /// A text, as yet only bytes.
    Text(&'a [u8]),
    /// Bytes: a key, or rows.
    Blob(&'a [u8]),
}

/// Values, read one after the other.
pub(crate) struct Values<'a>(&'a [u8]);

impl Packed {
    /// Its values.
    pub(crate) fn values(&self) -> Values<'_> {
        Values(&self.0)
    }
}

impl<'a> Values<'a> {
    /// The values of rows below a row.
    pub(crate) fn of_rows(rows: &'a [u8]) -> Self {
        Self(rows)
    }

    /// The next value; none where bytes of another form follow.
    pub(crate) fn value(&mut self) -> Option<Value<'a>> {
        match self.take(1)? {
            [NULL] => Some(Value::Null),
            [INT] => Some(Value::Int(i64::from_le_bytes(self.take(8)?.try_into().ok()?))),
            [TEXT] => self.bytes().map(Value::Text),
            [BLOB] => self.bytes().map(Value::Blob),
            _ => None,
        }
    }

    /// Whether another row begins; then its values are next.
    pub(crate) fn row(&mut self) -> bool {
        match self.0.split_first() {
            Some((&ROW, rest)) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
        self.take(usize::try_from(length).ok()?)
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }
}

/// Makes rows of what a statement yields; they share their bytes.
#[derive(Default)]
pub(super) struct Packer(BytesMut);

impl Packer {
    /// Appends a value to the row.
    pub(super) fn push(&mut self, value: ValueRef<'_>) -> Result<()> {
        pack(&mut self.0, value)
    }

    /// The row is complete.
    pub(super) fn row(&mut self) -> Packed {
        Packed(self.0.split().freeze())
    }
}

fn pack(out: &mut impl BufMut, value: ValueRef<'_>) -> Result<()> {
    match value {
        ValueRef::Null => out.put_u8(NULL),
        ValueRef::Integer(n) => {
            out.put_u8(INT);
            out.put_i64_le(n);
        }
        ValueRef::Text(bytes) => long(out, TEXT, bytes)?,
        ValueRef::Blob(bytes) => long(out, BLOB, bytes)?,
        // Amounts and quantities are whole numbers of their smallest part.
        ValueRef::Real(_) => return Err(Error::InvalidColumnType(0, "a value".into(), Type::Real)),
    }
    Ok(())
}

fn long(out: &mut impl BufMut, what: u8, bytes: &[u8]) -> Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|error| Error::ToSqlConversionFailure(error.into()))?;
    out.put_u8(what);
    out.put_u32_le(length);
    out.put_slice(bytes);
    Ok(())
}

/// Gathers rows.
pub(super) struct Gather;

impl Aggregate<Vec<u8>, Vec<u8>> for Gather {
    fn init(&self, _: &mut Context<'_>) -> Result<Vec<u8>> {
        Ok(Vec::with_capacity(256))
    }

    fn step(&self, row: &mut Context<'_>, rows: &mut Vec<u8>) -> Result<()> {
        rows.push(ROW);
        (0..row.len()).try_for_each(|i| pack(rows, row.get_raw(i)))
    }

    fn finalize(&self, _: &mut Context<'_>, rows: Option<Vec<u8>>) -> Result<Vec<u8>> {
        Ok(rows.unwrap_or_default())
    }
}
