//! The benchmark: `thidua` against a hand-written server for the same answers, over the same PostgreSQL.
//!
//! ```text
//! cargo build --release -p api                             first: the program that is measured
//! cargo bench -p tests --bench speed                        the whole table
//! cargo bench -p tests --bench speed -- --times 50          what pages cost among 10 million reports
//! cargo bench -p tests --bench speed -- --only object       one workload
//! cargo bench -p tests --bench speed -- --on sqlite         only on SQLite
//! cargo bench -p tests --bench speed -- --profile reports   its statements and how PostgreSQL ran them
//! ```
//!
//! Each slice of a few seconds is measured on one server, then on the other, so that whatever else the machine does meets
//! both. Ratios mean more than absolutes: the load generator shares the cores with what it measures.

mod compare;
mod cost;
mod explain;
mod ground;
mod handwritten;
mod http;
mod load;
mod measure;
mod options;
mod others;
mod server;
mod sqlite;
mod table;
mod workload;

use std::{env, process::ExitCode};

use clap::Parser as _;

use crate::{ground::Ground, load::Requests, options::Options, server::Pair, workload::Workload};

/// What does not count all there is: it should cost the same however much there is.
const PAGES: [&str; 4] = ["object", "projects", "own", "reports"];

/// Whatever stops the benchmark is printed and ends it.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((first, rest)) if first == handwritten::ARGUMENT => handwritten::main(rest),
        _ => bench(&Options::parse()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("speed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(options: &Options) -> Result<()> {
    // The load generator is one thread: it takes no more of the machine than it must.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut ground = Ground::make(options).await?;
        let done = tokio::select! {
            done = run(options, &mut ground) => done,
            _ = tokio::signal::ctrl_c() => Err("interrupted".into()),
        };
        ground.finish().await?;
        done
    })
}

async fn run(options: &Options, ground: &mut Ground) -> Result<()> {
    let mut workloads = Workload::all(ground).await?;
    let writes =
        workloads.iter().find(|workload| workload.name == "record").map(|record| Requests::clone(&record.ours));
    workloads.retain(|workload| options.has(workload.name));
    if workloads.is_empty() {
        return Err("there is no such workload; see `--help`".into());
    }
    if options.profile.is_some() {
        return explain::print(ground, &workloads).await;
    }
    if let Some(times) = options.times {
        return larger(options, ground, &workloads, times).await;
    }
    if options.is_on("postgres") {
        on_postgres(options, ground, &workloads).await?;
    }
    if options.is_on("sqlite") {
        workloads.retain(|workload| workload.name != "record");
        on_sqlite(options, ground, &workloads, &writes.unwrap_or_default()).await?;
    }
    Ok(())
}

async fn on_postgres(options: &Options, ground: &mut Ground, workloads: &[Workload]) -> Result<()> {
    explain::check(ground, workloads).await?;
    let servers = Pair::start(ground, options.pool).await?;
    println!("{}", table::conditions(options, ground, &servers).await?);
    rows(options, ground, workloads, &servers).await?;
    if options.without_others { Ok(()) } else { beside(options, ground, workloads, &servers).await }
}

/// What pages of `thidua` cost in a database so many times as large.
async fn larger(options: &Options, ground: &mut Ground, workloads: &[Workload], times: u32) -> Result<()> {
    let mut large = ground.larger(options, times).await?;
    let done = pages(options, (ground, &mut large), workloads, times).await;
    large.finish().await?;
    done
}

async fn pages(
    options: &Options,
    (ground, large): (&Ground, &mut Ground),
    workloads: &[Workload],
    times: u32,
) -> Result<()> {
    let mut there = Workload::all(large).await?;
    there.retain(|workload| PAGES.contains(&workload.name) && options.has(workload.name));
    explain::check(large, &there).await?;
    let (servers, larger) = (Pair::start(ground, options.pool).await?, Pair::start(large, options.pool).await?);
    println!("{}", table::larger_head(times));
    for workload in &there {
        compare::same(workload, &larger, large).await?;
        let Some(same) = workloads.iter().find(|same| same.name == workload.name) else { continue };
        for connections in &options.connections {
            let (at_large, at_small) = ((&larger.ours, &workload.ours), (&servers.ours, &same.ours));
            let measured = measure::both(at_large, at_small, ground, *connections, options).await?;
            println!("{}", table::larger_row(workload, *connections, &measured));
        }
    }
    Ok(())
}

/// Reads by `thidua` on an SQLite file with the same rows, beside the hand-written server on PostgreSQL; then with somebody
/// who writes all the time.
async fn on_sqlite(options: &Options, ground: &mut Ground, workloads: &[Workload], writes: &Requests) -> Result<()> {
    let file = sqlite::File::copy(options, ground).await?;
    let servers = Pair::apart(&file.url, ground, options.pool).await?;
    println!("\nthidua on SQLite, the hand-written server on PostgreSQL.\n");
    rows(options, ground, workloads, &servers).await?;
    println!("\n{}", table::WRITER_HEAD);
    for workload in workloads.iter().filter(|workload| ["object", "projects"].contains(&workload.name)) {
        let load = (&workload.ours, writes);
        let (measured, written) = measure::beside_a_writer(&servers.ours, load, ground, 32, options).await?;
        println!("{}", table::writer_row(workload, written, &measured));
    }
    Ok(())
}

/// A row for each workload and number of connections.
async fn rows(options: &Options, ground: &mut Ground, workloads: &[Workload], servers: &Pair) -> Result<()> {
    ground.tidy().await?;
    println!("{}", table::HEAD);
    for workload in workloads {
        compare::same(workload, servers, ground).await?;
        for connections in &options.connections {
            let (ours, theirs) = ((&servers.ours, &workload.ours), (&servers.theirs, &workload.theirs));
            let measured = measure::both(ours, theirs, ground, *connections, options).await?;
            println!("{}", table::row(workload, *connections, &measured));
        }
    }
    println!("{}", table::foot(servers)?);
    Ok(())
}

/// The same of `thidua` beside other GraphQL servers.
async fn beside(options: &Options, ground: &mut Ground, workloads: &[Workload], servers: &Pair) -> Result<()> {
    ground.tidy().await?;
    for other in others::start(ground, options.pool).await? {
        println!("\n{}", table::other_head(other.name));
        let mut ratios = Vec::new();
        for (name, theirs) in &other.questions {
            let Some(workload) = workloads.iter().find(|workload| workload.name == *name) else { continue };
            for connections in &options.connections {
                let (ours, theirs) = ((&servers.ours, &workload.ours), (&other.server, theirs));
                let measured = measure::both(ours, theirs, ground, *connections, options).await?;
                println!("{}", table::other_row(workload, *connections, &measured));
                ratios.push(measured.ratio().0);
            }
        }
        println!("\n{}", table::mean(other.name, &ratios));
    }
    Ok(())
}
