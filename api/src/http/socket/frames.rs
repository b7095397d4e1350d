//! What a client says on a socket: frames put together to messages, none longer than the limit, whole or in pieces.
//!
//! The length that a frame announces is looked at before its bytes are waited for: a decoder that waits for them first keeps
//! whatever is sent.

use actix_http::ws::{Codec, Frame, Item, ProtocolError};
use actix_web::web::{Bytes, BytesMut, Payload};
use futures_util::StreamExt as _;
use tokio_util::codec::Decoder as _;

use super::close::Close;

/// Something a client said.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A message in UTF-8.
    Text(Bytes),
    /// A question whether this side is there, to be answered with its bytes.
    Ping(Bytes),
    /// The answer to such a question.
    Pong,
    /// The client closes, with a code; 1005 is none.
    Closed(u16),
}

/// The frames of one client.
pub(super) struct Frames {
    payload: Payload,
    pieces: Pieces,
}

impl Frames {
    /// The frames in a request's payload, for messages of at most so many bytes.
    pub(super) fn new(payload: Payload, most: usize) -> Self {
        Self { payload, pieces: Pieces::new(most) }
    }

    /// What the client says next; none when it has gone. Nothing is lost when this future is dropped.
    pub(super) async fn next(&mut self) -> Option<Result<Heard, Close>> {
        loop {
            if let Some(heard) = self.pieces.take().transpose() {
                return Some(heard);
            }
            self.pieces.put(self.payload.next().await?.ok()?);
        }
    }
}

/// Bytes on their way to messages.
struct Pieces {
    buffer: BytesMut,
    codec: Codec,
    most: usize,
    /// A message of which more frames follow.
    begun: BytesMut,
}

impl Pieces {
    fn new(most: usize) -> Self {
        Self { buffer: BytesMut::new(), codec: Codec::new().max_size(most), most, begun: BytesMut::new() }
    }

    fn put(&mut self, chunk: Bytes) {
        if self.buffer.is_empty() {
            // The old buffer is given back, so that one long message is not paid for ever after.
            self.buffer = BytesMut::from(chunk);
        } else {
            self.buffer.extend_from_slice(&chunk);
        }
    }

    fn take(&mut self) -> Result<Option<Heard>, Close> {
        loop {
            if announced(&self.buffer) > self.most as u64 {
                return Err(Close::TOO_BIG);
            }
            let Some(frame) = self.codec.decode(&mut self.buffer).map_err(|error| fault(&error))? else {
                return Ok(None);
            };
            match frame {
                Frame::Text(bytes) => return text(bytes).map(Some),
                Frame::Continuation(item) => {
                    if let Some(whole) = self.piece(item)? {
                        return text(whole).map(Some);
                    }
                }
                Frame::Binary(_) => return Err(Close::BINARY),
                Frame::Ping(bytes) => return Ok(Some(Heard::Ping(bytes))),
                Frame::Pong(_) => return Ok(Some(Heard::Pong)),
                Frame::Close(reason) => {
                    let code = reason.map_or(1005, |reason| reason.code.into());
                    return Ok(Some(Heard::Closed(code)));
                }
            }
        }
    }

    /// Adds a piece; the message, when it was the last.
    fn piece(&mut self, item: Item) -> Result<Option<Bytes>, Close> {
        let (piece, is_last) = match item {
            Item::FirstText(piece) | Item::Continue(piece) => (piece, false),
            Item::Last(piece) => (piece, true),
            Item::FirstBinary(_) => return Err(Close::BINARY),
        };
        if self.begun.len() + piece.len() > self.most {
            return Err(Close::TOO_BIG);
        }
        self.begun.extend_from_slice(&piece);
        Ok(is_last.then(|| std::mem::take(&mut self.begun).freeze()))
    }
}

/// The length that the first frame in these bytes announces; 0 while that cannot be known (RFC 6455, 5.2).
fn announced(bytes: &[u8]) -> u64 {
    let number = |digits: &[u8]| digits.iter().fold(0, |sum, digit| (sum << 8) | u64::from(*digit));
    match bytes.get(1).map(|second| second & 0x7f) {
        Some(126) => bytes.get(2..4).map_or(0, number),
        Some(127) => bytes.get(2..10).map_or(0, number),
        Some(short) => short.into(),
        None => 0,
    }
}

