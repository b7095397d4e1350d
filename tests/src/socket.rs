//! A WebSocket from the client's side: what was said, in order, and how it was closed.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest as _,
        http::{HeaderValue, Request, header::HeaderName},
    },
};

use crate::App;

/// How long a test waits for what has to come; only a broken server lets it.
const PATIENCE: Duration = Duration::from_mins(1);

/// An open socket.
pub struct Socket(WebSocketStream<TcpStream>);

/// What the server said.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A message.
    Message(Value),
    /// The answer to a ping of WebSocket itself.
    Pong(Vec<u8>),
    /// A ping of WebSocket itself.
    Ping,
    /// That it closes, with a code and a reason; 1005 and 1006 as browsers say them.
    Closed(u16, String),
}

impl Socket {
    /// Opens a socket under a path, with the subprotocol unless a header names another; or the status that came instead.
    ///
    /// # Panics
    ///
    /// When there is no answer.
    pub async fn open(app: &App, path: &str, headers: &[(&str, &str)]) -> Result<Self, StatusCode> {
        let stream = TcpStream::connect(app.address()).await.expect("a connection");
        Self::open_on(stream, app, path, headers).await
    }

    /// The same on a connection of the caller's.
    ///
    /// # Panics
    ///
    /// When there is no answer.
    pub async fn open_on(
        stream: TcpStream,
        app: &App,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<Self, StatusCode> {
        let mut request: Request<()> = app.url(path).replace("http", "ws").into_client_request().expect("a request");
        let all = [("sec-websocket-protocol", "graphql-transport-ws")].iter().chain(headers);
        for (name, value) in all {
            let name: HeaderName = name.parse().expect("a header's name");
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a header's value"));
        }
        match timeout(PATIENCE, client_async(request, stream)).await.expect("an answer in time") {
            Ok((stream, _)) => Ok(Self(stream)),
            // The server speaks none of the subprotocols that were offered.
            Err(Error::Http(response)) => Err(response.status()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Says a message.
    ///
    /// # Panics
    ///
    /// When the connection is gone.
    pub async fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string())).await.expect("said");
    }

    /// Sends any frame; an error when the connection is gone.
    ///
    /// # Panics
    ///
    /// When the server does not take it in.
    pub async fn send(&mut self, message: Message) -> Result<(), Error> {
        timeout(PATIENCE, self.0.send(message)).await.expect("sent in time")
    }

    /// Says that an operation is wanted.
    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(&json!({ "id": id, "type": "subscribe", "payload": { "query": query } })).await;
    }

    /// What the server says next.
    ///
    /// # Panics
    ///
    /// When it says nothing, or something that is not of the protocol.
    pub async fn hear(&mut self) -> Heard {
        let said = timeout(PATIENCE, self.0.next()).await.expect("something in time");
        match said {
            Some(Ok(Message::Text(text))) => Heard::Message(serde_json::from_str(&text).expect("JSON")),
            Some(Ok(Message::Pong(bytes))) => Heard::Pong(bytes.to_vec()),
            Some(Ok(Message::Ping(_))) => Heard::Ping,
            Some(Ok(Message::Close(Some(frame)))) => Heard::Closed(frame.code.into(), frame.reason.to_string()),
            Some(Ok(Message::Close(None))) => Heard::Closed(1005, String::new()),
            None | Some(Err(_)) => Heard::Closed(1006, String::new()),
            Some(Ok(other)) => panic!("{other:?}"),
        }
    }

    /// The code the server closes with, whatever it says before.
    ///
    /// # Panics
    ///
    /// When it does not close.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Heard::Closed(code, _) = self.hear().await {
                return code;
            }
        }
    }
}

impl Heard {
    /// The message, which has to be of this type.
    ///
    /// # Panics
    ///
    /// When it is not.
    #[track_caller]
    pub fn is(self, ty: &str) -> Value {
        match self {
            Self::Message(message) if message["type"] == ty => message,
            other => panic!("{ty} was expected: {other:?}"),
        }
    }
}
