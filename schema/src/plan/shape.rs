//! The shape of an answer: where each cell of a row goes, and the writer that puts it there.

use entity::{Instant, Quantity};
use serde_json::Value as Json;
use std::io::Write as _;

use super::{cell::Cell, counted::Counts, cursor, personal::Touched, search::Hits};
use crate::{declare::Scalar, viewer::Viewer};

/// The text of a response key, with its quotes and colon.
#[derive(Debug)]
pub struct Key(pub String);

impl Key {
    pub fn new(name: &str) -> Self {
        Self(format!("\"{name}\":"))
    }
}

/// How a computed value is made from its cells.
pub type Make = fn(&Viewer, &[Cell<'_>]) -> Json;

/// What an answer looks like, in terms of the cells of one row.
#[derive(Debug)]
pub enum Shape {
    /// One cell.
    Scalar(usize, Scalar),
    /// A text that is always the same.
    Constant(String),
    /// Null, for whoever does not read it.
    Null,
    /// An object of the same row.
    Object(Vec<(Key, Shape)>),
    /// An object of the same row that tells of a person.
    Personal(Touched, Box<Shape>),
    /// An object of a joined row, null when the cell (its key) is.
    Joined(usize, Box<Shape>),
    /// A list of the rows in the cell.
    List(usize, Box<Shape>),
    /// The first of the rows in the cell, or null.
    First(usize, Box<Shape>),
    /// For each key asked for: the row of the list that has it, or null.
    ByKey(Vec<Option<(usize, uuid::Uuid, std::sync::Arc<Shape>)>>),
    /// A value made from cells, then cut to what is selected.
    Computed(Vec<usize>, Make, Vec<Cut>),
    /// The best of the rows in the cells.
    Hits(Vec<Hits>, usize),
    /// A connection.
    Connection(Box<Connection>),
}

/// A selected part of a computed value: its key here, its name there, and what is selected below.
#[derive(Debug)]
pub struct Cut {
    /// The response key.
    pub key: String,
    /// The field, or the name of the type for `__typename`.
    pub from: Result<String, &'static str>,
    /// What is selected below.
    pub below: Vec<Cut>,
}

/// A page of rows as a connection.
#[derive(Debug)]
pub struct Connection {
    /// The cell with the rows, one more than the page where there are more.
    pub rows: Option<usize>,
    /// How many rows make the page.
    pub take: usize,
    /// Whether the rows come last first.
    pub backward: bool,
    /// Whether a cursor was given.
    pub has_cursor: bool,
    /// What a cursor is made for.
    pub signature: String,
    /// The cells of a row that make its cursor.
    pub cursor: Vec<usize>,
    /// What is selected.
    pub fields: Vec<(Key, Part)>,
}

/// A selected field of a connection.
#[derive(Debug)]
pub enum Part {
    /// `edges`.
    Edges(Vec<(Key, EdgePart)>),
    /// `nodes`.
    Nodes(Shape),
    /// `pageInfo`.
    PageInfo(Vec<(Key, PageInfo)>),
    /// `totalCount`, in that cell.
    Total(usize),
    /// `counts`.
    Counts(Box<Counts>),
    /// `__typename`.
    Typename(String),
}

/// A selected field of an edge.
#[derive(Debug)]
pub enum EdgePart {
    /// `cursor`.
    Cursor,
    /// `node`.
    Node(Shape),
    /// `__typename`.
    Typename(String),
}

/// A selected field of a page's info.
#[derive(Clone, Copy, Debug)]
pub enum PageInfo {
    /// `hasNextPage`.
    HasNext,
    /// `hasPreviousPage`.
    HasPrevious,
    /// `startCursor`.
    Start,
    /// `endCursor`.
    End,
    /// `__typename`.
    Typename,
}

/// Writes answers as JSON bytes.
pub struct Writer<'a> {
    /// The answer so far.
    pub out: Vec<u8>,
    /// Who asks, for computed values.
    pub viewer: &'a Viewer,
}

impl Writer<'_> {
    /// Writes a shape from a row.
    pub fn shape(&mut self, shape: &Shape, row: &[Cell<'_>]) {
        match shape {
            Shape::Scalar(cell, scalar) => self.scalar(&row[*cell], *scalar),
            Shape::Constant(text) => self.text(text),
            Shape::Null => self.null(),
            Shape::Object(fields) => self.object(fields, |w, field| w.shape(field, row)),
            Shape::Personal(touched, shape) => {
                self.touch(touched, row);
                self.shape(shape, row);
            }
            Shape::Joined(cell, shape) => match row[*cell] {
                Cell::Null => self.null(),
                _ => self.shape(shape, row),
            },
            Shape::List(cell, shape) => self.list(rows(&row[*cell]), |w, row| w.shape(shape, row)),
            Shape::First(cell, shape) => match rows(&row[*cell]).first() {
                Some(first) => self.shape(shape, first),
                None => self.null(),
            },
            Shape::ByKey(places) => self.list(places, |w, place| {
                let found = place.as_ref().and_then(|(cell, id, shape)| {
                    let row = rows(&row[*cell]).iter().find(|row| row.first() == Some(&Cell::Uuid(*id)))?;
                    Some((row, shape))
                });
                match found {
                    Some((row, shape)) => w.shape(shape, row),
                    None => w.null(),
                }
            }),
            Shape::Computed(cells, make, cuts) => {
                let cells: Vec<Cell<'_>> = cells.iter().map(|cell| row[*cell].clone()).collect();
                self.json(&cut(make(self.viewer, &cells), cuts));
            }
            Shape::Hits(hits, take) => self.hits(hits, *take, row),
            Shape::Connection(connection) => self.connection(connection, row),
        }
    }

    fn connection(&mut self, c: &Connection, row: &[Cell<'_>]) {
        let all = c.rows.map_or(&[][..], |cell| rows(&row[cell]));
        let page: Vec<&Vec<Cell<'_>>> = all.iter().take(c.take).collect();
        let page: Vec<_> = if c.backward { page.into_iter().rev().collect() } else { page };
        let more = all.len() > c.take;
        self.object(&c.fields, |w, part| match part {
            Part::Edges(parts) => w.list(&page, |w, row| {
                w.object(parts, |w, part| match part {
                    EdgePart::Cursor => w.cursor(c, Some(row)),
                    EdgePart::Node(shape) => w.shape(shape, row),
                    EdgePart::Typename(name) => w.text(name),
                });
            }),
            Part::Nodes(shape) => w.list(&page, |w, row| w.shape(shape, row)),
            Part::PageInfo(parts) => w.object(parts, |w, part| match part {
                PageInfo::HasNext => w.boolean(if c.backward { c.has_cursor } else { more }),
                PageInfo::HasPrevious => w.boolean(if c.backward { more } else { c.has_cursor }),
                PageInfo::Start => w.cursor(c, page.first().copied()),
                PageInfo::End => w.cursor(c, page.last().copied()),
                PageInfo::Typename => w.text("PageInfo"),
            }),
            Part::Total(cell) => w.scalar(&row[*cell], Scalar::Int),
            Part::Counts(counts) => w.counts(counts, row),
            Part::Typename(name) => w.text(name),
        });
    }

    fn cursor(&mut self, c: &Connection, row: Option<&Vec<Cell<'_>>>) {
        match row {
            Some(row) => {
                let cells: Vec<&Cell<'_>> = c.cursor.iter().map(|cell| &row[*cell]).collect();
                self.text(&cursor::print(&c.signature, &cells));
            }
            None => self.null(),
        }
    }

    pub(super) fn scalar(&mut self, cell: &Cell<'_>, scalar: Scalar) {
        match (cell, scalar) {
            (Cell::Text(text), _) => self.text(text),
            (Cell::Bool(is), _) => self.boolean(*is),
            (Cell::Uuid(id), Scalar::Id(noun)) => drop(write!(self.out, "\"{noun}:{}\"", id.hyphenated())),
            (Cell::Date(day), _) => drop(write!(self.out, "\"{day}\"")),
            (Cell::Int(n), Scalar::Instant) => drop(write!(self.out, "\"{}\"", Instant(*n).to_rfc3339())),
            (Cell::Int(n), Scalar::Quantity) => drop(write!(self.out, "\"{}\"", Quantity(*n))),
            (Cell::Int(n), Scalar::Long | Scalar::Dong) => drop(write!(self.out, "\"{n}\"")),
            (Cell::Int(n), _) => drop(write!(self.out, "{n}")),
            (Cell::Null | Cell::Uuid(_) | Cell::Rows(_), _) => self.null(),
        }
    }

    pub(super) fn object<T>(&mut self, fields: &[(Key, T)], mut write: impl FnMut(&mut Self, &T)) {
        self.out.push(b'{');
        for (i, (key, field)) in fields.iter().enumerate() {
            if i > 0 {
                self.out.push(b',');
            }
            self.out.extend_from_slice(key.0.as_bytes());
            write(self, field);
        }
        self.out.push(b'}');
    }

    pub(super) fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.out.push(b'[');
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.out.push(b',');
            }
            write(self, item);
        }
        self.out.push(b']');
    }

    pub(super) fn text(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            self.out.push(b'"');
            self.out.extend_from_slice(text.as_bytes());
            self.out.push(b'"');
        } else {
            let _ = serde_json::to_writer(&mut self.out, text);
        }
    }

    pub(super) fn json(&mut self, value: &Json) {
        let _ = serde_json::to_writer(&mut self.out, value);
    }

    fn boolean(&mut self, is: bool) {
        self.out.extend_from_slice(if is { b"true" } else { b"false" });
    }

    pub(super) fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }
}

