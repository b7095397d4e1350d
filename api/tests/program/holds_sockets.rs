//! What a thousand sockets cost that are open and silent.
//!
//! ```text
//! cargo test --release -p api --test program sockets -- --nocapture
//! ```

use serde_json::json;

use crate::server::{Server, hear, say};

const SOCKETS: usize = 1_000;
/// KiB.
const MOST: u64 = 40 * 1024;

#[tokio::test]
async fn a_thousand_sockets_take_less_than_40_mib() {
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let server = Server::start(&[("THIDUA_HTTP_CONNECTIONS_OF_ONE", "2000")]);
    // What the first socket needs and later ones share is not counted.
    let mut first = server.socket("first").await;
    let before = server.memory();
    let mut open = Vec::new();
    for n in 0..SOCKETS {
        open.push(server.socket(&format!("admin-{}", n / 5)).await);
    }
    let more = server.memory() - before;
    println!("{SOCKETS} idle sockets take {:.1} MiB, {:.1} KiB each", kib(more) / 1024.0, kib(more) / 1000.0);
    // All of them are there, and so is everybody else's answer.
    say(&mut first, &json!({ "id": "1", "type": "subscribe", "payload": { "query": "{ viewer { class } }" } })).await;
    assert_eq!(hear(&mut first).await.unwrap()["payload"]["data"]["viewer"]["class"], "ADMIN");
    for socket in &mut open {
        say(socket, &json!({ "type": "ping" })).await;
        assert_eq!(hear(socket).await.unwrap()["type"], "pong");
    }
    assert!(more < MOST, "{more} KiB");
}

fn kib(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap())
}
