//! The limits that are kept in front of the schema, as they are published with the schema's own.

use schema::{Limit, SESSION_DAYS, SESSIONS_OF_ONE};

use super::Config;
use crate::{
    auth::{TOKEN_BYTES, TRIES, WINDOW},
    http::{ADDRESS_BYTES, CREDENTIALS_BYTES, HEADER_BYTES, HEADERS},
};

impl Config {
    /// Every limit that requests are held to, as the schema takes and publishes them.
    #[must_use]
    pub fn all_limits(&self) -> schema::Limits {
        let beside = self
            .beside()
            .into_iter()
            .chain(heads())
            .chain(tries())
            .chain(self.tokens())
            .chain(self.documents.published())
            .chain(self.files.published())
            .chain(self.sockets.published())
            .collect();
        schema::Limits {
            beside,
            exports: self.exports.to_schema(),
            imports: self.imports.to_schema(),
            ..self.limits.to_schema()
        }
    }

    /// How long tokens live.
    fn tokens(&self) -> [Limit; 5] {
        let limit = |name, value, unit, about, key| {
            Limit::new(name, value, unit, about).at("token", key, "tokens that are lost or stolen")
        };
        let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let auth = &self.auth;
        [
            limit(
                "accessMinutes",
                number(auth.access_minutes.get()),
                "minutes",
                "An access token of a sign-in.",
                "auth.access_minutes",
            ),
            limit(
                "refreshDays",
                number(auth.refresh_days.get()),
                "days",
                "A refresh token, which is good once.",
                "auth.refresh_days",
            ),
            limit("sessionDays", number(SESSION_DAYS), "days", "A session, however often it is refreshed.", ""),
            limit(
                "sessionsOfOne",
                number(SESSIONS_OF_ONE),
                "sessions",
                "A user, at once; then the oldest makes room.",
                "",
            ),
            limit(
                "leewaySeconds",
                number(auth.leeway_seconds),
                "seconds",
                "By which a token is taken too early or too late, since clocks differ; later is 401.",
                "auth.leeway_seconds",
            ),
        ]
    }

    fn beside(&self) -> Vec<Limit> {
        let (http, load, rate, database) = (&self.http, &self.load, &self.rate, &self.database);
        let seconds = |seconds: u64| usize::try_from(seconds).unwrap_or(usize::MAX);
        let number = |number: std::num::NonZeroU32| usize::try_from(number.get()).unwrap_or(usize::MAX);
        vec![
            Limit::new(
                "headerSeconds",
                seconds(http.header_seconds.get()),
                "seconds",
                "The headers of a request, from the opening of the connection (later is 408) or from the last answer on it (later it is closed).",
            )
            .at(
                "connection",
                "http.header_seconds",
                "connections that are held open by a byte now and then",
            ),
            Limit::new(
                "connectionsOfOne",
                http.connections_of_one.get(),
                "connections",
                "An address, unless it is a trusted proxy's; more are closed at once.",
            )
            .at("connection", "http.connections_of_one", "one that takes what others need"),
            Limit::new("bodyBytes", http.body_bytes.get(), "bytes", "A request's body; more is 413.").at(
                "body",
                "http.body_bytes",
                "memory",
            ),
            Limit::new("bodySeconds", seconds(http.body_seconds.get()), "seconds", "A request's body; later is 408.")
                .at("body", "http.body_seconds", "bodies that never end"),
            Limit::new(
                "requestsBucket",
                number(rate.requests),
                "requests",
                "An address without a token, at once; more is 429.",
            )
            .at("rate", "rate.requests", "a flood from one place"),
            Limit::new(
                "requestsPerSecond",
                number(rate.requests_per_second),
                "requests per second",
                "An address without a token, always.",
            )
            .at("rate", "rate.requests_per_second", "a flood from one place"),
            Limit::new("costBucket", number(rate.cost), "points", "A client, person or address, at once; more is 429.")
                .at("rate", "rate.cost", "one that takes what others need"),
            Limit::new(
                "costPerSecond",
                number(rate.cost_per_second),
                "points per second",
                "A client, person or address, always.",
            )
            .at("rate", "rate.cost_per_second", "one that takes what others need"),
            Limit::new(
                "ofOne",
                load.of_one.get(),
                "requests",
                "A client, person or address, running and waiting; more is 429.",
            )
            .at("load", "load.of_one", "one that holds every place"),
            Limit::new("running", load.running.get(), "requests", "The server, running at once; more wait.").at(
                "load",
                "load.running",
                "more work than memory and database bear",
            ),
            Limit::new("waiting", load.waiting, "requests", "The server, waiting; more is 503 at once.").at(
                "load",
                "load.waiting",
                "a queue without end",
            ),
            Limit::new("requestSeconds", seconds(http.request_seconds.get()), "seconds", "A request; later is 503.")
                .at("time", "http.request_seconds", "work without end"),
            Limit::new(
                "statementSeconds",
                seconds(database.statement_seconds.get()),
                "seconds",
                "A statement (PostgreSQL; reads of SQLite).",
            )
            .at("time", "database.statement_seconds", "work without end"),
            Limit::new(
                "lockSeconds",
                seconds(database.lock_seconds.get()),
                "seconds",
                "Waiting for a lock (PostgreSQL).",
            )
            .at("time", "database.lock_seconds", "writers that wait for each other"),
        ]
    }
}

/// What the head of a request may be.
fn heads() -> [Limit; 4] {
    let limit = |name, value, unit, about, threat| Limit::new(name, value, unit, about).at("head", "", threat);
    [
        limit("headers", HEADERS, "headers", "A request; more is 431.", "memory"),
        limit("headerBytes", HEADER_BYTES, "bytes", "All headers of a request together; more is 431.", "memory"),
        limit("addressBytes", ADDRESS_BYTES, "bytes", "The address of a request; more is 414.", "memory"),
        limit("tokenBytes", TOKEN_BYTES, "bytes", "A token; more is 401.", "signatures over texts of any length"),
    ]
}

/// Tries to sign in, which are counted by the clock and not by a configuration.
fn tries() -> [Limit; 3] {
    let limit =
        |name, value, unit, about| Limit::new(name, value, unit, about).at("sign-in", "", "passwords that are guessed");
    let seconds = usize::try_from(WINDOW).unwrap_or(usize::MAX);
    [
        limit("signInTries", TRIES, "tries", "Wrong tries to sign in, for a name and for an address; more is 429."),
        limit("signInSeconds", seconds, "seconds", "For so long a wrong try counts."),
        limit(
            "credentialsBytes",
            CREDENTIALS_BYTES,
            "bytes",
            "The body of a sign-in and of the others below /auth; more is 413.",
        ),
    ]
}
