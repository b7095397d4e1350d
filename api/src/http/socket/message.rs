//! The messages of graphql-transport-ws: read strictly, written as bytes.

use serde::Deserialize;
use serde_json::{Value, json};

use super::close::Close;
use crate::http::json::Unique;

/// Characters of the id of an operation.
pub(super) const ID_CHARACTERS: usize = 128;

/// A message from a client.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Message {
    /// The first of a client: who it is.
    ConnectionInit {
        /// What it brings: an object or nothing.
        #[serde(default)]
        payload: Unique,
    },
    /// Whether this side is there.
    Ping {
        /// To be sent back.
        #[serde(default)]
        payload: Unique,
    },
    /// The other side is there.
    Pong {},
    /// An operation to run.
    Subscribe {
        /// Its id on this socket.
        id: String,
        /// Its parameters.
        payload: Unique,
    },
    /// An operation is not wanted any more.
    Complete {
        /// Its id on this socket.
        id: String,
    },
}

/// Reads a message.
pub(super) fn read(text: &[u8]) -> Result<Message, Close> {
    let message =
        serde_json::from_slice(text).map_err(|_| Close::bad_message("it is not one of graphql-transport-ws."))?;
    match &message {
        Message::ConnectionInit { payload } | Message::Ping { payload }
            if !payload.0.is_object() && !payload.0.is_null() =>
        {
            Err(Close::bad_message("its payload is an object."))
        }
        Message::Subscribe { id, .. } | Message::Complete { id }
            if id.is_empty() || id.chars().count() > ID_CHARACTERS =>
        {
            Err(Close::bad_message("its id has 1 to 128 characters."))
        }
        _ => Ok(message),
    }
}

/// `connection_ack`.
pub(super) fn ack() -> String {
    json!({ "type": "connection_ack" }).to_string()
}

/// `pong`, with the payload of the ping.
pub(super) fn pong(payload: &Value) -> String {
    if payload.is_null() {
        return json!({ "type": "pong" }).to_string();
    }
    json!({ "type": "pong", "payload": payload }).to_string()
}

/// `next`: one answer, whose bytes are JSON.
pub(super) fn next(id: &str, answer: &[u8]) -> String {
    format!("{{\"id\":{},\"type\":\"next\",\"payload\":{}}}", json!(id), String::from_utf8_lossy(answer))
}

/// `error`: the operation was refused before it ran. The bytes are a GraphQL response that has only errors.
pub(super) fn error(id: &str, refusal: &[u8]) -> String {
    let errors = serde_json::from_slice::<Value>(refusal).map(|mut response| response["errors"].take());
    json!({ "id": id, "type": "error", "payload": errors.unwrap_or_else(|_| json!([])) }).to_string()
}

/// `complete`: there is nothing more.
pub(super) fn complete(id: &str) -> String {
    json!({ "id": id, "type": "complete" }).to_string()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_messages_of_the_protocol_are_read() {
        for good in [
            r#"{"type":"connection_init"}"#,
            r#"{"type":"connection_init","payload":null}"#,
            r#"{"type":"connection_init","payload":{"authorization":"x"},"more":1}"#,
            r#"{"type":"ping"}"#,
            r#"{"type":"pong","payload":{}}"#,
            r#"{"payload":{"query":"{a}"},"id":"1","type":"subscribe"}"#,
            r#"{"type":"complete","id":"1"}"#,
        ] {
            assert!(read(good.as_bytes()).is_ok(), "{good}");
        }
    }

    #[test]
    fn everything_else_is_4400() {
        for bad in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"type":"start","id":"1","payload":{}}"#,
            r#"{"type":"connection_ack"}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            r#"{"type":"connection_init","payload":"x"}"#,
            r#"{"type":"ping","payload":7}"#,
            r#"{"type":"subscribe","payload":{}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"","payload":{}}"#,
            r#"{"type":"subscribe","id":7,"payload":{}}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"ping","type":"ping"}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{a}","query":"{b}"}}"#,
        ] {
            assert_eq!(read(bad.as_bytes()).unwrap_err().code, 4400, "{bad}");
        }
        let with = |length| json!({ "type": "complete", "id": "đ".repeat(length) }).to_string();
        assert!(read(with(ID_CHARACTERS).as_bytes()).is_ok());
        assert!(read(with(ID_CHARACTERS + 1).as_bytes()).is_err());
        assert!(read("[".repeat(60_000).as_bytes()).is_err());
    }
}
