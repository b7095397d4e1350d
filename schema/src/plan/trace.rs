//! What a read did, for `extensions.explain`: statements, rows, time in each stage, and the rules that limited the rows.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde_json::{Value as Json, json};

/// The traces of one request, in the order in which its reads ended.
#[derive(Clone, Debug, Default)]
pub struct Traces(Arc<Mutex<Vec<Json>>>);

impl Traces {
    /// What was traced.
    pub fn take(&self) -> Vec<Json> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, trace: Json) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(trace);
    }
}

/// A clock that tells the stages of one read apart.
pub struct Stages<'a> {
    traces: Option<&'a Traces>,
    since: Instant,
    micros: Vec<(&'static str, u64)>,
}

impl<'a> Stages<'a> {
    /// Starts the clock; where nothing is traced it costs one reading of it.
    pub fn begin(traces: Option<&'a Traces>) -> Self {
        Self { traces, since: Instant::now(), micros: Vec::new() }
    }

    /// A stage is over.
    pub fn end(&mut self, stage: &'static str) {
        if self.traces.is_some() {
            let spent: Duration = self.since.elapsed();
            self.micros.push((stage, u64::try_from(spent.as_micros()).unwrap_or(u64::MAX)));
            self.since = Instant::now();
        }
    }

    /// The read is over.
    pub fn tell(self, statement: &str, rows: usize, rules: &[(&'static str, String)]) {
        let Some(traces) = self.traces else { return };
        let rules: Vec<Json> = rules.iter().map(|(table, rows)| json!({ "table": table, "rows": rows })).collect();
        let micros: serde_json::Map<String, Json> =
            self.micros.iter().map(|(name, n)| ((*name).to_owned(), json!(n))).collect();
        traces.add(json!({ "statement": statement, "rows": rows, "micros": micros, "rules": rules }));
    }
}
