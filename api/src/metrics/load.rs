//! How many requests run, wait and were turned away, for whoever lets them in.

use prometheus_client::{
    metrics::{counter::Counter, gauge::Gauge},
    registry::Registry,
};

/// The counters; cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Load {
    running: Gauge,
    waiting: Gauge,
    sockets: Gauge,
    turned_away: Counter,
}

/// Something that is counted for as long as this lives.
#[derive(Debug)]
pub(crate) struct Counted(Gauge);

impl Counted {
    fn of(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Load {
    /// A request runs.
    pub(crate) fn run(&self) -> Counted {
        Counted::of(&self.running)
    }

    /// A request waits until it may run.
    pub(crate) fn wait(&self) -> Counted {
        Counted::of(&self.waiting)
    }

    /// A socket or a stream of events is open.
    pub(crate) fn socket(&self) -> Counted {
        Counted::of(&self.sockets)
    }

    /// A request was turned away, since too many wait.
    pub(crate) fn turn_away(&self) {
        self.turned_away.inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("requests_running", "Requests that run now", self.running.clone());
        registry.register("requests_waiting", "Requests that wait until they may run", self.waiting.clone());
        registry.register("sockets_open", "Sockets and streams of events that are open", self.sockets.clone());
        registry.register("requests_turned_away", "Requests answered 503 at the gate", self.turned_away.clone());
    }
}
