//! What is looked up when somebody asks: the pools, and the process as the operating system sees it.

use std::{fmt::Error, fs};

use chrono::{DateTime, Utc};
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeGaugeValue, EncodeLabelSet},
    metrics::MetricType,
};
use schema::{Database, Direct, Local, Plans};
use sea_orm::{DatabaseConnection, DbBackend};

/// Where to look.
#[derive(Clone, Debug)]
pub(crate) struct Inside {
    /// The database.
    pub(crate) database: Database,
    /// When the server began.
    pub(crate) began: DateTime<Utc>,
    /// `demo` or `production`.
    pub(crate) mode: &'static str,
}

/// One pool: its name, its connections, those of them that are idle, and how many it may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pool {
    /// `read` or `write`; `search` has its own.
    pub(crate) name: &'static str,
    /// Connections that are open.
    pub(crate) open: u32,
    /// Connections that do nothing.
    pub(crate) idle: u32,
    /// Connections it may have.
    pub(crate) most: u32,
}

/// The pools of a database.
pub(crate) fn pools(database: &Database) -> Vec<Pool> {
    match &database.plans {
        Plans::Pool(read) => vec![pool(read, "read"), written(database)],
        Plans::Local { read, search } => vec![local(read, "read"), local(search, "search"), written(database)],
        Plans::Direct { read, search } => vec![direct(read, "read"), direct(search, "search"), written(database)],
    }
}

/// All pools for writes as one.
fn written(database: &Database) -> Pool {
    database.writers.own_pools().fold(pool(&database.write, "write"), |sum, of| {
        let Pool { name, open, idle, most } = pool(of, "write");
        Pool { name, open: sum.open + open, idle: sum.idle + idle, most: sum.most + most }
    })
}

fn direct(of: &Direct, name: &'static str) -> Pool {
    Pool { name, open: count(of.open()), idle: count(of.idle()), most: count(of.most()) }
}

fn local(of: &Local, name: &'static str) -> Pool {
    Pool { name, open: count(of.open()), idle: count(of.idle()), most: count(of.most()) }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn pool(connection: &DatabaseConnection, name: &'static str) -> Pool {
    let (open, idle, most) = if connection.get_database_backend() == DbBackend::Sqlite {
        let pool = connection.get_sqlite_connection_pool();
        (pool.size(), pool.num_idle(), pool.options().get_max_connections())
    } else {
        let pool = connection.get_postgres_connection_pool();
        (pool.size(), pool.num_idle(), pool.options().get_max_connections())
    };
    Pool { name, open, idle: u32::try_from(idle).unwrap_or(open), most }
}

impl Collector for Inside {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), Error> {
        let pools = pools(&self.database);
        let state = |state: &'static str, value: fn(&Pool) -> u32| {
            pools.iter().map(move |pool| ([("pool", pool.name), ("state", state)], value(pool))).collect::<Vec<_>>()
        };
        let mut connections = state("idle", |pool| pool.idle);
        connections.extend(state("used", |pool| pool.open.saturating_sub(pool.idle)));
        gauge(&mut encoder, "thidua_pool_connections", "Connections to the database", &connections)?;
        let most: Vec<_> = pools.iter().map(|pool| ([("pool", pool.name)], pool.most)).collect();
        gauge(&mut encoder, "thidua_pool_connections_max", "Connections that the pool may have", &most)?;
        let version = [("version", env!("CARGO_PKG_VERSION")), ("mode", self.mode)];
        gauge(&mut encoder, "thidua_info", "Which program this is", &[(version, 1u32)])?;
        let none: [(&str, &str); 0] = [];
        if let Some(bytes) = resident_bytes() {
            gauge(&mut encoder, "process_resident_memory_bytes", "Resident memory", &[(none, bytes)])?;
        }
        if let Ok(files) = fs::read_dir("/proc/self/fd") {
            gauge(&mut encoder, "process_open_fds", "Open file descriptors", &[(none, files.count())])?;
        }
        let began = self.began.timestamp();
        gauge(&mut encoder, "process_start_time_seconds", "When it began, in seconds since 1970", &[(none, began)])
    }
}

fn gauge<L: EncodeLabelSet, V: EncodeGaugeValue>(
    encoder: &mut DescriptorEncoder,
    name: &str,
    help: &str,
    values: &[(L, V)],
) -> Result<(), Error> {
    let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    values.iter().try_for_each(|(labels, value)| metric.encode_family(labels)?.encode_gauge(value))
}

/// What Linux says; nothing elsewhere.
fn resident_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}