/// The rows of a cell.
pub(super) fn rows<'r, 'a>(cell: &'r Cell<'a>) -> &'r [Vec<Cell<'a>>] {
    if let Cell::Rows(rows) = cell { rows } else { &[] }
}

/// What is selected of a value that was made whole.
pub fn cut(value: Json, cuts: &[Cut]) -> Json {
    match value {
        Json::Array(items) => Json::Array(items.into_iter().map(|item| cut(item, cuts)).collect()),
        Json::Object(map) if !cuts.is_empty() => {
            let part = |c: &Cut| match &c.from {
                Ok(name) => cut(map.get(name).cloned().unwrap_or_default(), &c.below),
                Err(typename) => Json::from(*typename),
            };
            Json::Object(cuts.iter().map(|c| (c.key.clone(), part(c))).collect())
        }
        other => other,
    }
}

/// Whether a text stands in JSON as it is: no control character, quote or backslash. Eight bytes are looked at together.
fn is_plain(text: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES * 0x80;
    let (words, rest) = text.as_chunks::<8>();
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGH;
    let special = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        below(word, 0x20) | below(word ^ (ONES * u64::from(b'"')), 1) | below(word ^ (ONES * u64::from(b'\\')), 1) != 0
    };
    !words.iter().any(special) && !rest.iter().any(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\'))
}

#[cfg(test)]
mod test {
    use super::is_plain;

    /// Every byte at every place among plain ones, and texts of every length.
    #[test]
    fn a_text_is_plain_where_json_writes_it_as_it_is() {
        for byte in 0..=u8::MAX {
            for place in 0..19 {
                let mut text = "Đường tỉnh 911 ab!".as_bytes().to_vec();
                text.insert(place, byte);
                assert_eq!(is_plain(&text), byte >= 0x20 && byte != b'"' && byte != b'\\', "{byte} at {place}");
            }
        }
        assert!(is_plain(b"") && is_plain(b"a") && !is_plain(b"\""));
    }
}
