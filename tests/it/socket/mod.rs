//! GraphQL over WebSocket (graphql-transport-ws) and as server-sent events (graphql-sse): the protocols, and who breaks them.

mod bounds;
mod events;
mod floods;
mod opening;
mod protocol;

use tests::App;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A mutation of whoever keeps the system.
const CREATE: &str = r#"mutation {
    createUnit(input: { kind: PROVINCE, system: STATE, name: "Trà Vinh", abbreviation: "TV", validFrom: "2020-01-01" }) { unit { id } }
}"#;

/// A bare connection on which a socket was asked for with these headers, and the head of the answer in small letters.
async fn bare(app: &App, headers: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(app.address()).await.unwrap();
    let request = format!(
        "GET /graphql/ws HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n",
        app.address()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    (stream, String::from_utf8(head).unwrap().to_lowercase())
}
