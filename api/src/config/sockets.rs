//! What holds sockets and streams of events, as configured and as published.

use std::num::{NonZeroU64, NonZeroUsize};

use schema::limits::Limit;
use serde::Deserialize;

/// Sockets (`/graphql/ws`) and streams of events. Every number is a maximum and is explained in `default.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sockets {
    /// Seconds to `connection_init`.
    pub init_seconds: NonZeroU64,
    /// Sockets of one address before their `connection_init`.
    pub uninitialised: NonZeroUsize,
    /// Operations at the same time on one socket.
    pub subscriptions: NonZeroUsize,
    /// Sockets of one principal.
    pub per_principal: NonZeroUsize,
    /// Streams of events of one principal.
    pub streams_per_principal: NonZeroUsize,
    /// Sockets and streams of all together.
    pub total: NonZeroUsize,
    /// Bytes of a message.
    pub message_bytes: NonZeroUsize,
    /// Messages that wait to be read.
    pub queue: NonZeroUsize,
    /// Bytes of those messages.
    pub queue_bytes: NonZeroUsize,
    /// Seconds of silence before a question, and before the end.
    pub quiet_seconds: NonZeroU64,
    /// Seconds that sent bytes may stay unread.
    pub unread_seconds: NonZeroU64,
    /// Seconds after which it is looked again whether session, role and unit still hold.
    pub holds_seconds: NonZeroU64,
}

impl Sockets {
    /// The limits as `serviceConfig` publishes them.
    #[must_use]
    pub fn published(&self) -> Vec<Limit> {
        [self.amounts(), self.times()].concat()
    }

    fn amounts(&self) -> Vec<Limit> {
        vec![
            limit(
                "socketsUninitialised",
                self.uninitialised.get(),
                "sockets",
                "WebSockets of one address that have not said connection_init; more are 429.",
                ("sockets.uninitialised", "sockets that nobody answers for"),
            ),
            limit(
                "socketSubscriptions",
                self.subscriptions.get(),
                "operations",
                "Operations that run on one WebSocket at the same time.",
                ("sockets.subscriptions", "thousands of operations behind one connection"),
            ),
            limit(
                "socketsPerPrincipal",
                self.per_principal.get(),
                "sockets",
                "WebSockets of one principal; of one address for the public.",
                ("sockets.per_principal", "one that takes what others need"),
            ),
            limit(
                "streamsPerPrincipal",
                self.streams_per_principal.get(),
                "streams",
                "Streams of events of one principal; of one address for the public.",
                ("sockets.streams_per_principal", "one that takes what others need"),
            ),
            limit(
                "socketsTotal",
                self.total.get(),
                "sockets",
                "WebSockets and streams of all together.",
                ("sockets.total", "memory"),
            ),
            limit(
                "socketMessageBytes",
                self.message_bytes.get(),
                "bytes",
                "A message on a WebSocket, in one frame or in many.",
                ("sockets.message_bytes", "messages that never end"),
            ),
            limit(
                "socketQueue",
                self.queue.get(),
                "messages",
                "Messages that wait for a client to read them; then its WebSocket is closed.",
                ("sockets.queue", "clients that ask and do not read"),
            ),
            limit(
                "socketQueueBytes",
                self.queue_bytes.get(),
                "bytes",
                "Messages that wait for a client to read them, together; then its WebSocket is closed. One alone may have more.",
                ("sockets.queue_bytes", "clients that ask and do not read"),
            ),
        ]
    }

    fn times(&self) -> Vec<Limit> {
        let seconds = |seconds: NonZeroU64| usize::try_from(seconds.get()).unwrap_or(usize::MAX);
        vec![
            limit(
                "socketInitSeconds",
                seconds(self.init_seconds),
                "seconds",
                "From the opening of a WebSocket to its connection_init.",
                ("sockets.init_seconds", "sockets that nobody answers for"),
            ),
            limit(
                "socketQuietSeconds",
                seconds(self.quiet_seconds),
                "seconds",
                "Silence on a WebSocket before its client is asked whether it is there, and again before it is closed.",
                ("sockets.quiet_seconds", "clients that have gone without a word"),
            ),
            limit(
                "unreadSeconds",
                seconds(self.unread_seconds),
                "seconds",
                "How long sent bytes may stay unread on any connection before it is dropped.",
                ("sockets.unread_seconds", "clients that never read again"),
            ),
            limit(
                "socketHoldsSeconds",
                seconds(self.holds_seconds),
                "seconds",
                "How often it is looked whether session, role and unit behind a socket or stream still hold; what ended elsewhere shows half a minute later.",
                ("sockets.holds_seconds", "sockets that outlive a sign-out"),
            ),
        ]
    }
}

fn limit(
    name: &'static str,
    value: usize,
    unit: &'static str,
    about: &'static str,
    (key, threat): (&'static str, &'static str),
) -> Limit {
    Limit::new(name, value, unit, about).at("socket", key, threat)
}
