//! Why the server closes a socket: a code of graphql-transport-ws or of WebSocket itself (RFC 6455), and a sentence.

use std::borrow::Cow;

use actix_http::ws::{CloseCode, CloseReason};

/// A reason to close a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Close {
    /// The code, as it stands in the close frame.
    pub(super) code: u16,
    /// The sentence.
    pub(super) why: Cow<'static, str>,
}

impl Close {
    /// The other side has gone.
    pub(super) const GONE: Self = Self::echo(1005);
    /// The server ends.
    pub(super) const LEAVING: Self = Self::new(1001, "Going away: the server ends.");
    /// Bytes that are not WebSocket.
    pub(super) const NOT_WEBSOCKET: Self = Self::new(1002, "Protocol error.");
    /// Text that is not text.
    pub(super) const NOT_UTF8: Self = Self::new(1007, "Text must be UTF-8.");
    /// A message longer than the limit.
    pub(super) const TOO_BIG: Self = Self::new(1009, "The message is too big.");
    /// The queue is full. Clients try again after this code.
    pub(super) const SLOW: Self = Self::new(1013, "Messages were not read in time.");
    /// No sign of life.
    pub(super) const SILENT: Self = Self::new(1013, "No answer to a ping.");
    /// A frame of bytes.
    pub(super) const BINARY: Self = Self::new(4400, "Invalid message: it must be text.");
    /// An operation before `connection_ack`.
    pub(super) const UNAUTHORIZED: Self = Self::new(4401, "Unauthorized: connection_init comes first.");
    /// The time of the token is over. A client may come back with a new one.
    pub(super) const EXPIRED: Self = Self::new(4403, "Forbidden: The token has expired.");
    /// Session, role or unit do not hold any more.
    pub(super) const ENDED: Self = Self::new(4403, "Forbidden: The session has ended or the role has changed.");
    /// Another subprotocol, or none.
    pub(super) const SUBPROTOCOL: Self = Self::new(4406, "Subprotocol not acceptable: graphql-transport-ws is.");
    /// No `connection_init` in time.
    pub(super) const INIT_TIMEOUT: Self = Self::new(4408, "Connection initialisation timeout");
    /// A second `connection_init`.
    pub(super) const TWO_INITS: Self = Self::new(4429, "Too many initialisation requests");
    /// More sockets than one principal may have.
    pub(super) const TOO_MANY: Self = Self::new(4429, "Too many sockets");

    /// The other side closes, and is told its own code; 1005 is none.
    pub(super) const fn echo(code: u16) -> Self {
        Self::new(code, "")
    }

    const fn new(code: u16, why: &'static str) -> Self {
        Self { code, why: Cow::Borrowed(why) }
    }

    /// A message that this protocol does not have.
    pub(super) fn bad_message(why: &str) -> Self {
        Self { code: 4400, why: format!("Invalid message: {why}").into() }
    }

    /// A `connection_init` that is not accepted.
    pub(super) fn forbidden(why: &str) -> Self {
        Self { code: 4403, why: format!("Forbidden: {why}").into() }
    }

    /// A second operation under an id that is in use.
    pub(super) fn duplicate(id: &str) -> Self {
        Self { code: 4409, why: format!("Subscriber for {id} already exists").into() }
    }

    /// Whether nobody has done wrong: what was said before is still told.
    pub(super) fn is_in_order(&self) -> bool {
        [1000, 1001].contains(&self.code)
    }

    /// As a frame has it: at most 123 bytes of reason; nothing where there is no code.
    pub(super) fn reason(&self) -> Option<CloseReason> {
        if self.code == 1005 {
            return None;
        }
        let mut end = self.why.len().min(123);
        while !self.why.is_char_boundary(end) {
            end -= 1;
        }
        Some(CloseReason { code: CloseCode::from(self.code), description: Some(self.why[..end].to_owned()) })
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_reason_fits_its_frame() {
        assert_eq!(Close::GONE.reason(), None);
        let reason = Close::duplicate(&"đ".repeat(100)).reason().unwrap();
        assert_eq!(u16::from(reason.code), 4409);
        assert!(reason.description.unwrap().len() <= 123);
    }
}
