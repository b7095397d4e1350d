//! What can be asked of the benchmark.

use std::time::Duration;

use clap::Parser;

use crate::workload::NAMES;

/// Measures `thidua` against a hand-written server for the same answers.
#[derive(Debug, Parser)]
#[command(name = "speed")]
pub(crate) struct Options {
    /// Only what pages cost in a database so many times as large as 20,000 projects, 200,000 reports and 50,000 nominations
    #[arg(long)]
    pub(crate) times: Option<u32>,
    /// Slices of each server, for each workload and number of connections
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: u32,
    /// Seconds of a slice
    #[arg(long, default_value_t = 1.0)]
    pub(crate) seconds: f64,
    /// Connections that send one request after the other
    #[arg(long, value_delimiter = ',', default_values_t = [1, 32])]
    pub(crate) connections: Vec<usize>,
    /// Connections of each server to PostgreSQL
    #[arg(long, default_value_t = 8)]
    pub(crate) pool: u32,
    /// Only these workloads
    #[arg(long, value_delimiter = ',', value_parser = NAMES)]
    only: Vec<String>,
    /// Print the statements of this workload and how PostgreSQL ran them, and measure nothing
    #[arg(long, value_parser = NAMES)]
    pub(crate) profile: Option<String>,
    /// Only on these databases: on SQLite our server is beside the hand-written one on PostgreSQL
    #[arg(long, value_delimiter = ',', value_parser = ["postgres", "sqlite"], default_values = ["postgres", "sqlite"])]
    on: Vec<String>,
    /// Use the database of this name, fill it if it is not there, and keep it
    #[arg(long, value_name = "DATABASE")]
    pub(crate) keep: Option<String>,
    /// Leave out PostGraphile and mercurius, which npm would install
    #[arg(long)]
    pub(crate) without_others: bool,
    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    /// Whether a workload is wanted.
    pub(crate) fn has(&self, workload: &str) -> bool {
        match &self.profile {
            Some(name) => name == workload,
            None => self.only.is_empty() || self.only.iter().any(|name| name == workload),
        }
    }

    /// Whether a database is wanted.
    pub(crate) fn is_on(&self, database: &str) -> bool {
        self.on.iter().any(|name| name == database)
    }

    /// The length of a slice.
    pub(crate) fn slice(&self) -> Duration {
        Duration::from_secs_f64(self.seconds)
    }
}
