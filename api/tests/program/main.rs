//! The program itself, as a process: how it ends, and what many open sockets cost it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod ends;
mod holds_sockets;
mod pings;
mod server;
