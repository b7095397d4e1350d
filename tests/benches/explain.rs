//! The statements of a workload, and how PostgreSQL ran them: by its `auto_explain`, so that what is seen is what runs,
//! with the plan that a prepared statement has after many uses.

use std::{net::SocketAddr, time::Duration};

use sqlx::{AssertSqlSafe, Executor as _};
use tokio::time::sleep;

use crate::{Result, ground::Ground, http::Connection, load::Requests, server::Pair, workload::Workload};

const SETTINGS: [(&str, &str); 5] = [
    ("session_preload_libraries", "auto_explain"),
    ("auto_explain.log_min_duration", "0"),
    ("auto_explain.log_analyze", "on"),
    ("auto_explain.log_buffers", "on"),
    ("auto_explain.log_verbose", "off"),
];
/// PostgreSQL settles on a plan after five uses of a statement.
const USES: usize = 12;

/// Tables that no page may read from end to end.
const LARGE: [&str; 3] = ["project", "report", "nomination"];

/// Prints what both servers asked for the last of some requests.
pub(crate) async fn print(ground: &mut Ground, workloads: &[Workload]) -> Result<()> {
    explained(ground, true).await?;
    let printed = both(ground, workloads).await;
    explained(ground, false).await?;
    printed
}

/// Fails where a page of ours reads a large table from end to end. The dashboard does: it counts every row.
pub(crate) async fn check(ground: &mut Ground, workloads: &[Workload]) -> Result<()> {
    explained(ground, true).await?;
    let checked = indexed(ground, workloads).await;
    explained(ground, false).await?;
    checked
}

/// Whether statements are explained. Where the database is kept, it must not stay so: explained statements are slower ones.
async fn explained(ground: &mut Ground, is_on: bool) -> Result<()> {
    for (name, value) in SETTINGS {
        let change = if is_on { format!("set {name} = '{value}'") } else { format!("reset {name}") };
        set(ground, &change).await?;
    }
    Ok(())
}

async fn indexed(ground: &Ground, workloads: &[Workload]) -> Result<()> {
    let servers = Pair::start(ground, 1).await?;
    for workload in workloads.iter().filter(|workload| workload.name != "dashboard") {
        let plan = last(ground, servers.ours.address, &workload.ours).await?;
        if !plan.contains("plan:") {
            return Err(format!("{}: no plan was logged", workload.name).into());
        }
        if let Some(table) = LARGE.iter().find(|table| plan.contains(&format!("Seq Scan on {table} "))) {
            return Err(format!("{}: {table} is read from end to end\n{plan}", workload.name).into());
        }
    }
    Ok(())
}

async fn set(ground: &mut Ground, change: &str) -> Result<()> {
    let sql = format!("alter database {} {change}", ground.database);
    ground.admin.execute(AssertSqlSafe(sql)).await?;
    Ok(())
}

async fn both(ground: &Ground, workloads: &[Workload]) -> Result<()> {
    let servers = Pair::start(ground, 1).await?;
    for workload in workloads {
        for (title, address, requests) in [
            ("thidua", servers.ours.address, &workload.ours),
            ("hand-written", servers.theirs.address, &workload.theirs),
        ] {
            println!("## {}: {title}\n\n```text\n{}\n```\n", workload.name, last(ground, address, requests).await?);
        }
    }
    Ok(())
}

async fn last(ground: &Ground, address: SocketAddr, requests: &Requests) -> Result<String> {
    let mut connection = Connection::open(address).await?;
    for request in requests.iter().cycle().take(USES) {
        connection.exchange(request).await?;
    }
    sleep(Duration::from_millis(200)).await;
    let before = ground.log()?.len();
    connection.exchange(&requests[USES % requests.len()]).await?;
    sleep(Duration::from_millis(200)).await;
    Ok(ground.log()?.get(before..).unwrap_or_default().trim().to_owned())
}