fn text(bytes: Bytes) -> Result<Heard, Close> {
    if std::str::from_utf8(&bytes).is_ok() { Ok(Heard::Text(bytes)) } else { Err(Close::NOT_UTF8) }
}

fn fault(error: &ProtocolError) -> Close {
    if matches!(error, ProtocolError::Overflow) { Close::TOO_BIG } else { Close::NOT_WEBSOCKET }
}

#[cfg(test)]
mod test {
    use super::*;

    /// A masked frame whose mask is zero.
    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![first];
        match u16::try_from(payload.len()) {
            Ok(short) if short < 126 => bytes.push(0x80 | u8::try_from(short).unwrap()),
            Ok(long) => bytes.extend([&[0xfe][..], &long.to_be_bytes()].concat()),
            Err(_) => bytes.extend([&[0xff][..], &(payload.len() as u64).to_be_bytes()].concat()),
        }
        bytes.extend([0; 4]);
        bytes.extend(payload);
        bytes
    }

    fn hear(most: usize, bytes: &[u8]) -> Result<Vec<Heard>, Close> {
        let mut pieces = Pieces::new(most);
        let mut heard = Vec::new();
        for byte in bytes.chunks(7) {
            pieces.put(Bytes::copy_from_slice(byte));
            while let Some(next) = pieces.take()? {
                heard.push(next);
            }
        }
        Ok(heard)
    }

    fn said(text: &str) -> Heard {
        Heard::Text(Bytes::copy_from_slice(text.as_bytes()))
    }

    #[test]
    fn messages_come_whole_and_in_pieces() {
        let bytes = [frame(0x81, b"a"), frame(0x01, b"b"), frame(0x89, b"?"), frame(0x00, b"c"), frame(0x80, b"d")];
        let heard = hear(3, &bytes.concat()).unwrap();
        assert_eq!(heard, [said("a"), Heard::Ping(Bytes::from_static(b"?")), said("bcd")]);
    }

    #[test]
    fn a_message_holds_at_n_and_is_refused_at_n_plus_one() {
        for most in [10, 200, 70_000] {
            let long = vec![b'x'; most + 1];
            assert_eq!(hear(most, &frame(0x81, &long[1..])).unwrap().len(), 1);
            assert_eq!(hear(most, &frame(0x81, &long)), Err(Close::TOO_BIG));
            let (half, rest) = long.split_at(most / 2);
            assert_eq!(hear(most, &[frame(0x01, half), frame(0x80, &rest[1..])].concat()).unwrap().len(), 1);
            assert_eq!(hear(most, &[frame(0x01, half), frame(0x80, rest)].concat()), Err(Close::TOO_BIG));
        }
    }

    #[test]
    fn a_length_is_refused_before_its_bytes_come() {
        let announced = [0x81, 0xff, 0, 0, 0, 0, 0x10, 0, 0, 0];
        assert_eq!(hear(65_536, &announced), Err(Close::TOO_BIG));
        let absurd = [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(hear(65_536, &absurd), Err(Close::TOO_BIG));
    }

    #[test]
    fn what_is_not_text_of_this_protocol_is_refused() {
        for (bytes, close) in [
            (frame(0x82, b"x"), Close::BINARY),
            (frame(0x02, b"x"), Close::BINARY),
            (frame(0x81, b"\xff"), Close::NOT_UTF8),
            (frame(0x80, b"x"), Close::NOT_WEBSOCKET),
            (frame(0x83, b"x"), Close::NOT_WEBSOCKET),
            (frame(0xc1, b"x"), Close::NOT_WEBSOCKET),
            (vec![0x81, 0x01, b'x'], Close::NOT_WEBSOCKET),
        ] {
            assert_eq!(hear(100, &bytes), Err(close), "{bytes:?}");
        }
    }
}
