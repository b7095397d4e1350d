//! What is logged, to stderr: one line a request at debug, errors with the request id; never a token or a variable.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Log, LogFormat};

/// Libraries that would write the values of statements below this level, whatever the filter says.
const QUIET: [&str; 2] = ["tokio_postgres=info", "sqlx=info"];

/// Starts the log, and logs panics there, once each. A second call changes nothing.
pub fn init(log: &Log) {
    // The filter was checked with the rest of the configuration.
    let filter = QUIET
        .iter()
        .filter_map(|quiet| quiet.parse().ok())
        .fold(EnvFilter::try_new(&log.filter).unwrap_or_default(), EnvFilter::add_directive);
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr);
    let _is_first = match log.format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => lines.json().with_current_span(true).with_span_list(false).try_init(),
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let payload = panic.payload();
        let text =
            payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        tracing::error!(place, "panic: {}", text.unwrap_or("without a message"));
    }));
}
