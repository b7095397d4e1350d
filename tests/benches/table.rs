//! What was measured, as Markdown.

use std::fs;

use crate::{
    Result, cost, ground::Ground, measure::Measured, measure::Side, options::Options, server::Pair, workload::Workload,
};

/// The head of the table.
pub(crate) const HEAD: &str = "\
| Workload | Connections | thidua: req/s, p50 / p99 ms | CPU ms (server + PostgreSQL) | MiB | hand-written: req/s, p50 / p99 ms | CPU ms (server + PostgreSQL) | MiB | Ratio (min–max) | Ratio by CPU |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|";

/// One row.
pub(crate) fn row(workload: &Workload, connections: usize, measured: &Measured) -> String {
    let (ratio, least, most) = measured.ratio();
    let (ours, theirs) = (side(&measured.ours), side(&measured.theirs));
    let name = format!("`{}`: {}", workload.name, workload.about);
    format!(
        "| {name} | {connections} | {ours} | {theirs} | **{ratio:.2}** ({least:.2}–{most:.2}) | {:.2} |",
        measured.ratio_by_cpu()
    )
}

fn side(side: &Side) -> String {
    let (rate, p50, p99) = (side.rate(), side.percentile(50), side.percentile(99));
    format!("{rate:.0}, {p50:.2} / {p99:.2} | {:.3} + {:.3} | {:.0}", side.cpu, side.cpu_of_postgres, side.memory)
}

/// The head of the table with a larger database.
pub(crate) fn larger_head(times: u32) -> String {
    let reports = times * 200_000;
    format!(
        "| Page | Connections | {reports} reports: req/s, p50 / p99 ms | CPU ms (server + PostgreSQL) | 200000 reports: req/s, p50 / p99 ms | CPU ms (server + PostgreSQL) | Cost (min–max) | Cost by CPU |\n|---|--:|--:|--:|--:|--:|--:|--:|"
    )
}

/// One row of it.
pub(crate) fn larger_row(workload: &Workload, connections: usize, measured: &Measured) -> String {
    let (ratio, least, most) = measured.ratio();
    let side = |side: &Side| {
        let (rate, p50, p99) = (side.rate(), side.percentile(50), side.percentile(99));
        format!("{rate:.0}, {p50:.2} / {p99:.2} | {:.3} + {:.3}", side.cpu, side.cpu_of_postgres)
    };
    let (large, small) = (side(&measured.ours), side(&measured.theirs));
    format!(
        "| `{}` | {connections} | {large} | {small} | **{:.2}** ({:.2}–{:.2}) | {:.2} |",
        workload.name,
        1.0 / ratio,
        1.0 / most,
        1.0 / least,
        1.0 / measured.ratio_by_cpu()
    )
}

/// The head of the table with a writer.
pub(crate) const WRITER_HEAD: &str = "\
| 32 readers | beside a writer: req/s, p50 / p99 ms | writes a second | without: req/s, p50 / p99 ms | Ratio (min–max) |
|---|--:|--:|--:|--:|";

/// One row of it.
pub(crate) fn writer_row(workload: &Workload, writes: f64, measured: &Measured) -> String {
    let (ratio, least, most) = measured.ratio();
    let side = |side: &Side| format!("{:.0}, {:.2} / {:.2}", side.rate(), side.percentile(50), side.percentile(99));
    let (beside, without) = (side(&measured.ours), side(&measured.theirs));
    format!("| `{}` | {beside} | {writes:.0} | {without} | **{ratio:.2}** ({least:.2}–{most:.2}) |", workload.name)
}

/// The head of the table with another server.
pub(crate) fn other_head(name: &str) -> String {
    format!(
        "| Workload | Connections | thidua: req/s, p50 / p99 ms | {name}: req/s, p50 / p99 ms | Ratio (min–max) |\n|---|--:|--:|--:|--:|"
    )
}

/// One row of it.
pub(crate) fn other_row(workload: &Workload, connections: usize, measured: &Measured) -> String {
    let (ratio, least, most) = measured.ratio();
    let side = |side: &Side| format!("{:.0}, {:.2} / {:.2}", side.rate(), side.percentile(50), side.percentile(99));
    let (ours, theirs) = (side(&measured.ours), side(&measured.theirs));
    format!("| `{}` | {connections} | {ours} | {theirs} | **{ratio:.2}** ({least:.2}–{most:.2}) |", workload.name)
}

/// The geometric mean of the ratios.
pub(crate) fn mean(name: &str, ratios: &[f64]) -> String {
    let count = f64::from(u32::try_from(ratios.len()).unwrap_or(u32::MAX));
    let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / count).exp();
    format!("Geometric mean beside {name}: {mean:.2}.")
}

/// On what, and under which conditions.
pub(crate) async fn conditions(options: &Options, ground: &mut Ground, servers: &Pair) -> Result<String> {
    let version = ground.ask("select split_part(version(), ' on ', 1)").await?;
    let settings = ground
        .ask("select string_agg(name || ' = ' || setting, ', ' order by name) from pg_settings where name in ('fsync', 'synchronous_commit', 'jit', 'plan_cache_mode') or name = 'shared_buffers'")
        .await?;
    let rows = ground
        .ask("select string_agg(format('%s %s', n, t), ', ' order by n) from (values ((select count(*) from unit), 'units'), ((select count(*) from project), 'projects'), ((select count(*) from report), 'reports'), ((select count(*) from nomination), 'nominations')) x (n, t)")
        .await?;
    Ok(format!(
        "{}; {version} over a Unix socket ({settings}); {rows}. thidua {} with its defaults, tokens checked; the hand-written server: actix-web, sqlx, no tokens, no log. Pools of {}, {} slices of {} s each, in turn, on the machine that also makes the load. Start to first answer {:.0} ms, idle {:.0} MiB (hand-written {:.0} ms, {:.0} MiB).\n",
        machine()?,
        env!("CARGO_PKG_VERSION"),
        options.pool,
        options.rounds,
        options.seconds,
        servers.ours.start.as_secs_f64() * 1000.0,
        servers.ours.idle_memory,
        servers.theirs.start.as_secs_f64() * 1000.0,
        servers.theirs.idle_memory,
    ))
}

fn machine() -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = std::thread::available_parallelism()?;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let load = fs::read_to_string("/proc/loadavg")?;
    let load = load.split(' ').next().unwrap_or_default();
    Ok(format!(
        "{cores} × {}, Linux {}, load average {load} at the start",
        model.trim_start_matches([' ', '\t', ':']),
        kernel.trim()
    ))
}

/// What it came to.
pub(crate) fn foot(servers: &Pair) -> Result<String> {
    let (ours, theirs) = (cost::memory(servers.ours.process)?, cost::memory(servers.theirs.process)?);
    Ok(format!("\nAt the end thidua holds {ours:.0} MiB, the hand-written server {theirs:.0} MiB."))
}
