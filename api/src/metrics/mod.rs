//! What is counted while the server works. Every label has few values, whatever clients send.

mod inside;
mod load;

use std::{sync::Arc, time::Duration};

use actix_web::http::StatusCode;
use prometheus_client::{
    encoding::{EncodeLabelSet, prometheus_text},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};
use schema::{Database, Plans, Watch, error::Code, tally::Kind};
use sea_orm::DatabaseConnection;

pub(crate) use inside::{Inside, pools};
pub(crate) use load::{Counted, Load};

/// The counters of one server; cheap to clone, and the same wherever it is cloned to.
#[derive(Clone, Debug)]
pub(crate) struct Metrics {
    requests: Family<Request, Counter>,
    seconds: Times,
    statements: Times,
    failed: Family<Of, Counter>,
    /// What runs and what waits.
    pub(crate) load: Load,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    kind: &'static str,
    status: u16,
    code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    kind: &'static str,
}

/// How times are sorted, in seconds.
const BUCKETS: [f64; 14] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Times, sorted.
type Times = Family<Of, Histogram, fn() -> Histogram>;

impl Default for Metrics {
    fn default() -> Self {
        let times = || Times::new_with_constructor(|| Histogram::new(BUCKETS));
        Self {
            requests: Family::default(),
            seconds: times(),
            statements: times(),
            failed: Family::default(),
            load: Load::default(),
        }
    }
}

/// What kind of request it was, as a label.
pub(crate) const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Query => "query",
        Kind::Mutation => "mutation",
        Kind::Subscription => "subscription",
        Kind::Introspection => "introspection",
    }
}

impl Metrics {
    /// Counts a request that was answered. `kind` is one of [`label`]'s, `none` for what is no operation, or `page`.
    pub(crate) fn answered(&self, kind: &'static str, status: StatusCode, code: Option<Code>, took: Duration) {
        let code = code.map_or("OK", |code| code.code());
        self.requests.get_or_create(&Request { kind, status: status.as_u16(), code }).inc();
        self.seconds.get_or_create(&Of { kind }).observe(took.as_secs_f64());
    }

    /// Counts the statements of a database from now on.
    pub(crate) fn watch(&self, database: &mut Database) {
        self.watch_one(&mut database.read, "read");
        self.watch_one(&mut database.write, "write");
        database.writers = database.writers.clone().watched(self.watch_for("write"));
        match &mut database.plans {
            Plans::Pool(pool) => self.watch_one(pool, "read"),
            Plans::Local { read, search } => {
                *read = read.clone().watched(self.watch_for("read"));
                *search = search.clone().watched(self.watch_for("search"));
            }
            Plans::Direct { read, search } => {
                *read = read.clone().watched(self.watch_for("read"));
                *search = search.clone().watched(self.watch_for("search"));
            }
        }
    }

    fn watch_for(&self, kind: &'static str) -> Watch {
        let (seconds, failed) = (self.statements.clone(), self.failed.clone());
        Arc::new(move |took, has_failed| {
            seconds.get_or_create(&Of { kind }).observe(took.as_secs_f64());
            if has_failed {
                failed.get_or_create(&Of { kind }).inc();
            }
        })
    }

    fn watch_one(&self, connection: &mut DatabaseConnection, kind: &'static str) {
        let watch = self.watch_for(kind);
        connection.set_metric_callback(move |info| watch(info.elapsed, info.failed));
    }

    /// Everything as Prometheus reads it.
    pub(crate) fn text(&self, inside: Inside) -> Result<String, std::fmt::Error> {
        let mut all = Registry::with_prefix("thidua");
        all.register("requests", "Requests by kind, HTTP status and first error code", self.requests.clone());
        all.register_with_unit("request", "Time to an answer", Unit::Seconds, self.seconds.clone());
        all.register_with_unit("statement", "Time of SQL statements", Unit::Seconds, self.statements.clone());
        all.register("statements_failed", "SQL statements that failed", self.failed.clone());
        self.load.register(&mut all);
        let mut registry = Registry::default();
        registry.register_collector(Box::new(inside));
        let mut text = String::new();
        prometheus_text::encode(&mut text, &all)?;
        prometheus_text::encode(&mut text, &registry)?;
        Ok(text)
    }
}
